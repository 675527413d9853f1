"""People who go on talking whatever becomes of the machines: customers who ask, and customers in live chat with an agent."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle

from bots.playground.slack import Person
from bots.playground.slack.state import Message
from bots.playground.telegram.customer import Customer
from tests.faults.many.machines import Machines
from tests.faults.product import until
from tests.faults.stage import PATIENCE, Stage, first_name

WORDS = re.compile(r"\[(\d+:\d+)\]")  # of whose chat, and which of its messages
LONG = 120.0  # seconds that somebody waits for the next word, whatever happens to the machines meanwhile
ANSWER = re.compile(r"<(\d+:\d+)>")


@dataclass
class Chat:
    """`said`: what the customer wrote, in order, and `at` what time; `answered`: the numbers of those that the agent has answered.

    `card`: the chat's in Slack, where it is one with an agent.
    """

    customer: Customer
    agent: Person | None = None
    card: str = ""
    said: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"telegram:{self.customer.id}"

    async def writes(self, words: str) -> None:
        text = f"{words} [{self.customer.id}:{len(self.said)}]"
        self.said.append(text)
        self.at.append(time.monotonic())
        await self.customer.write(text)

    @property
    def numbers(self) -> list[str]:
        return [number for text in self.said for number in WORDS.findall(text)]


class Town:
    """`asking` customers ask the assistant, each of `talking` has a live chat."""

    def __init__(self, desk: Machines, asking: int, talking: int) -> None:
        self.desk = desk
        self.stage: Stage = desk.stage
        self.asking = [Chat(self._customer(2000 + number)) for number in range(asking)]
        self.talking = [Chat(self._customer(3000 + number)) for number in range(talking)]
        self.longest = 0.0  # seconds from a customer's word until it stood in the thread

    def _customer(self, number: int) -> Customer:
        return self.stage.telegram.customer(number, f"Customer{number}", language_code="en")

    @property
    def chats(self) -> list[Chat]:
        return [*self.asking, *self.talking]

    async def opens(self) -> None:
        """Tom and Zofia are on duty, and each has every other one of the live chats."""
        agents = (self.stage.tom, self.stage.zofia)
        for agent in agents[: len(self.talking)]:
            await self.stage.on_duty(agent)
        await self.queue()
        for chat, agent in zip(self.talking, cycle(agents)):
            await self._is_claimed_by(agent, chat)

    async def queue(self) -> list[str]:
        """They wait for an agent; their cards."""
        await asyncio.gather(*map(self._asks_for_a_person, self.talking))
        for chat in self.talking:
            name = chat.customer.chat.first_name
            chat.card = (await self.stage.shows(lambda m, name=name: f"- {name}: " in m.plain and m.top_level)).ts
        return [chat.card for chat in self.talking]

    async def _asks_for_a_person(self, chat: Chat) -> None:
        await chat.writes("When do I get my money back?")
        for button, then in (
            ("Talk to customer support", "This is how you can reach our team"),
            ("Start a live chat", "I’ve asked a colleague to join us"),
        ):
            await chat.customer.sees(lambda c, b=button: any(b in m.buttons for m in c.screen), PATIENCE)  # type: ignore[misc]
            await chat.customer.press(button)
            await chat.customer.reads(then, PATIENCE)

    async def _is_claimed_by(self, agent: Person, chat: Chat) -> None:
        chat.agent = agent
        await self.stage.clicks(agent, "Claim", lambda m: m.ts == chat.card and "Claim" not in m.buttons, chat.card)
        await chat.customer.reads(f"{first_name(agent)} is now in the chat", PATIENCE)

    @asynccontextmanager
    async def talks(self, pause: float = 0.7, at_least: int = 0) -> AsyncIterator[None]:
        """Everybody writes again and again, `pause` seconds apart, until the block has ended and so much is said by each."""
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for chat in self.chats:
                words = "It came broken." if chat.card else "When do I get my money back?"
                group.create_task(_goes_on(chat, words, pause, lambda: over.is_set()))
            for chat in self.talking:
                group.create_task(self._answers(chat, lambda: over.is_set()))
            yield
            await self._sees(lambda: all(len(chat.said) >= at_least for chat in self.chats))
            over.set()

    async def _sees(self, fits: Callable[[], bool]) -> None:
        async with asyncio.timeout(LONG):
            await until(fits, 0.05)

    async def _answers(self, chat: Chat, over: Callable[[], bool]) -> None:
        """The agent writes a line to each one that shows in the thread, to the last one."""
        assert chat.agent
        while not over() or len(chat.answered) < len(chat.said) - 1:
            await self._sees(lambda: over() or bool(self._unanswered(chat)))
            for number in self._unanswered(chat)[:1]:
                chat.answered.append(number)
                self.longest = max(self.longest, time.monotonic() - chat.at[chat.numbers.index(number)])
                await chat.agent.writes(self.stage.support, f"As for this one <{number}>: yes.", thread=chat.card)
            await asyncio.sleep(0.05)

    def _unanswered(self, chat: Chat) -> list[str]:
        opening = chat.numbers[:1]
        return [each for each in relayed(self.thread(chat)) if each not in (*chat.answered, *opening)]

    def thread(self, chat: Chat) -> list[Message]:
        """What the desk has posted under its card for everybody."""
        posts = self.stage.support.thread(chat.card)[1:]
        return [m for m in posts if m.bot_id and m.ephemeral_to is None]


def relayed(posts: Sequence[Message]) -> list[str]:
    return [number for post in posts for number in WORDS.findall(post.plain)]


async def _goes_on(chat: Chat, words: str, pause: float, over: Callable[[], bool]) -> None:
    while not over():
        await chat.writes(words)
        await asyncio.sleep(pause)
