"""The board's own small server: its routes behind its gate, and its static files."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from handoff.board.gate.headers import protecting
from handoff.board.gate.listening import Listening
from handoff.board.gate.one_time_links import OneTimeLinks
from handoff.board.gate.place import Place
from handoff.board.routes import Route, Visit
from handoff.board.static_files import static_routes
from handoff.board.visitors import Gate

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
LARGEST_REQUEST = 64 * 1024  # bytes
IDLE = 30.0  # seconds until a connection is closed on which no request comes, or no whole one
LOOK_AGAIN = 15.0  # seconds between two looks whether somebody to whom an answer goes on may still read it


class Board:
    """`doors`: what stands outside the gate, as signing in does. `link()` lets the operator in once."""

    def __init__(
        self,
        routes: Sequence[Route],
        gate: Gate,
        place: Place,
        links: OneTimeLinks,
        doors: Sequence[web.RouteDef] = (),
        look_again: float = LOOK_AGAIN,
        idle: float = IDLE,
    ) -> None:
        self.routes = tuple(routes)
        self.doors = tuple(doors)
        self._gate, self._place, self._links = gate, place, links
        self._look_again, self._idle = look_again, idle
        self._runner: web.AppRunner | None = None
        self._answers: set[asyncio.Future[web.StreamResponse]] = set()

    async def start(self, port: int) -> str:
        """Listen; the address under which people open it, "http://127.0.0.1:8090". Raises OSError where it cannot."""
        self._runner = web.AppRunner(self._app(), shutdown_timeout=0.5)
        await self._runner.setup()
        await Listening(self._runner, self._place.host, port, self._idle).start()
        self._place.listening = self._place.at(self._runner.addresses[0][1])
        self._say_where()
        return self._place.root

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[self._gate.guard()], client_max_size=LARGEST_REQUEST)
        app.on_response_prepare.append(protecting(self._place))
        app.router.add_routes(self.doors)
        app.router.add_routes(static_routes(STATIC))
        for route in self.routes:
            app.router.add_route(route.method, route.path, self._answering(route))
        return app

    def _say_where(self) -> None:
        log.info("the board is at %s", self._place.root)
        if self._place.exposed:
            log.warning(
                "THE BOARD CAN BE READ ON THE WAY: it listens on %s without TLS. Put a proxy with TLS before it and set "
                "BOARD_URL=https://..., or BOARD_HOST=127.0.0.1",
                self._place.host,
            )

    @property
    def listening(self) -> str:
        """The address on this machine; empty while it does not listen."""
        return self._place.listening

    def link(self) -> str:
        """An address that makes whoever opens it the operator, once. It is a secret, and belongs in no log."""
        return f"{self._place.root}/sign-in?token={self._links.mint()}"

    async def stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
        for each in self._answers:  # whose readers have gone without a word: the server no longer knows of them
            each.cancel()
        if self._answers:
            await asyncio.wait(self._answers)

    def _answering(self, route: Route) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            visitor = await self._gate.admit(request, route.role)
            return await self._as_long_as_inside(Visit(request, visitor), route)

        return answer

    async def _as_long_as_inside(self, visit: Visit, route: Route) -> web.StreamResponse:
        """A stream ends with the session: whoever signs out, or is removed from the staff, reads no further."""
        answering = asyncio.ensure_future(route.answer(visit))
        self._answers.add(answering)
        answering.add_done_callback(self._answers.discard)
        try:
            while not (await asyncio.wait({answering}, timeout=self._look_again))[0]:
                if not await self._gate.is_still_inside(visit.request, route.role):
                    _hang_up(visit.request)
                    raise web.HTTPUnauthorized
        except BaseException:
            answering.cancel()
            await asyncio.wait({answering})
            raise
        return await answering


def _hang_up(request: web.Request) -> None:
    """An answer that has begun can take no other status any more."""
    if request.transport:
        request.transport.close()
