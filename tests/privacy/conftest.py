"""The town, with a shop, mails that come in and calls, for what is kept of its customers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bots.cli.commands import main
from bots.playground.slack import Person
from tests.cli.conftest import Frontdesk, Printed
from tests.cli.moving_data import Held, in_file, in_postgres
from tests.nerves.valkey import Valkey
from tests.scenarios.town import HEARS_MAIL, SHOP_SECRET, WAYS, Town, copied_articles
from tests.servers import empty_database, postgres

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts a whole desk has a command of its own, `scripts/test --scenarios`."""
    for item in items:
        if HERE in item.path.parents and "town" in getattr(item, "fixturenames", ()):
            item.add_marker("scenarios")


class Kept(NamedTuple):
    """Where the desk keeps what it keeps, beside its folder; `url` is empty for a database in that folder."""

    folder: Path
    url: str = ""
    redis: Valkey | None = None

    async def held(self) -> Held:
        """All tables."""
        return await in_postgres(self.url) if self.url else in_file(self.folder / "desk.db")

    def settings(self) -> dict[str, str]:
        return {"DATABASE_URL": self.url, "REDIS_URL": self.redis.url} if self.redis else {}


@pytest.fixture(params=["one file", "PostgreSQL and Redis"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kept]:
    if request.param == "one file":
        yield Kept(tmp_path / "data")
        return
    with Valkey() as redis:
        yield Kept(tmp_path / "data", await empty_database(postgres()), redis)


@pytest.fixture
def settings(kept: Kept) -> dict[str, str]:
    return {
        **kept.settings(),
        **HEARS_MAIL,
        "SHOP_SECRET": SHOP_SECRET,
        "SLACK_TRUST_CHANNEL": "trust",
        "HOURS_PHONE": "Mo-Su 0:00-24:00",
    }


@pytest.fixture(scope="session")
def help_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_articles(tmp_path_factory.mktemp("help"))


@pytest.fixture
async def town(
    tmp_path: Path, settings: dict[str, str], help_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    monkeypatch.chdir(tmp_path)  # where no frontdesk.toml is
    town = Town(tmp_path / "data", WAYS["asking"], monkeypatch)
    try:
        await town.is_built({"HELP_FOLDER": str(help_folder), **settings})
        await town.opens()
        yield town
    finally:
        await town.is_left()


@pytest.fixture
def frontdesk(capsys: pytest.CaptureFixture[str]) -> Frontdesk:
    """Run a command in a thread, for it makes a loop of its own."""

    async def run(*arguments: str) -> Printed:
        code = await asyncio.to_thread(main, arguments)
        return Printed(code, *capsys.readouterr())

    return run


@pytest.fixture
def tom(town: Town) -> Person:
    return town.agent()
