"""The playground's servers here, the product as a process of its own between them, and people who do what they can see."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from bots.playground.faults import Fault, Faults, Moment
from bots.playground.mail import Mail, Mailbox, MailServer
from bots.playground.mail import door as mail_door
from bots.playground.openai import OpenAIServer
from bots.playground.shop import ShopServer
from bots.playground.shop.server import utc_now
from bots.playground.slack import ChannelScreen, Limits, NotAcknowledged, Person, SlackServer, Unseen
from bots.playground.slack.state import Message as SlackMessage
from bots.playground.telegram import UNLIMITED, TelegramServer
from bots.playground.telegram.customer import Customer
from bots.playground.telegram.state import Message
from bots.settings import sample_folder
from bots.shop.sample import SampleShop
from tests.faults.database import ADDRESS
from tests.faults.product import ROOT, Product, Start, cold_start, until
from tests.faults.warm import CLOCK
from tests.ports import free_port

# What must never be seen outside the requests themselves.
TELEGRAM_TOKEN = "42:canary-telegram"
SLACK_BOT_TOKEN = "xoxb-canary-slack-bot"
SLACK_APP_TOKEN = "xapp-canary-slack-app"
SIGNING_SECRET = "canary-slack-signing"
MODEL_KEY = "canary-model"
SHOP_SECRET = "canary-shop-that-desk-and-shop-share"
MAIL_SECRET = "canary-mail-that-desk-and-provider-share"
SECRETS = ("canary-telegram", "canary-slack", "canary-model", "canary-shop", "canary-mail")

T = TypeVar("T")

PATIENCE = 120.0  # seconds that a person waits for what must come: kills and starts may lie between, on a busy machine
TEAM = "team@desk.example"
REPLIES = "support@desk.example"


class Stage:
    """Customers Anna and Daan, agents Tom and Zofia, one support channel, the mail server, and the product.

    With OPENAI_MODEL in its settings a model server too, which writes its answers; with SHOP_SECRET the sample shop; with
    MAIL_REPLY_ADDRESS people answer its mails.
    """

    def __init__(self, folder: Path) -> None:
        self.faults = Faults()
        self.telegram = TelegramServer(TELEGRAM_TOKEN, self.faults, UNLIMITED)
        self.slack = SlackServer(SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SIGNING_SECRET, self.faults, Limits.lifted())
        self.slack.deliveries.retry_delays = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
        self.slack.deliveries.ack_seconds = 10.0
        self.mail = MailServer(self.faults, desk=REPLIES, secret=MAIL_SECRET)
        self.mail.door.pace = mail_door.Pace(0.05, 0.4)
        self.model = OpenAIServer(self.faults, key=MODEL_KEY)
        self.sample = SampleShop(sample_folder() / "shop", utc_now)
        self.shop = ShopServer(self.sample, SHOP_SECRET, self.faults, links_here=True)
        self.folder = folder
        self.mail_door = ""  # where a provider delivers
        self.support: ChannelScreen = self.slack.channel("support")
        self.tom: Person = self.slack.agent("Tom Visser", "U0TOM")
        self.zofia: Person = self.slack.agent("Zofia Nowak", "U0ZOFIA")
        self.anna: Customer = self.telegram.customer(1001, "Anna", language_code="en")
        self.daan: Customer = self.telegram.customer(1002, "Daan", language_code="nl")
        self.in_flight: set[int] = set()  # around each kill, the last messages of each chat: they may come once more

    async def open(self, start: Start, settings: Mapping[str, str]) -> None:
        servers = (self.telegram, self.slack, self.mail)
        telegram, slack, mail = [await server.start(free_port()) for server in servers]
        known = environment(telegram, slack, mail, self.folder) | dict(settings)
        if "DATABASE_URL" in settings:
            (self.folder / ADDRESS).write_text(settings["DATABASE_URL"])
        if "OPENAI_MODEL" in settings:
            known |= {"OPENAI_BASE_URL": await self.model.start(free_port()), "OPENAI_API_KEY": MODEL_KEY}
        if "SHOP_SECRET" in settings:
            known |= await self._open_shop()
        if "MAIL_REPLY_ADDRESS" in settings:
            known |= self._open_mail_door()
        self.product = Product(self.folder, known, start)
        self.product.on_kill.append(self._note_what_is_in_flight)
        self.product.on_start.append(
            self._note_what_is_in_flight
        )  # what a dead process had sent arrives after its death
        self.faults.stop_product = self.product.kill

    async def _open_shop(self) -> dict[str, str]:
        """Desk and shop each know where the other is, whichever process the desk is."""
        port = free_port()
        self.shop.desk = f"http://127.0.0.1:{port}"
        return {
            "SHOP_URL": await self.shop.start(free_port()),
            "SHOP_SIGN_IN_URL": self.shop.sign_in_url,
            "LISTEN_PORT": str(port),
        }

    def _open_mail_door(self) -> dict[str, str]:
        port = free_port()
        self.mail_door = f"http://127.0.0.1:{port}"
        self.mail.door.is_at(self.mail_door)
        return {
            "MAIL_WEBHOOK_SECRET": MAIL_SECRET,
            "MAIL_AUTH_SERVER": mail_door.SERVER,
            "LISTEN_PORT": str(port),
        }

    async def close(self) -> None:
        await self.product.put_away()
        await self.telegram.stop()
        await self.slack.stop()
        await self.mail.stop()
        await self.model.stop()
        await self.shop.stop()

    def _note_what_is_in_flight(self) -> None:
        for customer in (self.anna, self.daan):
            self.in_flight |= {message.id for message in bot_messages(customer)[-1:]}

    def sets_the_clock(self, hours: float) -> None:
        """The product's is so many hours ahead from now on. Not of one that was started cold."""
        new = self.folder / "clock.new"
        new.write_text(str(hours * 3600))
        new.replace(self.folder / CLOCK)

    @property
    def team(self) -> Mailbox:
        return self.mail.mailbox(TEAM)

    # --- what people see
    async def reads(self, customer: Customer, words: str) -> Message:
        """The customer's next message with these words."""
        return await self._awaits(customer.reads(words, PATIENCE))

    async def sees(self, customer: Customer, fits: Callable[[Customer], bool]) -> None:
        await self._awaits(customer.sees(fits, PATIENCE))

    async def gets(self, address: str, words: str) -> Mail:
        """The mailbox's next mail with these words."""
        return await self._awaits(self.mail.mailbox(address).gets(words, PATIENCE))

    async def shows(self, wanted: Callable[[SlackMessage], bool]) -> SlackMessage:
        """A message in the support channel."""
        return await self._awaits(self.support.shows(wanted, PATIENCE))

    async def card_of(self, name: str) -> SlackMessage:
        return await self.shows(lambda m: f"- {name}: " in m.plain and m.top_level)

    async def in_thread(self, words: str) -> SlackMessage:
        return await self.shows(lambda m: words in m.plain and not m.top_level)

    async def asked(self, *methods: str) -> None:
        """Returns at the product's next request for one of these methods."""
        before = len(self.faults.seen)
        await self._awaits(until(lambda: any(each.method in methods for each in self.faults.seen[before:]), 0.001))

    async def _awaits(self, what: Coroutine[object, object, T]) -> T:
        """Nobody waits for a product that has ended by itself."""
        waiting, death = asyncio.create_task(what), asyncio.create_task(self.product.died.wait())
        try:
            await asyncio.wait([waiting, death], return_when=asyncio.FIRST_COMPLETED)
            assert waiting.done(), f"the product ended by itself:\n{self.product.log()}"
            return waiting.result()
        finally:
            waiting.cancel()
            death.cancel()
            await asyncio.gather(waiting, death, return_exceptions=True)

    # --- what agents do
    async def on_duty(self, agent: Person) -> None:
        """The panel is there from the start; pressing it is seen on it."""
        await self.shows(lambda m: "I am on duty" in m.buttons)
        await self.clicks(agent, "I am on duty", lambda m: first_name(agent) in m.plain and "I am on duty" in m.buttons)

    async def clicks(
        self, agent: Person, button: str, effect: Callable[[SlackMessage], bool], in_: str | None = None
    ) -> None:
        await self.insists(lambda: agent.clicks(button, in_), effect)

    async def insists(
        self, act: Callable[[], Coroutine[object, object, object]], effect: Callable[[SlackMessage], bool]
    ) -> None:
        """Do it until the effect shows in the channel: Slack loses presses while no socket is open, and says so."""
        async with asyncio.timeout(PATIENCE):
            while not any(map(effect, self.support.all)):
                try:
                    await act()
                    await self.shows(effect)
                except (NotAcknowledged, Unseen):
                    await asyncio.sleep(0.3)


