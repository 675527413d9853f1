"""The audit in both databases: it grows, and nobody changes or shortens it."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from core.model.conversation import Queued, WithAgent
from core.model.events import AgentClaimed, CustomerChose, HandoffOpened
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.model.people import Agent
from core.model.rows import AuditRow, AuditWanted
from core.ports import Store, Transaction
from core.store.errors import StoreRefused
from handoff.board.audit import lines
from tests.engine.fakes import ANNA, NOON
from tests.retention.past import Past

ANNAS = ConversationId(str(ANNA))
NOW = datetime.fromtimestamp(int(time.time()), UTC)  # the database has its own clock
ALL = AuditWanted(NOW - timedelta(days=9000), NOW + timedelta(days=1))


async def noted(store: Store, wanted: AuditWanted = ALL) -> list[AuditRow]:
    return await store.transact(lambda tx: tx.audit.between(wanted, 100))


async def changes(store: Store, statement: str, **values: str | float) -> None:
    """As a mistake of ours would: `statement` is one that the store has."""

    async def change(tx: Transaction) -> None:
        await tx.audit._session.write(statement, **values)  # type: ignore[attr-defined]

    await store.transact(change)


@pytest.mark.fault(
    "Security", "export and erasure for one customer", "the audit keeps who did what, without the customer"
)
async def test_an_erasure_takes_the_customer_out_of_it_and_nothing_else(store: Store) -> None:
    await store.transact(lambda tx: tx.audit.note("board: read", ANNAS, "U1 Eva: FD-1", NOW, "U1"))
    await store.transact(lambda tx: tx.audit.note("signed in", ANNAS, "c-1", NOW))
    await store.transact(lambda tx: tx.wiping.stream(ANNAS, "erased:7"))
    assert set(await noted(store)) == {
        AuditRow(NOW, "board: read", "U1 Eva: FD-1", "erased:7", "U1"),
        AuditRow(NOW, "signed in", "", "erased:7", ""),
    }


async def test_no_other_name_takes_the_customers_place(store: Store) -> None:
    await store.transact(lambda tx: tx.audit.note("board: read", ANNAS, "U1 Eva: FD-1", NOW, "U1"))
    with pytest.raises(StoreRefused, match="is not changed"):
        await changes(store, "traces.unname_audit", conversation=ANNAS, erased="telegram:2")
    assert [row.about for row in await noted(store)] == [ANNAS]


async def test_nothing_goes_before_ninety_days(store: Store) -> None:
    for days in (89, 91):
        at = NOW - timedelta(days=days)
        await store.transact(lambda tx, at=at: tx.audit.note("closed", ANNAS, "FD-1", at))  # type: ignore[misc]
    with pytest.raises(StoreRefused, match="stays for ninety days"):
        await changes(store, "retention.let_go_audit", key=1)
    await changes(store, "retention.let_go_audit", key=2)
    assert [row.at for row in await noted(store)] == [NOW - timedelta(days=89)]


async def test_it_is_read_by_who_what_case_and_time(store: Store) -> None:
    code = CaseCode("FD-7K2M9P")
    await store.transact(lambda tx: tx.cases.open(code, ANNAS, "live_chat", NOW))
    for kind, about, detail, who in (
        ("closed", str(ANNAS), "FD-7K2M9P: solved, U1", "U1"),
        ("signed in", str(ANNAS), "c-1", ""),
        ("dispute decided", "dispute:FD-7K2M9P", "refund", "U2"),
        ("closed", "telegram:9", "FD-8M4Q2T: solved, U1", "U1"),
    ):
        await store.transact(
            lambda tx, line=(kind, about, detail, who): tx.audit.note(*line[:3], NOW, line[3])  # type: ignore[misc]
        )
    span = {"since": NOW, "until": NOW + timedelta(seconds=1)}
    assert {row.kind for row in await noted(store, AuditWanted(**span, case=code))} == {
        "closed",
        "signed in",
        "dispute decided",
    }
    assert len(await noted(store, AuditWanted(**span, who="U1"))) == 2
    assert [row.about for row in await noted(store, AuditWanted(**span, who="U1", case=code))] == [ANNAS]
    assert len(await noted(store, AuditWanted(**span, kind="closed"))) == 2
    assert await noted(store, AuditWanted(NOW - timedelta(days=2), NOW)) == []


@pytest.mark.parametrize("narrowed", [{}, {"who": "U1"}, {"kind": "closed"}, {"who": "U1", "case": "FD-7K2M9P"}])
async def test_read_in_pieces_it_is_the_same(store: Store, narrowed: dict[str, str]) -> None:
    """Many lines have one moment, as those of one transaction have."""

    async def many(tx: Transaction) -> None:
        for number in range(30):
            at, who = NOW + timedelta(seconds=number // 10, microseconds=number // 5), f"U{number % 4}"
            await tx.audit.note("closed" if number % 3 else "claimed", "ticket:FD-7K2M9P", str(number), at, who)

    await store.transact(many)
    wanted = AuditWanted(NOW, NOW + timedelta(days=1), **narrowed)
    whole = await noted(store, wanted)
    assert len(whole) >= 7
    for limit in (1, 2, 7, len(whole)):
        assert [row async for rows in lines.pieces(store, wanted, limit) for row in rows] == whole


async def test_who_takes_a_chat_is_noted(past: Past) -> None:
    tom = Agent(AgentId("U0TOM"), "Tom")
    await past.desk.hears("/support")
    await past.desk.works()
    turn = (await past.desk.conversation()).turn
    await past.desk.gets_event(CustomerChose("offer.live_chat", turn))
    await past.desk.works()
    waits, thread = await past.desk.conversation(), Address("slack", "C1/1.0")
    assert isinstance(waits.stage, Queued)
    case = waits.stage.case
    await past.desk.gets_event(HandoffOpened(waits.turn, "live_chat", case, thread))
    await past.desk.works()
    await past.desk.gets_event(AgentClaimed(tom, thread, case))
    await past.desk.works()
    assert isinstance((await past.desk.conversation()).stage, WithAgent)
    (line,) = [row for row in await noted(past.store) if row.kind == "chat taken"]
    assert (line.about, line.who, line.at) == (ANNAS, "U0TOM", NOON)
