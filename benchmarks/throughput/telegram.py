"""The playground's Telegram behind a door that costs little: its customers, its queue, its methods and their checks."""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import parse_qsl

import msgspec

from benchmarks.throughput.http_door import Deliveries, Door, Request
from bots.playground.telegram import UNLIMITED, TelegramServer
from bots.playground.telegram.account import Account
from bots.playground.telegram.customer import Customer
from bots.playground.telegram.errors import BotApiError
from bots.playground.telegram.methods import METHODS
from bots.playground.telegram.parameters import Parameters
from bots.playground.telegram.state import Message, Webhook
from bots.playground.telegram.webhook import SECRET_HEADER

TOKEN = "42:playground"


class FastTelegram:
    """`said` is called with the chat of each message that the bot sends. There are no rates and no faults.

    `doors`: where a balancer behind the webhook's address leads to; itself, where there are none.
    """

    def __init__(self) -> None:
        self.server = TelegramServer(TOKEN, limits=UNLIMITED)
        self.said: Callable[[int], None] = lambda _: None
        self.doors: Sequence[str] = ()
        self._deliveries: tuple[Webhook, Deliveries] | None = None
        self._listening: asyncio.Server | None = None

    @property
    def account(self) -> Account:
        return self.server.account

    async def start(self) -> str:
        """The root address."""
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(lambda: Door(self._answer), "127.0.0.1", 0)
        self.account.updates.arrived = self._deliver
        return f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        self.account.updates.close()
        if self._listening:
            self._listening.close()

    @property
    def refused(self) -> int:
        """Deliveries to the webhook that were not answered with 200."""
        return len(self._deliveries[1].refused) if self._deliveries else 0

    def customer(self, number: int, language: str) -> Customer:
        return self.server.customer(number, f"Customer{number}", language_code=language)

    def writes(self, customer: Customer, text: str) -> None:
        customer.chat.started = True
        self.account.tell_message("message", self.account.add(customer.chat, Message(0, customer.id, False, 0, text)))

    def _deliver(self) -> None:
        """To the webhook, if one is set; each customer's messages wait for each other by themselves."""
        webhook = self.account.state.webhook
        if webhook is None:
            return
        if self._deliveries is None or self._deliveries[0] is not webhook:
            headers = {SECRET_HEADER: webhook.secret}
            self._deliveries = (webhook, Deliveries(self.doors or [webhook.url], headers, webhook.max_connections))
        queue, self.account.state.queue = self.account.state.queue, []
        for update in queue:
            self._deliveries[1].put(update.body.encode())

    def _answer(self, request: Request) -> bytes | Awaitable[bytes]:
        name = request.path.partition("?")[0].rpartition("/")[2].lower()
        try:
            result = METHODS[name].run(self.account, Parameters(_values(request)))
        except BotApiError as error:
            return _json({"ok": False, "error_code": error.status, "description": error.description})
        if isinstance(result, Awaitable):
            return _later(result)
        if name == "sendmessage":
            self.said(result["chat"]["id"])  # type: ignore[index]
        return _json({"ok": True, "result": result})


async def _later(result: Awaitable[object]) -> bytes:
    try:
        return _json({"ok": True, "result": await result})
    except BotApiError as error:
        return _json({"ok": False, "error_code": error.status, "description": error.description})


def _values(request: Request) -> dict[str, str]:
    if not request.body:
        return {}
    if request.headers.get(b"content-type", b"").startswith(b"application/json"):
        given = msgspec.json.decode(request.body)
        return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    return dict(parse_qsl(request.body.decode(), keep_blank_values=True))


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)


class Stopwatch:
    """When each chat's message was sent, and how long its reply took, in seconds."""

    def __init__(self) -> None:
        self._sent: dict[int, float] = {}
        self.taken: list[float] = []

    def begin(self, chat: int) -> None:
        self._sent[chat] = time.perf_counter()

    def end(self, chat: int) -> bool:
        """False for what nobody waits for."""
        sent = self._sent.pop(chat, math.nan)
        if math.isnan(sent):
            return False
        self.taken.append(time.perf_counter() - sent)
        return True

    @property
    def waiting(self) -> int:
        return len(self._sent)
