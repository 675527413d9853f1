"""`frontdesk explain`: every event of a conversation, dispute, callback or ticket with what came of it, decided again to prove it."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import reduce
from typing import NamedTuple

import msgspec

from bots.cli.desk_store import desk_store
from bots.cli.noting import READ, note
from bots.settings import Settings
from core.flow.decide import decide
from core.model import codec
from core.model.callback import CALLBACK, CallbackFile, ShowTask
from core.model.conversation import Conversation
from core.model.dispute_file import DISPUTE, DisputeFile
from core.model.effects import Effect, ShowDispute
from core.model.ids import CaseCode, ConversationId
from core.model.rows import CallbackDecided, Decided, DisputeDecided, TicketDecided
from core.model.ticket import TICKET, TicketFile
from core.ports import Transaction
from handoff import callback_flow, dispute_flow, ticket_flow

Row = Decided | DisputeDecided | CallbackDecided | TicketDecided
State = Conversation | DisputeFile | CallbackFile | TicketFile | None


_TOKENS = ("token", "tokens", "fresh")  # fields that hold one, or two

_NOTHING = {DisputeDecided: "no dispute", CallbackDecided: "no callback", TicketDecided: "no ticket"}


_KEPT = "decisions go some time after the last word, as retention.raw says; the transcript stays longer"


class Proof(NamedTuple):
    """A stored decision, and what comes of it when it is decided again."""

    row: Row
    again: State
    effects: tuple[Effect, ...]

    @property
    def same(self) -> bool:
        return self.again == self.row.after and self.effects == self.row.effects


def explain(settings: Settings, name: str) -> int:
    """0: all comes out the same. 1: something does not, or there is nothing of this name."""
    return asyncio.run(_explain(settings, name))


async def _explain(settings: Settings, name: str) -> int:
    async with desk_store(settings) as store:
        rows = await store.transact(lambda tx: _find(tx, name))
        is_known = bool(rows) or await store.transact(lambda tx: _is_known(tx, name))
    if not rows and is_known:
        print(f"{name} is known, but what was decided about it is kept no more: {_KEPT}.")
        return 0
    if not rows:
        print(f"There is no conversation {name}. Conversations are named like telegram:1001, cases like FD-7K2M9P.")
        return 1
    if not _is_first(rows[0]):
        print(f"What was decided before this is kept no more: {_KEPT}.\n")
    proofs = [_prove(row) for row in rows]
    for proof in proofs:
        _print(proof)
    is_conversation = ":" in name  # which the audit forgets with the customer
    await note(settings, READ, "explain" if is_conversation else f"explain {name}", name if is_conversation else "")
    differing = sum(not proof.same for proof in proofs)
    if differing:
        print(f"{differing} of {len(rows)} decisions come out differently with the present code.")
        return 1
    print(f"All {len(rows)} decisions come out the same when they are decided again.")
    return 0


async def _find(tx: Transaction, name: str) -> Sequence[Row]:
    """Of the dispute, callback or ticket whose case or stream it is, else of the conversation whose case or name it is."""
    kind, colon, code = name.rpartition(":")
    case = CaseCode(code.upper())
    aside = [row for stream, rows in (await _aside(tx, case)).items() if kind + colon in ("", stream) for row in rows]
    if aside:  # a ticket may have gone on by phone, under the same code
        return sorted(aside, key=lambda row: row.facts.now)
    return await tx.decisions.of(await tx.cases.conversation(case) or ConversationId(name))


async def _is_known(tx: Transaction, name: str) -> bool:
    case = await tx.cases.conversation(CaseCode(name.rpartition(":")[2].upper()))
    return case is not None or await tx.conversations.load(ConversationId(name)) is not None


def _is_first(row: Row) -> bool:
    """With it begins what there is to tell: nothing was before it."""
    return row.before.turn == 0 and not row.before.greeted if isinstance(row, Decided) else row.before is None


async def _aside(
    tx: Transaction, case: CaseCode
) -> dict[str, Sequence[DisputeDecided | CallbackDecided | TicketDecided]]:
    """By what begins the names of their streams."""
    return {
        DISPUTE: await tx.dispute_decisions.of(case),
        CALLBACK: await tx.callback_decisions.of(case),
        TICKET: await tx.ticket_decisions.of(case),
    }


def _prove(row: Row) -> Proof:
    match row:
        case Decided():
            return Proof(row, *decide(row.before, row.event, row.facts))
        case DisputeDecided():
            return Proof(row, *dispute_flow.decide(row.case, row.before, row.event, row.facts))
        case CallbackDecided():
            return Proof(row, *callback_flow.decide(row.case, row.before, row.event, row.facts))
        case TicketDecided():
            return Proof(row, *ticket_flow.decide(row.case, row.before, row.event, row.facts))


def _print(proof: Proof) -> None:
    """What is printed here is shown to others: whatever opens something stands in it as dots."""
    secrets = set(_secrets(msgspec.json.decode(codec.encode(proof.row))))
    for line in _told(proof):
        print(reduce(lambda shown, secret: shown.replace(secret, "…"), secrets, line))
    print()


def _told(proof: Proof) -> Iterator[str]:
    row = proof.row
    yield f"#{row.inbox_id}  {row.facts.now:%Y-%m-%d %H:%M:%S} UTC  {_line(row.event)}"
    yield f"    facts    {_line(row.facts)}"
    yield f"    before   {_stand(row.before, row)}"
    yield f"    after    {_stand(row.after, row)}"
    for index, effect in enumerate(row.effects):
        yield f"    effect   {row.inbox_id}.{index} {_brief(effect)}"
    if not proof.same:
        yield f"    DIFFERS  {_stand(proof.again, row)}, {[_line(effect) for effect in proof.effects]}"


def _secrets(stored: object, key: str = "") -> Iterator[str]:
    """The tokens of links and of tickets' addresses, and the codes that prove an address; a case's code opens nothing."""
    if isinstance(stored, dict):
        for name, value in stored.items():
            yield from _secrets(value, key if key in _TOKENS else name)
    elif isinstance(stored, list):
        for value in stored:
            yield from _secrets(value, key)
    elif isinstance(stored, str) and stored and (key in _TOKENS or (key == "code" and stored.isdecimal())):
        yield stored


def _stand(state: State, row: Row) -> str:
    """Where it stands, in one line."""
    match state:
        case None:
            return _NOTHING[type(row)]
        case Conversation():
            return f"turn {state.turn}, {_line(state.stage)}"
        case DisputeFile():
            return f"turn {state.turn}, {state.dispute.stage}{_due(state.dispute.due)}"
        case CallbackFile() | TicketFile():
            return f"turn {state.turn}, {state.state}{_due(state.due)}"


def _due(due: datetime | None) -> str:
    return f", due {due:%Y-%m-%d %H:%M} UTC" if due else ""


def _brief(effect: Effect) -> str:
    """A whole dispute or callback in an effect is the one that stands above it."""
    return type(effect).__name__ if isinstance(effect, ShowDispute | ShowTask) else _line(effect)


def _line(value: msgspec.Struct) -> str:
    """A value in one line, its class first, what is empty left out."""
    fields = msgspec.json.decode(codec.encode(value))
    name = fields.pop("is", type(value).__name__)
    kept = {key: one for key, one in fields.items() if one not in ("", [], {}, None, False)}
    return f"{name} {msgspec.json.encode(kept).decode()}" if kept else name