def first_name(agent: Person) -> str:
    """By which the others know them (their display name)."""
    return agent.name.partition(" ")[0]


def bot_messages(customer: Customer) -> list[Message]:
    return [message for message in customer.chat.messages if message.by_bot]


def environment(telegram: str, slack: str, mail: str, folder: Path) -> dict[str, str]:
    return {
        "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_API_ROOT": telegram,
        "TELEGRAM_PER_CHAT_PER_SECOND": "100",
        "TELEGRAM_TOTAL_PER_SECOND": "1000",
        "SLACK_BOT_TOKEN": SLACK_BOT_TOKEN,
        "SLACK_APP_TOKEN": SLACK_APP_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_ROOT": slack,
        "SLACK_SUPPORT_CHANNEL": "support",
        "SLACK_PER_CHANNEL_PER_SECOND": "100000",  # so quick that nothing is joined
        "SMTP_URL": mail,
        "MAIL_TEAM_INBOX": TEAM,
        "DESK_DATA": str(folder / "data"),
        "BOARD_PORT": "0",
        "HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00",
        "HOURS_PHONE": "",
        "HOURS_COUNTRY": "",  # no holidays
        "HELP_FOLDER": str(ROOT / "tests" / "answers" / "help"),  # few articles: each start reads them
    }


@asynccontextmanager
async def staged(folder: Path, start: Start = cold_start, **settings: str) -> AsyncIterator[Stage]:
    """Everything but the product is up; `settings` are names of the product's environment."""
    stage = Stage(folder)
    await stage.open(start, settings)
    try:
        yield stage
    finally:
        await stage.close()


class Server(Protocol):
    async def start(self, port: int = 0) -> str: ...

    async def stop(self) -> None: ...


@asynccontextmanager
async def down(server: Server, address: str) -> AsyncIterator[None]:
    """Nobody is at its address while the block runs."""
    await server.stop()
    yield
    await server.start(int(address.rpartition(":")[2]))


def kill_at(server: str, method: str, nth: int, moment: Moment) -> Fault:
    return Fault(server, method, nth, kill=moment)
