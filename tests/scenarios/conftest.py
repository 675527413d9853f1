"""The town, freshly built for each test, and the people whom most of them are about."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from tests.scenarios.town import WAYS, Town, Ways, copied_articles

ARTICLES = ("refund-timing", "how-to-pay", "verify-identity")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test here starts a whole desk: they have a command of their own, `scripts/test --scenarios`."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and item.get_closest_marker("faults") is None:
            item.add_marker("scenarios")


@pytest.fixture
def ways() -> Ways:
    """A test that is to run both ways says so with `both_ways`."""
    return WAYS["asking"]


@pytest.fixture
def settings() -> dict[str, str]:
    """What a module sets otherwise, by the name of the environment's variable."""
    return {}


@pytest.fixture(scope="session")
def help_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few articles of the sample: reading all of them anew for each desk would take most of the time."""
    return copied_articles(tmp_path_factory.mktemp("help"), ARTICLES, ("en", "nl", "pl"))


@pytest.fixture
async def town(
    tmp_path: Path, ways: Ways, settings: dict[str, str], help_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Town]:
    monkeypatch.chdir(tmp_path)  # where no frontdesk.toml is
    town = Town(tmp_path / "data", ways, monkeypatch)
    try:
        await town.is_built({"HELP_FOLDER": str(help_folder), **settings})
        await town.opens()
        yield town
    finally:
        await town.is_left()


@pytest.fixture
def anna(town: Town) -> Customer:
    return town.customer()


@pytest.fixture
def tom(town: Town) -> Person:
    return town.agent()


@pytest.fixture
def zofia(town: Town) -> Person:
    return town.agent("Zofia", "U0ZOFIA")
