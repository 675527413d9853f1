"""Dead letters from the command line: listed, shown, tried again and discarded, beside a running desk and without one."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bots.playground.faults import Fault
from tests.cli.conftest import Frontdesk
from tests.cli.moving_data import asked
from tests.cli.test_moving import moved
from tests.scenarios.town import WAYS, Town, copied_articles

DEAD = """
INSERT INTO inbox (key, source, stream, payload, received_at, state, reason, slot) VALUES
    ('k7', 'telegram', 'telegram:1001', '{"text":"zażółć"}', 1700000000, 'dead', 'KeyError: x', 0);
INSERT INTO outbox (id, part, conversation, lane, effect, turn, created_at, not_before, slot, state, reason) VALUES
    ('1.0', 0, 'telegram:1001', 'telegram:1001', '{"is":"Say"}', 1, 1700000001, 1, 0, 'failed', 'chat not found');
"""


@pytest.fixture
async def desk_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk that is closed, with two dead letters and no other."""
    monkeypatch.setenv("DESK_DATA", str(here.parent))
    ask(here, "DELETE FROM inbox")
    ask(here, "DELETE FROM outbox")
    with closing(sqlite3.connect(here)) as connection:
        connection.executescript(DEAD)
    return here


def ask(file: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file, timeout=5)) as connection, connection:
        return connection.execute(question).fetchall()


async def test_they_are_listed_newest_first_with_what_and_why(frontdesk: Frontdesk, desk_file: Path) -> None:
    first, second, count, _ = (await frontdesk("dead-letters")).out.splitlines()
    assert first == "2023-11-14 22:13:21 UTC  1.0  Say  telegram:1001  chat not found"
    assert second.endswith("  telegram  telegram:1001  KeyError: x")
    assert count == "2 dead letters."


async def test_one_is_shown_with_what_it_holds(frontdesk: Frontdesk, desk_file: Path) -> None:
    ((number,),) = ask(desk_file, "SELECT id FROM inbox WHERE state = 'dead'")
    shown = await frontdesk("dead-letters", "show", str(number))
    assert (shown.code, '"text": "zażółć"' in shown.out) == (0, True)


async def test_what_opens_something_is_shown_as_dots(frontdesk: Frontdesk, desk_file: Path) -> None:
    ask(
        desk_file,
        """UPDATE outbox SET effect = '{"is":"Say","letterhead":{"token":"0a1b"},"url":"https://s/?link=Ab-1&x=2"}'""",
    )
    shown = (await frontdesk("dead-letters", "show", "1.0")).out
    assert '"token": "…"' in shown
    assert '"https://s/?link=…&x=2"' in shown
    assert "0a1b" not in shown


async def test_what_is_no_dead_letter_is_said(frontdesk: Frontdesk, desk_file: Path) -> None:
    answer = await frontdesk("dead-letters", "resend", "99.9")
    assert (answer.code, answer.err) == (
        1,
        "99.9: no dead letter (any more); `frontdesk dead-letters` lists them\n",
    )


async def test_to_discard_one_takes_a_reason(
    frontdesk: Frontdesk, desk_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        await frontdesk("dead-letters", "discard", "1.0")
    assert (left.value.code, "--reason" in capsys.readouterr().err) == (2, True)


async def test_without_a_desk_the_answer_waits_for_one(frontdesk: Frontdesk, desk_file: Path) -> None:
    answer = await frontdesk("dead-letters", "discard", "1.0", "--reason", "the chat is gone")
    assert (answer.code, answer.out) == (0, "No desk is at work on this database: it is done when one starts.\n")
    ((source, payload),) = ask(desk_file, "SELECT source, payload FROM inbox WHERE state = 'new'")
    assert (source, "the chat is gone" in str(payload)) == ("board", True)


async def test_in_postgresql_too(
    frontdesk: Frontdesk, desk_file: Path, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await moved(desk_file, there)
    monkeypatch.setenv("DATABASE_URL", there)
    assert "2 dead letters." in (await frontdesk("dead-letters", "list")).out
    assert (await frontdesk("dead-letters", "resend", "1.0")).code == 0
    assert await asked(there, "SELECT count(*) FROM inbox WHERE state = 'new'") == 1


# --- beside a desk that is at work


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    (tmp_path / "articles").mkdir()
    articles = copied_articles(tmp_path / "articles", ("refund-timing",))
    town = Town(tmp_path / "data", WAYS["asking"], monkeypatch)
    await town.is_built({"HELP_FOLDER": str(articles)})
    await town.opens()
    yield town
    await town.is_left()


async def has_given_up(town: Town) -> str:
    """Telegram says of Anna's chat that there is none, once; the id of what was to be said there."""
    anna = town.customer()
    refused = '{"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}'
    town.faults.add(Fault("telegram", "sendMessage", status=400, body=refused))
    await anna.write("When do I get my money back?")
    await town.until(lambda: bool(town.stored("SELECT 1 FROM outbox WHERE state = 'failed'")))
    ((id,),) = town.stored("SELECT id FROM outbox WHERE state = 'failed'")
    return str(id)


@pytest.mark.scenarios
async def test_one_is_tried_again_while_the_desk_runs(town: Town, frontdesk: Frontdesk) -> None:
    id = await has_given_up(town)
    answer = await frontdesk("dead-letters", "resend", id)
    assert (answer.code, answer.out) == (0, f"{id}: it is tried again, as if for the first time\n")
    await town.customer().reads("AI assistant")
    assert (await frontdesk("dead-letters")).out == "There are no dead letters.\n"


@pytest.mark.scenarios
async def test_one_that_fails_again_at_once_is_said_to_have(town: Town, frontdesk: Frontdesk) -> None:
    id = await has_given_up(town)
    blocked = '{"ok": false, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}'
    town.faults.add(Fault("telegram", "sendMessage", status=403, body=blocked))
    answer = await frontdesk("dead-letters", "resend", id)
    again = f"{id}: it was tried again, and given up again: "
    assert (answer.code, answer.out.startswith(again) or "it is tried again" in answer.out) == (0, True)
    await town.until(lambda: town.stored("SELECT state FROM outbox WHERE id = ?", id) == [("failed",)])
    assert "blocked" in (await frontdesk("dead-letters")).out


@pytest.mark.scenarios
async def test_one_is_discarded_while_the_desk_runs_and_the_audit_says_by_whom(
    town: Town, frontdesk: Frontdesk
) -> None:
    id = await has_given_up(town)
    answer = await frontdesk("dead-letters", "discard", id, "--reason", "a test of ours")
    assert (answer.code, answer.out) == (0, f"{id}: discarded\n")
    ((detail,),) = town.stored("SELECT detail FROM audit WHERE kind = 'board: discarded'")
    assert detail.startswith("command-line Operator (")
    assert detail.endswith(f"outbox {id}: a test of ours")
    assert town.stored("SELECT state, discarded FROM outbox WHERE id = ?", id)[0] == ("failed", 1)


@pytest.mark.scenarios
async def test_what_was_left_for_a_closed_desk_is_done_when_it_opens(town: Town, frontdesk: Frontdesk) -> None:
    await town.closes()
    town.stored(
        "INSERT INTO inbox (key, source, stream, payload, received_at, state, slot) VALUES ('x','y','z','{}',1,'dead',0)"
    )
    ((number,),) = town.stored("SELECT id FROM inbox WHERE key = 'x'")
    assert "No desk is at work" in (await frontdesk("dead-letters", "resend", str(number))).out
    await town.opens()
    await town.until(lambda: town.stored("SELECT state FROM inbox WHERE key = 'x'") == [("ignored",)])
