"""What of a ticket did not arrive: a mail that came back or could not be sent, or news for a chat that nobody reads. Pure."""

from msgspec.structs import replace

from core.model.effects import Note, Say
from core.model.events import EffectFailed
from core.model.letter import Bounced, Letter
from core.model.ticket import TicketFacts, TicketFile
from core.model.ticket_events import TicketNewsLost
from core.model.view import Line, text
from handoff.ticket_mails import to_team
from handoff.ticket_telling import STEPS, TicketDecision, one_line, tell


def bounced(file: TicketFile, letter: Letter, facts: TicketFacts) -> TicketDecision:
    """Whose mailbox it is stands in the report itself; who sent it says nothing."""
    report = letter.bounced
    assert report
    said = one_line(f"{report.status} {report.said}", 300)
    if report.final and _is_of(letter, report, file.email, file.customer_thread):
        return unreachable(file, said, facts)
    if report.final and _is_of(letter, report, facts.team, file.team_thread):
        return _team_unreachable(file).after(Note("team inbox refuses", f"{said}; {letter.original}"))
    return TicketDecision(file, (Note("mail came back", f"{said}; {letter.original}"),))


def _is_of(letter: Letter, report: Bounced, address: str, thread: tuple[str, ...]) -> bool:
    """A mailbox that hands mails on may name another one: then it counts which mail came back."""
    came_back = letter.answers[0] if letter.answers else ""
    ours = any(came_back.startswith(f"{id}.") for id in thread if "@" not in id)
    return bool(address) and (ours or report.to.casefold() == address.casefold())


def unreachable(file: TicketFile, said: str, facts: TicketFacts) -> TicketDecision:
    """Answers go on in the chat, where the customer is asked for another address."""
    after = replace(file, email="", proven=False, customer_thread=())
    noted = Note("address came back", said)
    if not file.open:
        return TicketDecision(after, (noted,))
    asked = tell(
        after,
        Line(text("ticket.news.bounced", case=file.case, email=file.email)),
        kind="bounced",
        steps=("address",),
    )
    lost = text("ticket.team.bounced", email=file.email, reason=said)
    return to_team(after, facts, Line(lost)).after(noted, asked)


def failed(file: TicketFile, event: EffectFailed, facts: TicketFacts) -> TicketDecision:
    """A mail that was given up; what the customer should know they read in the chat."""
    effect = event.effect
    noted = Note("ticket mail failed", f"{event.fault}: {one_line(event.reason)}")
    if not isinstance(effect, Say) or effect.letterhead is None:
        return TicketDecision(file, (noted,))
    if effect.letterhead.token == file.tokens.team:
        return _team_unreachable(file).after(noted)
    if effect.to.key.casefold() != file.email.casefold():  # they have given another one since
        return TicketDecision(file, (noted,))
    if event.fault == "exhausted":
        return _not_mailed(file, event.reason, facts).after(noted)
    return unreachable(file, one_line(event.reason), facts).after(noted)


def _team_unreachable(file: TicketFile) -> TicketDecision:
    """Nobody would answer, and nobody would know why. What was promised is not said once more: who should keep it?"""
    if not file.open:
        return TicketDecision(file)
    trouble = Line(text("ticket.news.trouble", case=file.case))
    return TicketDecision(file, (tell(file, trouble, kind="trouble", steps=STEPS),))


def _not_mailed(file: TicketFile, reason: str, facts: TicketFacts) -> TicketDecision:
    return to_team(file, facts, Line(text("ticket.team.not_mailed", email=file.email, reason=one_line(reason))))


def news_lost(file: TicketFile, event: TicketNewsLost, facts: TicketFacts) -> TicketDecision:
    """The team is told where answers arrive now, if anywhere; that a ticket was closed need nobody know.

    Nor is a team that cannot be reached told that the customer could not be told so: one would lead to the other for ever.
    """
    noted = Note("ticket news lost", f"{event.news.kind}: {one_line(event.reason)}")
    if event.news.kind in ("closed", "trouble"):
        return TicketDecision(file, (noted,))
    if file.email and file.proven:
        said = text("ticket.team.chat_lost", email=file.email, reason=one_line(event.reason))
    else:
        said = text("ticket.team.all_lost", reason=one_line(event.reason))
    return to_team(file, facts, Line(said)).after(noted)
