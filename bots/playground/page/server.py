"""The page's own small server: its files, its live state, and the actions of the person at it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from bots.playground.page import agent_actions, customer_actions, files, mail_actions
from bots.playground.page.attachments import Attachments
from bots.playground.page.errors import CannotDo
from bots.playground.page.live import Live
from bots.playground.page.requests import (
    Answer,
    Calm,
    DeliverTimes,
    InMail,
    InSlack,
    MakeTrouble,
    OnPhone,
    OnPlayground,
    Request,
    StartOver,
    Typing,
    decoded,
)
from bots.playground.page.trouble import Trouble
from bots.playground.page.typists import SHOWS, Typists
from handoff.board.static_files import static_routes, whole

if TYPE_CHECKING:  # the playground has a page, and the page shows the playground
    from bots.playground.world import Playground

STATIC = Path(__file__).parent / "static"
LARGEST_REQUEST = 256 * 1024  # bytes
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DOCUMENTS = "/document/"  # begins the address to which a file is sent as it is
ATTACHMENTS = "/attachment"  # the address to which a file for a mail is sent

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """One page at `/`, for loopback only."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground
        self._typists = Typists()
        self._trouble = Trouble(playground.faults)
        self._attachments = Attachments()
        self._live = Live(playground, self._typists, self._trouble)
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on loopback; the address, `http://127.0.0.1:port/`. Raises OSError when the port is taken."""
        app = web.Application(middlewares=[_guarded], client_max_size=LARGEST_REQUEST)
        app.router.add_get("/", self._shell)
        app.router.add_get("/live", self._live.serve)
        app.router.add_get("/photo/{file_id}", self._photo)
        app.router.add_get("/shared/{file_id}", self._shared)
        app.router.add_get("/file/{pane:phone|slack}/{file_id}", self._file)
        app.router.add_get("/why/{chat:[0-9]{1,18}}/{message:[0-9]{1,18}}", self._why)
        app.router.add_get("/board", self._board, allow_head=False)
        app.router.add_post("/do", self._do)
        app.router.add_post(DOCUMENTS + "{customer:[0-9]{1,18}}", self._document)
        app.router.add_post(ATTACHMENTS, self._attachment)
        app.router.add_routes(static_routes(STATIC))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        self._live.open()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def stop(self) -> None:
        self._live.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def changed(self) -> None:
        """Show what is there now on every open page."""
        self._live.changed()

    async def _shell(self, request: web.Request) -> web.Response:
        return whole(STATIC / "page.html", request)

    async def _photo(self, request: web.Request) -> web.Response:
        """A photo that a customer or the bot sent, if it is a picture at all."""
        return files.picture(files.in_telegram(self._playground.telegram, request.match_info["file_id"]))

    async def _shared(self, request: web.Request) -> web.Response:
        """A picture that was shared in Slack."""
        return files.picture(files.in_slack(self._playground.slack, request.match_info["file_id"]))

    async def _file(self, request: web.Request) -> web.Response:
        """Any file that was sent or shared, to be kept on the reader's disk."""
        file_id, world = request.match_info["file_id"], self._playground
        in_phone = request.match_info["pane"] == "phone"
        content = files.in_telegram(world.telegram, file_id) if in_phone else files.in_slack(world.slack, file_id)
        return files.download(content, request.query.get("name", ""))

    async def _document(self, request: web.Request) -> web.Response:
        """A file of the person at the page, which a customer sends."""
        try:
            await files.send_document(self._playground.telegram, int(request.match_info["customer"]), request)
        except CannotDo as error:
            return _refused(error.status, str(error))
        self.changed()
        return web.json_response({})

    async def _attachment(self, request: web.Request) -> web.Response:
        """A file of the person at the page, for a mail that will be sent."""
        try:
            made = self._attachments.keep(request.query.get("name", ""), await files.body(request))
        except CannotDo as error:
            return _refused(error.status, str(error))
        return web.json_response({"made": made})

    async def _why(self, request: web.Request) -> web.Response:
        """What stands behind a message of the bot's; 204 where there is nothing to say."""
        chat, message = int(request.match_info["chat"]), int(request.match_info["message"])
        why = self._playground.why
        answer = await why(chat, message) if why is not None else None
        if answer is None:
            return web.Response(status=204)
        return web.Response(body=msgspec.json.encode(answer), content_type="application/json")

    async def _board(self, request: web.Request) -> web.Response:
        """Opens the board for whoever is at this page; no other site's page may lead there."""
        if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
            raise web.HTTPForbidden(text="This request does not come from the page.")
        address = self._playground.board_url() if self._playground.board_url else ""
        if not address:
            raise web.HTTPNotFound(text="There is no board here.")
        return web.Response(status=303, headers={"Location": address})

    async def _do(self, request: web.Request) -> web.Response:
        try:
            answer = await self._answer(decoded(await request.read()))
        except (msgspec.MsgspecError, UnicodeError) as error:
            return _refused(400, f"This request cannot be read: {error}")
        except CannotDo as error:
            return _refused(error.status, str(error))
        self.changed()
        return web.Response(body=msgspec.json.encode(answer), content_type="application/json")

    async def _answer(self, request: Request) -> Answer:
        if isinstance(request, OnPhone):
            self._typists.stops("phone")
            if self._playground.telegram is None:
                raise CannotDo("Telegram is the real one here.", 404)
            return await customer_actions.act(self._playground.telegram, request)
        if isinstance(request, InSlack):
            self._typists.stops("slack")
            if self._playground.slack is None:
                raise CannotDo("Slack is the real one here.", 404)
            return await agent_actions.act(self._playground.slack, self._attachments, request)
        if isinstance(request, InMail):
            if self._playground.mail is None:
                raise CannotDo("Mail goes through a real server here.", 404)
            await mail_actions.act(self._playground.mail, self._attachments, request)
            return Answer()
        await self._on_playground(request)
        return Answer()

    async def _on_playground(self, request: OnPlayground) -> None:
        match request:
            case Typing():
                self._typists.types(request.pane, request.name)
                asyncio.get_running_loop().call_later(SHOWS + 0.05, self.changed)
            case MakeTrouble():
                self._trouble.make(request)
            case Calm():
                self._trouble.calm()
                self._deliver(1)
            case DeliverTimes():
                self._deliver(request.times)
            case StartOver():
                await self._start_over()

    def _deliver(self, times: int) -> None:
        for server in (self._playground.telegram, self._playground.slack):
            if server is not None:
                server.deliver_times = times
        if self._playground.mail is not None:
            self._playground.mail.door.times = times

    async def _start_over(self) -> None:
        if self._playground.start_over is None:
            raise CannotDo("This playground cannot start over by itself.", 404)
        self._trouble.calm()
        await self._playground.start_over()


def _refused(status: int, words: str) -> web.Response:
    return web.json_response({"error": words}, status=status)


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only pages of this very server may ask: no other site's, and none that points its own name at loopback."""
    if request.url.host not in ("127.0.0.1", "localhost", "::1"):
        raise web.HTTPForbidden(text="This page answers on loopback only.")
    if request.method == "POST":
        _check_post(request)
    answer = await handler(request)
    if not answer.prepared:
        answer.headers.update(HEADERS)
    return answer


def _check_post(request: web.Request) -> None:
    origin = urlsplit(request.headers.get("Origin", ""))
    if origin.scheme != "http" or origin.netloc != request.host:
        raise web.HTTPForbidden(text="This request does not come from the page.")
    is_file = request.path.startswith((DOCUMENTS, ATTACHMENTS))
    wanted = "application/octet-stream" if is_file else "application/json"
    if request.content_type != wanted:
        raise web.HTTPUnsupportedMediaType(text=f"Send {wanted}.")
