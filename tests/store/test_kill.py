"""What was called durable is there after kill -9 at any moment, once and whole."""

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from core.store.sqlite import SqliteStore

pytestmark = pytest.mark.faults  # real processes

RUNS = 10


def printed_before_the_kill(path: Path, run: int) -> list[str]:
    """Start the small desk, kill it a moment after it began to work, and return the keys that it printed whole."""
    script = Path(__file__).with_name("kill_me.py")
    command = [sys.executable, str(script), str(path), str(run)]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": root}) as desk:
        assert desk.stdout is not None
        assert desk.stdout.readline() == "open\n"
        time.sleep(random.uniform(0.01, 0.08))
        desk.kill()
        printed = desk.stdout.read()
    assert desk.returncode == -9
    return printed.rpartition("\n")[0].split()


async def test_killed_again_and_again_nothing_is_lost_doubled_or_halved(tmp_path):
    path = tmp_path / "desk.db"
    printed = [key for run in range(RUNS) for key in printed_before_the_kill(path, run)]
    await SqliteStore.open(path).close()

    with closing(sqlite3.connect(path)) as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM inbox")]
        done = {row_id for (row_id,) in connection.execute("SELECT id FROM inbox WHERE state = 'done'")}
        sent = {int(id.removesuffix(".0")) for (id,) in connection.execute("SELECT id FROM outbox")}
    first_halves, second_halves = ({key[:-1] for key in keys if key[-1] == half} for half in "ab")

    assert len(printed) > RUNS
    assert set(printed) <= set(keys), "lost"
    assert len(keys) == len(set(keys)), "doubled"
    assert first_halves == second_halves, "half of an addition"
    assert done == sent, "half of a decision"
    assert done
