"""The database and Redis fail in the middle of conversations of two processes: these go on, and nothing is lost or said twice."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.many.machines import Machines, machines
from tests.faults.many.many_oracle import check
from tests.faults.many.town import Town
from tests.faults.warm import WarmStarts
from tests.nerves.valkey import Valkey
from tests.ports import free_port
from tests.servers import Postgres, postgres

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

LONGER_THAN_A_LEASE = 6.0  # seconds
LONGER_THAN_REDIS_IS_AWAITED = 30.0  # seconds: than any key or silence is borne with
CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


async def two_processes(desk: Machines) -> Town:
    await desk.starts("first")
    await desk.starts("second")
    town = Town(desk, asking=10, talking=4)
    await town.opens()
    return town


@pytest.mark.fault("Stores", "PostgreSQL restarted", "all goes on when it is back")
async def test_the_database_dies_stays_away_and_cuts_its_connections(
    tmp_path: Path, warm_starts: WarmStarts, one_redis: Valkey, own_postgres: Postgres, record_property
):
    async with machines(tmp_path, warm_starts.start, own_postgres, one_redis) as desk:
        town = await two_processes(desk)

        async with town.talks():
            await asyncio.sleep(1)
            await asyncio.to_thread(own_postgres.restart, "immediate")
            await asyncio.sleep(3)
            await asyncio.to_thread(own_postgres.stop, "fast")
            await asyncio.sleep(LONGER_THAN_A_LEASE)
            await asyncio.to_thread(own_postgres.start)
            await asyncio.sleep(3)
            for _ in range(6):
                await asyncio.sleep(0.4)
                await desk.rows(CUT)

        record_property("doubled", await check(town))


@pytest.mark.fault("Stores", "Redis dying", "conversations go on, nothing twice")
@pytest.mark.fault("Stores", "Redis paused", "conversations go on; each process keeps to its share of the limits")
@pytest.mark.fault("Stores", "Redis flushed", "nothing stood only there")
async def test_redis_is_emptied_paused_and_killed(
    tmp_path: Path, warm_starts: WarmStarts, own_redis: Valkey, record_property
):
    async with machines(tmp_path, warm_starts.start, postgres(), own_redis) as desk:
        town = await two_processes(desk)

        async with town.talks():
            await asyncio.sleep(1)
            own_redis.flush()
            await asyncio.sleep(2)
            own_redis.pause()
            await asyncio.sleep(LONGER_THAN_REDIS_IS_AWAITED)
            own_redis.go_on()
            await asyncio.sleep(2)
            own_redis.kill()
            await asyncio.sleep(3)
            await asyncio.to_thread(own_redis.restart)

        doubled = await check(town)
        record_property("waited", round(town.longest, 1))
        assert doubled == 0


@pytest.mark.fault("Stores", "Redis absent at start", "conversations go on")
async def test_redis_was_never_there(tmp_path: Path, warm_starts: WarmStarts):
    nobody = f"redis://127.0.0.1:{free_port()}/0"
    async with machines(tmp_path, warm_starts.start, postgres(), None, REDIS_URL=nobody) as desk:
        town = await two_processes(desk)

        async with town.talks(at_least=5):
            pass

        assert await check(town) == 0
