"""A real desk with every door open at once: Telegram's, Slack's, the shop's, the mail provider's, health, and the board."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bots.read_settings import load
from handoff.board.server import Board
from tests.attacks.wire import Port
from tests.scenarios.town import (
    HEARS_MAIL,
    MAIL_SECRET,
    MODEL_KEY,
    SHOP_SECRET,
    SIGNING_SECRET,
    WAYS,
    Town,
    copied_articles,
)

# How many times the quick budget is spent: FRONTDESK_ATTACKS=50 goes on for many minutes.
BUDGET = int(os.environ.get("FRONTDESK_ATTACKS", "1"))
WEBHOOK_SECRET = "a-webhook-secret"
SECRETS = (SIGNING_SECRET, MODEL_KEY, SHOP_SECRET, MAIL_SECRET, WEBHOOK_SECRET, "xoxb-", "xapp-")
ARTICLES = ("refund-timing", "how-to-pay")


class Besieged(Town):
    """A town with its doors and its board open; `board` is what stands before attackers beside the doors."""

    board: Board

    async def opens(self) -> None:
        await super().opens()
        assert self._app is not None
        assert self._app.board is not None
        self.board = self._app.board
        await self._app.open_board(0)

    @property
    def gate(self) -> Port:
        """Where webhooks, events, mails and the shop come in."""
        return Port(self._port)

    @property
    def front(self) -> Port:
        """Where the board is."""
        return Port(int(self.board.listening.rpartition(":")[2]))

    @property
    def insides(self) -> tuple[str, ...]:
        """What no stranger may read in any answer."""
        return (*SECRETS, self.telegram.token, str(self.folder), "Traceback", 'File "', ".py", "sqlite", "SELECT ")

    async def has_settled(self) -> None:
        """Everything that came in was decided."""
        await self.until(lambda: self.stored("SELECT count(*) FROM inbox WHERE state = 'new'") == [(0,)], 60)

    def poison(self) -> list[str]:
        """Why rows were given up: what is only of another shape than Telegram's or Slack's is not among them."""
        rows = self.stored("SELECT source, reason, payload FROM inbox WHERE state = 'dead'")
        return [f"{source}: {reason}: {payload[:2000]}" for source, reason, payload in rows]


@asynccontextmanager
async def besieged(folder: Path, **more: str) -> AsyncIterator[Besieged]:
    """Built once for a module: what strangers send leaves nothing behind that the next one could trip over. `more`: settings."""
    help_folder = folder / "help"
    help_folder.mkdir()
    copied_articles(help_folder, ARTICLES)
    settings = {"HELP_FOLDER": str(help_folder), "SHOP_SECRET": SHOP_SECRET, **HEARS_MAIL, **more}
    with pytest.MonkeyPatch.context() as environment:
        environment.chdir(folder)  # where no frontdesk.toml is
        town = Besieged(folder / "data", WAYS["doors"], environment)
        try:
            await town.is_built(settings)
            assert load().listen.host == "127.0.0.1"
            await town.opens()
            yield town
        finally:
            await town.is_left()


def tasks() -> int:
    return len(asyncio.all_tasks())


def descriptors() -> int:
    """Files and connections that this process has open."""
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


def resident() -> int:
    """Bytes of memory that this process takes now."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
