"""How many agents each hour of the week needs, in which languages, and who was there: by tables, and by what holds for all."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from core.model.figures import HandoffRow, SpellRow
from core.model.ids import AgentId, CaseCode, ConversationId, Language
from handoff.board.staffing.lengths import at_once, lengths_of
from handoff.board.staffing.plan import HourPlan, plans_of
from handoff.board.staffing.week import Hour, Stay, Week, stays_of, week_of

EN, NL, PL = Language("en"), Language("nl"), Language("pl")
MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
WEEK = timedelta(7)
NUMBERS = itertools.count(1)


def at(day: int, clock: str) -> datetime:
    """UTC; day 0 is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def chat(
    asked: datetime,
    language: Language = EN,
    wait: float = 0.5,
    length: float = 10,
    agent: str = "U0TOM",
    **more: object,
) -> HandoffRow:
    """Lengths in minutes; nobody took it where `wait` is below zero."""
    claimed = asked + timedelta(minutes=wait) if wait >= 0 else None
    number = next(NUMBERS)
    return HandoffRow(
        CaseCode(f"FD-{number:06}"),
        ConversationId(f"telegram:{number}"),
        more.get("method", "live_chat"),
        language,
        "",
        more.get("why", "wished"),
        asked,
        agent=agent if claimed else "",
        claimed_at=claimed,
        ended_at=(claimed or asked) + timedelta(minutes=length),
        end="solved" if claimed else "abandoned",
    )


def speaks(*languages: Language) -> frozenset[Language]:
    return frozenset(languages)


def week(chats: Sequence[HandoffRow], stays: Iterable[Stay] = (), weeks: int = 1, zone: str = "UTC") -> Week:
    return week_of(chats, stays, MONDAY, MONDAY + weeks * WEEK, zone)


def plan(chats: Sequence[HandoffRow], stays: Iterable[Stay] = ()) -> HourPlan:
    """Of Monday at six, with one chat for each agent at a time."""
    return next(each for each in plans_of(week(chats, stays), 1) if each.hour == Hour(0, 18))


# --- what a usual week is
def test_chats_count_in_the_hour_and_language_in_which_they_were_asked_for():
    seen = week([chat(at(0, "18:05")), chat(at(0, "18:55"), NL), chat(at(0, "19:00"))]).hours
    assert (seen[Hour(0, 18)].chats, seen[Hour(0, 19)].chats) == ({EN: 1, NL: 1}, {EN: 1})


def test_other_ways_to_a_person_do_not_count():
    assert (
        not week([chat(at(0, "18:05"), method="email"), chat(at(0, "18:05"), method="callback")])
        .hours[Hour(0, 18)]
        .chats
    )


def test_who_was_written_to_by_an_agent_did_not_come():
    seen = week([chat(at(0, "18:05"), why="agent"), chat(at(0, "18:06"))])
    assert (seen.hours[Hour(0, 18)].came, seen.lengths.measured) == (1, 2)


def test_hours_are_those_of_the_desk():
    """18:05 in London is 19:05 in Amsterdam, and 03:05 of Tuesday in Tokyo."""
    row = chat(at(0, "18:05"))
    found = [
        next(hour for hour, seen in week([row], zone=zone).hours.items() if seen.came)
        for zone in ("Europe/Amsterdam", "Asia/Tokyo")
    ]
    assert found == [Hour(0, 19), Hour(1, 3)]


@pytest.mark.parametrize(
    ("zone", "since", "until", "times"),
    [
        ("UTC", at(0, "00:00"), at(14, "00:00"), {2: 168}),
        ("UTC", at(0, "00:10"), at(7, "00:10"), {1: 167}),  # neither of the two Mondays has its first hour whole
        ("UTC", at(0, "00:10"), at(1, "00:00"), {1: 23}),
        ("Europe/Amsterdam", datetime(2026, 10, 19, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC), {1: 166, 2: 1}),
        ("Asia/Kolkata", at(0, "00:00"), at(1, "00:00"), {1: 23}),  # whole hours there begin at half past
        ("UTC", at(0, "00:10"), at(0, "00:50"), {}),
    ],
)
def test_only_whole_hours_are_watched(zone: str, since: datetime, until: datetime, times: dict[int, int]):
    assert Counter(seen.times for seen in week_of([], [], since, until, zone).hours.values()) == times


def test_what_was_asked_for_outside_the_watched_hours_does_not_count():
    found = week_of(
        [chat(at(0, "11:59")), chat(at(0, "12:30")), chat(at(0, "14:00"))], [], at(0, "12:00"), at(0, "14:00"), "UTC"
    )
    assert {hour: seen.came for hour, seen in found.hours.items()} == {Hour(0, 12): 1, Hour(0, 13): 0}


def test_in_time_is_who_has_an_agent_within_a_minute():
    chats = [chat(at(0, "18:05"), wait=minutes) for minutes in (0.5, 1, 1.1, -1)]
    assert week(chats).hours[Hour(0, 18)].soon == 2


def test_who_was_there_counts_by_the_part_of_the_hour():
    stays = [Stay(speaks(EN), at(0, "17:30"), at(0, "18:15")), Stay(speaks(EN, NL), at(0, "18:00"), at(0, "20:00"))]
    seen = week([], stays).hours
    assert [seen[Hour(0, hour)].there for hour in (16, 17, 18, 19, 20)] == [
        {},
        {speaks(EN): 0.5},
        {speaks(EN): 0.25, speaks(EN, NL): 1},
        {speaks(EN, NL): 1},
        {},
    ]


def test_over_several_weeks_it_is_the_average():
    twice = [Stay(speaks(EN), at(0, "18:00"), at(0, "19:00")), Stay(speaks(EN), at(7, "18:30"), at(7, "19:00"))]
    assert week([], twice, weeks=2).hours[Hour(0, 18)].there == {speaks(EN): 0.75}


