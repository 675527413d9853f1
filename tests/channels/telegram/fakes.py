"""What the Telegram channel is tested with: an inbox in memory, a catalog of few words, rows to be sent."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bots.telegram.incoming import TelegramReader
from core.model.effects import Say
from core.model.errors import Transient
from core.model.events import CustomerEvent, CustomerWrote
from core.model.heard import FromCustomer
from core.model.ids import Address, ConversationId, EffectId, Language
from core.model.rows import OutboxRow, Received
from core.model.view import Block, Button, View, Words

TOKEN = "42:playground"
MIDNIGHT = datetime(2026, 7, 1, tzinfo=UTC)


class FewWords:
    """Says each key with its variables, and in which language: "pl:quote.source title=Refunds"."""

    def say(self, key: str, params: dict[str, str | int], language: Language) -> str:
        return " ".join([f"{language}:{key}", *(f"{name}={value}" for name, value in params.items())])


class MemoryInbox:
    """Keeps what it is given, unless it has been told to fail so many times."""

    def __init__(self) -> None:
        self.items: list[Received] = []
        self.batches: list[int] = []
        self.failures: list[Exception] = []
        self._news = asyncio.Event()

    async def receive(self, items: Sequence[Received]) -> None:
        if self.failures:
            raise self.failures.pop()
        self.items += items
        self.batches.append(len(items))
        self._news.set()

    def will_fail(self, times: int = 1) -> None:
        self.failures += [Transient("the disk is full")] * times

    @property
    def heard(self) -> list[object]:
        return [TelegramReader().read(item.payload) for item in self.items]

    @property
    def events(self) -> list[CustomerEvent]:
        return [heard.event for heard in self.heard if isinstance(heard, FromCustomer)]

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, CustomerWrote)]

    async def has(self, count: int) -> list[Received]:
        """Wait for so many items."""
        await self.until(lambda: len(self.items) >= count)
        return self.items

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not reached():
                self._news.clear()
                await self._news.wait()


async def until(reached: Callable[[], object], seconds: float = 5) -> None:
    """Wait for something that nobody tells us of."""
    async with asyncio.timeout(seconds):
        while not reached():  # noqa: ASYNC110 (there is no event for it)
            await asyncio.sleep(0.005)


def say(
    *blocks: Block | str, buttons: tuple[Button, ...] = (), turn: int = 1, chat: int = 1001, language: str = "en"
) -> Say:
    """A text stands for somebody's words."""
    shown = tuple(Words(block) if isinstance(block, str) else block for block in blocks)
    return Say(Address("telegram", str(chat)), View(shown, buttons, turn), Language(language))


def row(effect: Say, part: int = 0) -> OutboxRow:
    conversation = ConversationId(str(effect.to))
    return OutboxRow(1, EffectId("1.0"), conversation, str(effect.to), effect, 1, part, 1, MIDNIGHT, MIDNIGHT)
