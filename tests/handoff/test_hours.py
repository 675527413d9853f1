"""When a desk is open, when that changes and how much it has worked: tables in wall clock, answers in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from handoff.hours import ALWAYS, Hours, Slot, Week, after, closes_at, is_open, opens_at, worked

AMSTERDAM = "Europe/Amsterdam"
NIGHT_AND_DAY = Slot(time(0), time(0))


def slots(written: str) -> tuple[Slot, ...]:
    """ "9:00-12:00 13:00-17:00"."""
    ends = (part.split("-") for part in written.split())
    return tuple(Slot(wall(opens), wall(closes)) for opens, closes in ends)


def wall(written: str) -> time:
    hour, minute = map(int, written.split(":"))
    return time(hour % 24, minute)


def week(weekdays: str, saturday: str = "", sunday: str = "") -> Week:
    return ((slots(weekdays),) * 5) + (slots(saturday), slots(sunday))


CHAT = Hours(AMSTERDAM, week("9:00-21:00", "10:00-17:00"), frozenset({date(2026, 12, 25), date(2026, 12, 26)}))
SPLIT = Hours(AMSTERDAM, week("9:00-12:00 13:00-17:00"))
NEVER = Hours(AMSTERDAM, week(""))


def at(written: str, zone: str = AMSTERDAM, fold: int = 0) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone), fold=fold)


def said(moment: datetime | None) -> str:
    """In wall clock, but only a moment in UTC is read at all."""
    assert moment is None or moment.tzinfo is UTC
    return moment.astimezone(ZoneInfo(AMSTERDAM)).strftime("%a %d %b %H:%M %z") if moment else "never"


@pytest.mark.fault(
    "People and time",
    "daylight saving both ways",
    "hours and times that are promised follow the wall clock; none is negative",
)
@pytest.mark.parametrize(
    ("moment", "opens", "closes"),
    [
        ("2026-11-23 08:59:59", "Mon 23 Nov 09:00 +0100", "never"),
        ("2026-11-23 09:00", "Mon 23 Nov 09:00 +0100", "Mon 23 Nov 21:00 +0100"),
        ("2026-11-23 20:59", "Mon 23 Nov 20:59 +0100", "Mon 23 Nov 21:00 +0100"),
        ("2026-11-23 21:00", "Tue 24 Nov 09:00 +0100", "never"),
        ("2026-11-28 16:00", "Sat 28 Nov 16:00 +0100", "Sat 28 Nov 17:00 +0100"),
        ("2026-11-28 17:00", "Mon 30 Nov 09:00 +0100", "never"),
        ("2026-12-24 22:00", "Mon 28 Dec 09:00 +0100", "never"),  # Christmas, Boxing Day, a Sunday
        ("2026-12-25 12:00", "Mon 28 Dec 09:00 +0100", "never"),
        ("2026-10-24 18:00", "Mon 26 Oct 09:00 +0100", "never"),  # winter begins in between
        ("2026-03-28 18:00", "Mon 30 Mar 09:00 +0200", "never"),  # summer does
    ],
)
def test_opening_and_closing(moment: str, opens: str, closes: str):
    assert (said(opens_at(CHAT, at(moment))), said(closes_at(CHAT, at(moment)))) == (opens, closes)
    assert is_open(CHAT, at(moment)) == (closes != "never")


def test_a_break_at_noon_is_closed():
    assert [is_open(SPLIT, at(f"2026-11-23 {hour}")) for hour in ("11:59", "12:00", "12:59", "13:00")] == [1, 0, 0, 1]


def test_the_zone_of_the_question_does_not_matter():
    new_york = [at(f"2026-11-23 {hour}", "America/New_York") for hour in ("02:59", "03:00", "14:59", "15:00")]
    assert [is_open(CHAT, moment) for moment in new_york] == [False, True, True, False]


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23 09:00", "2026-11-23 17:00", 7),  # the break is no work
        ("2026-11-23 12:00", "2026-11-23 13:00", 0),
        ("2026-11-23 16:30", "2026-11-24 09:30", 1),
        ("2026-11-27 16:00", "2026-11-30 10:00", 2),  # a weekend
        ("2026-11-23 00:00", "2026-11-30 00:00", 35),
        ("2026-10-19 00:00", "2026-10-26 00:00", 35),  # the change of clock is in the night
        ("2026-11-23 10:00", "2026-11-23 10:00", 0),
        ("2026-11-24 10:00", "2026-11-23 10:00", 0),
    ],
)
def test_worked(start: str, end: str, hours: int):
    assert worked(SPLIT, at(start), at(end)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "hours", "done"),
    [
        ("2026-11-23 09:00", 2, "Mon 23 Nov 11:00 +0100"),
        ("2026-11-23 09:00", 3, "Mon 23 Nov 12:00 +0100"),  # not after the break
        ("2026-11-23 09:00", 4, "Mon 23 Nov 14:00 +0100"),
        ("2026-11-23 10:00", 8, "Tue 24 Nov 11:00 +0100"),
        ("2026-11-27 16:00", 8, "Mon 30 Nov 17:00 +0100"),
        ("2026-11-28 12:00", 1, "Mon 30 Nov 10:00 +0100"),
        ("2026-11-28 12:00", 0, "Sat 28 Nov 12:00 +0100"),
        ("2026-11-28 12:00", 7 * 5 * 52, "Fri 26 Nov 17:00 +0100"),
        ("2026-11-28 12:00", 7 * 5 * 53, "never"),  # more than a year
    ],
)
def test_after(start: str, hours: int, done: str):
    assert said(after(SPLIT, at(start), timedelta(hours=hours))) == done


def test_who_never_opens_never_does():
    now = at("2026-11-23 10:00")
    assert [opens_at(NEVER, now), closes_at(NEVER, now), after(NEVER, now, timedelta(minutes=1))] == [None] * 3
    assert worked(NEVER, now, now + timedelta(days=99)) == timedelta()


def test_who_is_always_there_never_closes():
    now = at("2026-11-23 10:00")
    assert (is_open(ALWAYS, now), opens_at(ALWAYS, now), closes_at(ALWAYS, now)) == (True, now, None)
    assert after(ALWAYS, now, timedelta(hours=30)) == now + timedelta(hours=30)


def test_slots_that_adjoin_are_one_over_midnight_too():
    nights = Hours(AMSTERDAM, ((*slots("0:00-2:00 8:00-12:00 12:00-16:00 22:00-24:00"),),) * 7)
    assert said(closes_at(nights, at("2026-11-23 09:00"))) == "Mon 23 Nov 16:00 +0100"
    assert said(closes_at(nights, at("2026-11-23 23:00"))) == "Tue 24 Nov 02:00 +0100"


def test_a_closing_day_ends_what_goes_over_midnight():
    always_but = Hours(AMSTERDAM, ((NIGHT_AND_DAY,),) * 7, frozenset({date(2026, 12, 25)}))
    assert said(closes_at(always_but, at("2026-12-20 09:00"))) == "Fri 25 Dec 00:00 +0100"
    assert said(opens_at(always_but, at("2026-12-25 09:00"))) == "Sat 26 Dec 00:00 +0100"


def test_the_next_opening_is_looked_for_for_sixty_days():
    holiday = frozenset(date(2026, 7, 1) + timedelta(days=ahead) for ahead in range(70))
    summer = Hours(AMSTERDAM, ((NIGHT_AND_DAY,),) * 7, holiday)
    assert said(opens_at(summer, at("2026-07-20 09:00"))) == "Wed 09 Sep 00:00 +0200"
    assert opens_at(summer, at("2026-07-02 09:00")) is None


def test_a_closing_at_the_end_of_the_last_day_that_is_looked_at_is_found():
    always_but = Hours(AMSTERDAM, ((NIGHT_AND_DAY,),) * 7, frozenset({date(2026, 12, 25)}))
    assert said(closes_at(always_but, at("2026-10-26 09:00"))) == "Fri 25 Dec 00:00 +0100"


@pytest.mark.parametrize(
    ("opens", "closes"), [(time(9), time(9)), (time(17), time(9)), (time(22), time(2)), (time(0, 1), time(0, 1))]
)
def test_a_slot_has_a_length(opens: time, closes: time):
    with pytest.raises(ValueError, match="ends before it begins"):
        Slot(opens, closes)


@pytest.mark.parametrize("day", ["9:00-12:00 11:59-13:00", "9:00-24:00 12:00-13:00", "13:00-14:00 9:00-12:00"])
def test_slots_are_in_order_and_not_over_each_other(day: str):
    with pytest.raises(ValueError, match="when another ends"):
        Hours(AMSTERDAM, week(day))


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven days, not 5"):
        Hours(AMSTERDAM, (slots("9:00-17:00"),) * 5)
