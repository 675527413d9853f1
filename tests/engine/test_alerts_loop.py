"""The loop that alerts staff: what it tells is in the outbox in the same transaction in which it is told, so once, whatever ends."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from core.engine.alerts import Alerts
from core.engine.routes import Routes
from core.model.alerts import ALERTS, Alert
from core.model.errors import Transient
from core.model.figures import AskedRow
from core.model.ids import CaseCode, ConversationId, Language
from core.model.rows import ChatRow, GapRow, OutboxRow
from core.store.sqlite import SqliteStore
from handoff.alerts import NEVER, Alerting
from tests.engine.fakes import NOON, Clock, Lane, Unsteady

ANNA = ConversationId("telegram:1001")
NL = Language("nl")
MINUTE = timedelta(minutes=1)
RULES = Alerting("UTC", 3 * MINUTE, 10 * MINUTE, ("claim",), NEVER, (NOON + MINUTE).time())


class Staff:
    """`reads` are the alerts that went to the dispatcher."""

    def __init__(self, store: SqliteStore | Unsteady, clock: Clock) -> None:
        self.reads: list[Alert] = []
        lane = Lane()
        self.alerts = Alerts(store, clock, RULES, Routes({}, {}, lane, alerts=lane), self._gets)

    def _gets(self, rows: Sequence[OutboxRow]) -> None:
        for row in rows:
            assert isinstance(row.effect, Alert)
            assert row.conversation == ALERTS
            self.reads.append(row.effect)

    @property
    def titles(self) -> list[str]:
        return [alert.title.key for alert in self.reads]


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def waits(store: SqliteStore, number: int = 1) -> None:
    row = ChatRow(CaseCode(f"FD-{number}"), ANNA, NL, NOON)
    await store.transact(lambda tx: tx.chats.put(row))


async def test_staff_are_told_of_each_standing_once(store: SqliteStore, clock: Clock) -> None:
    staff = Staff(store, clock)
    await waits(store)
    told = []
    for seconds in (0, 140, 5, 35, 5, 600):
        clock.passes(seconds)
        told.append(await staff.alerts.look())
    assert told == [0, 1, 0, 1, 0, 0]


async def test_a_fresh_start_tells_nothing_again_and_finds_what_was_not_sent(store: SqliteStore, clock: Clock) -> None:
    await waits(store)
    clock.passes(200)
    await Staff(store, clock).alerts.look()
    again = Staff(store, clock)
    assert await again.alerts.look() == 0
    (row,) = await store.transact(lambda tx: tx.outbox.waiting())
    assert isinstance(row.effect, Alert)


async def test_what_could_not_be_written_is_told_at_the_next_look(store: SqliteStore, clock: Clock) -> None:
    unsteady = Unsteady(store)
    staff = Staff(unsteady, clock)
    await waits(store)
    clock.passes(200)
    unsteady.failing = 1
    with pytest.raises(Transient):
        await staff.alerts.look()
    assert staff.reads == []
    await staff.alerts.look()
    assert staff.titles == ["alerts.warning"]


async def test_each_alert_has_an_id_of_its_own(store: SqliteStore, clock: Clock) -> None:
    staff = Staff(store, clock)
    for number in (1, 2, 3):
        await waits(store, number)
        clock.passes(200)
        await staff.alerts.look()
    ids = [row.id for row in await store.transact(lambda tx: tx.outbox.waiting())]
    assert ids == ["alerts.1", "alerts.2", "alerts.3"]


async def test_yesterday_is_summed_up_with_what_was_left_open(store: SqliteStore, clock: Clock) -> None:
    staff = Staff(store, clock)
    await staff.alerts.look()
    asked = AskedRow("1", ANNA, NOON + 2 * MINUTE, NL, "payment", "Mag ik ruilen?", "abstained")
    await store.transact(lambda tx: tx.asked.put(asked))
    for each in ("Mag ik ruilen?", "mag ik ruilen", "Waar is mijn hond?"):
        gap = GapRow(NOON + 2 * MINUTE, "unanswered", "nl", each, conversation=ANNA)
        await store.transact(lambda tx, gap=gap: tx.gaps.add(gap))
    clock.passes(24 * 3600 + 120)
    await staff.alerts.look()
    await staff.alerts.look()
    (digest,) = staff.reads
    assert digest.title.key == "alerts.digest"
    assert digest.lines[0].text.params == {"asked": 1, "answered": 0}
    assert [line.text.params["count"] for line in digest.lines if line.text.key == "alerts.digest.open"] == [2, 1]
