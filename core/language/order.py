"""Whether a message is about the customer's own order, so that looking at their orders could answer it."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from core.language.concepts import Concepts, Found
from core.language.remembered import remembered
from core.language.spec import ENGLISH
from core.model.ids import Language

FOLDER = Path(__file__).parent / "matters"
LONGEST = 1000  # characters that are read; what a message is about stands at its beginning

# What the words of `matters/<code>.toml` stand for. Things: `orders` (purchases, parcels), `items` (also lots and
# pick-ups), `bills`, `refunds`, `addresses`, `payments`, `bids`. Whose: `mine`, `the`. What was done or is
# wanted: `bought` (by the writer), `changes`, `looks` (also asking where or when), `wants`; `wishes` to send back or to
# call off (`returns`) need no thing named. What is wrong: `denials` of `comings` (arrived, sent, answered), `faults`
# (broken, missing, wrong), `claims` (whole complaints). What makes it general: `policies` whatever stands beside them,
# `general` unless a thing is the writer's own, `placing` (a new order), `elsewhere` (accounts, newsletters, selling).
# `lookalikes` are words that are no typos of any of these.
_Concept = Literal[
    "orders", "items", "bills", "refunds", "addresses", "payments", "bids", "mine", "the", "bought",
    "changes", "looks", "wants", "wishes", "returns", "denials", "comings", "faults", "claims", "policies", "general",
    "placing", "elsewhere", "lookalikes",
]  # fmt: skip

# An order's number has five digits or more, or a "#" before it; a year has four.
_NUMBER = re.compile(r"#\s?\d{2,}|\d[\d-]{3,}\d|\b(?=[A-Z]*\d)[A-Z\d]{8,}\b")
_CURRENCY = (
    r"(?:[$€£¥]|euros?\b|eur\b|dollars?\b|usd\b|pounds?\b|gbp\b|kr\b|kroner\b|kronor\b|zł|zl\b|pln\b|元|欧元|美元|块)"
)
_AMOUNT = re.compile(rf"[$€£¥]\s?\d|\d\s?{_CURRENCY}", re.IGNORECASE)


def about_order(text: str, language: Language) -> bool:
    """Whether it is about an order, purchase, item, parcel, payment, refund or invoice of the writer's own.

    A general question ("how long does delivery take", "what is your refund policy") is not. A language that is not ours
    is read as English.
    """
    text = text[:LONGEST]
    found = _concepts(language if language in _languages() else ENGLISH).find(text)
    numbered, amount = _NUMBER.search(text) is not None, _AMOUNT.search(text) is not None
    if numbered and found.has("orders", "items", "bills", "refunds", "payments"):
        return True
    if _is_general(found, amount):
        return False
    handled = _is_handled(found, amount) or (numbered and found.has("changes", "looks"))
    return handled or _is_own(found) or _is_wrong(found)


def _is_own(found: Found) -> bool:
    return found.has("bought", "claims") or found.qualified(
        "mine", "orders", "items", "bills", "refunds", "payments", "bids"
    )


def _is_wrong(found: Found) -> bool:
    """Something has not come, has come broken, or is another than was ordered."""
    late = found.close("denials", "comings")
    wrong = found.has("faults") and found.has("orders", "items", "bills", "addresses", "comings")
    return late or wrong


def _is_handled(found: Found, amount: bool) -> bool:
    """An order, a bill or a payment to look up or to change, or money wanted back."""
    if found.has("orders") or (found.has("bills") and found.has("changes", "looks", "wants", "the")):
        return True
    if found.has("payments") and found.has("the") and found.has("changes"):
        return True
    if found.qualified("the", "items") and found.has("changes", "looks", "comings"):
        return True
    if found.has("refunds") and (found.has("wants", "looks", "denials") or amount):
        return True
    if found.close("wishes", "returns"):
        return True
    return found.has("addresses") and found.has("changes")


def _is_general(found: Found, amount: bool) -> bool:
    if found.has("policies"):
        return True
    if found.has("elsewhere", "placing"):
        return not (found.qualified("mine", "orders") or found.has("bought") or (found.has("refunds") and amount))
    return found.has("general") and not (
        found.qualified("mine", "orders", "items", "bills", "payments", "bids") or found.has("bought")
    )


@cache
def _concepts(language: Language) -> Concepts:
    """Raises msgspec.ValidationError for a file with an unknown concept."""
    phrases = msgspec.toml.decode((FOLDER / f"{language}.toml").read_bytes(), type=dict[_Concept, str])
    return Concepts({str(concept): listed for concept, listed in phrases.items()}, language)


@cache
def _languages() -> frozenset[str]:
    return frozenset(path.stem for path in FOLDER.glob("*.toml"))


_WRITTEN = re.compile(r"(?<![\w@.-])(?:[A-Za-z]{1,4}-?)?\d{5,12}(?![\w@-])", re.ASCII)


def order_number(text: str) -> str:
    """What looks like the number of an order or item in a text, as shops write them: "H-104233", "104233"; or ""."""
    found = _WRITTEN.search(text)
    return found[0].upper() if found else ""


@remembered(2_000)  # asked of the same words again with each thing that happens
def order_numbers(text: str) -> frozenset[str]:
    """All that look so; a telephone number with its country code and a case's code do not."""
    found = (match for match in _WRITTEN.finditer(text) if text[: match.start()][-1:] != "+")
    return frozenset(number for match in found if not (number := match[0].upper()).startswith("FD-"))
