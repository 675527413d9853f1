"""`frontdesk run`: the desk, with the playground's servers for everything that has no token."""

import asyncio
import logging
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

import msgspec

from bots.app import build
from bots.cli import roles
from bots.cli.stand_in import playground_for, stand_in
from bots.garbage import giving_back, set_apart
from bots.log import configure
from bots.playground.world import BOT, SHOP_SECRET, Playground
from bots.read_settings import SettingsError
from bots.running import App
from bots.settings import Settings
from bots.shop.deep_links import Kind, link, start_payload
from core.model.errors import DeskError
from core.model.ids import Address

log = logging.getLogger(__name__)

ANY_PORT = ("127.0.0.1", 0)  # for the played shop and mail server, which are told where


class Runs(Protocol):
    async def start(self) -> None: ...

    async def stop(self) -> None: ...


def run(settings: Settings) -> int:
    """0 after a clean stop."""
    return until_stopped(settings, Running)


def until_stopped(settings: Settings, runs: Callable[[Settings], Runs]) -> int:
    """0 after a clean stop. Raises SettingsError where the roles do not go with the settings."""
    if mistakes := roles.mistakes(settings):
        raise SettingsError(mistakes)
    configure(settings.desk.log)
    return asyncio.run(_run(settings, runs))


async def _run(settings: Settings, runs: Callable[[Settings], Runs]) -> int:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    running = runs(settings)
    try:
        await running.start()
    except OSError as error:
        print(f"Cannot listen: {error}. Choose another LISTEN_PORT or PLAYGROUND_PORT.", file=sys.stderr)
        await running.stop()
        return 1
    except DeskError:
        await running.stop()
        raise
    set_apart()
    memory = asyncio.create_task(giving_back())
    await stopping.wait()
    memory.cancel()
    log.info("stopping: what is under way may finish, the rest is on disk")
    await running.stop()
    return 0


class Running:
    """The playground's servers, where any are needed, and the desk over them."""

    def __init__(self, settings: Settings, playground: Playground | None = None) -> None:
        self._given = settings
        self._app: App | None = None
        self._playground = playground or playground_for(settings)
        self._board_port = settings.board.port
        if self._playground:
            self._playground.why = self._why
        if self._playground and not _anything_real(settings) and not settings.database.is_shared:
            self._playground.start_over = self._start_over
            if settings.board.mode == "on":
                self._playground.board_url = self.board_link

    async def _why(self, chat: int, message: int) -> Mapping[str, object] | None:
        answer = await self._app.why(Address("telegram", str(chat)), str(message)) if self._app else None
        return msgspec.to_builtins(answer) if answer else None

    async def start(self) -> None:
        page = await self._playground.start(self._given.playground.port) if self._playground else ""
        await self._start_desk()
        print(_ready(page, self._given), flush=True)
        if link := self.board_link():
            print(f"The board: {link}", flush=True)

    def board_link(self) -> str:
        """An address that opens the board for its operator, once; a new one each time. Empty where there is no board."""
        return self._app.board.link() if self._app and self._app.board else ""

    async def _start_desk(self) -> None:
        settings = stand_in(self._given, self._playground) if self._playground else self._given
        self._app = await build(settings)
        calls = self._playground and (self._playground.shop or self._playground.mail)
        await self._app.start(doors(self._given) or (ANY_PORT if calls else None))
        await self._open_board(self._app)
        if self._playground:
            self._playground.desk_is_at(self._app.address)
            if self._playground.shop:
                self._playground.shop.support = _support

    async def _open_board(self, app: App) -> None:
        """At the same port each time, so that open pages find it again."""
        await app.open_board(self._board_port)
        if app.board:
            self._board_port = urlsplit(app.board.listening).port or self._board_port

    async def _start_over(self) -> None:
        """Forget the desk's and the playground's history alike; offered only where nothing is real."""
        if self._app is None or self._playground is None:
            return
        await self._app.stop()
        if (database := self._given.database_file()) is not None:
            for file in database.parent.glob(f"{database.name}*"):
                file.unlink()
        for folder in ("mail", "evidence"):
            shutil.rmtree(self._given.desk.data / folder, ignore_errors=True)
        await self._playground.clear()
        await self._start_desk()

    async def stop(self) -> None:
        if self._app:
            await self._app.stop()
        if self._playground:
            await self._playground.stop()


def _support(kind: Kind, id: str) -> str:
    """The "Get support" link of the played shop's pages: the bot of the played Telegram opens it."""
    return link(BOT, start_payload(kind, id, SHOP_SECRET))


def doors(settings: Settings) -> tuple[str, int] | None:
    """Where to listen, if Telegram, Slack, a mail provider or a shop of yours are to come to us, or who looks after processes."""
    events = settings.telegram.mode == "webhook" or settings.slack.mode == "http"
    comes_in = events or settings.has_shop() or settings.has_mail_webhook()
    listens = settings.listen.health or (comes_in and "intake" in settings.desk.roles)
    return (settings.listen.host, settings.listen.port) if listens else None


def _anything_real(settings: Settings) -> bool:
    return settings.has_telegram() or settings.has_slack() or settings.has_smtp()


def _ready(page: str, settings: Settings) -> str:
    if not page:
        return f"Frontdesk is running{roles.told(settings)}."
    real = {"Telegram": settings.has_telegram(), "Slack": settings.has_slack(), "mail": settings.has_smtp()}
    played = [name for name, is_real in real.items() if not is_real]
    return f"Frontdesk is running. Open {page} (playground: {', '.join(played)})"
