"""Reads values of the command line; each function raises ArgumentTypeError with what to write instead."""

from argparse import ArgumentTypeError
from datetime import UTC, date, datetime, time

from bots.hours_settings import known_years
from bots.settings_machines import Role, database_url, read_roles
from core.language.spec import BY_CODE
from core.model.ids import Language

OURS = (
    "DATABASE_URL"  # the word for the database that the settings name, so that no password stands on the command line
)

Agents = tuple[int, tuple[Language, ...]]  # so many who speak these languages; none named: all that the desk has


def count(given: str) -> int:
    """From 0 on."""
    if not given.isdecimal():
        raise ArgumentTypeError(f"{given} is no number from 0 on")
    return int(given)


def number(given: str) -> int:
    """From 1 on."""
    if not given.isdecimal() or int(given) < 1:
        raise ArgumentTypeError(f"{given} is no number from 1 on")
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


def day(given: str) -> datetime:
    """The beginning of a day in UTC."""
    try:
        return datetime.combine(date.fromisoformat(given), time(), UTC)
    except ValueError:
        raise ArgumentTypeError(f"{given} is no day that there is; write such as 2026-11-22") from None


def agents(given: str) -> Agents:
    """ "2:pl,en": two, of whom each speaks both."""
    number, _, languages = given.partition(":")
    if not number.isdecimal():
        raise ArgumentTypeError(f"{given} does not begin with a number of agents; write such as 2:pl,en")
    return int(number), tuple(map(language, filter(None, languages.split(","))))


def roles(given: str) -> tuple[Role, ...]:
    """ "worker,sender": what a process does, in the order in which the roles are told."""
    try:
        asked: tuple[Role, ...] = read_roles([name.strip() for name in given.split(",")])
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    return asked


def database(given: str) -> str:
    """The address of one, or the word for the settings' own."""
    try:
        return given if given == OURS else database_url(given)
    except ValueError as error:
        raise ArgumentTypeError(f"this is no database: {error}") from None


def words(given: str) -> str:
    """In one line, and not empty."""
    said = " ".join(given.split())
    if not said:
        raise ArgumentTypeError("write some words")
    return said
