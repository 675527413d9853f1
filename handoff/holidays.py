"""Days on which nobody works: a country's public holidays, by the `holidays` library, and the desk's own closing days."""

from collections.abc import Iterable
from datetime import date


def closing_days(country: str, years: Iterable[int], own: Iterable[date] = ()) -> frozenset[date]:
    """The public holidays of a country (ISO 3166 code, such as "NL"; "" for none) in `years`, and `own` of any year.

    A part of a country is written after it ("DE-BY"). Raises ValueError for a country that the library does not know.
    """
    return frozenset(own) | (_public(country, years) if country else frozenset())


def _public(country: str, years: Iterable[int]) -> frozenset[date]:
    from holidays import country_holidays  # 0.1 s to import: only who needs it waits

    code, _, part = country.partition("-")
    try:
        return frozenset(country_holidays(code, subdiv=part or None, years=tuple(years)))
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known of {country}; write a code such as NL or DE-BY, or nothing") from error
