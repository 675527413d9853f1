"""How updates reach a bot by its webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import telegram
from aiohttp import web
from telegram.error import BadRequest

from bots.playground.telegram import UNLIMITED, TelegramServer
from bots.playground.telegram.webhook import SECRET_HEADER, Pace


@dataclass
class Product:
    """The other end of the webhook: answers with the given statuses, then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    retry_after: str | None = None
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    held: Callable[[dict[str, Any]], bool] = lambda update: False
    free: asyncio.Event = field(default_factory=asyncio.Event)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.secrets.append(request.headers.get(SECRET_HEADER))
        if self.held(update):
            await self.free.wait()
        self.got.append(update)
        self.more.set()
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers={"Retry-After": self.retry_after} if self.retry_after else {})

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] if "message" in update else "(press)" for update in self.got]

    async def has(self, texts: list[str]) -> None:
        async with asyncio.timeout(2):
            while len(self.got) < len(texts):
                await self.more.wait()
                self.more.clear()
        assert self.texts == texts


@pytest.fixture
async def product() -> AsyncIterator[Product]:
    product = Product()
    app = web.Application()
    app.router.add_post("/telegram", product.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    product.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    yield product
    await runner.cleanup()


@pytest.fixture
def server(server: TelegramServer) -> TelegramServer:
    server.webhook_pace = Pace(first=0.02, most=0.05)
    return server


async def test_updates_arrive_with_the_secret(server: TelegramServer, bot: telegram.Bot, product: Product) -> None:
    await bot.set_webhook(product.url, secret_token="open-Sesame_1")
    await server.customer(1).write("Hello")
    await product.has(["Hello"])
    assert product.secrets == ["open-Sesame_1"]
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_what_came_before_the_webhook_arrives_too(
    server: TelegramServer, bot: telegram.Bot, product: Product
) -> None:
    await server.customer(1).write("Anybody there?")
    await bot.set_webhook(product.url)
    await product.has(["Anybody there?"])


async def test_a_refused_update_comes_again_and_the_next_waits_for_it(
    server: TelegramServer, bot: telegram.Bot, product: Product
) -> None:
    product.statuses = [500, 302, 404]
    await bot.set_webhook(product.url)
    anna = server.customer(1)
    await anna.write("one")
    await anna.write("two")
    await product.has(["one", "one", "one", "one", "two"])
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"


async def test_retry_after_is_honoured(server: TelegramServer, bot: telegram.Bot, product: Product) -> None:
    server.webhook_pace = Pace(first=30)
    product.statuses, product.retry_after = [503, 503, 503], "0"
    await bot.set_webhook(product.url)
    await server.customer(1).write("one")
    await product.has(["one"] * 4)


async def test_one_customer_does_not_hold_up_another(
    server: TelegramServer, bot: telegram.Bot, product: Product
) -> None:
    product.held = lambda update: update["message"]["from"]["id"] == 1
    await bot.set_webhook(product.url)
    await server.customer(1).write("stuck")
    await server.customer(2, "Ben").write("free")
    await product.has(["free"])
    product.free.set()
    await product.has(["free", "stuck"])


async def test_a_press_may_overtake_the_text_before_it(
    server: TelegramServer, bot: telegram.Bot, product: Product
) -> None:
    product.held = lambda update: "message" in update
    await bot.set_webhook(product.url)
    anna = server.customer(1)
    await anna.press(message_id=await anna.write("slow"), callback_data="s:1")
    await product.has(["(press)"])
    product.free.set()
    await product.has(["(press)", "slow"])


async def test_every_update_several_times(server: TelegramServer, bot: telegram.Bot, product: Product) -> None:
    server.deliver_times = 2
    await bot.set_webhook(product.url)
    await server.customer(1).write("one")
    await product.has(["one", "one"])


async def test_a_webhook_that_is_not_there_yet(server: TelegramServer, bot: telegram.Bot, product: Product) -> None:
    await bot.set_webhook("http://127.0.0.1:9/telegram")
    await server.customer(1).write("Hello?")
    await asyncio.sleep(0.05)
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"
    await bot.set_webhook(product.url)
    await product.has(["Hello?"])


async def test_without_the_webhook_one_polls_again(server: TelegramServer, bot: telegram.Bot, product: Product) -> None:
    await bot.set_webhook("http://127.0.0.1:9/telegram")
    await server.customer(1).write("Hello?")
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1


async def test_pending_updates_can_be_dropped(server: TelegramServer, bot: telegram.Bot) -> None:
    await server.customer(1).write("old")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://market.example/", None, "an https url must be provided"),
        ("nowhere", None, "Invalid webhook url specified"),
        ("https://market.example/", "öffne dich", "Secret token contains unallowed characters"),
        ("https://market.example/", "x" * 257, "Secret token is too long"),
    ],
)
async def test_a_webhook_is_refused(bot: telegram.Bot, url: str, secret: str | None, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.set_webhook(url, secret_token=secret)


async def test_undelivered_updates_survive_a_restart(product: Product) -> None:
    before = TelegramServer(limits=UNLIMITED)
    root = await before.start()
    async with telegram.Bot("42:playground", base_url=f"{root}/bot") as bot:
        await bot.set_webhook("http://127.0.0.1:9/telegram")
    await before.customer(1).write("Hello?")
    await before.stop()

    after = TelegramServer(limits=UNLIMITED)
    after.load(before.dump())
    assert after.account.state.webhook is not None
    after.account.state.webhook.url = product.url
    await after.start()
    await product.has(["Hello?"])
    await after.stop()


def test_the_pace_is_telegrams() -> None:
    assert [Pace().wait(failures) for failures in range(1, 9)] == [0, 2, 4, 8, 16, 32, 60, 60]
