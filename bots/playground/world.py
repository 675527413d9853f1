"""The playground as a whole: the servers that stand in for the world, the people in it, and the page to use them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import msgspec

from bots.playground import slack as slack_server
from bots.playground.faults import Faults
from bots.playground.mail import MailServer
from bots.playground.mail.door import SERVER
from bots.playground.openai import OpenAIServer
from bots.playground.page import Page
from bots.playground.shop import ShopServer
from bots.playground.shop.server import utc_now
from bots.playground.slack import SlackServer
from bots.playground.state_file import Saved, StateFile
from bots.playground.telegram import UNLIMITED, TelegramServer
from bots.playground.telegram import Limits as TelegramLimits
from bots.shop.sample import SampleShop

# They open nothing but a playground.
TELEGRAM_TOKEN = "42:playground"  # noqa: S105
SLACK_BOT_TOKEN = "xoxb-playground"  # noqa: S105
SLACK_APP_TOKEN = "xapp-playground"  # noqa: S105
SLACK_SIGNING_SECRET = "playground-signing-secret"  # noqa: S105
SLACK_COMMANDS = ("/frontdesk",)
SLACK_SHORTCUTS = {"control.send_held": "Send to customer", "control.keep_held": "Keep as note"}
SUPPORT_CHANNEL = "support"
TRUST_CHANNEL = "trust"
MODEL = "playground"
BOT = "sample_market_bot"
SHOP_SECRET = "playground-shop-secret-for-both-sides"  # noqa: S105
MAIL_SECRET = "playground-secret-of-the-mail-provider"  # noqa: S105
REPLY_ADDRESS = "support@desk.example"
MAIL_SERVER = SERVER
TEAM_INBOX = "team@desk.example"

CUSTOMERS = ((1001, "Anna", "pl"), (1002, "Daan", "nl"), (1003, "Emma", "en"))
AGENTS = (("U0TOM", "Tom Visser"), ("U0ZOFIA", "Zofia Nowak"))

SAVED_AFTER = 0.1  # seconds from a change to the file

BoardUrl = Callable[[], str]
"""An address that opens the board once, a new one each time; empty where there is no board."""

Why = Callable[[int, int], Awaitable[Mapping[str, object] | None]]
"""What stands behind a message of the bot's, by chat and message, for the operator's eyes; None where it is no answer."""


class Playground:
    """The servers asked for, on loopback; those that are not asked for are real ones elsewhere, and None here.

    With `state_file` everything is kept there shortly after each change, and found there again by the next playground.
    `name` is the bot's in the customers' phones. `start_over`, if it is set, is what the page's "Start over" calls: it
    clears the product's own state and calls `clear`. `why`, if it is set, says what stands behind an answer in a phone.
    `board_url`, if it is set, is where the page's "The board" leads.
    """

    def __init__(
        self,
        telegram: bool = True,
        slack: bool = True,
        mail: bool = True,
        model: bool = False,
        shop: Path | None = None,
        state_file: Path | None = None,
        lifted_limits: bool = False,
        name: str = "Sample Market",
    ) -> None:
        self.faults = Faults()
        self.start_over: Callable[[], Awaitable[None]] | None = None
        self.why: Why | None = None
        self.board_url: BoardUrl | None = None
        self.page_url = ""
        self._asked = (telegram, slack, mail)
        self.model = OpenAIServer(self.faults) if model else None
        self._shop_folder = shop
        self.shop = _shop(shop, self.faults) if shop else None
        self._file = StateFile(state_file) if state_file else None
        self._lifted = lifted_limits
        self._name = name
        self._saving: asyncio.TimerHandle | None = None
        self._restore()
        self.page = Page(self)

    # --- life
    async def start(self, page_port: int = 0) -> str:
        """Listen on free ports of loopback, with the page at `page_port`; the page's address."""
        await self._listen()
        for server in (self.model, self.shop):
            if server is not None:
                await server.start()
        self.page_url = await self.page.start(page_port)
        if self.slack is not None:
            self.slack.page_url = self.page_url
        return self.page_url

    async def stop(self) -> None:
        await self.page.stop()
        await self._silence()
        for server in (self.model, self.shop):
            if server is not None:
                await server.stop()
        if self._saving is not None:
            self._saving.cancel()
            self._save()

    async def clear(self) -> None:
        """Forget everything that happened: new servers at the same addresses."""
        await self._silence()
        ports = [_port(address) for address in self._addresses()]
        self.faults.clear()
        self._build(Saved())
        await self._listen(*ports)
        await self._clear_shop()
        self.changed()

    async def _clear_shop(self) -> None:
        """A shop in which no measure was taken yet, at the same address."""
        if self.shop is None or self._shop_folder is None:
            return
        port = _port(self.shop.root)
        await self.shop.stop()
        self.shop = _shop(self._shop_folder, self.faults)
        await self.shop.start(port)

    def _restore(self) -> None:
        """Build the servers as the file left them; one that cannot be read is set aside."""
        try:
            self._build(self._file.read() if self._file else Saved())
        except (msgspec.MsgspecError, UnicodeError) as error:
            if self._file:
                self._file.set_aside(error)
            self._build(Saved())

    def _build(self, saved: Saved) -> None:
        """Raises msgspec.MsgspecError or UnicodeError for dumps that are none."""
        telegram, slack, mail = self._asked
        self.telegram = self._telegram(saved.telegram) if telegram else None
        self.slack = self._slack(saved.slack) if slack else None
        self.mail = self._mail(saved.mail) if mail else None

    def _telegram(self, stored: bytes | None) -> TelegramServer:
        limits = UNLIMITED if self._lifted else TelegramLimits()
        server = TelegramServer(TELEGRAM_TOKEN, self.faults, limits, name=self._name, username=BOT)
        if stored is not None:
            server.load(stored)
        for number, name, language in CUSTOMERS:
            server.customer(number, name, language_code=language)
        server.on_change = self.changed
        return server

    def _slack(self, stored: bytes | None) -> SlackServer:
        server = SlackServer(
            SLACK_BOT_TOKEN,
            SLACK_APP_TOKEN,
            SLACK_SIGNING_SECRET,
            self.faults,
            slack_server.Limits.lifted() if self._lifted else slack_server.Limits(),
            slack_server.load(stored) if stored is not None else None,
        )
        server.commands, server.shortcuts = SLACK_COMMANDS, SLACK_SHORTCUTS
        server.channel(SUPPORT_CHANNEL, purpose="When a customer asks for a person, the case appears here.")
        server.channel(
            TRUST_CHANNEL, purpose="When a customer reports a problem with an order, the dispute appears here."
        )
        for number, name in AGENTS:
            server.agent(name, number)
        server.on_change, server.page_url = self.changed, self.page_url
        return server

    def _mail(self, stored: bytes | None) -> MailServer:
        server = MailServer(self.faults, desk=REPLY_ADDRESS, secret=MAIL_SECRET)
        if stored is not None:
            server.load(stored)
        server.mailbox(TEAM_INBOX).name = AGENTS[0][1]
        server.on_change = self.changed
        return server

    async def _listen(self, telegram: int = 0, slack: int = 0, mail: int = 0) -> None:
        if self.telegram is not None:
            await self.telegram.start(telegram)
        if self.slack is not None:
            await self.slack.start(slack)
        if self.mail is not None:
            await self.mail.start(mail)

    async def _silence(self) -> None:
        for server in (self.telegram, self.slack, self.mail):
            if server is not None:
                await server.stop()

    def _addresses(self) -> tuple[str, str, str]:
        return (
            self.telegram.root if self.telegram is not None else "",
            self.slack.root if self.slack is not None else "",
            self.mail.url if self.mail is not None else "",
        )

    def desk_is_at(self, root: str) -> None:
        """The desk listens there, `http://host:port`: the shop calls it, and mails are brought to it."""
        if self.shop is not None:
            self.shop.desk = root
        if self.mail is not None:
            self.mail.door.is_at(root)

    # --- what changes
    def changed(self) -> None:
        """Something that somebody can see has changed: the page shows it, the file keeps it."""
        self.page.changed()
        if self._file is not None and self._saving is None:
            self._saving = asyncio.get_running_loop().call_later(SAVED_AFTER, self._save)

    def _save(self) -> None:
        self._saving = None
        if self._file is None:
            return
        saved = Saved(
            self.telegram.dump() if self.telegram is not None else None,
            self.slack.dump() if self.slack is not None else None,
            self.mail.dump() if self.mail is not None else None,
        )
        self._file.write(saved)


def _shop(folder: Path, faults: Faults) -> ShopServer:
    """The sample shop of a folder, with its sign-in page and its pages of orders."""
    return ShopServer(SampleShop(folder, utc_now), SHOP_SECRET, faults, links_here=True)


def _port(address: str) -> int:
    return int(address.rpartition(":")[2] or 0)
