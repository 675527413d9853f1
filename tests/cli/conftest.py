"""An empty folder to stand in, a small help centre, and commands as an operator types them."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bots.cli.commands import main
from bots.settings import Settings, sample_folder
from tests.cli.moving_data import desk_at
from tests.servers import new_database, postgres


class Printed(NamedTuple):
    code: int
    out: str
    err: str


Frontdesk = Callable[..., Awaitable[Printed]]


@pytest.fixture
def help_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "help"
    for language in ("en", "nl"):
        (folder / language).mkdir(parents=True)
        shutil.copy(sample_folder() / "help" / language / "refund-timing.md", folder / language)
    return folder


@pytest.fixture(autouse=True)
def set_up(tmp_path: Path, help_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for section, field in Settings.model_fields.items():
        for key in field.default.__class__.model_fields:
            monkeypatch.delenv(f"{section}_{key}".upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HELP_FOLDER", str(help_folder))


@pytest.fixture
def frontdesk(capsys: pytest.CaptureFixture[str]) -> Frontdesk:
    """Run a command in a thread, for it makes a loop of its own while the test's servers run in this one."""

    async def run(*arguments: str) -> Printed:
        code = await asyncio.to_thread(main, arguments)
        return Printed(code, *capsys.readouterr())

    return run


@pytest.fixture
async def here(tmp_path: Path) -> Path:
    """A desk's database in one file."""
    return await desk_at(tmp_path / "desk.db")


@pytest.fixture
async def there() -> str:
    """The address of an empty database on a PostgreSQL server."""
    return await new_database(postgres())
