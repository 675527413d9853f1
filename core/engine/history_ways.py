"""What is counted of ways to a person: when each was asked for, why, and what was promised."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from msgspec.structs import replace

from core.engine.chats import live
from core.engine.needs import topic_of
from core.model.callback import CallbackAsked
from core.model.conversation import Filling, Queued, WithAgent
from core.model.dispute_events import DisputeFiled
from core.model.effects import OpenHandoff, Pass
from core.model.figures import AskedRow, HandoffRow, Told, Why
from core.model.ids import CaseCode
from core.model.rows import Decided
from core.model.ticket_events import TicketAsked
from core.ports import Transaction

LED_TO = timedelta(hours=24)  # a person who is asked for later is not asked for because of the question


async def keep_openings(tx: Transaction, decided: Decided, ended: Sequence[HandoffRow]) -> None:
    """`ended`: of the same case, with this decision."""
    opened = list(openings(decided))
    if not opened:
        return
    known = [*ended, *await _instead_of_a_call(tx, decided)]
    for row in opened:
        await _open(tx, decided, row, known)


async def _instead_of_a_call(tx: Transaction, decided: Decided) -> list[HandoffRow]:
    """The call that is given up for another way, under a code of its own, is over as soon as that is open."""
    stage = decided.before.stage
    if not isinstance(stage, Filling) or stage.call is None:
        return []
    calls = [row for row in await tx.handoffs.open_of(stage.call) if row.method == "callback"]
    moved = [replace(row, ended_at=decided.facts.now, end="moved") for row in calls]
    for row in moved:
        await tx.handoffs.put(row)
    return moved


def openings(decided: Decided) -> Iterator[HandoffRow]:
    """What begins with this decision, each way once; why is not known yet."""
    after, now = decided.after, decided.facts.now

    def row(case: CaseCode) -> HandoffRow:
        topic = topic_of(after, decided.facts.disputes)
        return HandoffRow(case, after.id, "live_chat", after.staff_language, topic, "wished", now)

    for effect in decided.effects:
        match effect:
            case OpenHandoff(method="live_chat", case=case):
                yield _promised(row(case), decided)
            case Pass(event=TicketAsked(case=case, told=wait)):
                told, due = (wait.eta, wait.by) if wait else (None, None)
                yield replace(row(case), method="email", told=told, due=due)
            case OpenHandoff(method="email", case=case) if decided.facts.mails.tokens is None:
                yield replace(row(case), method="email")
            case Pass(event=CallbackAsked(case=case)):
                yield replace(row(case), method="callback")
            case Pass(event=DisputeFiled(case=case)):
                yield replace(row(case), method="dispute", topic="report")
            case _:
                pass
    before, stage = live(decided.before.stage), live(decided.after.stage)
    if isinstance(stage, WithAgent) and (before is None or before.case != stage.case):
        yield replace(row(stage.case), why="agent", agent=stage.agent.id, claimed_at=now)


def _promised(row: HandoffRow, decided: Decided) -> HandoffRow:
    stage = decided.after.stage
    eta = stage.told.eta if isinstance(stage, Queued) and stage.told else None
    return replace(row, told=eta, due=row.asked_at + timedelta(minutes=eta.high_minutes)) if eta else row


async def _open(tx: Transaction, decided: Decided, opened: HandoffRow, known: Sequence[HandoffRow]) -> None:
    """Asked for twice it is one. What goes on in another way is needed for the same reason."""
    others = [*known, *await tx.handoffs.open_of(opened.case)]
    if any(other.method == opened.method and other.ended_at is None for other in others):
        return
    if opened.why == "agent":
        await tx.handoffs.put(opened)
        return
    asked = await tx.asked.last_of(opened.conversation)
    last = asked if asked and opened.asked_at - asked.at < LED_TO else None
    if others:
        await tx.handoffs.put(replace(opened, why=others[0].why))
    else:
        await tx.handoffs.put(replace(opened, why=why(decided.after.urgent, last, opened)))
    if last and not last.handed:
        await tx.asked.put(replace(last, handed=True))


def why(urgent: bool, last: AskedRow | None, opened: HandoffRow) -> Why:
    """By the last question, unless that has led to a person before."""
    if urgent:
        return "danger"
    if last and not last.handed:
        if last.told in ("abstained", "failed", "danger"):
            return _BECAUSE[last.told]
        if last.helpful is False:
            return "disliked"
    return "other" if opened.method == "dispute" else "wished"


_BECAUSE: dict[Told, Why] = {"abstained": "unanswered", "failed": "failed", "danger": "danger"}
