"""`frontdesk move`, killed at its work: what it leaves behind is no desk, and the next one succeeds."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.moving_data import asked, change, in_file
from tests.cli.test_moving import moved

pytestmark = pytest.mark.faults  # real processes

ROOT = Path(__file__).resolve().parents[2]

_MANY = """
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 60000)
INSERT INTO audit (at, kind, conversation, detail) SELECT n, 'signed_in', 'telegram:' || n, 'x' FROM numbers
"""


def killed(folder: Path, source: str, target: str, table: str) -> None:
    """After it has told of this table, and before it is done."""
    command = [sys.executable, "-m", "bots", "move", source, target]
    with subprocess.Popen(
        command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True
    ) as moves:
        assert moves.stderr is not None
        assert any(line.startswith(f"copied  {table} ") for line in moves.stderr)
        moves.kill()
    assert moves.returncode == -9


def unfinished(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if ".moving" in file.name]


async def test_nothing_of_it_is_in_postgresql(here: Path, there: str) -> None:
    change(here, _MANY)
    killed(here.parent, f"sqlite:{here}", there, "audit")
    rows = await moved(here, there)
    assert rows["audit"] == await asked(there, "SELECT count(*) FROM audit") == 60_000


async def test_a_file_has_its_name_only_when_it_is_whole(here: Path, there: str, tmp_path: Path) -> None:
    change(here, _MANY)
    await moved(here, there)
    killed(here.parent, there, "sqlite:back.db", "audit")
    assert not (tmp_path / "back.db").exists()
    await moved(there, tmp_path / "back.db")
    assert len(in_file(tmp_path / "back.db")["audit"]) == 60_000
    assert unfinished(tmp_path) == []
