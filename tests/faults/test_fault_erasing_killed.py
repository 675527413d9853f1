"""kill -9 at every step of an erasure: it is carried out to its end, the customer is told, and nothing of them is left."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults import ways
from tests.faults.database import rows
from tests.faults.killing import Steps, killed_at_each
from tests.faults.oracle import drained
from tests.faults.product import until
from tests.faults.runner import POSTGRESQL, SQLITE
from tests.faults.stage import Stage, staged
from tests.faults.warm import DIES_OFTEN, WarmStarts
from tests.nerves.held import held
from tests.nerves.valkey import Valkey
from tests.servers import new_database, postgres

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

STEPS = Steps(
    once={("telegram", "sendMessage"): 4, ("slack", "chat.delete"): 4},
    again={("slack", "conversations.replies"): 1, ("slack", "chat.update"): 2},
)
APART = {Moment.BEFORE: 3, Moment.AFTER: 3, Moment.ANSWERED: 3}


@pytest.fixture(scope="module")
def one_redis() -> Iterator[Valkey]:
    with Valkey() as server:
        yield server


@pytest.fixture(params=[SQLITE, POSTGRESQL])
async def settings(request: pytest.FixtureRequest) -> dict[str, str]:
    """Of a desk in one file, and of one that other processes may share, over PostgreSQL and Redis."""
    if request.param == SQLITE:
        return {}
    server: Valkey = request.getfixturevalue("one_redis")
    return {"DATABASE_URL": await new_database(postgres()), "REDIS_URL": server.url, DIES_OFTEN: "1"}


@pytest.fixture
async def stage(tmp_path: Path, warm_starts: WarmStarts, settings: dict[str, str]) -> AsyncIterator[Stage]:
    async with staged(tmp_path, warm_starts.start, **settings) as stage:
        await stage.product.start()
        await ways.live_chat_until_claimed(stage)
        await stage.anna.write("My xylocanary is broken")
        await stage.shows(lambda m: "xylocanary" in m.plain)
        await drained(stage)
        yield stage


@pytest.mark.fault(
    "Security", "export and erasure for one customer", "carried out to its end, killed at each step, on either store"
)
@pytest.mark.parametrize("kills", list(STEPS.runs(APART)))
async def test_killed_again_and_again(stage: Stage, settings: dict[str, str], kills: list[Fault]) -> None:
    killed_at_each(stage, kills)
    await stage.anna.write("/privacy")
    await stage.reads(stage.anna, "Your data, in short")
    await stage.anna.press("Erase my data")
    await stage.reads(stage.anna, "Shall I erase everything?")
    await stage.anna.press("Yes, erase everything")
    await stage.reads(stage.anna, "It is done")
    await until(lambda: rows(stage.folder, "SELECT state FROM erasures") == [("done",)])
    stage.faults.clear()
    assert stage.product.kills > 0
    posts = [message for message in stage.support.all if message.bot_id]
    assert not any("Anna" in repr(post) or "xylocanary" in repr(post) for post in posts)
    assert rows(stage.folder, "SELECT count(*) FROM messages") == [(0,)]
    assert rows(stage.folder, "SELECT count(*) FROM conversations") == [(0,)]
    assert rows(stage.folder, "SELECT count(*) FROM inbox WHERE payload LIKE '%xylocanary%'") == [(0,)]
    if "REDIS_URL" in settings:
        assert "frontdesk" in (known := held(settings["REDIS_URL"]))
        assert "Anna" not in known
        assert "xylocanary" not in known
    assert await stage.product.stop() == 0, stage.product.log()
