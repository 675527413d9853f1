"""How the desk listens: to no more connections than it has room for, to none for ever, and with few words for what is no HTTP."""

import asyncio
from http import HTTPStatus

from aiohttp import web

MOST = 500  # connections at one time; a process may usually have 1,024 files and connections open
LINGERS = 2.0  # seconds that the rest of a body is read, and thrown away, of somebody who was answered before its end
NAME = "frontdesk"  # what the Server header says: not with what, and in which version, the desk is built


class _Connection(web.RequestHandler):
    """Where what comes is no request, or cannot be answered: aiohttp repeats to the sender what was sent, and names itself."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        super().handle_error(request, status, exc, message)  # it writes the log
        said = HTTPStatus(status).phrase
        answer = web.Response(status=status, text=f"{said}\n", headers={"Server": NAME})
        answer.force_close()
        return answer


class Listening(web.BaseSite):
    """A port at which the runner's server is reached.

    `idle`: seconds until a connection is closed on which no request comes, or no whole one. Beyond `most` connections a new one
    is closed at once: whoever brings something comes again. Bodies stay as they were sent: nothing is unpacked.
    """

    def __init__(self, runner: web.AppRunner, host: str, port: int, idle: float, most: int = MOST) -> None:
        super().__init__(runner)
        self._host, self._port, self._idle, self._most = host, port, idle, most
        self._listened = runner

    @property
    def name(self) -> str:
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        """Raises OSError where it cannot listen."""
        await super().start()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, self._host, self._port, backlog=128)

    def _connection(self) -> asyncio.Protocol:
        server = self._listened.server
        assert server is not None  # a site is made of a runner that is set up
        if len(server.connections) >= self._most:
            return _Refused()
        loop = asyncio.get_running_loop()
        return _Connection(
            server,
            loop=loop,
            access_log=None,  # type: ignore[arg-type]  # as its own runners may: no such log
            keepalive_timeout=self._idle,
            lingering_time=LINGERS,
            auto_decompress=False,
        )


class _Refused(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()
