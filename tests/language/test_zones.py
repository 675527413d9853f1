"""The time zone of a country's people."""

from zoneinfo import ZoneInfo

import pytest

from core.language.zones import zone_of


@pytest.mark.parametrize(
    ("country", "zone"),
    [
        ("NL", "Europe/Amsterdam"),
        ("IE", "Europe/Dublin"),
        ("PT", "Europe/Lisbon"),  # and not the Azores
        ("FI", "Europe/Helsinki"),
        ("US", ""),
        ("XX", ""),
        ("", ""),
    ],
)
def test_a_country_has_the_zone_of_most_who_live_there(country: str, zone: str) -> None:
    assert zone_of(country) == zone


def test_every_zone_is_known_to_the_clock() -> None:
    for country in ("AT", "BE", "CY", "DE", "DK", "ES", "FR", "GB", "IT", "PL", "SE"):
        assert ZoneInfo(zone_of(country))
