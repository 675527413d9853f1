"""What a message says that has no words and no file: a place, a contact, a poll. Pure.

https://core.telegram.org/bots/api#available-types
"""

from collections.abc import Callable
from typing import Any

from bots.telegram.characters import clean

MOST = 500  # characters

Json = dict[str, Any]


def content_of(field: str, body: object) -> str:
    """In one or a few lines, as it was sent; empty where it says nothing."""
    told = _TOLD.get(field)
    return clean(told(body))[:MOST] if told and isinstance(body, dict) else ""


def _place(body: Json) -> str:
    north, east = body.get("latitude"), body.get("longitude")
    if not isinstance(north, int | float) or not isinstance(east, int | float):
        return ""
    return f"{north}, {east} https://www.openstreetmap.org/?mlat={north}&mlon={east}"


def _venue(body: Json) -> str:
    where = body.get("location")
    return _joined(", ", _said(body, "title"), _said(body, "address"), _place(where) if isinstance(where, dict) else "")


def _contact(body: Json) -> str:
    name = _joined(" ", _said(body, "first_name"), _said(body, "last_name"))
    return _joined(", ", name, _said(body, "phone_number"))


def _poll(body: Json) -> str:
    return _listed(_said(body, "question"), body.get("options"))


def _checklist(body: Json) -> str:
    return _listed(_said(body, "title"), body.get("tasks"))


def _listed(title: str, lines: object) -> str:
    items = [each for each in lines if isinstance(each, dict)] if isinstance(lines, list) else []
    return _joined("\n", title, *(f"• {_said(each, 'text')}" for each in items))


def _dice(body: Json) -> str:
    value = body.get("value")
    return _joined(" ", _said(body, "emoji"), str(value) if isinstance(value, int) else "")


def _titled(body: Json) -> str:
    return _said(body, "title")


def _joined(between: str, *pieces: str) -> str:
    return between.join(filter(None, pieces))


def _said(body: Json, field: str) -> str:
    value = body.get(field)
    return value if isinstance(value, str) else ""


_TOLD: dict[str, Callable[[Json], str]] = {
    "location": _place,
    "venue": _venue,
    "contact": _contact,
    "poll": _poll,
    "checklist": _checklist,
    "dice": _dice,
    "game": _titled,
}
