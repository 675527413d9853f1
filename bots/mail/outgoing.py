"""Sends mails: the Mailer that contact methods use, and the performer for what is said by mail."""

import asyncio
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import aiosmtplib
from msgspec.structs import replace

from bots.mail.enclosing import Enclosing
from bots.mail.errors import TooLarge, translate
from bots.mail.message import Sender, answers_to, build, safe_name
from bots.settings_section import LOOPBACK
from core.language.plain import plain
from core.model.effects import Effect, Say
from core.model.errors import Transient
from core.model.events import Delivered
from core.model.handoff import REPLY_ABOVE, Mail, mail_lane, reply_marker
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.model.ticket import Enclosed
from core.model.view import Text, View, text
from core.ports import Catalog, Clock, Mailer, Vitals
from core.ports.unwatched import UNWATCHED

VITAL = "smtp"
TIMEOUT = 30.0  # seconds for each step of the dialogue with the server
SLOWEST = 50_000  # bytes a second at which files must get through, beyond that time


class SmtpMailer:
    """`url`: smtp://user:password@host:port (STARTTLS) or smtps:// (TLS from the start).

    Without a password, or on this machine, STARTTLS is used where the server has it; else it gets no password without.
    """

    def __init__(self, url: str, sender: Sender, clock: Clock, vitals: Vitals = UNWATCHED) -> None:
        self._vitals = vitals
        self._parts = urlsplit(url)
        self._sender = sender
        self._clock = clock

    async def send(self, mail: Mail) -> None:
        """The sender of the envelope, to whom comes back what cannot be delivered, is the ticket's own address if it has one."""
        message = await asyncio.to_thread(build, mail, self._sender, self._clock.now())
        envelope = answers_to(mail, self._sender) or self._sender.address
        timeout = TIMEOUT + sum(len(file.content) for file in mail.files) / SLOWEST
        try:
            async with self._client() as client:
                await client.send_message(message, sender=envelope, recipients=[mail.to], timeout=timeout)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            translated = translate(error)
            if isinstance(translated, Transient) and not isinstance(error, aiosmtplib.SMTPRecipientsRefused):
                self._vitals.ill(VITAL, str(translated))
            raise translated from error
        self._vitals.well(VITAL)

    async def renew(self, url: str) -> None:
        """For the mails that follow. Raises Transient or Refused where the server does not let us in with it."""
        tried = SmtpMailer(url, self._sender, self._clock)
        await tried.reach()
        self._parts = tried._parts

    async def reach(self) -> str:
        """What the server says when greeted; raises Transient or Refused."""
        try:
            async with self._client() as client:
                return f"{self._parts.hostname} answers ({(await client.noop()).message})"
        except (aiosmtplib.SMTPException, OSError) as error:
            raise translate(error) from error

    def _client(self) -> aiosmtplib.SMTP:
        tls = self._parts.scheme == "smtps"
        secret = bool(self._parts.password) and self._parts.hostname not in LOOPBACK
        return aiosmtplib.SMTP(
            hostname=self._parts.hostname,
            port=self._parts.port or (465 if tls else 587),
            username=unquote(self._parts.username) if self._parts.username else None,
            password=unquote(self._parts.password) if self._parts.password else None,
            use_tls=tls,
            start_tls=True if secret and not tls else None,
            timeout=TIMEOUT,
        )


class House(NamedTuple):
    """Whose mails they are: the shop, as customers read it, and the team's inbox. `hears`: answers come in to the desk."""

    desk_id: str
    shop: str
    team_inbox: str
    hears: bool = False


class MailPerformer:
    """`Say` to an address of the channel "email". A reply goes to the ticket, where it is one's and mails come in; else to people,
    in the team's inbox. Without `enclosing` no files go on.
    """

    def __init__(self, mailer: Mailer, catalog: Catalog, house: House, enclosing: Enclosing | None = None) -> None:
        self._mailer = mailer
        self._catalog = catalog
        self._house = house
        self._enclosing = enclosing

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        assert isinstance(effect, Say)
        return mail_lane(effect.letterhead, effect.to.key) if effect.letterhead else str(effect.to)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        assert isinstance(row.effect, Say)
        letterhead = row.effect.letterhead
        mail = Mail(
            to=row.effect.to.key,
            subject=self._subject(row.effect.view, row.effect),
            text="",
            id=f"{letterhead.id if letterhead else row.id}.{self._house.desk_id}",
            language=row.effect.language,
            reply_to=self._house.team_inbox,
            letterhead=letterhead,
        )
        await self._send(mail, row.effect, letterhead.enclosed if letterhead else ())
        ref = row.effect.ref
        return Done(receipt=mail.id, event=Delivered(ref) if ref else None)

    async def _send(self, mail: Mail, effect: Say, enclosed: tuple[Enclosed, ...]) -> None:
        """With its files; without them, but with their names, where the server takes no mail as large as that."""
        files, missing = await self._enclosing.fetch(enclosed) if self._enclosing else ((), enclosed)
        try:
            await self._mailer.send(replace(mail, text=self._text(effect, missing), files=files))
        except TooLarge:
            if not files:
                raise
            await self._mailer.send(replace(mail, text=self._text(effect, enclosed)))

    def _subject(self, view: View, effect: Say) -> str:
        return self._say(view.title, effect) if view.title else self._house.shop

    def _text(self, effect: Say, missing: tuple[Enclosed, ...]) -> str:
        above = [reply_marker(self._say(REPLY_ABOVE, effect))] if self._is_answered_here(effect) else []
        names = ", ".join(safe_name(each.name) for each in missing)
        without = [self._say(text("mail.files_missing", names=names), effect)] if missing else []
        footer = self._say(text("mail.footer", shop=self._house.shop), effect)
        return "\n\n".join([*above, plain(effect.view, effect.language, self._catalog), *without, f"-- \n{footer}\n"])

    def _is_answered_here(self, effect: Say) -> bool:
        return self._house.hears and bool(effect.letterhead and effect.letterhead.token)

    def _say(self, said: Text, effect: Say) -> str:
        return self._catalog.say(said.key, said.params, effect.language)
