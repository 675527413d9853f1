"""What every store promises of how disputes, callbacks and tickets came to stand as they do: each decision, whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from core.model.callback import CallbackClaimed, CallDone, ShowTask
from core.model.dispute import Measure
from core.model.dispute_events import DisputeFiled, StaffDecided, StaffMoved
from core.model.dispute_facts import Chat, DisputeFacts
from core.model.dispute_file import Contact, DisputeFile, Draft
from core.model.effects import CarryOut, Note, Pass, ShowDispute, Wake
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.rows import CallbackDecided, DisputeDecided, TicketDecided
from core.model.shop import About, CustomerId, OtherParty, Person
from core.model.ticket_events import CustomerAdded, TicketSolved
from core.model.view import Text
from core.ports import Store, Transaction
from core.store.errors import StoreRefused
from tests.flow import golden_callback, golden_ticket
from tests.handoff.quarrel import decided, decision, quarrel

NOON = datetime(2026, 3, 2, 12, 0, 0, 123457, tzinfo=UTC)
SOON = NOON + timedelta(hours=1)
FIRST, SECOND, THIRD = CaseCode("FD-7K2M9C"), CaseCode("FD-8M4Q2T"), CaseCode("FD-9P6R3W")
CHAT, DUTCH = ConversationId("telegram:1"), Language("nl")
ANNA = Person(CustomerId("c-1"), "Anna")
TOM, THREAD = Agent(AgentId("UTOM"), "Tom"), Address("slack", "C1/100.1")

Decided = DisputeDecided | CallbackDecided | TicketDecided


@dataclass(frozen=True)
class Kind:
    """`begun` makes a decision that opens the case of this code; what was decided next about the first, `steps` holds.

    `nothing`: one that opened nothing.
    """

    files: Callable[[Transaction], Any]
    decisions: Callable[[Transaction], Any]
    begun: Callable[[int, CaseCode], Decided]
    steps: tuple[Decided, Decided]
    nothing: Decided


# --- a dispute

RULES = DisputeFacts(NOON, "Europe/Lisbon", {ANNA.id: Chat(CHAT, DUTCH)}, {"buyer": (Text("court"),)})


def dispute(case: CaseCode = FIRST, **changed: Any) -> DisputeFile:
    return DisputeFile(replace(quarrel(), case=case, **changed), Contact(conversation=CHAT), Contact())


def filed(inbox_id: int, case: CaseCode) -> DisputeDecided:
    after = dispute(case)
    order = after.dispute.order
    draft = Draft(ANNA.id, About("order", order.id, order.title, "buyer", OtherParty("Bert")), order, complete=True)
    effects = (ShowDispute(after), Wake("dispute_due", SOON, 1), Note("dispute filed"))
    return DisputeDecided(inbox_id, case, DisputeFiled(case, draft, ANNA, CHAT, DUTCH), RULES, None, after, effects)


def moved(inbox_id: int) -> DisputeDecided:
    after = dispute(stage="under_review", due=SOON)
    event = StaffMoved(TOM, THREAD, "under_review")
    return DisputeDecided(inbox_id, FIRST, event, RULES, dispute(), after, (ShowDispute(after),))


def ruled(inbox_id: int) -> DisputeDecided:
    after = DisputeFile(decided(Measure("full_refund")), Contact(conversation=CHAT), Contact())
    event = StaffDecided(TOM, THREAD, decision(Measure("full_refund")))
    effects = (ShowDispute(after), CarryOut(after.dispute.deeds[0].proposal))
    return DisputeDecided(inbox_id, FIRST, event, RULES, dispute(), after, effects)


# --- a callback

CALL = replace(golden_callback.FILE, case=FIRST)


def call_asked(inbox_id: int, case: CaseCode) -> CallbackDecided:
    after = replace(CALL, case=case, state="open")
    effects = (ShowTask(after), Wake("callback_due", SOON, 1), Note("callback asked"))
    return CallbackDecided(inbox_id, case, golden_callback.ASKED, golden_callback.FACTS, None, after, effects)


def claimed(inbox_id: int) -> CallbackDecided:
    after = replace(CALL, state="claimed")
    event = CallbackClaimed(TOM, THREAD)
    return CallbackDecided(inbox_id, FIRST, event, golden_callback.FACTS, CALL, after, (ShowTask(after),))


def done(inbox_id: int) -> CallbackDecided:
    after = replace(CALL, state="done", due=None)
    return CallbackDecided(inbox_id, FIRST, CallDone(TOM, THREAD, "Zażółć 🐸"), golden_callback.FACTS, CALL, after, ())


# --- a ticket

TICKET = replace(golden_ticket.FILE, case=FIRST)


def mail_asked(inbox_id: int, case: CaseCode) -> TicketDecided:
    effects = (Wake("ticket_due", SOON, 1), Pass(CHAT, golden_ticket.NEWS), Note("ticket asked"))
    after = replace(TICKET, case=case)
    return TicketDecided(inbox_id, case, golden_ticket.ASKED, golden_ticket.FACTS, None, after, effects)


def added(inbox_id: int) -> TicketDecided:
    return TicketDecided(inbox_id, FIRST, CustomerAdded("Zażółć 🐸"), golden_ticket.FACTS, TICKET, TICKET, ())


def solved(inbox_id: int) -> TicketDecided:
    after = replace(TICKET, state="closed")
    return TicketDecided(inbox_id, FIRST, TicketSolved(), golden_ticket.FACTS, TICKET, after, ())


KINDS = {
    "dispute": Kind(
        lambda tx: tx.disputes,
        lambda tx: tx.dispute_decisions,
        filed,
        (moved(9), ruled(7)),
        DisputeDecided(6, FIRST, StaffMoved(TOM, THREAD, "closed"), RULES, None, None, ()),
    ),
    "callback": Kind(
        lambda tx: tx.callbacks,
        lambda tx: tx.callback_decisions,
        call_asked,
        (claimed(9), done(7)),
        CallbackDecided(
            6, FIRST, golden_callback.ASKED, golden_callback.FACTS, None, None, (Note("callback refused"),)
        ),
    ),
    "ticket": Kind(
        lambda tx: tx.tickets,
        lambda tx: tx.ticket_decisions,
        mail_asked,
        (added(9), solved(7)),
        TicketDecided(6, FIRST, CustomerAdded("Zażółć 🐸"), golden_ticket.FACTS, None, None, ()),
    ),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


async def tell(store: Store, kind: Kind, *decisions: Decided) -> None:
    for one in decisions:
        await store.transact(lambda tx, one=one: kind.decisions(tx).add(one))


async def told_of(store: Store, kind: Kind, case: CaseCode) -> list[Decided]:
    return await store.transact(lambda tx: kind.decisions(tx).of(case))


async def test_decisions_come_back_whole_in_the_order_in_which_they_were_made(store: Store, kind: Kind):
    story = [kind.begun(4, FIRST), *kind.steps]  # 7 was parked
    await tell(store, kind, story[0], kind.begun(5, SECOND), *story[1:])
    assert await told_of(store, kind, FIRST) == story
    assert await told_of(store, kind, SECOND) == [kind.begun(5, SECOND)]
    assert await told_of(store, kind, THIRD) == []


async def test_an_event_that_opened_nothing_is_kept_too(store: Store, kind: Kind):
    await tell(store, kind, kind.nothing)
    assert await told_of(store, kind, FIRST) == [kind.nothing]


async def test_an_item_is_decided_once(store: Store, kind: Kind):
    await tell(store, kind, kind.begun(9, FIRST))
    with pytest.raises(StoreRefused):
        await tell(store, kind, kind.steps[0])
    assert await told_of(store, kind, FIRST) == [kind.begun(9, FIRST)]


async def test_how_it_stands_and_its_decision_are_undone_together(store: Store, kind: Kind):
    async def work(tx: Transaction) -> None:
        made = kind.begun(4, FIRST)
        await kind.files(tx).save(made.after, NOON)
        await kind.decisions(tx).add(made)
        await tx.sign_ins.put(CHAT, ANNA.id, NOON)
        raise LookupError("the outbox row does not fit")

    with pytest.raises(LookupError):
        await store.transact(work)
    assert await store.transact(lambda tx: kind.files(tx).load(FIRST)) is None
    assert await told_of(store, kind, FIRST) == []
    assert await store.transact(lambda tx: tx.sign_ins.of(ANNA.id)) is None


async def test_a_restart_changes_nothing(opens, kind: Kind):
    story = [kind.begun(4, FIRST), *kind.steps]
    store = await opens()
    await tell(store, kind, *story)
    await store.close()

    again = await opens()
    assert await told_of(again, kind, FIRST) == story
    await again.close()
