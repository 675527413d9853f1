"""What happens when a ticket's time has come: a new time with an apology, or the end after a week of quiet. Pure."""

from datetime import datetime

from msgspec.structs import replace

from core.model.effects import Note
from core.model.events import Woke
from core.model.ticket import TicketFacts, TicketFile
from core.model.view import Line, Moment, Text, text
from handoff.ticket_mails import to_customer, to_team
from handoff.ticket_plan import closed, next_promise, wake
from handoff.ticket_telling import STEPS, TicketDecision, at, tell


def woke(file: TicketFile, event: Woke, facts: TicketFacts) -> TicketDecision:
    """A timer of an earlier promise means nothing; and nothing is said where the desk cannot know what was answered."""
    if event.turn != file.turn or not file.open or not facts.hears:
        return TicketDecision(file)
    if file.state == "answered":
        return closed(file, text("ticket.news.quiet", case=file.case)).after(Note("ticket closed", "quiet"))
    if file.due is None:
        return _looked(file, facts)
    if facts.now < file.due:
        return TicketDecision(file, wake(file, facts))
    return _overdue(file, file.due, facts)


def _looked(file: TicketFile, facts: TicketFacts) -> TicketDecision:
    """Nobody could say when; perhaps it can be said by now."""
    after = replace(file, due=next_promise(facts), turn=file.turn + 1)
    if after.due is None:
        return TicketDecision(after)
    return TicketDecision(after, (tell(after, Line(_next(after)), steps=STEPS),))


def _overdue(file: TicketFile, due: datetime, facts: TicketFacts) -> TicketDecision:
    """`told` stays as it was: how well promises are kept is measured by the first one."""
    after = replace(file, due=next_promise(facts), late=file.late + 1, turn=file.turn + 1)
    sorry = (Line(text("ticket.late", case=file.case, due=at(file, due))), Line(_next(after)))
    told = (Note("ticket late", f"{due:%Y-%m-%d %H:%M} UTC"), tell(after, *sorry, steps=STEPS))
    return (
        _by_mail(after, sorry).after(*told).then(lambda mailed: to_team(mailed, facts, *_reminder(mailed, due, facts)))
    )


def _by_mail(file: TicketFile, sorry: tuple[Line, ...]) -> TicketDecision:
    """Who never showed that the address is theirs is not bothered there."""
    if not file.proven:
        return TicketDecision(file)
    return to_customer(file, *sorry, Line(text("ticket.mail.how", case=file.case)))


def _next(file: TicketFile) -> Text:
    if file.due is None:
        return text("ticket.late.unsaid")
    return text("ticket.late.next", case=file.case, due=at(file, file.due))


def _reminder(file: TicketFile, due: datetime, facts: TicketFacts) -> tuple[Line, ...]:
    late = Line(text("ticket.team.overdue", due=Moment(due, facts.zone)))
    if file.due is None:
        return (late,)
    return late, Line(text("ticket.team.overdue_next", due=Moment(file.due, facts.zone)))
