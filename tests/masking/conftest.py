"""What starts a whole desk has a command of its own, `scripts/test --scenarios`."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.playground.slack import Person
from tests.scenarios.town import HEARS_MAIL, WAYS, Town, copied_articles

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and "town" in getattr(item, "fixturenames", ()):
            item.add_marker("scenarios")


@pytest.fixture(scope="session")
def help_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied_articles(tmp_path_factory.mktemp("help"))


@pytest.fixture
async def town(tmp_path: Path, help_folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.chdir(tmp_path)  # where no frontdesk.toml is
    town = Town(tmp_path / "data", WAYS["asking"], monkeypatch)
    try:
        await town.is_built({"HELP_FOLDER": str(help_folder), **HEARS_MAIL})
        await town.opens()
        yield town
    finally:
        await town.is_left()


@pytest.fixture
def tom(town: Town) -> Person:
    return town.agent()
