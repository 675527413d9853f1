"""Live chats under way, each a customer in Telegram and an agent in a Slack thread, and words that go from one to the other."""

from collections.abc import Callable, Sequence

from benchmarks.throughput.product import World
from bots.playground.slack import Person
from bots.playground.slack.state import Message as Post
from bots.playground.slack.typing_rich import rich_text
from bots.playground.telegram.customer import Customer

FIRST = 100_000  # the number of the first chat
AT_ONCE = 3  # chats that an agent has
OPENING = 30.0  # seconds that each step of opening a chat may take
TALK, LIVE_CHAT = "Talk to customer support", "Start a live chat"


class Chats:
    """A Crowd: each chat is one conversation; its next word is the customer's, then the agent's, then the customer's again.

    Its agents are staff before the product starts.
    What arrives is the customer's word as a post in the thread, or the agent's word as a message in Telegram.
    """

    def __init__(self, world: World, size: int) -> None:
        self.size = 2 * size
        self.arrived: Callable[[int], None] = lambda _: None
        self._world = world
        self._count = [0] * self.size
        self._customers: list[Customer] = []
        staff = [world.slack.agent(f"Agent{number}", f"U0A{number:04d}") for number in range(-(-size // AT_ONCE))]
        self._agents = [staff[number // AT_ONCE] for number in range(size)]  # by chat
        self._threads: list[str] = []
        self._by_thread: dict[str, int] = {}
        self._seen = 0

    async def open(self) -> None:
        """Customers ask for people, and agents claim the chats."""
        support = self._world.slack.channel("support")
        panel = await support.shows(lambda message: "I am on duty" in message.buttons, timeout=OPENING)
        for agent in self._agents[::AT_ONCE]:
            await agent.clicks("I am on duty", in_=panel)
        await support.shows(lambda message: _on_duty(message, self._agents), timeout=OPENING)
        for number, agent in enumerate(self._agents):
            customer = self._world.telegram.customer(FIRST + number, "en")
            card = await self._claimed(customer, agent)
            self._customers.append(customer)
            self._threads.append(card.ts)
            self._by_thread[card.ts] = number
        self._seen = len(self._world.slack.workspace.posts)
        self._world.telegram.said = lambda chat: self._reached_customer(chat - FIRST)
        self._world.slack.on_change = self._look

    async def _claimed(self, customer: Customer, agent: Person) -> Post:
        self._world.telegram.writes(customer, "/support")
        await customer.reads("Live chat", timeout=OPENING)
        await customer.press(LIVE_CHAT)
        name = customer.chat.first_name
        support = self._world.slack.channel("support")
        card = await support.posts(
            lambda message: "Claim" in message.buttons and name in message.plain, timeout=OPENING
        )
        await agent.clicks("Claim", in_=card)
        await customer.reads("is now in the chat with you.", timeout=OPENING)
        return card

    # --- the Crowd: even numbers are customers' words, odd ones agents'
    def write(self, number: int) -> None:
        chat, by_agent = divmod(number, 2)
        self._count[number] += 1
        words = f"Word {self._count[number]} about my order, thank you for looking into it."
        if not by_agent:
            self._world.telegram.writes(self._customers[chat], words)
            return
        agent, channel = self._agents[chat], self._world.slack.channel("support")
        post = self._world.slack.workspace.post
        post(channel.channel, agent.user, words, blocks=rich_text(words), thread_ts=self._threads[chat])

    def refused(self) -> int:
        return self._world.telegram.refused

    def _reached_customer(self, chat: int) -> None:
        self.arrived(2 * chat + 1)

    def _look(self) -> None:
        posts = self._world.slack.workspace.posts
        for post in posts[self._seen :]:
            chat = self._by_thread.get(post.thread_ts or "")
            if chat is not None and "Word " in post.text:
                self.arrived(2 * chat)
        self._seen = len(posts)


def _on_duty(panel: Post, agents: Sequence[Person]) -> bool:
    return "On duty now" in panel.plain and all(agent.name in panel.plain for agent in agents)
