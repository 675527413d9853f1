"""Shifts: when the hours of all of an agent's languages have ended since they came."""

from datetime import UTC, datetime

import pytest

from bots.hours_settings import read_hours
from core.model.ids import AgentId, Language
from core.model.people import Agent, Duty
from handoff.shifts import Shifts

EN, PL = Language("en"), Language("pl")
SHIFTS = Shifts((EN, PL), {EN: read_hours("Mo-Fr 9:00-21:00"), PL: read_hours("Mo-Fr 9:00-12:00, 13:00-17:00")})


def at(clock: str, day: int = 2) -> datetime:
    """2 March 2026 is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def duty(since: datetime | None, *languages: str, on: bool = True) -> Duty:
    return Duty(Agent(AgentId("U0TOM"), "Tom"), on_duty=on, languages=languages, since=since)


@pytest.mark.parametrize(
    ("languages", "since", "now", "over"),
    [
        (("en",), at("10:00"), at("20:59"), False),
        (("en",), at("10:00"), at("21:00"), True),
        (("pl",), at("10:00"), at("17:00"), True),
        (("pl", "en"), at("10:00"), at("17:00"), False),  # somebody may still come for English
        ((), at("10:00"), at("17:00"), False),  # all languages, where none are said
        ((), at("10:00"), at("21:00"), True),
        (("pl",), at("10:00"), at("12:30"), False),  # a break
        (("en",), at("8:00"), at("8:30"), False),  # early, on purpose
        (("en",), at("8:00"), at("21:00"), True),
        (("en",), at("22:00"), at("23:59"), False),  # late, on purpose
        (("en",), at("22:00"), at("20:00", 3), False),
        (("en",), at("22:00"), at("21:00", 3), True),
        (("en",), at("10:00", 7), at("23:00", 7), False),  # a Saturday, on purpose
        (("sv",), at("10:00"), at("23:00"), False),  # a language without chats has no hours
    ],
)
def test_a_shift_ends_with_the_last_of_its_languages(
    languages: tuple[str, ...], since: datetime, now: datetime, over: bool
) -> None:
    assert SHIFTS(duty(since, *languages), now) is over


def test_who_is_off_duty_or_came_nobody_knows_when_is_left_alone() -> None:
    assert not SHIFTS(duty(at("10:00"), "en", on=False), at("22:00"))
    assert not SHIFTS(duty(None, "en"), at("22:00"))
