"""Sends mails: the Mailer that contact methods use, and the performer for what is said to a customer by mail."""

from urllib.parse import unquote, urlsplit

import aiosmtplib

from bots.mail.errors import translate
from bots.mail.message import build
from core.language.plain import plain
from core.model.effects import Effect, Say
from core.model.handoff import Mail
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.model.view import View
from core.ports import Catalog, Clock, Mailer

TIMEOUT = 30.0  # seconds for each step of the dialogue with the server


class SmtpMailer:
    """`url`: smtp://user:password@host:port (STARTTLS where the server has it) or smtps:// (TLS from the start)."""

    def __init__(self, url: str, sender: str, sender_name: str, clock: Clock) -> None:
        self._parts = urlsplit(url)
        self._sender = sender
        self._sender_name = sender_name
        self._clock = clock

    async def send(self, mail: Mail) -> None:
        message = build(mail, self._sender, self._sender_name, self._clock.now())
        try:
            async with self._client() as client:
                await client.send_message(message, sender=self._sender, recipients=[mail.to])
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise translate(error) from error

    async def reach(self) -> str:
        """What the server says when greeted; raises Transient or Refused."""
        try:
            async with self._client() as client:
                return f"{self._parts.hostname} answers ({(await client.noop()).message})"
        except (aiosmtplib.SMTPException, OSError) as error:
            raise translate(error) from error

    def _client(self) -> aiosmtplib.SMTP:
        tls = self._parts.scheme == "smtps"
        return aiosmtplib.SMTP(
            hostname=self._parts.hostname,
            port=self._parts.port or (465 if tls else 587),
            username=unquote(self._parts.username) if self._parts.username else None,
            password=unquote(self._parts.password) if self._parts.password else None,
            use_tls=tls,
            timeout=TIMEOUT,
        )


class MailPerformer:
    """`Say` to an address of the channel "email"; a reply to it goes to people, in the team's inbox."""

    def __init__(self, mailer: Mailer, catalog: Catalog, desk_id: str, shop: str, team_inbox: str) -> None:
        self._mailer = mailer
        self._team_inbox = team_inbox
        self._catalog = catalog
        self._desk_id = desk_id
        self._shop = shop

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        assert isinstance(effect, Say)
        return str(effect.to)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        effect = row.effect
        assert isinstance(effect, Say)
        mail = Mail(
            to=effect.to.key,
            subject=self._subject(effect.view, effect),
            text=self._text(effect),
            id=f"{row.id}.{self._desk_id}",
            language=effect.language,
            reply_to=self._team_inbox,
        )
        await self._mailer.send(mail)
        return Done(receipt=mail.id)

    def _subject(self, view: View, effect: Say) -> str:
        if view.title is None:
            return self._shop
        return self._catalog.say(view.title.key, view.title.params, effect.language)

    def _text(self, effect: Say) -> str:
        footer = self._catalog.say("mail.footer", {"shop": self._shop}, effect.language)
        return f"{plain(effect.view, effect.language, self._catalog)}\n\n-- \n{footer}\n"
