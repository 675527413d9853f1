"""Reads values of the command line; each function raises ArgumentTypeError with what to write instead."""

from argparse import ArgumentTypeError
from datetime import datetime

from bots.hours_settings import known_years
from core.language.spec import BY_CODE
from core.model.ids import Language

Agents = tuple[int, tuple[Language, ...]]  # so many who speak these languages; none named: all that the desk has


def count(given: str) -> int:
    """From 0 on."""
    if not given.isdecimal():
        raise ArgumentTypeError(f"{given} is no number from 0 on")
    return int(given)


def language(given: str) -> Language:
    """One of ours."""
    if given not in BY_CODE:
        raise ArgumentTypeError(f"there is no language {given}; write one of {', '.join(BY_CODE)}")
    return Language(given)


def moment(given: str) -> datetime:
    """With or without a zone, of a year whose holidays are known."""
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        raise ArgumentTypeError(f"{given} is no time that there is; write such as 2026-11-22T21:00") from None
    years = known_years()
    if at.year not in years:
        raise ArgumentTypeError(f"the holidays of {at.year} are not known; write a year from {years[0]} to {years[-1]}")
    return at


def agents(given: str) -> Agents:
    """ "2:pl,en": two, of whom each speaks both."""
    number, _, languages = given.partition(":")
    if not number.isdecimal():
        raise ArgumentTypeError(f"{given} does not begin with a number of agents; write such as 2:pl,en")
    return int(number), tuple(map(language, filter(None, languages.split(","))))
