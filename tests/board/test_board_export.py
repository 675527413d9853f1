"""Tables to take along: cells that are inert in spreadsheets, days that are meant, files that say what they hold."""

import csv
import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.board.csv_cells import BOM, Cell, cell, csv_of
from handoff.board.export import Column, Table, export_routes
from handoff.board.period import LONGEST, UnknownPeriod, asked_for, zone_of
from handoff.board.routes import Visit
from tests.board.visiting import inside, room_at

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # the 24th in Amsterdam
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def read(body: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(body.decode("utf-8-sig"), newline="")))


# --- cells
@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Emma", "Emma"),
        ("", ""),
        (None, ""),
        (3, "3"),
        (-3, "-3"),
        (0.5, "0.5"),
        (1 / 3, "0.3333"),
        (123456.78, "123456.78"),
        (True, "yes"),
        (False, "no"),
        (datetime(2026, 11, 22, 19, tzinfo=AMSTERDAM), "2026-11-22 18:00:00"),
        (date(2026, 11, 22), "2026-11-22"),
        ("=1+1", "'=1+1"),
        ("+31 6 1234", "'+31 6 1234"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("  =1+1", "'  =1+1"),
        ("\N{NO-BREAK SPACE}=1+1", "'\N{NO-BREAK SPACE}=1+1"),
        ("＝1+1", "'＝1+1"),
        ("\0=1+1", "'=1+1"),
        ("a=b", "a=b"),
    ],
)
def test_how_a_value_stands_in_a_cell(value: Cell, written: str):
    assert cell(value) == written


@pytest.mark.fault("Security", "CSV cells that start with = + - @")
def test_what_would_open_a_program_stays_in_its_own_cell():
    rows = read(csv_of(["name", "n"], [['=cmd|" /C calc"!A0', 1], ['x";=1+1,"\r\n=2', 2]]))
    assert rows == [["name", "n"], ['\'=cmd|" /C calc"!A0', "1"], ['x";=1+1,"\r\n=2', "2"]]


@pytest.mark.fault("Security", "CSV cells that start with = + - @", "they are text, and come back as they were")
@given(st.lists(st.tuples(st.text(), st.text(st.sampled_from("=+-@\t\r\n ,;\"'|%aé"))), max_size=5))
def test_any_text_comes_back_and_none_is_a_formula(rows: list[tuple[str, str]]):
    written = csv_of(["one", "other"], rows)
    found = read(written)[1:]
    assert len(found) == len(rows)
    for row, back in zip(rows, found, strict=True):
        for said, cell_text in zip(row, back, strict=True):
            assert not cell_text.lstrip(" \N{NO-BREAK SPACE}").startswith(FORMULAS)
            assert cell_text.removeprefix("'") == said.replace("\0", "").removeprefix("'")


def test_a_spreadsheet_knows_that_it_is_utf_8():
    assert csv_of(["język"], []).decode() == f"{BOM}język\r\n"


def test_half_a_character_is_no_reason_to_fail():
    assert read(csv_of(["n"], [["\ud83d"]])) == [["n"], ["?"]]


# --- days
@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, "2026-11-11", "2026-11-24"),
        ({"days": "1"}, "2026-11-24", "2026-11-24"),
        ({"days": "7"}, "2026-11-18", "2026-11-24"),
        ({"since": "2026-11-01", "until": "2026-11-03"}, "2026-11-01", "2026-11-03"),
        ({"since": "2026-11-03", "until": "2026-11-01"}, "2026-11-01", "2026-11-03"),
        ({"since": "2026-11-20"}, "2026-11-20", "2026-11-24"),
        ({"until": "2026-11-03"}, "2026-11-03", "2026-11-03"),
        ({"since": "", "until": "", "days": "2"}, "2026-11-23", "2026-11-24"),
    ],
)
def test_days_are_those_of_the_readers_zone(query: dict[str, str], first: str, last: str):
    period = asked_for(query, NOW, AMSTERDAM)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.since == datetime.combine(period.first, datetime.min.time(), AMSTERDAM)


def test_a_day_has_its_own_length_when_the_clock_changes():
    period = asked_for({"since": "2026-10-25"}, datetime(2026, 10, 25, 12, tzinfo=UTC), AMSTERDAM)
    assert period.until - period.since == timedelta(hours=25)


@pytest.mark.parametrize(
    "query",
    [
        {"days": "0"},
        {"days": "-1"},
        {"days": "x"},
        {"days": "9" * 5000},
        {"days": "٣"},
        {"days": str(LONGEST + 1)},
        {"since": "yesterday"},
        {"since": "0001-01-01"},
        {"until": "9999-12-31"},
        {"since": "2020-01-01", "until": "2026-01-01"},
    ],
)
def test_what_names_no_days_is_refused(query: dict[str, str]):
    with pytest.raises(UnknownPeriod):
        asked_for(query, NOW, AMSTERDAM)


@pytest.mark.parametrize(("name", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), ("", "UTC"), ("../../etc/passwd", "UTC")])
def test_an_unknown_zone_is_the_desks(name: str, zone: str):
    assert zone_of(name, "UTC").key == zone


# --- files
TABLE = Table("agents", (Column("name"), Column("chats", kind="count"), Column("since")), [("=Eva", 3, NOW)])


async def told(path: str) -> tuple[int, dict[str, str], bytes]:
    async def load(visit: Visit, period: object) -> Table:
        return TABLE

    async with room_at() as room, inside(export_routes(room, "/agents", "viewer", load)) as client:
        answer = await client.get(path)
        return answer.status, dict(answer.headers), await answer.read()


async def test_a_table_as_csv():
    status, headers, body = await told("/agents.csv?since=2026-11-01&until=2026-11-14")
    assert status == 200
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert headers["Content-Disposition"] == 'attachment; filename="frontdesk-agents-2026-11-01-to-2026-11-14.csv"'
    assert headers["Cache-Control"] == "no-store"
    assert read(body) == [["name", "chats", "since"], ["'=Eva", "3", "2026-11-23 23:30:00"]]


async def test_the_same_table_as_json_where_nothing_needs_to_be_made_safe():
    _, headers, body = await told("/agents.json?since=2026-11-01&until=2026-11-14")
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {
        "table": "agents",
        "since": "2026-10-31T23:00:00+00:00",
        "until": "2026-11-14T23:00:00+00:00",
        "zone": "Europe/Amsterdam",
        "rows": [{"name": "=Eva", "chats": 3, "since": "2026-11-23T23:30:00Z"}],
    }


async def test_days_that_there_are_not_are_refused_with_words():
    status, _, body = await told("/agents.csv?since=soon")
    assert (status, body) == (400, b"A day is written like this: 2026-11-22.")
