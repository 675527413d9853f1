"""`frontdesk backup` and `restore`, killed at their work: what they leave behind is no backup and no desk, and the next one succeeds."""

import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.conftest import Frontdesk
from tests.cli.moving_data import asked, change, in_file

pytestmark = pytest.mark.faults  # real processes

ROOT = Path(__file__).resolve().parents[2]
ROWS = 60_000

_MANY = f"""
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {ROWS})
INSERT INTO audit (at, kind, conversation, detail) SELECT n, 'signed_in', 'telegram:' || n, 'x' FROM numbers
"""


@pytest.fixture
def desk(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a large desk and some mails."""
    data = tmp_path / "desk"
    (data / "mail" / "2026").mkdir(parents=True)
    here.rename(data / "desk.db")
    change(data / "desk.db", _MANY)
    for number in range(300):
        (data / "mail" / "2026" / str(number)).write_bytes(b"x" * 10_000)
    monkeypatch.setenv("DESK_DATA", str(data))
    return data


def begun(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bots", *arguments],
        env={"PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed_at(table: str, process: subprocess.Popen[str]) -> None:
    with process:
        assert process.stderr is not None
        assert any(line.startswith(f"copied  {table} ") for line in process.stderr)
        process.kill()
    assert process.returncode == -9


def killed_after(seconds: float, process: subprocess.Popen[str]) -> bool:
    """Whether it was not done yet."""
    with process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return False
        process.kill()
    return True


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_backup_has_its_name_only_when_it_is_whole(frontdesk: Frontdesk, desk: Path, tmp_path: Path) -> None:
    archive = tmp_path / "away" / "desk.tar"
    killed_at("audit", begun("backup", str(archive), DESK_DATA=str(desk)))
    assert names(archive.parent) == ["desk.tar.unfinished"]
    assert (await frontdesk("backup", str(archive))).code == 0
    assert names(archive.parent) == ["desk.tar"]


async def test_a_restore_into_postgresql_leaves_nothing_and_is_begun_anew(
    frontdesk: Frontdesk, desk: Path, there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await frontdesk("backup", str(tmp_path / "desk.tar"))
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "new"))
    monkeypatch.setenv("DATABASE_URL", there)
    restoring = begun("restore", str(tmp_path / "desk.tar"), DESK_DATA=str(tmp_path / "new"), DATABASE_URL=there)
    killed_at("audit", restoring)
    restored = await frontdesk("restore", str(tmp_path / "desk.tar"))
    assert restored.code == 0, restored.err
    assert await asked(there, "SELECT count(*) FROM audit WHERE kind = 'signed_in'") >= ROWS
    assert names(tmp_path / "new") == ["mail"]


@pytest.mark.parametrize("seconds", [0.4, 0.5, 0.6, 0.7, 0.8, 1.0])
async def test_a_restore_is_a_desk_or_can_be_begun_anew(
    frontdesk: Frontdesk, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    await frontdesk("backup", str(tmp_path / "desk.tar"))
    new = tmp_path / "new"
    monkeypatch.setenv("DESK_DATA", str(new))
    cut = killed_after(seconds, begun("restore", str(tmp_path / "desk.tar"), DESK_DATA=str(new)))
    if cut and "desk.db" not in (names(new) if new.exists() else []):
        restored = await frontdesk("restore", str(tmp_path / "desk.tar"))
        assert restored.code == 0, restored.err
    kinds = Counter(dict(row)["kind"] for row in in_file(new / "desk.db")["audit"])
    assert (kinds["signed_in"], kinds["restored"]) == (ROWS, 1)
    assert len(names(new / "mail" / "2026")) == 300
