"""When a customer can be called: free half hours, around closing time, weekends, holidays and changes of clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.view import Moment
from handoff.callback_slots import LEAD, SLOT, facts_at, free_slots, soonest, suggested
from handoff.hours import ALWAYS, Hours, Slot, closes_at, is_open, worked
from tests.handoff.ringing import AMSTERDAM, NEVER, OFFICE
from tests.handoff.test_hours_clock_changes import Desks, desks, near, unhurried

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
THERE = ZoneInfo(AMSTERDAM)


def at(written: str) -> datetime:
    """In Amsterdam."""
    return datetime.fromisoformat(written).replace(tzinfo=THERE).astimezone(UTC)


def starts(hours: Hours, now: str, *booked: str, capacity: int = 1) -> list[str]:
    slots = free_slots(hours, [at(slot) for slot in booked], at(now), capacity)
    return [f"{slot.at.astimezone(THERE):%a %d %H:%M}" for slot in slots]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-23 07:00", "Mon 23 09:00"),
        ("2026-11-23 08:45", "Mon 23 09:00"),
        ("2026-11-23 08:46", "Mon 23 09:30"),  # somebody has to claim it
        ("2026-11-23 10:15", "Mon 23 10:30"),
        ("2026-11-23 10:15:01", "Mon 23 11:00"),
        ("2026-11-23 16:15", "Mon 23 16:30"),
        ("2026-11-23 16:16", "Tue 24 09:00"),
        ("2026-11-27 18:00", "Mon 30 09:00"),
        ("2026-11-28 12:00", "Mon 30 09:00"),
    ],
)
def test_the_first_slot(now: str, first: str) -> None:
    assert starts(OFFICE, now)[0] == first


@pytest.mark.parametrize(
    ("now", "last", "count"),
    [
        ("2026-11-23 07:00", "Fri 27 16:30", 80),
        ("2026-11-23 16:00", "Fri 27 16:30", 65),  # today's last slot makes today one of the days
        ("2026-11-23 16:16", "Mon 30 16:30", 80),
        ("2026-11-25 07:00", "Tue 01 16:30", 80),  # a weekend lies between
    ],
)
def test_five_working_days_are_offered(now: str, last: str, count: int) -> None:
    slots = starts(OFFICE, now)
    assert (slots[-1], len(slots)) == (last, count)


def test_a_closed_day_is_none_of_the_five() -> None:
    christmas = Hours(AMSTERDAM, OFFICE.week, frozenset({date(2026, 12, 25)}))
    days = {slot[:6] for slot in starts(christmas, "2026-12-23 08:00")}
    assert days == {"Wed 23", "Thu 24", "Mon 28", "Tue 29", "Wed 30"}


def test_nobody_is_promised_a_call_that_outlasts_the_hours() -> None:
    hours = Hours(AMSTERDAM, ((Slot(time(9), time(10, 15)), Slot(time(13, 10), time(14))),) * 7)
    assert starts(hours, "2026-11-23 07:00")[:3] == ["Mon 23 09:00", "Mon 23 09:30", "Mon 23 13:30"]


@pytest.mark.parametrize(
    ("booked", "capacity", "free"),
    [
        ((), 1, ["09:00", "09:30", "10:00"]),
        (("09:00",), 1, ["09:30", "10:00", "10:30"]),
        (("09:00",), 2, ["09:00", "09:30", "10:00"]),
        (("09:00", "09:00"), 2, ["09:30", "10:00", "10:30"]),
        (("09:15",), 1, ["10:00", "10:30", "11:00"]),  # booked before the hours were changed
    ],
)
def test_what_is_booked_is_not_free(booked: tuple[str, ...], capacity: int, free: list[str]) -> None:
    slots = starts(OFFICE, "2026-11-23 08:00", *(f"2026-11-23 {slot}" for slot in booked), capacity=capacity)
    assert [slot[-5:] for slot in slots[:3]] == free


def test_a_day_that_is_fully_booked_is_one_of_the_five() -> None:
    monday = [f"2026-11-23 {hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30)]
    slots = starts(OFFICE, "2026-11-23 07:00", *monday)
    assert (slots[0], slots[-1]) == ("Tue 24 09:00", "Fri 27 16:30")


def test_nobody_who_calls_has_no_slots() -> None:
    assert starts(NEVER, "2026-11-23 10:00") == []
    assert starts(OFFICE, "2026-11-23 10:00", capacity=0) == []


def test_hours_that_are_too_short_for_a_call_have_no_slots() -> None:
    assert starts(Hours(AMSTERDAM, ((Slot(time(9), time(9, 20)),),) * 7), "2026-11-23 10:00") == []


def test_a_desk_that_never_closes_has_slots_by_night() -> None:
    assert len(starts(ALWAYS, "2026-11-23 01:00")) == 5 * 48 - 1  # in UTC the day has begun: 0:00 has passed


def test_slots_keep_to_the_clock_when_it_changes() -> None:
    nights = Hours(AMSTERDAM, ((Slot(time(1), time(4)),),) * 7)
    spring = [slot[-5:] for slot in starts(nights, "2027-03-27 23:00")]
    autumn = [slot[-5:] for slot in starts(nights, "2026-10-24 23:00")]
    assert spring[:4] == ["01:00", "01:30", "03:00", "03:30"]
    assert autumn[:8] == ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30"]


def test_the_lead_time_is_the_same_in_every_zone() -> None:
    doubled = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)  # ten to three, for the first time
    assert free_slots(ALWAYS, [], doubled.astimezone(THERE)) == free_slots(ALWAYS, [], doubled)


def test_the_customer_reads_slots_in_their_own_zone() -> None:
    slots = free_slots(OFFICE, [], at("2026-11-23 07:00"), zone="Europe/Lisbon")
    assert {slot.zone for slot in slots} == {"Europe/Lisbon"}
    assert slots[0].at == at("2026-11-23 09:00")


def test_as_soon_as_possible_is_now_while_somebody_is_there() -> None:
    assert soonest(OFFICE, at("2026-11-23 10:07")) == Moment(at("2026-11-23 10:07"), AMSTERDAM)


def test_as_soon_as_possible_is_the_next_opening_otherwise() -> None:
    assert soonest(OFFICE, at("2026-11-27 17:00"), "Europe/Lisbon") == Moment(at("2026-11-30 09:00"), "Europe/Lisbon")
    assert soonest(NEVER, at("2026-11-27 17:00")) is None


@pytest.mark.parametrize(
    ("now", "by"),
    [
        ("2026-11-23 10:00", "2026-11-23 14:00"),
        ("2026-11-23 15:00", "2026-11-24 11:00"),
        ("2026-11-27 16:59", "2026-11-30 12:59"),
    ],
)
def test_as_soon_as_possible_is_within_four_hours_of_work(now: str, by: str) -> None:
    assert facts_at(at(now), OFFICE).soon == at(by)


def test_a_few_suggestions_are_spread_over_days() -> None:
    free = facts_at(at("2026-11-23 10:00"), OFFICE).free
    local = [f"{slot.at.astimezone(THERE):%a %H:%M}" for slot in suggested(free, AMSTERDAM)]
    assert local == ["Mon 10:30", "Mon 12:00", "Tue 09:00", "Tue 12:00", "Wed 09:00", "Wed 12:00"]


@unhurried
@given(desks(), near, st.integers(0, 3))
def test_every_slot_is_free_within_hours_and_in_the_future(desks: Desks, away: timedelta, capacity: int) -> None:
    for hours, change in desks[:4]:
        now = change + away
        booked = [slot.at for slot in free_slots(hours, [], now)[::2]] * 2
        slots = [slot.at for slot in free_slots(hours, booked, now, capacity)]
        there = ZoneInfo(hours.zone)
        for slot in slots:
            assert slot >= now + LEAD
            assert is_open(hours, slot)
            assert worked(hours, slot, slot + SLOT) == SLOT
            assert closes_at(hours, slot) is None or slot + SLOT <= (closes_at(hours, slot) or slot)
            assert slot.astimezone(there).minute % 30 == 0
            assert booked.count(slot) < capacity
        assert all(later - sooner >= SLOT for sooner, later in pairwise(slots))
        assert len({slot.astimezone(there).date() for slot in slots}) <= 5


@unhurried
@given(desks(), near)
def test_no_slot_within_reach_is_left_out(desks: Desks, away: timedelta) -> None:
    for hours, change in desks[:4]:
        now = change + away
        slots = {slot.at for slot in free_slots(hours, [], now)}
        end = max(slots, default=now)
        half_hour = now.replace(minute=0, second=0, microsecond=0)
        while half_hour <= end:
            whole = worked(hours, half_hour, half_hour + SLOT) == SLOT
            assert (half_hour in slots) == (whole and half_hour >= now + LEAD)
            half_hour += SLOT
