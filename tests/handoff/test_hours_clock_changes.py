"""Hours around every change of clock of five years: what holds for any week, and what becomes of a missing or doubled hour."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.hours import Hours, Slot, after, closes_at, is_open, opens_at, worked

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
# Lord Howe's clocks change by half an hour; Cairo's and Santiago's in spring at midnight, which is then missing.
ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Santiago",
)


def changes(zone: str) -> list[datetime]:
    """The first moments of the zone's new offsets, from 2026 to 2031; all are on half hours."""
    there = ZoneInfo(zone)
    days = (datetime(2026, 1, 1, tzinfo=UTC) + ahead * DAY for ahead in range(6 * 366))
    return [first_changed(day, there) for day in days if offset(day, there) != offset(day + DAY, there)]


def first_changed(day: datetime, there: ZoneInfo) -> datetime:
    moments = (day + ahead * HOUR / 2 for ahead in range(1, 49))
    return next(moment for moment in moments if offset(moment, there) != offset(day, there))


def offset(moment: datetime, there: ZoneInfo) -> timedelta | None:
    return moment.astimezone(there).utcoffset()


CHANGES = {zone: changes(zone) for zone in ZONES}


def test_there_are_two_changes_a_year():
    assert {zone: len(found) for zone, found in CHANGES.items()} == dict.fromkeys(ZONES, 12)


@st.composite
def days(draw: st.DrawFn) -> tuple[Slot, ...]:
    """Slots on quarters of an hour, many of them in the hours in which clocks change; some adjoin."""
    ends = sorted(draw(st.sets(st.one_of(st.integers(0, 16), st.integers(0, 96)), max_size=8)))
    return tuple(Slot(clock(opens), clock(closes)) for opens, closes in pairwise(ends) if draw(st.booleans()))


