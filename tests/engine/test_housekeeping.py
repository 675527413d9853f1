"""What is kept for a time only is forgotten after it."""

from datetime import timedelta

from core.engine.housekeeping import LINKS, Housekeeping
from core.engine.retention.job import Retention
from core.engine.retention.periods import Periods
from core.model.ids import ConversationId
from core.model.rows import GapRow, LinkRow
from core.store.sqlite import SqliteStore
from tests.engine.fakes import NOON, Clock

QUESTIONS = Periods().questions


async def test_old_gaps_and_links_are_forgotten_and_young_ones_stay() -> None:
    store, clock = SqliteStore.open(":memory:"), Clock()
    chat, minute = ConversationId("telegram:1"), timedelta(minutes=1)
    for age in (QUESTIONS + minute, QUESTIONS - minute):
        gap = GapRow(NOON - age, "unanswered", "en", "Why?", "", 0.1, chat)
        await store.transact(lambda tx, gap=gap: tx.gaps.add(gap))  # type: ignore[misc]
    for name, age in (("old", LINKS + minute), ("young", LINKS - minute)):
        link = LinkRow(name, ConversationId(name), "telegram", "Anna", NOON - age - minute, NOON - age)
        await store.transact(lambda tx, link=link: tx.links.make(link))  # type: ignore[misc]
    retention = Retention(store, clock, Periods())
    await Housekeeping(store, clock, retention).tidy()
    await retention.run()
    assert len(await store.transact(lambda tx: tx.gaps.since(NOON - 2 * QUESTIONS, 10))) == 1
    assert await store.transact(lambda tx: tx.links.get("old")) is None
    assert await store.transact(lambda tx: tx.links.get("young")) is not None
    await store.close()
