"""Writes down what is counted later of callbacks, tickets and disputes: who had them when, and how they ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from core.model.callback import CallbackFile, CallbackMoved
from core.model.dispute_events import DisputeFiled, PartySpoke, StaffAsked, StaffDecided, StaffMoved
from core.model.dispute_file import DisputeFile
from core.model.effects import Effect, Pass, Say
from core.model.events import CallbackEvent, DisputeEvent, TicketEvent
from core.model.figures import End, HandoffRow
from core.model.ids import CaseCode, ConversationId
from core.model.rows import CallbackDecided, DisputeDecided, TicketDecided
from core.model.ticket import TicketFile
from core.model.ticket_events import MailArrived, TicketAsked, TicketMoved, TicketNews, TicketSolved
from core.ports import Transaction

Method = Literal["callback", "email", "dispute"]


async def _row(tx: Transaction, case: CaseCode, method: Method) -> HandoffRow | None:
    return next((row for row in await tx.handoffs.open_of(case) if row.method == method), None)


async def _put(tx: Transaction, before: HandoffRow, after: HandoffRow) -> None:
    if after != before:
        await tx.handoffs.put(after)


# --- callbacks
async def keep_call(tx: Transaction, decided: CallbackDecided) -> None:
    row = await _row(tx, decided.case, "callback")
    if row is None:
        return
    now, after = decided.facts.now, decided.after
    await _put(tx, row, called(row, decided.event, after, now))
    if after and after.state == "reached" and (decided.before is None or decided.before.state != "reached"):
        await tx.person_words.add(after.conversation, now)


def called(row: HandoffRow, event: CallbackEvent, file: CallbackFile | None, now: datetime) -> HandoffRow:
    """`due` is what was promised first, or last at the customer's own wish. Without a file no call can be made."""
    if file is None:
        return replace(row, ended_at=now, end="failed")
    if row.due is None or isinstance(event, CallbackMoved):
        row = replace(row, due=file.due)
    if file.owner:
        row = replace(row, agent=file.owner.id, claimed_at=row.claimed_at or now)
    if file.state == "reached" and row.answered_at is None:
        row = replace(row, answered_at=now)
    end = _CALL_ENDS.get(file.state)
    return replace(row, ended_at=now, end=end) if end else row


_CALL_ENDS: dict[str, End] = {"done": "solved", "failed": "failed", "cancelled": "cancelled"}


# --- tickets
async def keep_ticket(tx: Transaction, decided: TicketDecided) -> None:
    now, after = decided.facts.now, decided.after
    for effect in decided.effects:
        if isinstance(effect, Pass) and isinstance(effect.event, TicketAsked):
            await tx.handoffs.put(_split_off(effect.event, now))
    row = await _row(tx, decided.case, "email")
    if row is None and after and _is_open_again(decided.before, after):
        row = _owed_again(after, now)
        await tx.handoffs.put(row)
    if row and after:
        await _put(tx, row, mailed(row, decided, after, now))
        if _team_wrote(decided.effects):
            await tx.person_words.add(after.conversation, now)


def _split_off(event: TicketAsked, now: datetime) -> HandoffRow:
    """By the team, who found two requests in one."""
    told, due = (event.told.eta, event.told.by) if event.told else (None, None)
    topic = event.about.kind if event.about else ""
    language = event.spoken or event.language
    return HandoffRow(event.case, event.conversation, "email", language, topic, "other", now, told, due)


def _is_open_again(before: TicketFile | None, after: TicketFile) -> bool:
    """A question after the end."""
    return before is not None and not before.open and after.open


def _owed_again(file: TicketFile, now: datetime) -> HandoffRow:
    told = file.told.eta if file.told else None
    topic = file.about.kind if file.about else ""
    language = file.staff_language
    return HandoffRow(file.case, file.conversation, "email", language, topic, "wished", now, told, file.due)


def mailed(row: HandoffRow, decided: TicketDecided, file: TicketFile, now: datetime) -> HandoffRow:
    """Nobody claims a mail before it is answered. `due` stays as it was promised first."""
    if _team_wrote(decided.effects) and row.answered_at is None:
        row = replace(row, answered_at=now, claimed_at=row.claimed_at or now)
    if file.open:
        return row if row.due or row.answered_at else replace(row, due=file.due)
    return replace(row, ended_at=now, end=_mail_end(decided.event, file))


def _team_wrote(effects: Sequence[Effect]) -> bool:
    return any(
        isinstance(effect, Pass) and isinstance(effect.event, TicketNews) and effect.event.kind == "answer"
        for effect in effects
    )


def _mail_end(event: TicketEvent, file: TicketFile) -> End:
    if file.into or file.state == "moved":
        return "moved"
    match event:
        case TicketSolved() | MailArrived(side="team"):
            return "solved"
        case TicketMoved():  # the mail that was to open it could not be sent
            return "failed"
        case _:
            return "closed"


# --- disputes
async def keep_dispute(tx: Transaction, decided: DisputeDecided) -> None:
    row, after = await _row(tx, decided.case, "dispute"), decided.after
    now = decided.facts.now
    if after and _has_moved(decided, "appealed"):
        row = _appeal(after, now)
        await tx.handoffs.put(row)
    if row and after:
        await _put(tx, row, ruled(row, decided, after, now))
        if _has_moved(decided, "decided"):
            await tx.person_words.add(row.conversation, now)


async def join_disputes(tx: Transaction, filed: DisputeFiled, now: datetime) -> None:
    """The other party's came first: it goes on in that one."""
    if row := await _row(tx, filed.case, "dispute"):
        await tx.handoffs.put(replace(row, ended_at=now, end="moved"))


def ruled(row: HandoffRow, decided: DisputeDecided, file: DisputeFile, now: datetime) -> HandoffRow:
    """A decision ends it, for who does not agree has months to say so; an appeal is a row of its own."""
    event = decided.event
    if isinstance(event, StaffMoved | StaffDecided | StaffAsked) and _has_effect(decided):
        row = replace(row, agent=event.agent.id, claimed_at=row.claimed_at or now)
    if row.answered_at is None and (_has_moved(decided, "decided") or _staff_wrote(decided)):
        row = replace(row, answered_at=now)
    if row.due is None:
        row = replace(row, due=file.dispute.due)
    if file.dispute.stage not in ("decided", "closed"):
        return row
    return replace(row, ended_at=now, end=_dispute_end(event, file))


def _has_moved(decided: DisputeDecided, stage: str) -> bool:
    """To this stage, with this decision."""
    before = decided.before.dispute.stage if decided.before else None
    return decided.after is not None and decided.after.dispute.stage == stage and before != stage


def _has_effect(decided: DisputeDecided) -> bool:
    """What staff may not do changes nothing."""
    return decided.after != decided.before or _staff_wrote(decided)


def _staff_wrote(decided: DisputeDecided) -> bool:
    told = any(isinstance(effect, Pass | Say) for effect in decided.effects)
    return isinstance(decided.event, StaffAsked) and told


def _dispute_end(event: DisputeEvent, file: DisputeFile) -> End:
    if file.dispute.stage == "decided":
        return "solved"
    return "cancelled" if isinstance(event, PartySpoke) else "closed"


def _appeal(file: DisputeFile, now: datetime) -> HandoffRow:
    opener = file.contact(file.dispute.role)
    conversation = opener.conversation or ConversationId("")  # they are reached by mail
    return HandoffRow(file.case, conversation, "dispute", opener.language, "dispute", "other", now)
