"""Public holidays by country, and a desk's own closing days."""

from datetime import date

import pytest

from handoff.holidays import closing_days


@pytest.mark.parametrize(
    ("country", "day", "closed"),
    [
        ("NL", date(2026, 4, 27), True),  # King's Day
        ("NL", date(2028, 12, 26), True),
        ("NL", date(2026, 11, 11), False),
        ("PL", date(2026, 11, 11), True),  # Independence Day
        ("FR", date(2026, 7, 14), True),
        ("DE", date(2026, 1, 6), False),
        ("DE-BY", date(2026, 1, 6), True),  # Epiphany, in Bavaria
    ],
)
def test_a_country_has_its_holidays(country: str, day: date, closed: bool):
    assert (day in closing_days(country, (2026, 2028))) == closed


def test_other_years_are_not_looked_at():
    assert {day.year for day in closing_days("NL", (2026, 2028))} == {2026, 2028}


def test_own_days_are_closed_in_any_year():
    own = date(2031, 8, 3)
    assert own in closing_days("NL", (2026,), (own,))


def test_no_country_has_no_holidays():
    assert closing_days("", (2026,), (date(2026, 8, 3),)) == {date(2026, 8, 3)}


@pytest.mark.parametrize("country", ["XX", "nl", "Holland", "DE-XX", "-BY"])
def test_a_country_that_is_not_known_is_a_mistake(country: str):
    with pytest.raises(ValueError, match=f"no holidays are known of {country}"):
        closing_days(country, (2026,))
