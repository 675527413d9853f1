"""In which time zone the people of a country live, by the CLDR data of Babel."""

from functools import cache

# Where there are several: that of nearly all who live there.
_OF_MOST = {"CY": "Asia/Nicosia", "DE": "Europe/Berlin", "ES": "Europe/Madrid", "PT": "Europe/Lisbon"}


@cache
def zone_of(country: str) -> str:
    """The zone (IANA) of a country (ISO 3166); "" where there are several that many live in, or none is known."""
    from babel.core import get_global

    zones = get_global("territory_zones").get(country, ())
    return _OF_MOST.get(country) or (zones[0] if len(zones) == 1 else "")
