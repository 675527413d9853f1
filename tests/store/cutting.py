"""A way to a PostgreSQL server that can be cut at the moment of a commit: before it arrives, or before its answer does."""

import asyncio
from contextlib import suppress
from typing import Literal

Cut = Literal["before the commit", "before its answer"]


class Cutting:
    """Between a store and its server. `cuts`: what happens to the next commits, one after the other; then none is cut.

    `lets_in`: whether there are new connections.
    """

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._writers: list[asyncio.StreamWriter] = []
        self.cuts: list[Cut] = []
        self.lets_in = True

    async def start(self) -> int:
        """The port on which it listens."""
        self._listening = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        return int(self._listening.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        self._listening.close()
        for writer in self._writers:
            writer.close()
        await self._listening.wait_closed()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self.lets_in:
            writer.close()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._server_port)
        self._writers += [writer, back]
        answers = asyncio.create_task(self._pass_on(there, writer))
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if b"COMMIT" in data and self.cuts:
                    answers.cancel()
                    await self._cut(data, back)
                    break
                back.write(data)
        writer.close()
        back.close()
        await asyncio.gather(answers, return_exceptions=True)

    async def _cut(self, data: bytes, back: asyncio.StreamWriter) -> None:
        if self.cuts.pop(0) == "before its answer":
            back.write(data)
            await back.drain()
            await asyncio.sleep(0.05)  # until the server has done it

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
        writer.close()
