"""The server's side of an SMTP dialogue (RFC 5321), each of its steps in the hands of the faults."""

import asyncio
from collections.abc import Callable, Collection
from typing import Any, NoReturn

from aiosmtpd.smtp import SMTP, Envelope, Session

from bots.playground.faults import Faults, Moment

LARGEST_MAIL = 10 * 1024 * 1024  # bytes
DONE = "250 OK"
NO_MAILBOX = "550 5.1.1 no such mailbox"

Accept = Callable[[str, list[str], bytes], None]
Effect = Callable[[], None]


class Dialogue:
    """What aiosmtpd asks at MAIL, RCPT and DATA; `accept` gets the sender, the recipients and the raw mail.

    For the addresses in `nobody`, in small letters, there is no mailbox.
    """

    def __init__(self, faults: Faults, accept: Accept, nobody: Collection[str] = ()) -> None:
        self._faults = faults
        self._accept = accept
        self._nobody = nobody

    async def handle_MAIL(  # noqa: N802 (aiosmtpd gives the name)
        self, server: Any, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        def effect() -> None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)

        return await self._step(server, "MAIL", effect)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        def effect() -> None:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)

        if address.lower() in self._nobody:
            return NO_MAILBOX
        return await self._step(server, "RCPT", effect)

    async def handle_DATA(self, server: Any, _: Session, envelope: Envelope) -> str:  # noqa: N802
        def effect() -> None:
            self._accept(envelope.mail_from or "", list(envelope.rcpt_tos), envelope.original_content or b"")

        return await self._step(server, "DATA", effect)

    async def _step(self, server: Any, command: str, effect: Effect) -> str:
        """Answer one command: with its effect, or as the fault in force says."""
        fault = self._faults.meet("mail", command)
        if fault is None:
            effect()
            return DONE
        if self._faults.stop_at(fault, Moment.BEFORE):
            await _dropped(server)
        if fault.delay and not fault.effect:
            await asyncio.sleep(fault.delay)
        if fault.effect or (fault.status is None and not fault.hang and not fault.drop):
            effect()
        if fault.delay and fault.effect:
            await asyncio.sleep(fault.delay)
        if fault.hang:
            await asyncio.Event().wait()
        if self._faults.stop_at(fault, Moment.AFTER) or fault.drop:
            await _dropped(server)
        answer = DONE if fault.status is None else f"{fault.status} {fault.body or 'as the playground was told'}"
        if fault.status == 421 or fault.kill is Moment.ANSWERED:
            await server.push(answer)
            self._faults.stop_at(fault, Moment.ANSWERED)
            await _closed(server)
        return answer


async def _dropped(server: Any) -> NoReturn:
    server.transport.abort()
    await _cancelled()


async def _closed(server: Any) -> NoReturn:
    """RFC 5321, 4.2.3: 421 announces that the server closes the channel."""
    server.transport.close()
    await _cancelled()


async def _cancelled() -> NoReturn:
    """aiosmtpd cancels a dialogue whose connection has ended."""
    await asyncio.Event().wait()
    raise AssertionError("this event is never set")


def protocol(dialogue: Dialogue, largest: int) -> Any:
    """One connection's protocol, for `loop.create_server`; a mail may have `largest` bytes."""
    loop = asyncio.get_running_loop()
    return SMTP(
        dialogue, data_size_limit=largest, enable_SMTPUTF8=True, hostname="playground", ident="ESMTP", loop=loop
    )
