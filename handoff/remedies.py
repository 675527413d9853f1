"""Where a customer who disagrees with a decision may turn outside the desk: dated data per country, never shown past their date."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import get_args

import msgspec

from core.model.dispute import Remedy, RemedyKind
from core.model.shop import Role
from core.model.view import LanguageNames, Text

DATA = Path(__file__).with_name("remedies.toml")
UNKNOWN = "*"  # the rows for countries of which nothing is known
EU = "EU"
LONGEST = timedelta(days=366)  # between looking at a body's pages and looking again
WARNING = timedelta(days=30)
CLOSED_PLATFORM = ("ec.europa.eu/consumers/odr", "ec.europa.eu/odr")  # closed on 20 July 2025

COURT = Remedy(UNKNOWN, "court", "", "", (), ("buyer", "seller"), (), "memory", date.min, date.max)
"""Everybody may go to a court, everywhere: general words with no address to check or to grow old."""

ORDER: tuple[RemedyKind, ...] = get_args(RemedyKind)


class Remedies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The data file: the countries of the EU, and the bodies."""

    eu: tuple[str, ...]
    body: tuple[Remedy, ...]


@cache
def read_remedies(path: Path = DATA) -> Remedies:
    """The data, read once. Raises tomllib.TOMLDecodeError or msgspec.ValidationError with the place that does not fit."""
    return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Remedies)


def remedies(country: str, role: Role, now: datetime) -> tuple[Remedy, ...]:
    """The bodies for a person of this country (ISO 3166, or empty), the most fitting first, a court last."""
    return select(read_remedies(), country.upper(), role, now.date())


def select(data: Remedies, country: str, role: Role, today: date) -> tuple[Remedy, ...]:
    """Those of the country and of the EU that may be shown; the general ones where nothing is known of it."""
    open_now = [row for row in data.body if _may_be_shown(row, today) and role in row.roles]
    own = [row for row in open_now if row.country == country]
    if country in data.eu:
        centre = any(row.kind == "cross_border" for row in own)
        own += [row for row in open_now if row.country == EU and not (centre and row.kind == "cross_border")]
    elif not any(row.country == country for row in data.body):
        own = [row for row in open_now if row.country == UNKNOWN]
    return (*sorted(own, key=lambda row: ORDER.index(row.kind)), COURT)


def _may_be_shown(row: Remedy, today: date) -> bool:
    """Nobody is sent to an address that somebody only remembers."""
    return row.valid_until >= today and row.checked != "memory"


def words(remedy: Remedy) -> tuple[Text, ...]:
    """What a customer reads of one: what it is and where, then what must be the case, then its languages."""
    if remedy is COURT:
        return (Text("remedy.kind.any_court"),)
    first = Text(f"remedy.kind.{remedy.kind}", {"body": remedy.body, "address": remedy.address})
    conditions = (Text(f"remedy.condition.{condition}") for condition in remedy.conditions)
    return (first, *conditions, Text("remedy.languages", {"languages": LanguageNames(remedy.languages)}))


class Finding(msgspec.Struct, frozen=True):
    """Something to do about a row: `fatal` when customers already miss it, or would be sent to a wrong place."""

    remedy: Remedy
    message: str
    fatal: bool

    def __str__(self) -> str:
        return f"{self.remedy.country} {self.remedy.body}: {self.message}"


def findings(data: Remedies, today: date) -> Iterator[Finding]:
    """Rows past their date, rows that will be soon, rows that nobody has checked, and rows that are wrong on any day."""
    for row in data.body:
        yield from (Finding(row, message, fatal=True) for message in _mistakes(row))
        if row.valid_until < today:
            yield Finding(row, f"past its date since {row.valid_until}: no customer is shown it", fatal=True)
        elif row.valid_until - today <= WARNING:
            yield Finding(row, f"to be checked again by {row.valid_until}", fatal=False)
        if row.checked == "memory":
            yield Finding(row, f"open {row.address} and set checked = “live”: no customer is shown it", fatal=False)
        if row.checked_on > today:
            yield Finding(row, f"checked on {row.checked_on}, a day that has not come", fatal=True)


def _mistakes(row: Remedy) -> Iterator[str]:
    if any(platform in row.address for platform in CLOSED_PLATFORM):
        yield "leads to the EU’s platform for online disputes, which is closed"
    if not row.address.startswith("https://"):
        yield f"“{row.address}” is no https address"
    if not row.checked_on < row.valid_until <= row.checked_on + LONGEST:
        yield f"valid from {row.checked_on} until {row.valid_until}: at most a year"
    if not (row.body and row.languages and row.roles):
        yield "a body needs its name, a language and somebody who may go there"
