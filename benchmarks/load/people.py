"""Customers who ask, press, edit and send photos, live chats in which both sides write, and somebody whose updates are poison."""

import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.load.world import World
from benchmarks.throughput.questions import Asker, questions
from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.slack.typing_rich import rich_text
from bots.playground.telegram import Customer
from bots.playground.telegram.state import Message

FIRST_ASKER, FIRST_CHAT = 10_000, 100_000
OPENING = 60.0  # seconds that each step of opening a live chat may take
AT_ONCE = 3  # chats of an agent
TALK, LIVE_CHAT, EMAIL = "Talk to customer support", "Start a live chat", "Get an answer by e-mail"
PRESSED = ("👍 Yes", "👎 No", TALK, EMAIL, "Cancel", "My requests")
WORD = re.compile(r"\[(\d+:\d+)\]")  # of a customer in a live chat
REPLY = re.compile(r"\{(\d+:\d+)\}")  # of an agent
FRESH = 0.2  # of the questions: nobody has asked them before, so a model is asked


@dataclass
class Chat:
    """A live chat: `said` and `answered` count what its customer and its agent wrote."""

    customer: Customer
    agent: Person
    card: str = ""
    said: int = 0
    answered: int = 0


@dataclass
class Town:
    """`askers` and `chats` say how many there are. `poisoned`: updates that nobody can read."""

    world: World
    askers: int
    chats: int
    poisoned: int = 0
    asked: int = 0
    talking: list[Chat] = field(default_factory=list)
    asking: list[Customer] = field(default_factory=list)
    _chance: random.Random = field(default_factory=lambda: random.Random(3))
    _questions: dict[int, Asker] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """All are known before the desk starts."""
        staff = [self.world.slack.agent(f"Agent{n}", f"U0A{n:04d}") for n in range(-(-self.chats // AT_ONCE))]
        for number in range(self.chats):
            customer = self._customer(FIRST_CHAT + number, "en")
            self.talking.append(Chat(customer, staff[number // AT_ONCE]))
        asked = sorted(questions().items(), key=lambda each: each[0] != "en")
        for number in range(self.askers):
            language, theirs = asked[0] if number % 2 else asked[number // 2 % len(asked)]
            customer = self._customer(FIRST_ASKER + number, language)
            self.asking.append(customer)
            self._questions[customer.id] = Asker(theirs, number)

    def _customer(self, number: int, language: str) -> Customer:
        return self.world.telegram.customer(number, f"Customer{number}", language_code=language)

    # --- before it begins
    async def open(self) -> None:
        """Everybody who talks with an agent does."""
        support = self.world.servers.support
        panel = await support.shows(lambda message: "I am on duty" in message.buttons, timeout=OPENING)
        agents = [chat.agent for chat in self.talking[::AT_ONCE]]
        for agent in agents:
            await agent.clicks("I am on duty", in_=panel)
        await support.shows(lambda message: _on_duty(message, agents), timeout=OPENING)
        for chat in self.talking:
            await self._opened(chat)

    async def _opened(self, chat: Chat) -> None:
        customer, name = chat.customer, f"{chat.customer.chat.first_name}:"
        await customer.write("/support")
        await customer.reads("Live chat", timeout=OPENING)
        await customer.press(LIVE_CHAT)
        card = await self.world.servers.support.posts(
            lambda message: "Claim" in message.buttons and name in message.plain, timeout=OPENING
        )
        await chat.agent.clicks("Claim", in_=card)
        await customer.reads("is now in the chat with you.", timeout=OPENING)
        chat.card = card.ts

    # --- what they do, each time one thing
    async def something_comes_in(self) -> None:
        """Of a hundred: sixty questions, twenty-six words in live chats, eight presses, four edits, two photos."""
        if self.world.trouble.happens("poison"):
            self._poison()
            return
        deeds = (self.asks, self.says, self.presses, self.edits, self.sends_a_photo)
        await self._chance.choices(deeds, (60, 26, 8, 4, 2))[0]()

    async def asks(self) -> None:
        customer = self._chance.choice(self.asking)
        last = _last_of_bot(customer)
        if last and "Which e-mail address" in last.text:
            await customer.write(f"customer{customer.id}@shop.example")
        else:
            self.asked += 1
            fresh = f" ({customer.id}:{self.asked})" if self._chance.random() < FRESH else ""
            await customer.write(self._questions[customer.id].next() + fresh)

    async def says(self) -> None:
        chat = self._chance.choice(self.talking)
        await chat.customer.write(f"It came broken, as I said before. [{chat.customer.id}:{chat.said}]")
        chat.said += 1

    async def presses(self) -> None:
        """Any button of the last messages, some of which have expired."""
        customer = self._chance.choice(self.asking)
        shown = [(m.id, label) for m in customer.chat.messages[-4:] if m.by_bot for label in m.buttons]
        known = [each for each in shown if each[1] in PRESSED]
        if known:
            number, label = self._chance.choice(known)
            await customer.press(label, message_id=number)
        else:
            await self.asks()

    async def edits(self) -> None:
        customer = self._chance.choice(self.asking)
        own = [m for m in customer.chat.messages[-6:] if not m.by_bot and m.text and not m.media]
        if own:
            await customer.edits(own[-1].id, self._questions[customer.id].next())
        else:
            await self.asks()

    async def sends_a_photo(self) -> None:
        await self._chance.choice(self.talking).customer.sends_photo(b"\xff\xd8\xff" + bytes(20_000) + b"\xff\xd9")

    def _poison(self) -> None:
        """Of a known kind, without what such an update always has."""
        customer = self._chance.choice(self.asking)
        self.poisoned += 1
        chat = {"id": customer.id, "type": "private", "first_name": customer.chat.first_name}
        body = {"message_id": 10**9 + self.poisoned, "date": 1, "chat": chat, "text": {"not": "a text"}}
        self.world.telegram.account.updates.push({"message": body}, f"chat {customer.id}")

    def replies(self) -> None:
        """An agent, in the thread of one of their chats; sometimes Slack tells of it twice."""
        chat, support = self._chance.choice(self.talking), self.world.servers.support
        words = f"I look into it {{{chat.customer.id}:{chat.answered}}}, one moment please."
        chat.answered += 1
        deliveries = self.world.slack.deliveries
        deliveries.times = 2 if self.world.trouble.happens("delivered twice") else 1
        self.world.slack.workspace.post(
            support.channel, chat.agent.user, words, blocks=rich_text(words), thread_ts=chat.card
        )
        deliveries.times = 1

    # --- what they see
    def threads(self) -> dict[int, list[Post]]:
        """What the desk has posted for everybody, by the customer whose thread it is."""
        by_card = {chat.card: chat.customer.id for chat in self.talking}
        found: dict[int, list[Post]] = defaultdict(list)
        for post in self.world.slack.workspace.posts:
            if post.thread_ts in by_card and post.ephemeral_to is None:
                found[by_card[post.thread_ts]].append(post)
        return found


def _on_duty(panel: Post, agents: Sequence[Person]) -> bool:
    return "On duty now" in panel.plain and all(agent.name in panel.plain for agent in agents)


def _last_of_bot(customer: Customer) -> Message | None:
    return next((message for message in reversed(customer.chat.messages) if message.by_bot), None)


def said_in(bodies: Sequence[str], fits: Callable[[str], bool] = bool) -> list[str]:
    """The words of each text and each edit that was delivered, in order."""
    updates = [json.loads(body) for body in bodies]
    messages = [update.get("message") or update.get("edited_message") or {} for update in updates]
    return [each["text"] for each in messages if isinstance(each.get("text"), str) and fits(each["text"])]
