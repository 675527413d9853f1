"""A copy of a desk's data that goes on: nothing of then is repeated blindly, and no number is given twice."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.model.alarms import ToldAlarms
from core.model.alerts import Told
from core.model.codec import decode
from core.model.restored import RESTORED, Restored
from core.store.moving.going_on import go_on
from tests.cli.moving_data import change, desk_at

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

WAITED = """
DELETE FROM outbox;
INSERT INTO outbox (id, part, conversation, lane, effect, turn, created_at, not_before, slot, attempts) VALUES
    ('1.0', 0, 'telegram:1', 'telegram:1', '{"is":"Say"}', 1, 1, 1, 0, 0),
    ('2.0', 0, 'telegram:1', 'mail:x:anna@shop.example', '{"is":"Say"}', 1, 1, 1, 0, 0),
    ('3.0', 0, 'telegram:1', 'staff:telegram:1', '{"is":"Post"}', 1, 1, 1, 0, 0),
    ('4.0', 0, 'telegram:1', 'staff:telegram:1', '{"is":"OpenHandoff"}', 1, 1, 1, 0, 3);
INSERT OR REPLACE INTO keep VALUES ('alerts', '{"count": 7}'), ('alarms', '{"count": 2}');
INSERT INTO links VALUES ('h', 'telegram:1', 'telegram', 'Anna', 'open', 1, 9e9);
INSERT INTO board_sessions VALUES ('d', 1, 1, '{}');
"""


@pytest.fixture
async def copy(tmp_path: Path) -> Path:
    file = await desk_at(tmp_path / "copy.db")
    change(file, WAITED)
    return file


def ask(file: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(question).fetchall()


async def test_what_waited_is_looked_up_before_it_is_sent(copy: Path) -> None:
    go_on(copy, NOW - 5 * MINUTE, NOW)
    assert ask(copy, "SELECT id, state, attempts FROM outbox ORDER BY seq") == [
        ("1.0", "waiting", 1),
        ("2.0", "waiting", 1),
        ("3.0", "waiting", 1),
        ("4.0", "waiting", 3),
    ]


async def test_much_later_nothing_is_repeated_to_a_customer_whose_messenger_cannot_be_asked(copy: Path) -> None:
    restored = go_on(copy, NOW - 60 * MINUTE, NOW)
    assert ask(copy, "SELECT id, state FROM outbox ORDER BY seq") == [
        ("1.0", "failed"),
        ("2.0", "waiting"),
        ("3.0", "waiting"),
        ("4.0", "waiting"),
    ]
    ((reason,),) = ask(copy, "SELECT reason FROM outbox WHERE state = 'failed'")
    assert reason == (
        "it waited when the backup of 2026-11-22 14:30 UTC was made, and may have been sent since: nobody knows"
    )
    assert (restored.set_aside, restored.looked_up) == (1, 3)


async def test_numbers_that_were_given_since_are_not_given_again(copy: Path) -> None:
    ((before,),) = ask(copy, "SELECT seq FROM sqlite_sequence WHERE name = 'inbox'")
    restored = go_on(copy, NOW - 60 * MINUTE, NOW)
    assert restored.jumped == 1_000_000 + 3600 * 1000
    assert ask(copy, "SELECT seq FROM sqlite_sequence WHERE name = 'inbox'") == [(int(str(before)) + restored.jumped,)]
    ((told,),) = ask(copy, "SELECT value FROM keep WHERE name = 'alerts'")
    assert decode(str(told), Told).count == 7 + restored.jumped
    ((rung,),) = ask(copy, "SELECT value FROM keep WHERE name = 'alarms'")
    assert decode(str(rung), ToldAlarms).count == 2 + restored.jumped


async def test_an_inbox_that_never_had_a_row_jumps_too(tmp_path: Path) -> None:
    file = await desk_at(tmp_path / "copy.db")
    change(file, "DELETE FROM inbox; DELETE FROM sqlite_sequence WHERE name = 'inbox';")
    restored = go_on(file, NOW, NOW)
    assert ask(file, "SELECT seq FROM sqlite_sequence WHERE name = 'inbox'") == [(restored.jumped,)]


async def test_links_and_sessions_of_then_let_nobody_in(copy: Path) -> None:
    go_on(copy, NOW, NOW)
    assert ask(copy, "SELECT count(*) FROM links WHERE state = 'open'") == [(0,)]
    assert ask(copy, "SELECT count(*) FROM board_sessions") == [(0,)]


async def test_that_it_was_restored_is_remembered_and_audited(copy: Path) -> None:
    restored = go_on(copy, NOW - MINUTE, NOW)
    ((kept,),) = ask(copy, f"SELECT value FROM keep WHERE name = '{RESTORED}'")
    assert decode(str(kept), Restored) == restored
    assert ask(copy, "SELECT count(*) FROM audit WHERE kind = 'restored'") == [(1,)]