def clock(quarter: int) -> time:
    return time(quarter // 4 % 24, quarter % 4 * 15)


@st.composite
def desks(draw: st.DrawFn) -> list[tuple[Hours, datetime]]:
    """A week's hours in a zone with each of its changes of clock; the day of it, or one beside it, may be closed."""
    zone = draw(st.sampled_from(ZONES))
    week = tuple(draw(days()) for _ in range(7))
    closed = draw(st.sampled_from(((), (-1,), (0,), (1,))))
    return [
        (Hours(zone, week, frozenset((change + ahead * DAY).date() for ahead in closed)), change)
        for change in CHANGES[zone]
    ]


near = st.one_of(st.integers(-4 * 3600, 4 * 3600), st.integers(-3 * 86_400, 3 * 86_400)).map(
    lambda seconds: timedelta(seconds=seconds)
)
Desks = list[tuple[Hours, datetime]]
unhurried = settings(max_examples=60, deadline=None)


@unhurried
@given(desks(), near, near, near)
def test_work_adds_up(desks: Desks, one: timedelta, two: timedelta, three: timedelta):
    for hours, change in desks:
        first, middle, last = sorted(change + away for away in (one, two, three))
        assert worked(hours, first, middle) + worked(hours, middle, last) == worked(hours, first, last)


@unhurried
@given(desks(), near, near)
def test_work_is_never_negative_nor_more_than_the_time(desks: Desks, one: timedelta, two: timedelta):
    for hours, change in desks:
        first, last = sorted(change + away for away in (one, two))
        assert timedelta() <= worked(hours, first, last) <= last - first
        assert worked(hours, last, first) == timedelta()


@unhurried
@given(desks(), near, st.integers(1, 40 * 3600).map(lambda seconds: timedelta(seconds=seconds)))
def test_after_is_the_first_moment_at_which_it_is_done(desks: Desks, away: timedelta, work: timedelta):
    for hours, change in desks:
        start = change + away
        done = after(hours, start, work)
        if done is None:
            assert worked(hours, start, start + 360 * DAY) < work
        else:
            assert worked(hours, start, done) == work
            assert worked(hours, start, done - SECOND) < work


@unhurried
@given(desks(), near, near)
def test_what_was_worked_is_done_by_then(desks: Desks, one: timedelta, two: timedelta):
    for hours, change in desks:
        start, end = sorted(change + away for away in (one, two))
        done = after(hours, start, worked(hours, start, end))
        assert done is not None
        assert start <= done <= end


@unhurried
@given(desks(), near)
def test_the_next_opening_is_open_and_all_before_it_closed(desks: Desks, away: timedelta):
    for hours, change in desks:
        now = change + away
        opens = opens_at(hours, now)
        if opens is None:
            assert worked(hours, now, now + 59 * DAY) == timedelta()
        else:
            assert opens >= now
            assert is_open(hours, opens)
            assert worked(hours, now, opens) == timedelta()


@unhurried
@given(desks(), near)
def test_the_next_closing_is_closed_and_all_before_it_open(desks: Desks, away: timedelta):
    for hours, change in desks:
        now = change + away
        closes = closes_at(hours, now)
        if closes is None:
            assert not is_open(hours, now) or worked(hours, now, now + 59 * DAY) == 59 * DAY
        else:
            assert closes > now
            assert not is_open(hours, closes)
            assert worked(hours, now, closes) == closes - now


@unhurried
@given(desks(), st.integers(-40, 40))
def test_every_minute_of_work_is_open(desks: Desks, quarters: int):
    for hours, change in desks:
        start = change + quarters * HOUR / 4
        minutes = [start + timedelta(minutes=ahead) for ahead in range(60)]
        assert worked(hours, start, start + HOUR) == timedelta(minutes=sum(is_open(hours, each) for each in minutes))


@unhurried
@given(desks(), near)
def test_it_is_open_when_the_clock_shows_so_but_in_the_second_round_of_an_hour(desks: Desks, away: timedelta):
    for hours, change in desks:
        local = (change + away).astimezone(ZoneInfo(hours.zone))
        shows = local.date() not in hours.closed and any(
            slot.opens <= local.time() and (slot.closes == time(0) or local.time() < slot.closes)
            for slot in hours.week[local.weekday()]
        )
        assert local.fold or is_open(hours, local) == shows


@pytest.mark.parametrize(
    ("zone", "day", "written", "minutes"),
    [
        ("Europe/Amsterdam", "2027-03-28", "2:00-3:00", 0),  # the missing hour itself
        ("Europe/Amsterdam", "2027-03-28", "2:15-2:45", 0),
        ("Europe/Amsterdam", "2027-03-28", "1:30-2:30", 30),  # ends where it begins to be missing
        ("Europe/Amsterdam", "2027-03-28", "2:30-4:00", 60),  # begins where it has been missing
        ("Europe/Amsterdam", "2027-03-28", "1:00-5:00", 180),
        ("Europe/Amsterdam", "2027-03-28", "0:00-0:00", 23 * 60),
        ("Europe/Amsterdam", "2026-10-25", "1:00-5:00", 300),  # the doubled hour counts twice
        ("Europe/Amsterdam", "2026-10-25", "2:00-3:00", 120),
        ("Europe/Amsterdam", "2026-10-25", "2:15-2:45", 30),  # its first round only
        ("Europe/Amsterdam", "2026-10-25", "2:30-4:00", 150),
        ("Europe/Amsterdam", "2026-10-25", "0:00-0:00", 25 * 60),
        ("America/New_York", "2027-03-14", "1:30-3:30", 60),
        ("America/New_York", "2026-11-01", "0:30-1:30", 60),
        ("Europe/London", "2027-03-28", "0:30-2:30", 60),
        ("Europe/London", "2026-10-25", "0:30-2:30", 180),
        ("Australia/Lord_Howe", "2026-10-04", "1:30-3:00", 60),
        ("Australia/Lord_Howe", "2026-10-04", "2:10-2:20", 0),
        ("Australia/Lord_Howe", "2027-04-04", "1:00-3:00", 150),
        ("Africa/Cairo", "2027-04-30", "0:00-2:00", 60),  # the day begins at 1:00
        ("America/Santiago", "2026-09-06", "0:00-0:00", 23 * 60),
    ],
)
def test_a_slot_across_a_change_of_clock(zone: str, day: str, written: str, minutes: int):
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    opens, closes = (time.fromisoformat(end.zfill(5)) for end in written.split("-"))
    hours = Hours(zone, ((Slot(opens, closes),),) * 7)
    end = (start + DAY).replace(hour=0)  # in wall clock: the day's own end
    assert worked(hours, start, end) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("closes", "said"),
    [("2:30", "2027-03-28T01:00:00"), ("3:00", "2027-03-28T01:00:00"), ("3:30", "2027-03-28T01:30:00")],
)
def test_what_closes_in_a_missing_hour_closes_when_the_clock_is_set(closes: str, said: str):
    hours = Hours("Europe/Amsterdam", ((Slot(time(1), time.fromisoformat(closes.zfill(5))),),) * 7)
    moment = closes_at(hours, datetime(2027, 3, 28, 0, 30, tzinfo=UTC))
    assert moment is not None
    assert moment.replace(tzinfo=None).isoformat() == said


def test_what_lies_in_a_missing_hour_does_not_open_that_day():
    hours = Hours("Europe/Amsterdam", ((Slot(time(2, 15), time(2, 45)),),) * 7)
    assert opens_at(hours, datetime(2027, 3, 28, tzinfo=UTC)) == datetime(2027, 3, 29, 0, 15, tzinfo=UTC)
