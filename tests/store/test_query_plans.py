"""What the store asks is found by an index, however large the desk has grown: SQLite's own plan of each statement says so."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from core.store.session import statements
from core.store.sqlite.database import MEMORY, open_to_write
from core.store.sqlite.schema import shipped

# Read from the beginning to the end, each for a reason: the tables of which there is a row for each colleague or way, the
# indexes that have nothing but what is still to be done, the end of an index of which so many rows are taken as are asked for.
WALKED = {
    "agents.all": ("agents", "there are as many as colleagues"),
    "closures.all": ("closures", "there are as many as ways to a person"),
    "health.processes": ("members", "there are as many as processes"),
    "members.all": ("members", "there are as many as processes"),
    "spells.since": ("spells USING INDEX spells_open", "one for each colleague who is there"),
    "inbox.next": ("candidate USING INDEX inbox_new", "a batch of what is not decided yet"),
    "inbox.next_in": ("candidate USING INDEX inbox_new", "a batch of what is not decided yet"),
    "health.undone": ("inbox USING INDEX inbox_new", "what is not decided yet"),
    "outbox.waiting": ("outbox USING INDEX outbox_waiting", "what is not sent yet, at the start of a process"),
    "outbox.waiting_in": ("outbox USING INDEX outbox_waiting", "what is not sent yet"),
    "health.lanes": ("outbox USING INDEX outbox_waiting", "what is not sent yet"),
    "timers.next_due": ("timers USING COVERING INDEX timers_due", "its first entry"),
    "chats.live": (
        "chats USING INDEX chats_live",
        "who waits or talks now, all of whom the wait of the next depends on",
    ),
    "callbacks.waiting": ("callbacks USING INDEX callbacks_waiting", "calls that are owed"),
    "ticket_pace.ahead": ("tickets USING INDEX tickets_waiting", "mails that are owed, once a minute"),
    "ticket_pace.owed": ("tickets USING INDEX tickets_waiting", "mails that are owed"),
    "disputes.open": ("disputes USING INDEX disputes_open_by_due", "disputes that go on"),
    "disputes.newest": ("disputes USING INDEX disputes_by_age", "its end"),
    "answer_cache.keep_newest": ("answer_cache USING COVERING INDEX answer_cache_by_age", "so many as are kept"),
    "erasures.undone": ("erasures USING INDEX erasures_asked", "what is to be erased"),
    "erasures.keeping": ("erasures USING INDEX erasures_keeping", "what is to be erased later"),
    "audit.dead_letters": ("inbox USING INDEX inbox_dead", "what was given up"),
}
# What is counted or listed of the rows that a statement found, and of no table.
FOUND = re.compile(
    r"SCAN (CONSTANT ROW|\(subquery-\d+\)|found|json_each VIRTUAL TABLE INDEX 1:|outbox USING INDEX outbox_failed)"
)


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    with ExitStack() as held:
        yield open_to_write(MEMORY, shipped(), held)


def walks(connection: sqlite3.Connection, statement: str) -> list[str]:
    """What is read from its beginning on, as EXPLAIN QUERY PLAN names it (https://www.sqlite.org/eqp.html)."""
    values = dict.fromkeys(re.findall(r":(\w+)", statement), 1)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
    scans = [detail for *_, detail in plan if detail.startswith("SCAN")]
    return [scan.removeprefix("SCAN ") for scan in scans if not FOUND.fullmatch(scan)]


@pytest.mark.parametrize("name", sorted(statements().keys() - WALKED.keys()))
def test_it_is_found_by_an_index(connection: sqlite3.Connection, name: str) -> None:
    assert walks(connection, statements()[name]) == []


@pytest.mark.parametrize("name", sorted(WALKED))
def test_it_reads_all_of_what_is_small_and_nothing_else(connection: sqlite3.Connection, name: str) -> None:
    (walked,) = walks(connection, statements()[name])
    assert re.sub(r"sqlite_autoindex_\w+", "", walked).removesuffix(" USING INDEX ") == WALKED[name][0]


@pytest.mark.parametrize("name", ["inbox.next", "inbox.next_in"])
def test_the_next_rows_are_found_without_what_their_streams_ever_brought(
    connection: sqlite3.Connection, name: str
) -> None:
    statement = statements()[name]
    values = dict.fromkeys(re.findall(r":(\w+)", statement), 1)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
    assert [detail for *_, detail in plan if "older" in detail] == ["SEARCH older USING INDEX inbox_parked (stream=?)"]


def test_an_index_that_is_missing_is_noticed(connection: sqlite3.Connection) -> None:
    assert walks(connection, "SELECT data FROM tickets WHERE updated_at > :since") == ["tickets"]
