"""The lines of what goes on beside the chat under a case's code: mails of a ticket, calls, and what is said in a dispute. Pure."""

from collections.abc import Iterable, Iterator

from core.model.callback import CallbackFile
from core.model.dispute import Stage
from core.model.dispute_events import PartySpoke, StaffAsked, StaffDecided
from core.model.dispute_file import DisputeFile
from core.model.letter import Letter
from core.model.rows import DisputeDecided, TicketDecided
from core.model.shop import Role
from core.model.ticket import Side
from core.model.ticket_events import MailArrived
from core.model.view import Text, text
from handoff.board.cases.inert import half_hidden
from handoff.board.cases.transcript import Line, Who

STAGES: dict[Stage, Text] = {
    "open": text("card.dispute.stage.open"),
    "waiting_other_party": text("card.dispute.stage.waiting_other_party"),
    "under_review": text("card.dispute.stage.under_review"),
    "decided": text("card.dispute.stage.decided"),
    "appealed": text("card.dispute.stage.appealed"),
    "closed": text("card.dispute.stage.closed"),
}
ROLES: dict[Role, Text] = {"buyer": text("card.dispute.buyer"), "seller": text("card.dispute.seller")}

_WRITERS: dict[Side, Who] = {"team": "team_mail", "customer": "customer_mail", "stranger": "stranger_mail"}


def mails(decided: Iterable[TicketDecided]) -> Iterator[Line]:
    for each in decided:
        if isinstance(each.event, MailArrived):
            letter = each.event.letter
            name = letter.sender_name or half_hidden(letter.sender)
            yield Line(each.facts.now, _WRITERS[each.event.side], name, _words(letter))


def _words(letter: Letter) -> str:
    """What was written anew, the subject first where nothing else was; a file by its name."""
    files = [f"[{each.name or each.kind}]" for each in letter.attached]
    return "\n".join([letter.text.strip() or letter.subject, *files]).strip()


def calls(file: CallbackFile) -> Iterator[Line]:
    for attempt in file.attempts:
        told = text("board.case.reached") if attempt.result == "reached" else text("board.case.not_reached")
        yield Line(attempt.at, "course", attempt.by.name, told=told)
    for note in file.notes:
        yield Line(note.at, "note", note.by.name, note.words)


def stages(file: DisputeFile) -> Iterator[Line]:
    """Where the dispute stood, from when on."""
    for step in file.dispute.steps:
        yield Line(step.at, "course", told=STAGES[step.stage])


def said(decided: Iterable[DisputeDecided]) -> Iterator[Line]:
    """What parties and staff wrote: not for everybody who may see that there is a dispute."""
    for each in decided:
        now = each.facts.now
        match each.event:
            case PartySpoke(role=role, words=words, evidence=evidence):
                files = [f"[{one.name or one.kind}]" for one in evidence]
                if words or files:
                    yield Line(now, "customer", text="\n".join([words, *files]).strip(), told=ROLES[role])
            case StaffAsked(agent=agent, role=role, words=words):
                yield Line(now, "agent", agent.name, words, told=ROLES[role])
            case StaffDecided(agent=agent, decision=decision):
                yield Line(now, "agent", agent.name, decision.reasons, told=STAGES["decided"])
            case _:
                pass
