"""One case becomes two, or two become one, as the team finds. Pure."""

from msgspec.structs import replace

from core.model.effects import Note, Pass
from core.model.ids import CaseCode
from core.model.ticket import TicketFacts, TicketFile, stream_of
from core.model.ticket_events import TicketAsked, TicketMerged
from core.model.view import Line, Words, text
from handoff.ticket_mails import to_team
from handoff.ticket_plan import next_promise, over, owed, promise
from handoff.ticket_telling import STEPS, TicketDecision, tell


def split(file: TicketFile, facts: TicketFacts) -> TicketDecision:
    """The customer's last words become a case of their own. They are told by it, and so is the team."""
    if not file.words or facts.fresh is None:
        return to_team(file, facts, Line(text("ticket.team.split_none")))
    fresh = Pass(stream_of(facts.fresh_case), _asked(file, facts))
    return TicketDecision(_without_last(file), (Note("ticket split", facts.fresh_case), fresh))


def _asked(file: TicketFile, facts: TicketFacts) -> TicketAsked:
    """About which order, only the customer could say."""
    assert facts.fresh
    return TicketAsked(
        case=facts.fresh_case,
        conversation=file.conversation,
        customer=file.customer,
        language=file.language,
        tokens=facts.fresh,
        zone=file.zone,
        name=file.name,
        person=file.person,
        email=file.email,
        proven=file.proven,
        question=file.words,
        told=facts.wait if next_promise(facts) else None,
        ahead=facts.ahead,
        spoken=file.spoken,
    )


def _without_last(file: TicketFile) -> TicketFile:
    """What had been answered before those words is answered again; what they wrote besides is still owed an answer."""
    left = replace(file, words="", unanswered=max(file.unanswered - 1, 0))
    is_answered = file.state == "waiting" and file.answered_at and not left.unanswered
    return over(left, "answered") if is_answered else left


def merge(file: TicketFile, other: CaseCode) -> TicketDecision:
    """The other ticket has the words, and tells the team."""
    words = "\n\n".join(filter(None, (file.question.strip(), file.words.strip())))
    after = replace(over(file, "closed"), into=other)
    told = tell(after, Line(text("ticket.news.merged", case=file.case, into=other)), steps=STEPS, into=other)
    passed = Pass(stream_of(other), TicketMerged(file.case, words, owed=file.state == "waiting"))
    return TicketDecision(after, (Note("ticket merged", f"into {other}"), told, passed))


def merged(file: TicketFile, event: TicketMerged, facts: TicketFacts) -> TicketDecision:
    """What was owed there is owed here. The customer knows that it is one case; here they read its time."""
    after = replace(owed(file, facts) if event.owed else file, words=event.words)
    sent = to_team(after, facts, Line(text("ticket.team.merged", case=event.case)), Words(event.words))
    if after.turn == file.turn:
        return sent
    return sent.after(
        tell(after, Line(text("ticket.news.added", case=file.case)), *promise(after, facts.now), steps=STEPS)
    )
