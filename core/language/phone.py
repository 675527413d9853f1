"""Finds the telephone number in what somebody wrote, and says what is wrong with one that cannot be called.

By the numbering plans of libphonenumber: https://github.com/google/libphonenumber. A number written without its country
code is read as one of the customer's country; where only their language is known, as one of the countries where many
speak it, if it is a number in just one of them.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.model.callback import Phone, PhoneTrouble

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_MOST_TRIES = 100  # places in a text at which a number is looked for
_NOWHERE = "ZZ"  # the region of libphonenumber in which only international numbers can be read
_WORLD = "001"  # that of satellites and of premium services of no country

# No guess for English, which people in every country write, nor for Chinese.
_SPOKEN_IN = {
    "nl": ("NL", "BE"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH", "LU"),
    "it": ("IT", "CH"),
    "es": ("ES",),
    "pt": ("PT",),
    "pl": ("PL",),
    "sv": ("SE", "FI"),
    "da": ("DK",),
}

_DIGITS = re.compile(r"[+＋]?\(?\d(?:[\s().\-/]{0,3}\d){2,}")  # three or more
_DIALLED_ABROAD = re.compile(r"(?<![\d+＋])00(?=[ .\-]?[1-9])")  # what nearly all countries dial for "+" (ITU-T E.164)


def number_in(text: str, country: str, language: str = "") -> Phone | PhoneTrouble:
    """The first number in the text that can be called; `country` (ISO 3166) is where its owner lives, "" if nobody knows.

    `language` (BCP 47 primary subtag) counts only without a country.
    """
    if country:
        return _read(text, country)
    international = _read(_DIALLED_ABROAD.sub("+", text), _NOWHERE)
    if isinstance(international, Phone):
        return international
    guesses = [_read(text, place) for place in _SPOKEN_IN.get(language, ())]
    phones = {guess.number: guess for guess in guesses if isinstance(guess, Phone)}
    return phones.popitem()[1] if len(phones) == 1 else international


def _read(text: str, country: str) -> Phone | PhoneTrouble:
    numbers = list(_numbers(text, country))
    ordinary = next((number for number in numbers if not _costs_extra(number)), None)
    if ordinary:
        return _phone(ordinary, country)
    return PhoneTrouble("premium") if numbers else _trouble(text, country)


def _numbers(text: str, country: str) -> Iterator["PhoneNumber"]:
    """Those that exist, as far as the numbering plans say."""
    from phonenumbers import Leniency, PhoneNumberMatcher  # 0.1 s to import: only who needs it waits

    for match in PhoneNumberMatcher(text, country, leniency=Leniency.VALID, max_tries=_MOST_TRIES):
        yield match.number


def _costs_extra(number: "PhoneNumber") -> bool:
    """Calling them is how desks that call back are defrauded."""
    from phonenumbers import PhoneNumberType, number_type, region_code_for_number

    dear = (
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.PAGER,
        PhoneNumberType.VOICEMAIL,
    )
    return number_type(number) in dear or region_code_for_number(number) == _WORLD


def _phone(number: "PhoneNumber", country: str) -> Phone:
    from phonenumbers import PhoneNumberFormat, country_code_for_region, format_number, region_code_for_number

    international = format_number(number, PhoneNumberFormat.INTERNATIONAL)
    at_home = number.country_code == country_code_for_region(country)
    return Phone(
        number=format_number(number, PhoneNumberFormat.E164),
        country=region_code_for_number(number) or "",
        shown=format_number(number, PhoneNumberFormat.NATIONAL) if at_home else international,
        international=international,
    )


def _trouble(text: str, country: str) -> PhoneTrouble:
    """What is wrong with what looks most like a number."""
    looks = max(_DIGITS.findall(text), key=len, default="")
    return _wrong(looks, country) if looks else PhoneTrouble("none")


def _wrong(written: str, country: str) -> PhoneTrouble:
    from phonenumbers import (
        NumberParseException,
        ValidationResult,
        is_possible_number_with_reason,
        is_valid_short_number_for_region,
        parse,
    )

    try:
        number = parse(written, country)
    except NumberParseException as error:
        return _unreadable(written, error)
    if is_valid_short_number_for_region(number, country):
        return PhoneTrouble("short")
    match is_possible_number_with_reason(number):
        case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return PhoneTrouble("too_short")
        case ValidationResult.TOO_LONG:
            return PhoneTrouble("too_long")
        case _:
            return PhoneTrouble("not_possible")


def _unreadable(written: str, error: Exception) -> PhoneTrouble:
    from phonenumbers import NumberParseException

    match getattr(error, "error_type", None):
        case NumberParseException.INVALID_COUNTRY_CODE if written[0] not in "+＋":
            return PhoneTrouble("no_country")
        case NumberParseException.TOO_LONG:
            return PhoneTrouble("too_long")
        case NumberParseException.TOO_SHORT_NSN | NumberParseException.TOO_SHORT_AFTER_IDD:
            return PhoneTrouble("too_short")
        case _:
            return PhoneTrouble("not_possible")
