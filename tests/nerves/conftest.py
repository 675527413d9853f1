"""A server that speaks Redis' protocol, and desks' ways to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import pytest

from core.engine.clock import SystemClock
from core.engine.vitals import KnownVitals
from core.nerves.link import RedisLink
from tests.nerves.valkey import Valkey

Running = Callable[[Callable[[], Awaitable[None]]], None]


@pytest.fixture(scope="module")
def one_server() -> Iterator[Valkey]:
    with Valkey() as server:
        yield server


@pytest.fixture
def server(one_server: Valkey) -> Iterator[Valkey]:
    """Up, and empty."""
    one_server.flush()
    yield one_server
    if one_server._server._process is None:
        one_server.restart()


@pytest.fixture
async def running() -> AsyncIterator[Running]:
    """Runs loops until the test is over."""
    tasks: list[asyncio.Future[None]] = []
    yield lambda loop: tasks.append(asyncio.ensure_future(loop()))
    for task in tasks:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert [each for each in ended if not isinstance(each, asyncio.CancelledError)] == []


@pytest.fixture
async def linked(server: Valkey, running: Running) -> AsyncIterator[Callable[[], Awaitable[RedisLink]]]:
    """Another process' way to the server, once it is up."""
    async with AsyncExitStack() as links:

        async def link() -> RedisLink:
            made = RedisLink(server.url, "desk", KnownVitals(SystemClock()))
            links.push_async_callback(made.close)
            running(made.run)
            async with asyncio.timeout(5):
                await made.until_up()
            return made

        yield link
