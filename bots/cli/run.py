"""`frontdesk run`: the desk, with the playground's servers for everything that has no token."""

import asyncio
import logging
import shutil
import signal
import sys
from collections.abc import Mapping

import msgspec

from bots.app import build
from bots.cli.stand_in import playground_for, stand_in
from bots.log import configure
from bots.playground.world import BOT, SHOP_SECRET
from bots.running import App
from bots.settings import Settings
from bots.shop.deep_links import Kind, link, start_payload
from core.model.errors import DeskError
from core.model.ids import Address

log = logging.getLogger(__name__)

ANY_PORT = ("127.0.0.1", 0)  # for the played shop and mail server, which are told where


def run(settings: Settings) -> int:
    """0 after a clean stop."""
    configure(settings.desk.log)
    return asyncio.run(_run(settings))


async def _run(settings: Settings) -> int:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    running = Running(settings)
    try:
        await running.start()
    except OSError as error:
        print(f"Cannot listen: {error}. Choose another LISTEN_PORT or PLAYGROUND_PORT.", file=sys.stderr)
        await running.stop()
        return 1
    except DeskError:
        await running.stop()
        raise
    await stopping.wait()
    log.info("stopping: what is under way may finish, the rest is on disk")
    await running.stop()
    return 0


class Running:
    """The playground's servers, where any are needed, and the desk over them."""

    def __init__(self, settings: Settings) -> None:
        self._given = settings
        self._app: App | None = None
        self._playground = playground_for(settings)
        if self._playground:
            self._playground.why = self._why
        if self._playground and not _anything_real(settings):
            self._playground.start_over = self._start_over

    async def _why(self, chat: int, message: int) -> Mapping[str, object] | None:
        answer = await self._app.why(Address("telegram", str(chat)), str(message)) if self._app else None
        return msgspec.to_builtins(answer) if answer else None

    async def start(self) -> None:
        page = await self._playground.start(self._given.playground.port) if self._playground else ""
        await self._start_desk()
        print(_ready(page, self._given), flush=True)

    async def _start_desk(self) -> None:
        settings = stand_in(self._given, self._playground) if self._playground else self._given
        self._app = await build(settings)
        calls = self._playground and (self._playground.shop or self._playground.mail)
        await self._app.start(_doors(self._given) or (ANY_PORT if calls else None))
        if self._playground:
            self._playground.desk_is_at(self._app.address)
            if self._playground.shop:
                self._playground.shop.support = _support

    async def _start_over(self) -> None:
        """Forget the desk's and the playground's history alike; offered only where nothing is real."""
        if self._app is None or self._playground is None:
            return
        await self._app.stop()
        data = self._given.desk.data
        for file in data.glob("desk.db*"):
            file.unlink()
        for folder in ("mail", "evidence"):
            shutil.rmtree(data / folder, ignore_errors=True)
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


def _doors(settings: Settings) -> tuple[str, int] | None:
    """Where to listen, if Telegram, Slack, a mail provider or a shop of yours are to come to us."""
    events = settings.telegram.mode == "webhook" or settings.slack.mode == "http"
    comes_in = events or settings.has_shop() or settings.has_mail_webhook()
    return (settings.listen.host, settings.listen.port) if comes_in else None


def _anything_real(settings: Settings) -> bool:
    return settings.has_telegram() or settings.has_slack() or settings.has_smtp()


def _ready(page: str, settings: Settings) -> str:
    if not page:
        return "Frontdesk is running."
    real = {"Telegram": settings.has_telegram(), "Slack": settings.has_slack(), "mail": settings.has_smtp()}
    played = [name for name, is_real in real.items() if not is_real]
    return f"Frontdesk is running. Open {page} (playground: {', '.join(played)})"
