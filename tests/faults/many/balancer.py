"""One address in front of several doors, as a balancer of an operator's: each connection goes to the next door that is open."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from itertools import cycle, islice
from typing import Self


class Balancer:
    """`ports`: of the doors, on loopback."""

    def __init__(self, ports: Iterable[int]) -> None:
        self._ports = list(ports)
        self._turn = cycle(self._ports)
        self.url = ""

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1")
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            for port in islice(self._turn, len(self._ports)):
                with suppress(OSError):
                    inner, outer = await asyncio.open_connection("127.0.0.1", port)
                    await asyncio.gather(_copy(reader, outer), _copy(inner, writer))
                    return
        finally:
            writer.close()


async def _copy(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    """Until one side has ended."""
    with suppress(OSError):
        while some := await source.read(65536):
            to.write(some)
            await to.drain()
    to.close()