def test_who_was_there_before_and_after_counts_for_what_was_watched():
    found = week_of([], [Stay(speaks(EN), at(-3, "00:00"), at(9, "00:00"))], at(0, "12:00"), at(0, "14:00"), "UTC")
    assert {hour: seen.there for hour, seen in found.hours.items()} == {
        Hour(0, 12): {speaks(EN): 1},
        Hour(0, 13): {speaks(EN): 1},
    }


@pytest.mark.parametrize(
    ("told", "spoken"), [((), {EN, NL}), (("nl", "fr"), {NL}), (("fr",), {EN, NL}), (("en", "nl"), {EN, NL})]
)
def test_an_agent_speaks_of_the_desks_languages_those_that_they_named(told: tuple[str, ...], spoken: set[Language]):
    spell = SpellRow(AgentId("U0TOM"), told, at(0, "09:00"))
    assert stays_of([spell], [EN, NL], at(0, "10:00")) == [Stay(frozenset(spoken), at(0, "09:00"), at(0, "10:00"))]


# --- lengths
def test_a_language_has_a_length_of_its_own_once_enough_chats_are_over():
    lengths = lengths_of([chat(at(0, "12:00"), EN, length=10)] * 20 + [chat(at(0, "12:00"), NL, length=20)] * 19)
    assert (lengths.of(EN), lengths.of(NL)) == (600, lengths.mean)


def test_a_chat_that_was_forgotten_overnight_does_not_make_the_others_longer():
    lengths = lengths_of([chat(at(0, "12:00"), length=10)] * 39 + [chat(at(0, "12:00"), length=900)])
    assert (lengths.measured, lengths.mean, lengths.median) == (40, 600, 600)


def test_nobody_took_it_so_it_has_no_length():
    assert lengths_of([chat(at(0, "12:00"), wait=-1)]).measured == 0


@pytest.mark.parametrize(
    ("spans", "chats"),
    [
        ([], 0),
        ([("12:00", 10)], 1),
        ([("12:00", 10), ("12:00", 10)], 2),
        ([("12:00", 10), ("12:05", 10)], 4 / 3),
        ([("12:00", 10), ("13:00", 10)], 1),
        ([("12:00", 30), ("12:05", 5), ("12:10", 5)], 4 / 3),
    ],
)
def test_chats_at_once_are_counted_while_an_agent_has_any(spans: list[tuple[str, float]], chats: float):
    rows = [chat(at(0, begins), wait=0, length=minutes) for begins, minutes in spans]
    assert at_once([*rows, chat(at(0, "12:00"), wait=-1)]) == pytest.approx(chats)


# --- beside who was there
ROUND_THE_CLOCK = (at(0, "00:00"), at(7, "00:00"))


@pytest.mark.parametrize(
    ("chats", "there", "mark", "missing"),
    [
        (0, [speaks(EN)], "quiet", ()),
        (12, [], "short", (EN,)),
        (12, [speaks(NL)], "short", (EN,)),
        (12, [speaks(EN)] * 2, "short", (EN,)),
        (12, [speaks(EN)] * 4, "fits", ()),
        (12, [speaks(EN, NL)] * 4, "fits", ()),
        (12, [speaks(EN)] * 5, "spare", ()),
    ],
)
def test_an_hour_is_marked_by_who_was_there(chats: int, there: list, mark: str, missing: tuple):
    """Twelve chats of ten minutes are two erlangs: four agents with one chat each."""
    rows = [chat(at(0, "18:30")) for _ in range(chats)] or [chat(at(3, "09:00"))]
    found = plan(rows, [Stay(team, *ROUND_THE_CLOCK) for team in there])
    assert (found.mark, found.missing) == (mark, missing)


def test_enough_agents_are_too_few_where_they_speak_the_wrong_language():
    rows = [chat(at(0, "18:30")) for _ in range(6)] + [chat(at(0, "18:30"), PL) for _ in range(6)]
    stays = [Stay(speaks(EN), *ROUND_THE_CLOCK)] * 8 + [Stay(speaks(EN, PL), *ROUND_THE_CLOCK)]
    found = plan(rows, stays)
    assert (found.mark, found.missing, found.there) == ("short", (PL,), 9)


def test_who_came_six_minutes_late_is_not_missing():
    rows = [chat(at(0, "18:30")) for _ in range(12)]
    stays = [Stay(speaks(EN), *ROUND_THE_CLOCK)] * 3 + [Stay(speaks(EN), at(0, "18:06"), at(0, "20:00"))]
    assert plan(rows, stays).mark == "fits"


@pytest.mark.parametrize(("chats", "few"), [(9, True), (10, False)])
def test_an_hour_with_few_chats_says_so(chats: int, few: bool):
    assert plan([chat(at(0, "18:30")) for _ in range(chats)]).few is few


def test_before_any_chat_is_over_nothing_can_be_reckoned():
    waiting = chat(at(0, "18:30"), wait=-1)
    found = plan([waiting])
    assert (found.seen.came, found.need.pooled, found.mark) == (1, 0, "quiet")


def test_what_a_language_needs_alone_stands_beside_what_came():
    rows = [chat(at(0, "18:30")) for _ in range(12)] + [chat(at(0, "18:30"), NL) for _ in range(3)]
    found = plan(rows, [Stay(speaks(EN, NL), *ROUND_THE_CLOCK), Stay(speaks(EN), *ROUND_THE_CLOCK)])
    assert [(each.language, each.chats, round(each.load, 2), each.alone, each.there) for each in found.demands] == [
        (EN, 12, 2.0, 4, 2),
        (NL, 3, 0.5, 2, 1),
    ]
