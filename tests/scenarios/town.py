"""A small town: a real desk in this process, and the playground's Telegram, Slack, mail and shop around it."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest

from bots.app import build
from bots.playground.faults import Faults, Seen
from bots.playground.mail import Mail, Mailbox, MailServer
from bots.playground.mail import door as mail_door
from bots.playground.openai import OpenAIServer
from bots.playground.shop import ShopServer
from bots.playground.shop.server import utc_now
from bots.playground.slack import Limits, Person, SlackServer
from bots.playground.slack.state import Message as Post
from bots.playground.telegram import UNLIMITED, Customer, TelegramServer
from bots.playground.telegram.state import Message
from bots.playground.telegram.webhook import Pace
from bots.read_settings import load
from bots.running import TELEGRAM_PATH, App
from bots.settings import sample_folder
from bots.shop.deep_links import start_payload
from bots.shop.sample import SampleShop
from core.model.answer import Answer
from core.model.ids import Address
from handoff.board.room import Room
from tests.playground_shop.browsing_shop import Browser
from tests.ports import free_port

TEAM = "team@desk.example"
SIGNING_SECRET = "a-signing-secret"
MODEL_KEY = "a-key-for-the-model"
SHOP_SECRET = "a-secret-that-desk-and-shop-share"
MAIL_SECRET = "a-secret-of-the-mail-provider"
REPLIES = "support@desk.example"
HEARS_MAIL = {"MAIL_REPLY_ADDRESS": REPLIES}
TALK = "Talk to customer support"
LIVE_CHAT = "Start a live chat"
EMAIL = "Get an answer by e-mail"

# Chats on holidays too; calls in no test that does not say so.
OPEN_AT_ANY_HOUR = {"HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00", "HOURS_PHONE": "", "HOURS_COUNTRY": ""}


class Ways(NamedTuple):
    """How updates and events come in."""

    telegram: str
    slack: str


WAYS = {"asking": Ways("polling", "socket"), "doors": Ways("webhook", "http")}
both_ways = pytest.mark.parametrize("ways", WAYS.values(), ids=WAYS)


class Town:
    """`opens` and `closes` are the desk's working day; the servers and what people see on them stay."""

    def __init__(self, folder: Path, ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.faults = Faults()
        self.telegram = TelegramServer(faults=self.faults, limits=UNLIMITED)
        self.telegram.webhook_pace = Pace(0.02, 0.02)
        self.slack = SlackServer(signing_secret=SIGNING_SECRET, faults=self.faults, limits=Limits.lifted())
        self.slack.deliveries.retry_delays = (0.05, 0.1, 0.2)
        self.mail = MailServer(self.faults, desk=REPLIES, secret=MAIL_SECRET)
        self.mail.door.pace = mail_door.Pace(0.02, 0.05)
        self.team = self.mailbox(TEAM, "Tom")
        self.model = OpenAIServer(self.faults, key=MODEL_KEY)
        self.sample = SampleShop(sample_folder() / "shop", utc_now)
        self.shop = ShopServer(self.sample, SHOP_SECRET, self.faults, links_here=True)
        self.shop.support = lambda kind, id: start_payload("order", id, SHOP_SECRET) if kind == "order" else ""
        self._ways = ways
        self._environment = monkeypatch
        self._port = free_port()
        self._app: App | None = None
        self._has_shop = False
        self._hears_mail = False

    async def is_built(self, settings: Mapping[str, str]) -> None:
        """Start the servers, and tell the desk where they are.

        With OPENAI_MODEL in the settings a model writes answers, with SHOP_SECRET customers can sign in to the sample shop,
        with MAIL_REPLY_ADDRESS mails reach the desk.
        """
        telegram, slack, mail = await self.telegram.start(), await self.slack.start(), await self.mail.start()
        self.support = self.slack.channel("support")
        self.trust = self.slack.channel(settings.get("SLACK_TRUST_CHANNEL", "support"))
        door = f"http://127.0.0.1:{self._port}"
        if self._ways.slack == "http":
            self.slack.events_url = f"{door}/slack/events"
        environment = {
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_API_ROOT": telegram,
            "TELEGRAM_MODE": self._ways.telegram,
            "TELEGRAM_WEBHOOK_URL": door,
            "TELEGRAM_WEBHOOK_SECRET": "a-webhook-secret",
            "TELEGRAM_PER_CHAT_PER_SECOND": "200",
            "TELEGRAM_TOTAL_PER_SECOND": "1000",
            "SLACK_BOT_TOKEN": "xoxb-playground",
            "SLACK_APP_TOKEN": "xapp-playground",
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_ROOT": slack,
            "SLACK_MODE": self._ways.slack,
            "SLACK_SUPPORT_CHANNEL": "support",
            "SLACK_PER_CHANNEL_PER_SECOND": "100000",
            "SMTP_URL": mail,
            "MAIL_TEAM_INBOX": TEAM,
            "DESK_DATA": str(self.folder),
            **OPEN_AT_ANY_HOUR,
            **settings,
        }
        if "OPENAI_MODEL" in settings:
            environment |= {"OPENAI_BASE_URL": await self.model.start(), "OPENAI_API_KEY": MODEL_KEY}
        self._has_shop = "SHOP_SECRET" in settings
        if self._has_shop:
            self.shop.desk = door
            environment |= {"SHOP_URL": await self.shop.start(), "SHOP_SIGN_IN_URL": self.shop.sign_in_url}
        self._hears_mail = "MAIL_REPLY_ADDRESS" in settings
        if self._hears_mail:
            environment |= {"MAIL_WEBHOOK_SECRET": MAIL_SECRET, "MAIL_AUTH_SERVER": mail_door.SERVER}
            self.mail.door.is_at(door)
        for name, value in environment.items():
            self._environment.setenv(name, value)

    async def is_left(self) -> None:
        await self.closes()
        await self.telegram.stop()
        await self.slack.stop()
        await self.mail.stop()
        await self.model.stop()
        await self.shop.stop()

    # --- the desk's day
    async def opens(self) -> None:
        """Start the desk; return when staff are heard too (the duty panel is shown after that)."""
        seen = len(self.faults.seen)
        self._app = await build(load())
        comes_in = self._has_shop or self._hears_mail or self._ways == WAYS["doors"]
        await self._app.start(("127.0.0.1", self._port) if comes_in else None)
        await self.until(lambda: not _PANEL_SHOWN.isdisjoint(self.faults.seen[seen:]))

    async def closes(self) -> None:
        if self._app is not None:
            app, self._app = self._app, None
            await app.stop()

    async def reopens(self) -> None:
        await self.closes()
        await self.opens()

    @property
    def door(self) -> str:
        return f"http://127.0.0.1:{self._port}{TELEGRAM_PATH}"

    async def why(self, said: Message) -> Answer:
        """What stands behind an answer in a customer's chat, as the desk has stored it; its receipt comes after it."""
        assert self._app is not None
        async with asyncio.timeout(5):
            while not (answer := await self._app.why(Address("telegram", str(said.chat_id)), str(said.id))):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return answer

    def stored(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the desk's database, or change it, as time or an operator would."""
        with closing(sqlite3.connect(self.folder / "desk.db", timeout=5)) as connection, connection:
            return connection.execute(question, values).fetchall()

    def waits_too_long(self) -> None:
        """The time that customers in the queue were told is over."""
        self.stored("UPDATE timers SET due = 0 WHERE reason = 'unclaimed'")

    @property
    def room(self) -> Room:
        """What the board works with, while the desk is open."""
        assert self._app is not None
        return self._app.room

    # --- its people
    def customer(self, number: int = 1001, name: str = "Anna", language: str = "en") -> Customer:
        return self.telegram.customer(number, name, language_code=language)

    def agent(self, name: str = "Tom", id: str = "U0TOM") -> Person:
        return self.slack.agent(name, id)

    def group(self, title: str, number: int = -1001) -> Customer:
        """A group chat that the bot is in, as one of its people sees it."""
        group = self.telegram.customer(number, title)
        group.chat.started = True
        return group

    def writes_in(self, group: Customer, customer: Customer, text: str) -> None:
        """Words of a customer to the bot, for everybody in the group to read."""
        kind, length = ("bot_command", len(text)) if text.startswith("/") else ("mention", text.index(" "))
        message = {
            "message_id": self.telegram.account.state.next_message,
            "date": self.telegram.account.now(),
            "chat": {"id": group.id, "type": "supergroup", "title": group.chat.first_name},
            "from": {"id": customer.id, "is_bot": False, "first_name": customer.chat.first_name},
            "text": text,
            "entities": [{"type": kind, "offset": 0, "length": length}],
        }
        self.telegram.account.state.next_message += 1
        self.telegram.account.updates.push({"message": message}, f"chat {group.id}")

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Browser]:
        """Somebody at the shop's own pages, with cookies of their own."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            yield Browser(session, self.shop.root)

    async def has_on_duty(self, agent: Person) -> None:
        panel = await self.support.shows(lambda message: "I am on duty" in message.buttons)
        await agent.clicks("I am on duty", in_=panel)
        await self.support.shows(
            lambda message: message.plain.startswith("On duty now: ") and agent.name in message.plain
        )

    async def shows_card(self, of: Customer) -> Post:
        """The card of this customer's case, as it waits to be claimed."""
        return await self.support.posts(
            lambda message: "Claim" in message.buttons and of.chat.first_name in message.plain
        )

    async def team_gets(self, words: str = "") -> Mail:
        return await self.team.gets(words)

    def mailbox(self, address: str, name: str = "") -> Mailbox:
        """Whose owner reads, answers and writes mails; `name` is shown to those whom they write to."""
        mailbox = self.mail.mailbox(address)
        mailbox.name = name or mailbox.name
        return mailbox

    def thread(self, card: Post) -> list[str]:
        """What stands in the thread, without the card and without what only one person sees."""
        return [reply.plain for reply in self.support.thread(card.ts)[1:] if not reply.ephemeral_to]

    def whispers(self, to: Person) -> list[str]:
        return [message.plain for message in self.support.all if message.ephemeral_to == to.id]

    async def until(self, fits: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait for something that no screen tells of."""
        async with asyncio.timeout(seconds):
            while not fits():  # noqa: ASYNC110 - some things tell nobody
                await asyncio.sleep(0.01)


_PANEL_SHOWN = {Seen("slack", "chat.postMessage"), Seen("slack", "chat.update")}


ABOUT_ORDERS = ("refund-timing", "track-parcel", "parcel-not-arrived", "shipping-costs-times")


def copied_articles(folder: Path, articles: Sequence[str] = ABOUT_ORDERS, languages: Sequence[str] = ("en",)) -> Path:
    """A help centre of few articles in few languages, which is read in no time."""
    for language in languages:
        (folder / language).mkdir()
        for article in articles:
            shutil.copy(sample_folder() / "help" / language / f"{article}.md", folder / language)
    return folder


def sign_in_link(message: Message) -> str:
    """Where the button under this message leads, as a path at the shop."""
    (address,) = [each.url for row in message.keyboard for each in row if each.url and "?link=" in each.url]
    return address[address.index("/sign-in") :]


async def asks_to_sign_in(customer: Customer) -> str:
    """The customer asks for a link in the chat; where it leads."""
    await customer.write("/signin")
    return sign_in_link(await customer.reads("Open this link and sign in"))


async def confirms(town: Town, link: str, person: str, name: str) -> None:
    """A person at the shop opens a link, is shown the name of the chat, and agrees."""
    async with town.browser() as browser:
        await browser.opens(link)
        await browser.is_(person)
        assert f"Connect the Telegram account {name} to " in browser.text
        await browser.sends("/sign-in/connect", answer="confirm")
        assert browser.text.startswith("You are connected"), browser.text


async def signs_in(town: Town, customer: Customer, person: str) -> Message:
    """From the chat through the shop's page and back; the greeting."""
    link = await asks_to_sign_in(customer)
    await confirms(town, link, person, customer.chat.first_name)
    return await customer.reads("you’re signed in")


async def signed_in(town: Town, number: int, name: str) -> Customer:
    """In a chat of this number, as the person of the same number at the shop."""
    customer = town.customer(number, name)
    await signs_in(town, customer, f"c-{number}")
    return customer


class Chat(NamedTuple):
    """A live chat under way: the customer, the agent who has claimed it, and the card."""

    town: Town
    customer: Customer
    agent: Person
    card: Post

    async def agent_writes(self, text: str, **more: bool) -> str:
        return await self.agent.writes(self.town.support, text, self.card.ts, **more)

    async def thread_shows(self, words: str) -> Post:
        return await self.town.support.shows(
            lambda message: message.thread_ts == self.card.ts and words in message.plain
        )


async def waiting(town: Town, customer: Customer, agent: Person) -> Post:
    """The customer waits for a live chat, and the card is there."""
    await town.has_on_duty(agent)
    await customer.write("When do I get my money back?")
    await customer.reads("working days")
    await customer.press(TALK)
    await customer.reads("Live chat: a colleague is on duty now.")
    await customer.press(LIVE_CHAT)
    await customer.reads("Your case number is FD-")
    return await town.shows_card(customer)


async def chatting(town: Town, customer: Customer, agent: Person) -> Chat:
    """The customer is in a live chat with the agent."""
    card = await waiting(town, customer, agent)
    await agent.clicks("Claim", in_=card)
    await customer.reads(f"{agent.name} is now in the chat with you.")
    return Chat(town, customer, agent, card)
