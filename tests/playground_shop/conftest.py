"""A sample shop at an address, and who asks it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest

from bots.playground.shop import ShopServer
from bots.settings import sample_folder
from bots.shop.http import HttpShop, ShopAccess
from bots.shop.sample import SampleShop
from tests.playground_shop.asking import SECRET, Asking


@pytest.fixture
def sample() -> SampleShop:
    now = datetime.now(UTC)
    return SampleShop(sample_folder() / "shop", lambda: now)


@pytest.fixture
async def server(sample: SampleShop) -> AsyncIterator[ShopServer]:
    server = ShopServer(sample, SECRET)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def asking(server: ShopServer) -> AsyncIterator[Asking]:
    async with aiohttp.ClientSession() as session:
        yield Asking(session, server.root)


@pytest.fixture
async def shop(server: ShopServer) -> AsyncIterator[HttpShop]:
    """The desk's own side of the contract."""
    shop = HttpShop(ShopAccess(server.root, SECRET, answer_within=0.5))
    yield shop
    await shop.close()
