"""What a ticket promises its customer: until when the team answers, and when the desk looks at it again. Pure."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from core.model.effects import Wake
from core.model.ticket import State, TicketFacts, TicketFile, TicketLine
from core.model.view import Line, Text, text
from handoff.ticket_telling import Effects, TicketDecision, at, tell

LOOK = timedelta(days=1)  # at a ticket of which nobody can say when it is answered
QUIET = timedelta(days=7)  # after an answer, until it is taken to have helped


def owed(file: TicketFile, facts: TicketFacts) -> TicketFile:
    """The team owes an answer. Where it did before nothing changes: who writes again keeps their place."""
    if file.state == "waiting":
        return replace(file, unanswered=file.unanswered + 1)
    told = facts.wait if next_promise(facts) else None
    return replace(
        file,
        state="waiting",
        due=told.by if told else None,
        asked_at=facts.now,
        ahead=facts.ahead,
        told=told,
        turn=file.turn + 1,
        unanswered=1,
    )


def next_promise(facts: TicketFacts) -> datetime | None:
    """By when an answer can be promised now. Where the desk hears nothing of the answer it could not keep its word."""
    return facts.wait.by if facts.hears and facts.wait and facts.wait.by > facts.now else None


def answered(file: TicketFile, facts: TicketFacts) -> TicketFile:
    """The customer has an answer; while a person helps in another way the ticket stays with them."""
    first = file.answered_at or facts.now
    if file.state == "moved":
        return replace(file, answered_at=first)
    return replace(over(file, "answered"), answered_at=first)


def over(file: TicketFile, state: State) -> TicketFile:
    """Nothing is promised any more."""
    return replace(file, state=state, due=None, turn=file.turn + 1, unanswered=0)


def closed(file: TicketFile, said: Text) -> TicketDecision:
    """The chat asks whether it was solved."""
    after = over(file, "closed")
    return TicketDecision(after, (tell(after, Line(said), kind="closed"),))


def promise(file: TicketFile, now: datetime) -> tuple[Line, ...]:
    """By when an answer comes, as far as that was said and is still to come."""
    if file.due is None or file.due <= now:
        return ()
    return (Line(text("offer.email.promise_by", when=at(file, file.due))),)


def wake(file: TicketFile, facts: TicketFacts) -> Effects:
    if not facts.hears or not file.open:
        return ()
    return (Wake("ticket_due", _next_look(file, facts.now), file.turn),)


def _next_look(file: TicketFile, now: datetime) -> datetime:
    if file.state == "answered":
        return now + QUIET
    return file.due or now + LOOK


def line(file: TicketFile) -> TicketLine:
    """The ticket as its customer sees it."""
    return TicketLine(
        case=file.case,
        state=file.state,
        question=file.question,
        opened_at=file.opened_at,
        due=file.due,
        email=file.email,
        about=file.about,
        token=file.tokens.customer,
        updated_at=file.updated_at,
    )
