"""An amount of money in a typed text: "12,50", "€ 1.250", "45 euro"."""

import re
import unicodedata

_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,'’\s]*\d|\d")
_CENTS = re.compile(r"[.,](\d{1,2})$")
_NOT_DIGITS = re.compile(r"\D")
_NAMED = re.compile(r"[^\W\d_]+|[€$£¥]")
_CURRENCIES: dict[str, frozenset[str]] = {
    "EUR": frozenset({"€", "eur", "euro", "euros", "欧元"}),
    "PLN": frozenset({"pln", "zł", "zl", "złoty", "złote", "złotych", "zloty", "zlotych"}),
    "GBP": frozenset({"£", "gbp", "pound", "pounds", "funt", "funtów"}),
    "USD": frozenset({"$", "usd", "dollar", "dollars", "dolar", "dolarów", "dólares", "美元"}),
    "CHF": frozenset({"chf", "franken"}),
    "SEK": frozenset({"sek", "kr", "kronor"}),
    "DKK": frozenset({"dkk", "kr", "kroner"}),
    "NOK": frozenset({"nok", "kr", "kroner"}),
    "CZK": frozenset({"czk", "kč"}),
    "CNY": frozenset({"cny", "rmb", "¥", "元"}),
    "JPY": frozenset({"jpy", "¥", "円"}),
}


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


def currency_in(text: str, usual: str) -> str:
    """The currency (ISO 4217) that a text names: `usual` where it names none, or one that may be it, as "kr"."""
    words = set(_NAMED.findall(unicodedata.normalize("NFKC", text).casefold()))
    named = [code for code, names in _CURRENCIES.items() if words & names]
    return usual if not named or usual in named else named[0]
