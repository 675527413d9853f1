"""What a message costs at desks of several sizes, side by side: the processor time of the whole product, a real process."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.growth.filling import customer
from benchmarks.growth.template import LIVE_CHAT
from benchmarks.played import ALWAYS_OPEN, UNHURRIED, Servers, running
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import Customer

QUESTIONS = (
    "When do I get my money back?",
    "My parcel has not arrived",
    "How can I pay?",
    "How high are the seller fees?",
)
AT_ONCE = 40
MOST_ASKING = 5_000
CHATS = 20  # live ones, in each desk
PATIENCE = 60.0  # seconds
DOUBLE_CLICK = 3.5  # seconds, within which the same press counts once


class Spent(NamedTuple):
    """For one message, in milliseconds: of a processor, and until all that were sent at once were through."""

    processor: float
    whole: float


class GrownDesk:
    """A product at work over a desk of `size` conversations, its servers, and live chats of some of its customers."""

    def __init__(self, size: int, folder: Path) -> None:
        self.size = size
        self._folder = folder
        self._servers = Servers()
        self._chance = random.Random(size)
        self._unasked = iter(self._chance.sample(range(CHATS + 1, size), min(size // 2, MOST_ASKING)))
        self._chats: list[tuple[Customer, Post]] = []
        self._pid = 0
        self._pressed = 0.0

    async def opens(self, stack: AsyncExitStack) -> None:
        """The product runs until the stack is left."""
        places = await self._servers.start()
        stack.push_async_callback(self._servers.stop)
        desk = await stack.enter_async_context(running(self._folder, places | UNHURRIED | ALWAYS_OPEN))
        self._pid = desk.pid
        self._tom = self._servers.slack.agent("Tom", "U0TOM")
        panel = await self._servers.support.shows(lambda message: "I am on duty" in message.buttons, PATIENCE)
        await self._tom.clicks("I am on duty", in_=panel)
        await self._servers.support.shows(lambda message: message.plain.startswith("On duty now: "), PATIENCE)
        for number in range(1, CHATS + 1):
            self._chats.append(await self._chat(self._customer(number)))

    def _customer(self, number: int) -> Customer:
        found = self._servers.telegram.customer(customer(number), f"Anna {number}", language_code="en")
        found.chat.started = True
        return found

    async def _chat(self, anna: Customer) -> tuple[Customer, Post]:
        await anna.write("/support")
        await anna.reads("Live chat", PATIENCE)
        await anna.press(LIVE_CHAT)
        card = await self._servers.support.posts(lambda message: "Claim" in message.buttons, PATIENCE)
        await self._claims(anna, card)
        return anna, card

    async def _claims(self, anna: Customer, card: Post) -> None:
        await self._tom.clicks("Claim", in_=card)
        await anna.reads("is now in the chat", PATIENCE)

    async def spends(self, work: Callable[["GrownDesk"], Awaitable[int]]) -> Spent:
        """`work` says how many messages it was."""
        await asyncio.sleep(self._pressed + DOUBLE_CLICK - time.perf_counter() if work is GrownDesk.controls else 0)
        before, began = processor_seconds(self._pid), time.perf_counter()
        count = await work(self)
        whole, spent = time.perf_counter() - began, processor_seconds(self._pid) - before
        return Spent(1000 * spent / count, 1000 * whole / count)

    # --- what is measured
    async def questions(self) -> int:
        """Customers whose conversations are old ask, and are answered from the help centre."""
        asking = [self._customer(next(self._unasked)) for _ in range(AT_ONCE)]
        await asyncio.gather(*(self._asked(anna) for anna in asking))
        return len(asking)

    async def _asked(self, anna: Customer) -> None:
        await anna.write(self._chance.choice(QUESTIONS))
        await anna.reads("help centre", PATIENCE)

    async def relayed(self) -> int:
        """In each live chat the agent writes to the customer, and the customer to the agent."""
        await asyncio.gather(*(self._talks(*chat) for chat in self._chats))
        return 2 * len(self._chats)

    async def _talks(self, anna: Customer, card: Post) -> None:
        words = f"word {self._chance.random()}"
        await self._tom.writes(self._servers.support, words, card.ts)
        await anna.reads(words, PATIENCE)
        await anna.write(words)
        await self._servers.support.shows(_in_thread(card, words), PATIENCE)

    async def controls(self) -> int:
        """The agent lets each chat go, and claims it again."""
        for anna, card in self._chats:
            await self._tom.selects("Release", in_=card)
            await self._servers.support.shows(_shows(card, "Claim"), PATIENCE)
            await self._claims(anna, card)
            await self._servers.support.shows(_shows(card, "Close"), PATIENCE)
        self._pressed = time.perf_counter()
        return 2 * len(self._chats)


def _in_thread(card: Post, words: str) -> Callable[[Post], bool]:
    return lambda message: message.thread_ts == card.ts and message.user != "U0TOM" and words in message.plain


def _shows(card: Post, button: str) -> Callable[[Post], bool]:
    return lambda message: message.ts == card.ts and button in message.buttons


KINDS: dict[str, Callable[[GrownDesk], Awaitable[int]]] = {
    "a question answered": GrownDesk.questions,
    "a message relayed": GrownDesk.relayed,
    "an agent's control": GrownDesk.controls,
}


def processor_seconds(pid: int) -> float:
    """Of all threads of a process so far: https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


async def measured(folders: Mapping[int, Path], rounds: int) -> dict[str, dict[int, list[Spent]]]:
    """Each kind of message at each size, in turns, so that whatever else the machine does meets all of them alike."""
    async with AsyncExitStack() as stack:
        desks = [GrownDesk(size, folder) for size, folder in folders.items()]
        for desk in desks:
            await desk.opens(stack)
        found: dict[str, dict[int, list[Spent]]] = {kind: {desk.size: [] for desk in desks} for kind in KINDS}
        for turn in range(rounds + 1):
            for kind, work in KINDS.items():
                for desk in _rotated(desks, turn):
                    spent = await desk.spends(work)
                    if turn:  # the first one warms up
                        found[kind][desk.size].append(spent)
    return found


def _rotated(desks: list[GrownDesk], turn: int) -> Iterator[GrownDesk]:
    return (desks[(place + turn) % len(desks)] for place in range(len(desks)))


def ratio(found: Mapping[int, list[Spent]], small: int, large: int) -> float:
    """How much more a message costs at the large desk: the middle one of the rounds, in each of which both were measured."""
    return median(grown.processor / begun.processor for begun, grown in zip(found[small], found[large], strict=True))
