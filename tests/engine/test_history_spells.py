"""When agents were there is counted in spells: on duty and not away, in the same languages."""

from datetime import datetime, timedelta

import pytest

from core.engine import roster
from core.model.heard import AgentLeft, AgentSettings, DutyChanged, Heard, PresenceSeen
from core.model.ids import AgentId
from core.model.people import Agent
from core.store.sqlite import SqliteStore
from tests.engine.desk import Desk
from tests.engine.fakes import NOON

TOM = Agent(AgentId("U0TOM"), "Tom")
ON, OFF = DutyChanged(TOM, on_duty=True, languages=("nl",)), DutyChanged(TOM, on_duty=False)
AWAY, BACK = PresenceSeen(TOM.id, away=True), PresenceSeen(TOM.id, away=False)
MINUTE = timedelta(minutes=1)


async def spells(store: SqliteStore, *what: Heard) -> list[tuple[str, int, int | None]]:
    """One thing a minute; the languages, and the minutes of beginning and end."""
    desk = Desk(store)
    for heard in what:
        desk.clock.time += MINUTE
        await desk.gets_heard(heard, "slack:U0TOM")
        await desk.works()
    found = await store.transact(lambda tx: tx.spells.since(NOON))
    return [(" ".join(spell.languages), (spell.began_at - NOON) // MINUTE, _minute(spell.ended_at)) for spell in found]


def _minute(at: datetime | None) -> int | None:
    return None if at is None else (at - NOON) // MINUTE


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ((ON,), [("nl", 1, None)]),
        ((ON, OFF), [("nl", 1, 2)]),
        ((ON, ON), [("nl", 1, None)]),
        ((OFF,), []),
        ((ON, AWAY, BACK, OFF), [("nl", 1, 2), ("nl", 3, 4)]),
        ((ON, AWAY, OFF), [("nl", 1, 2)]),
        ((ON, AgentLeft(TOM.id)), [("nl", 1, 2)]),
        ((ON, AgentSettings(TOM, languages=("nl", "en"))), [("nl", 1, 2), ("nl en", 2, None)]),
        ((ON, AgentSettings(TOM, name="Tommy", capacity=5)), [("nl", 1, None)]),
        ((OFF, AgentSettings(TOM, languages=("en",))), []),
    ],
)
async def test_spells(store: SqliteStore, what: tuple[Heard, ...], found: list[tuple[str, int, int | None]]) -> None:
    assert await spells(store, *what) == found


async def test_the_end_of_a_shift_ends_the_spell(store: SqliteStore) -> None:
    await spells(store, ON)
    (duty,) = await store.transact(lambda tx: tx.staff.all())
    await store.transact(lambda tx: roster.end_shift(tx, duty, NOON + 9 * MINUTE))
    (spell,) = await store.transact(lambda tx: tx.spells.since(NOON))
    assert spell.ended_at == NOON + 9 * MINUTE
