"""The playground's mail server: takes every mail, and keeps it in its recipients' mailboxes."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakSet

import msgspec

from bots.playground.faults import Faults
from bots.playground.mail.mailbox import Mail, Mailbox
from bots.playground.mail.reading import read
from bots.playground.mail.smtp import Dialogue, protocol


class MailServer:
    """SMTP on loopback in the running event loop. `clock` gives Unix seconds; `on_change` follows every mail."""

    def __init__(self, faults: Faults | None = None, clock: Callable[[], float] = time.time) -> None:
        self.faults = faults or Faults()
        self.url = ""
        self.on_change: Callable[[], None] = lambda: None
        self._clock = clock
        self._mailboxes: dict[str, Mailbox] = {}
        self._server: asyncio.Server | None = None
        self._connections: WeakSet[Any] = WeakSet()

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; the address, `smtp://127.0.0.1:port`."""
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # below that, aiosmtpd logs every address
        dialogue = Dialogue(self.faults, self._accept)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: self._connected(dialogue), "127.0.0.1", port)
        self.url = f"smtp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self.url

    def _connected(self, dialogue: Dialogue) -> Any:
        connection = protocol(dialogue)
        self._connections.add(connection)
        return connection

    async def stop(self) -> None:
        """Close the door and cut the open connections."""
        if self._server is None:
            return
        self._server.close()
        for connection in [each for each in self._connections if each.transport is not None]:
            connection.transport.abort()
        await self._server.wait_closed()
        await asyncio.sleep(0.01)  # the cancelled dialogues end
        self._server = None

    def mailbox(self, address: str) -> Mailbox:
        """The mailbox of an address, empty until a mail comes. Upper and lower case are the same."""
        key = address.lower()
        return self._mailboxes.setdefault(key, Mailbox(key))

    @property
    def mailboxes(self) -> list[Mailbox]:
        """Those that ever got a mail, in the order of their first."""
        return [mailbox for mailbox in self._mailboxes.values() if mailbox.mails]

    def _accept(self, sender: str, recipients: list[str], raw: bytes) -> None:
        parts = read(raw)
        for address in dict.fromkeys(recipient.lower() for recipient in recipients):
            mail = Mail(
                sender=_shown(sender),
                to=_shown(address),
                subject=parts.subject,
                text=parts.text,
                headers=parts.headers,
                message_id=parts.message_id,
                received_at=self._clock(),
                raw=raw,
                readable=parts.readable,
            )
            self.mailbox(mail.to).add(mail)
        self.on_change()

    def dump(self) -> bytes:
        """Everything that must survive a restart of this process."""
        return msgspec.msgpack.encode({mailbox.address: mailbox.mails for mailbox in self.mailboxes})

    def load(self, stored: bytes) -> None:
        """Go on from a dump. Raises msgspec.DecodeError or msgspec.ValidationError for anything else."""
        mails = msgspec.msgpack.decode(stored, type=dict[str, list[Mail]])
        self._mailboxes = {address: Mailbox(address, each) for address, each in mails.items()}
        self.on_change()


def _shown(address: str) -> str:
    """Bytes of an address that are no UTF-8 come as lone surrogates, which cannot be stored."""
    return address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
