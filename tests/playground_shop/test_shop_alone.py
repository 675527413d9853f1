"""The test server as an operator starts it."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bots.playground.shop.__main__ import support_links
from bots.shop.deep_links import read_payload
from bots.shop.http import HttpShop, ShopAccess
from core.model.shop import CustomerId
from tests.playground_shop.asking import SECRET


@asynccontextmanager
async def started(*arguments: str, secret: str = SECRET) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bots.playground.shop", *arguments),
        env=os.environ | {"SHOP_SECRET": secret},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_it_says_where_it_is_answers_and_stops() -> None:
    async with started("--port", "0", "--page", "3") as process:
        assert process.stdout
        name, _, url = (await process.stdout.readline()).decode().strip().partition("=")
        assert name == "SHOP_URL"
        assert (await process.stdout.readline()).decode() == f"SHOP_SIGN_IN_URL={url}/sign-in\n"
        shop = HttpShop(ShopAccess(url, SECRET))
        page = await shop.orders(CustomerId("c-1001"))
        order = await shop.order(CustomerId("c-1001"), page.orders[0].id)
        await shop.close()
        assert len(page.orders) == 3
        assert order
        assert order.address == f"{url}/orders/{order.id}"
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0


async def test_a_short_secret_is_refused_in_words() -> None:
    async with started(secret="short") as process:
        _, said = await process.communicate()
        assert (process.returncode, b"at least 32 characters" in said) == (2, True)


async def test_a_folder_without_a_shop_is_refused_in_words() -> None:
    async with started("--data", "nowhere") as process:
        _, said = await process.communicate()
        assert process.returncode == 1
        assert said.startswith(b"the shop's server cannot start: ")
        assert b"Traceback" not in said


def test_support_links_open_the_bot_with_the_order_chosen() -> None:
    address = support_links("sample_bot", SECRET, "order", "H-104203")
    start = address.removeprefix("https://t.me/sample_bot?start=")
    assert read_payload(start, SECRET) == ("order", "H-104203")


def test_without_a_bot_or_with_an_endless_id_there_is_no_link() -> None:
    assert support_links("", SECRET, "order", "H-104203") == ""
    assert support_links("sample_bot", SECRET, "order", "H" * 80) == ""
