"""The JSON that goes between desk and shop, and the values of it: what a shop sends is checked before the desk believes it.

Unknown fields are ignored; a field of another type, an unknown value of an enum, a time without offset, or an amount that
is none is a WrongAnswer, which names the place and never what stood there.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from bots.shop.errors import WrongAnswer
from core.model.shop import CustomerId, Item, ItemLine, Order, OrderLine, Person
from core.model.view import Money

T = TypeVar("T")

LONGEST_ID = 100
LONGEST_CURSOR = 500
LONGEST_TEXT = 300
LONGEST_LINK = 2000


class OrdersAnswer(msgspec.Struct, frozen=True):
    person: CustomerId
    orders: tuple[OrderLine, ...]
    more: str = ""


class OrderAnswer(msgspec.Struct, frozen=True):
    person: CustomerId
    order: Order


class OtherAnswer(msgspec.Struct, frozen=True):
    """`other` has to be there: none says that the shop does not know."""

    person: CustomerId
    other: Person | None


class ItemsAnswer(msgspec.Struct, frozen=True):
    person: CustomerId
    items: tuple[ItemLine, ...]


class ItemAnswer(msgspec.Struct, frozen=True):
    item: Item


class WrongShape(WrongAnswer):
    """`place` is a JSONPath."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__("shape", f"The shop's answer is not as the contract says: {why} at {place}.")


def read(body: bytes, shape: type[T]) -> T:
    """The value in a body, with texts cleaned and cut, and links that are no links dropped. Raises WrongShape."""
    try:
        value = msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        raise WrongShape(_place(error), "a field is missing, of another type or of an unknown value") from None
    except (msgspec.DecodeError, ValueError, RecursionError):  # its texts repeat what stood there
        raise WrongShape("$", "no JSON") from None
    return _clean(value, "", "$")  # type: ignore[return-value]


def write(value: object) -> bytes:
    """The JSON of a value of the model: without the tags that stored values carry, and without what is not set."""
    return msgspec.json.encode(_plain(msgspec.to_builtins(value)))


def is_id(text: str) -> bool:
    """Whether a shop could have such an id. What customers type is asked of the shop only if it is one."""
    return 0 < len(text) <= LONGEST_ID and not _NO_ID.search(text) and text == text.strip() and text != "."


def one_line(text: str, most: int = LONGEST_TEXT) -> str:
    """Without control characters and what turns the direction of writing, cut to `most` characters."""
    line = " ".join(_INVISIBLE.sub("", _CONTROLS.sub(" ", text)).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def link(text: str) -> str:
    """The address if it is one of the web, else nothing."""
    try:
        parts = urlsplit(text) if len(text) <= LONGEST_LINK and not _NO_LINK.search(text) else None
        return text if parts and parts.scheme in ("http", "https") and parts.hostname and not parts.username else ""
    except ValueError:
        return ""


_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
_NO_ID = re.compile(rf"{_CONTROLS.pattern}|{_INVISIBLE.pattern}|[/\\]|\.\.")
_NO_LINK = re.compile(rf"{_CONTROLS.pattern}|{_INVISIBLE.pattern}|[\s<>\"`\\]")
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,60}")


def _place(error: msgspec.ValidationError) -> str:
    found = re.search(r"`(\$[^`]*)`$", str(error))
    return found[1] if found else "$"


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if name != "is" and inner is not None}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _clean(value: object, field: str, place: str) -> object:
    match value:
        case Money():
            return _money(value, place)
        case msgspec.Struct():
            return type(value)(**{n: _clean(getattr(value, n), n, f"{place}.{n}") for n in value.__struct_fields__})
        case tuple():
            return tuple(_clean(inner, "", f"{place}[...]") for inner in value)
        case datetime():
            return _moment(value, place)
        case str():
            return _string(value, field, place)
        case _:
            return value


def _money(money: Money, place: str) -> Money:
    if not _AMOUNT.fullmatch(money.amount) or not _CURRENCY.fullmatch(money.currency):
        raise WrongShape(place, 'no amount such as "12.50" with a currency such as "EUR"')
    return money


def _moment(moment: datetime, place: str) -> datetime:
    if moment.tzinfo is None or not 1990 <= moment.year <= 2200:
        raise WrongShape(place, "no time with an offset, such as 2026-05-01T09:30:00+02:00")
    return moment.astimezone(UTC)


def _string(text: str, field: str, place: str) -> str:
    if (rule := _MUST_BE.get(field)) and not rule[0](text):
        raise WrongShape(place, rule[1])
    return text if rule else _DRESSED.get(field, one_line)(text)


def _is_cursor(text: str) -> bool:
    return len(text) <= LONGEST_CURSOR and text.isprintable()


@lru_cache(maxsize=256)
def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _title(text: str) -> str:
    """Customers write titles: one of nothing but invisible characters must not hide an order from the other party."""
    return one_line(text) or "?"


def _country(text: str) -> str:
    return text if _COUNTRY.fullmatch(text) else ""


def _language(text: str) -> str:
    return text if _LANGUAGE.fullmatch(text) else ""


def _mail(text: str) -> str:
    return text if _MAIL.fullmatch(text) and one_line(text) == text else ""


_AN_ID = (is_id, "an id that is empty, too long, or has characters that ids do not have")
_MUST_BE: dict[str, tuple[Callable[[str], bool], str]] = {
    "id": _AN_ID,
    "person": _AN_ID,
    "item": _AN_ID,
    "more": (_is_cursor, "a cursor that is too long or not printable"),
    "zone": (_is_zone, "an unknown time zone"),
}
_DRESSED: dict[str, Callable[[str], str]] = {
    "title": _title,
    "name": _title,
    "address": link,
    "messages": link,
    "tracking_url": link,
    "country": _country,
    "language": _language,
    "email": _mail,
}
