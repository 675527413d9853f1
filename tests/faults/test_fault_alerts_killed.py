"""The process dies while it alerts staff: they are told, and once."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.playground.faults import Moment
from core.model.alerts import Told
from core.model.codec import encode
from tests.faults.product import until
from tests.faults.stage import PATIENCE, Stage, kill_at, staged

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

ALERTS = {
    "ALERTS_CHANNEL": "desk-alerts",
    "ALERTS_QUIET": "",
    "ALERTS_DIGEST_AT": "00:00",
    "HOURS_ZONE": "UTC",
}


def stored(folder: Path, question: str, *values: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "desk.db", timeout=5)) as connection, connection:
        return connection.execute(question, values).fetchall()


async def begins(stage: Stage) -> Path:
    """The desk has looked once, and nothing is to be told of the days before; the folder of its database."""
    await stage.product.start()
    await stage.shows(lambda post: "I am on duty" in post.buttons)
    (database,) = stage.folder.rglob("desk.db")
    await until(lambda: bool(stored(database.parent, "SELECT 1 FROM keep WHERE name = 'alerts'")))
    return database.parent


@pytest.mark.parametrize("moment", [Moment.BEFORE, Moment.AFTER, Moment.ANSWERED])
async def test_the_digest_is_posted_once_whenever_the_process_dies(tmp_path, warm_starts, moment: Moment):
    async with staged(tmp_path, warm_starts.start, **ALERTS) as stage:
        channel = stage.slack.channel("desk-alerts")
        folder = await begins(stage)
        stage.faults.add(kill_at("slack", "chat.postMessage", 1, moment))
        before = Told(day=datetime.now(UTC).date() - timedelta(days=2))
        stored(folder, "UPDATE keep SET value = ? WHERE name = 'alerts'", encode(before))
        await channel.shows(lambda post: post.plain.startswith("The day in figures"), PATIENCE)
        await until(lambda: not stored(folder, "SELECT 1 FROM outbox WHERE state = 'waiting'"))
        assert stage.product.kills == 1
        assert len(channel.messages) == 1
