"""When an e-mail is usually answered, by the backlog, the last weeks and the calendar."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.ids import Language
from core.model.rows import AnsweredMail
from handoff.backlog import expected, stated, work_until_answer
from handoff.calibration import Range
from handoff.hours import ALWAYS, Hours, Slot, is_open

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE = Hours(
    "Europe/Amsterdam",
    ((Slot(time(9), time(17, 30)),),) * 5 + ((), ()),
    frozenset({date(2026, 4, 3), date(2026, 4, 6)}),
)
EN = Language("en")
STATED = timedelta(hours=8)
NOW = datetime(2026, 3, 18, 10, 0, tzinfo=AMSTERDAM)  # a Wednesday


def answered(hours: float, ahead: int, days_ago: int = 1) -> AnsweredMail:
    """A mail that came at nine in the morning some days ago; `hours` within that day."""
    came = NOW.replace(hour=9) - timedelta(days=days_ago)
    return AnsweredMail(EN, ahead, came, came + timedelta(hours=hours))


def work(ahead: int, recent: list[AnsweredMail]) -> Range:
    return work_until_answer(ahead, recent, OFFICE, NOW, STATED)


def test_without_history_it_is_the_stated_time():
    assert work(30, []).high_minutes == 480


def test_with_history_it_is_what_such_mails_took():
    assert work(10, [answered(2, 10), answered(3, 10), answered(4, 10)] * 50).high_minutes == 240


def test_twice_as_many_ahead_take_about_twice_as_long():
    recent = [answered(2, 10), answered(3, 10)] * 50
    assert work(22, recent).high_minutes == pytest.approx(2 * work(10, recent).high_minutes)


def test_this_week_counts_more_than_the_last():
    slow, fast = answered(6, 10, days_ago=15), answered(2, 10, days_ago=1)
    assert work(10, [slow, *[fast] * 4] * 30).high_minutes == 120
    assert work(10, [answered(6, 10), *[answered(2, 10, days_ago=15)] * 4] * 30).high_minutes == 360


def test_nights_and_week_ends_are_no_work():
    friday, monday = datetime(2026, 3, 13, 16, 30, tzinfo=AMSTERDAM), datetime(2026, 3, 16, 10, 0, tzinfo=AMSTERDAM)
    assert work(3, [AnsweredMail(EN, 3, friday, monday)] * 200).high_minutes == 120


@given(
    st.integers(0, 300),
    st.lists(st.builds(answered, st.floats(0, 8), st.integers(0, 200), st.sampled_from([1, 2, 5, 6, 30])), max_size=30),
)
def test_one_more_ahead_never_makes_a_range_unreadable(ahead: int, recent: list[AnsweredMail]):
    low, high = work(ahead, recent)
    assert 0 <= low <= high


@pytest.mark.parametrize(
    ("came", "minutes", "latest"),
    [
        ("Wed 2026-03-18 10:00", 100, "Wed 2026-03-18 12:00"),  # the full hour
        ("Wed 2026-03-18 10:00", 120, "Wed 2026-03-18 12:00"),
        ("Wed 2026-03-18 10:00", 430, "Wed 2026-03-18 17:30"),  # closing time, not six o'clock
        ("Wed 2026-03-18 10:00", 450, "Wed 2026-03-18 17:30"),
        ("Wed 2026-03-18 16:00", 120, "Thu 2026-03-19 10:00"),
        ("Wed 2026-03-18 10:00", 600, "Thu 2026-03-19 12:00"),  # beyond a day: noon
        ("Wed 2026-03-18 10:00", 800, "Thu 2026-03-19 17:30"),  # or closing time
        ("Wed 2026-03-18 23:00", 60, "Thu 2026-03-19 10:00"),
        ("Fri 2026-03-20 16:00", 240, "Mon 2026-03-23 12:00"),  # over the week-end
        ("Fri 2026-03-27 16:00", 240, "Mon 2026-03-30 12:00"),  # and the change of clocks
        ("Thu 2026-04-02 16:00", 240, "Tue 2026-04-07 12:00"),  # over Easter
    ],
)
def test_it_is_told_as_a_moment_of_the_calendar(came: str, minutes: float, latest: str):
    now = datetime.strptime(came, "%a %Y-%m-%d %H:%M").replace(tzinfo=AMSTERDAM)
    told = expected(Range(30, minutes), OFFICE, now)
    assert told is not None
    assert told.latest.astimezone(AMSTERDAM).strftime("%a %Y-%m-%d %H:%M") == latest


def test_minutes_of_the_clock_are_rounded_up():
    friday = datetime(2026, 3, 20, 17, 0, 30, tzinfo=AMSTERDAM)
    told = expected(Range(10, 60), OFFICE, friday)
    assert told is not None
    assert (told.eta(friday).low_minutes, told.eta(friday).high_minutes) == (10, 2 * 24 * 60 + 19 * 60)


def test_a_desk_that_never_opens_promises_nothing():
    assert expected(Range(30, 60), Hours("UTC", ((),) * 7), NOW) is None


@given(st.integers(0, 300 * 24 * 60), st.floats(0, 5000), st.floats(0, 5000))
def test_the_latest_moment_is_one_at_which_somebody_works(came: int, one: float, other: float):
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=came)
    told = expected(Range(min(one, other), max(one, other)), OFFICE, now)
    assert told is not None
    assert now <= told.earliest <= told.latest
    assert is_open(OFFICE, told.latest - timedelta(microseconds=1))


def test_a_desk_that_is_always_open_rounds_too():
    told = expected(Range(30, 90), ALWAYS, NOW)
    assert told is not None
    assert told.latest == NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("came", "earliest", "latest"),
    [
        ("Wed 2026-03-18 10:00", "Wed 2026-03-18 10:00", "Thu 2026-03-19 09:30"),
        ("Wed 2026-03-18 09:20", "Wed 2026-03-18 09:20", "Wed 2026-03-18 17:30"),  # 17:20, rounded up
        ("Sun 2026-03-22 21:00", "Mon 2026-03-23 09:00", "Mon 2026-03-23 17:00"),
        ("Thu 2026-04-02 16:30", "Thu 2026-04-02 16:30", "Tue 2026-04-07 16:00"),  # over Easter
    ],
)
def test_what_is_only_stated_is_told_to_half_an_hour(came: str, earliest: str, latest: str):
    now = datetime.strptime(came, "%a %Y-%m-%d %H:%M").replace(tzinfo=AMSTERDAM)
    told = stated(OFFICE, now, STATED)
    assert told is not None
    ends = [moment.astimezone(AMSTERDAM).strftime("%a %Y-%m-%d %H:%M") for moment in (told.earliest, told.latest)]
    assert ends == [earliest, latest]


def test_a_desk_that_never_opens_states_nothing():
    assert stated(Hours("UTC", ((),) * 7), NOW, STATED) is None
