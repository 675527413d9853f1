"""`/health`: what whoever looks after processes is told, and in which status."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from bots.health import Health
from core.ports import Store
from core.store.sqlite import SqliteStore
from tests.ports import free_port


@asynccontextmanager
async def served(health: Health) -> AsyncIterator[str]:
    server = web.Application()
    server.router.add_get("/health", health.answer)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}/health"
    finally:
        await runner.cleanup()


async def asked(url: str) -> tuple[int, object]:
    async with aiohttp.ClientSession() as proxy, proxy.get(url) as answer:
        return answer.status, await answer.json()


async def test_a_process_that_is_well_says_what_it_does() -> None:
    store: Store = SqliteStore.open(":memory:")
    async with served(Health(store, ("worker", "sender"))) as url:
        assert await asked(url) == (200, {"status": "ok", "roles": ["worker", "sender"]})
    await store.close()


async def test_a_store_that_fails_is_said_without_its_reason() -> None:
    store = SqliteStore.open(":memory:")
    await store.close()
    async with served(Health(store, ("intake",))) as url:
        assert await asked(url) == (503, {"status": "store does not answer", "roles": ["intake"]})


async def test_a_store_that_does_not_come_back_in_time_counts_as_one_that_fails() -> None:
    store = SqliteStore.open(":memory:")
    freed = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def holds_the_store_up(_: object) -> None:
        asyncio.run_coroutine_threadsafe(freed.wait(), loop).result(5)

    holding = asyncio.ensure_future(store.transact(holds_the_store_up))
    async with served(Health(store, ("intake",), within=0.05)) as url:
        assert (await asked(url))[0] == 503
    freed.set()
    await holding
    async with served(Health(store, ("intake",))) as url:
        assert (await asked(url))[0] == 200
    await store.close()
