"""The playground's mail server: takes every mail, keeps it in its recipients' mailboxes, and brings the desk its own."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakSet

import msgspec

from bots.playground.faults import Faults
from bots.playground.mail.door import DeskDoor
from bots.playground.mail.mail import Mail
from bots.playground.mail.mailbox import Mailbox
from bots.playground.mail.reading import read
from bots.playground.mail.smtp import LARGEST_MAIL, Dialogue, protocol


class MailServer:
    """SMTP on loopback in the running event loop. `clock` gives Unix seconds; `on_change` follows every mail.

    `desk`: the address of the desk. What goes there, or to the same address with "+" and more before the "@", goes through
    the desk's door, signed with `secret`, once `door.is_at` says where that is; everything else goes to mailboxes here, which
    the addresses in `nobody`, in small letters, do not have. It takes mails of up to `largest` bytes.
    """

    def __init__(
        self, faults: Faults | None = None, clock: Callable[[], float] = time.time, desk: str = "", secret: str = ""
    ) -> None:
        self.faults = faults or Faults()
        self.url = ""
        self.largest = LARGEST_MAIL
        self.nobody: set[str] = set()
        self.on_change: Callable[[], None] = lambda: None
        self.door = DeskDoor(secret, clock, lambda: self.on_change(), self.faults)
        self._desk = desk.lower()
        self._clock = clock
        self._mailboxes: dict[str, Mailbox] = {}
        self._server: asyncio.Server | None = None
        self._connections: WeakSet[Any] = WeakSet()

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; the address, `smtp://127.0.0.1:port`."""
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # below that, aiosmtpd logs every address
        dialogue = Dialogue(self.faults, self._accept, self.nobody)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: self._connected(dialogue), "127.0.0.1", port)
        self.url = f"smtp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self.door.start()
        return self.url

    def _connected(self, dialogue: Dialogue) -> Any:
        connection = protocol(dialogue, self.largest)
        self._connections.add(connection)
        return connection

    async def stop(self) -> None:
        """Close the door and cut the open connections."""
        if self._server is None:
            return
        await self.door.stop()
        self._server.close()
        for connection in [each for each in self._connections if each.transport is not None]:
            connection.transport.abort()
        await self._server.wait_closed()
        await asyncio.sleep(0.01)  # the cancelled dialogues end
        self._server = None

    def mailbox(self, address: str) -> Mailbox:
        """The mailbox of an address, empty until a mail comes. Upper and lower case are the same."""
        key = address.lower()
        return self._mailboxes.setdefault(key, self._mailbox(key))

    def _mailbox(self, address: str, stored: Sequence[Mail] = ()) -> Mailbox:
        return Mailbox(address, self.send, self._clock, stored)

    @property
    def mailboxes(self) -> list[Mailbox]:
        """Those that ever got or sent a mail, in the order of their first."""
        return [mailbox for mailbox in self._mailboxes.values() if mailbox.mails or mailbox.sent]

    def send(self, sender: str, to: str, raw: bytes) -> Mail:
        """Bring any bytes to an address, with this sender on the envelope; the mail as its sender keeps it."""
        sent = self._mail(sender, to, raw)
        sent.sent = True
        self._carry(sent)
        self.on_change()
        return sent

    def _accept(self, sender: str, recipients: list[str], raw: bytes) -> None:
        for address in dict.fromkeys(recipient.lower() for recipient in recipients):
            self._carry(self._mail(sender, address, raw))
        self.on_change()

    def _carry(self, mail: Mail) -> None:
        if self._is_desk(mail.to):
            mail.waiting = True
            self.door.put(mail)
        else:
            self.mailbox(mail.to).add(msgspec.structs.replace(mail, sent=False))

    def _is_desk(self, address: str) -> bool:
        local, _, domain = address.lower().rpartition("@")
        return bool(self._desk) and f"{local.partition('+')[0]}@{domain}" == self._desk

    def _mail(self, sender: str, to: str, raw: bytes) -> Mail:
        parts = read(raw)
        return Mail(
            sender=_shown(sender),
            to=_shown(to),
            subject=parts.subject,
            text=parts.text,
            headers=parts.headers,
            message_id=parts.message_id,
            received_at=self._clock(),
            raw=raw,
            readable=parts.readable,
            attached=parts.attached,
        )

    def dump(self) -> bytes:
        """Everything that must survive a restart of this process."""
        return msgspec.msgpack.encode({each.address: [*each.mails, *each.sent] for each in self.mailboxes})

    def load(self, stored: bytes) -> None:
        """Go on from a dump. Raises msgspec.DecodeError or msgspec.ValidationError for anything else."""
        mails = msgspec.msgpack.decode(stored, type=dict[str, list[Mail]])
        self._mailboxes = {address: self._mailbox(address, each) for address, each in mails.items()}
        sent = (mail for mailbox in self._mailboxes.values() for mail in mailbox.sent if mail.waiting)
        for mail in sorted(sent, key=lambda mail: mail.received_at):
            self.door.put(mail)
        self.on_change()


def _shown(address: str) -> str:
    """Bytes of an address that are no UTF-8 come as lone surrogates, which cannot be stored."""
    return address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
