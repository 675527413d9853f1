"""An amount of money in a typed text: "12,50", "€ 1.250", "45 euro"."""

import re
import unicodedata

_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,'’\s]*\d|\d")
_CENTS = re.compile(r"[.,](\d{1,2})$")
_NOT_DIGITS = re.compile(r"\D")


def amount_in(text: str) -> str:
    """The one number in a text, as a decimal such as "1250.5"; "" if there is none, or more than one.

    Whichever sign a language puts before the cents: one or two digits behind the last point or comma are cents, more are
    not.
    """
    numbers = _NUMBER.findall(unicodedata.normalize("NFKC", text))
    return _decimal(numbers[0].strip()) if len(numbers) == 1 else ""


def _decimal(number: str) -> str:
    cents = _CENTS.search(number)
    whole = _NOT_DIGITS.sub("", number[: cents.start()] if cents else number)
    return f"{whole or '0'}.{cents[1]}" if cents else whole
