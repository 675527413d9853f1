"""An update of Telegram without card numbers and IBANs, for they are not written down. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from core.language.payment_data import Found, payment_data, without_payment_data

# The fields of https://core.telegram.org/bots/api#available-types in which people's own words stand.
_WORDS = frozenset(
    [
        "text",
        "caption",
        "file_name",
        "title",
        "performer",
        "first_name",
        "last_name",
        "address",
        "question",
        "explanation",
        "description",
        "vcard",
    ]
)
_STYLED = (("text", "entities"), ("caption", "caption_entities"))
_TOKEN = re.compile(r"/start [A-Za-z0-9_-]{1,64}")
_DEEPEST = 50  # what is nested deeper comes from no messenger, and is read by nobody


def masked(update: Any, depth: int = 0) -> Any:
    """Ids, data of buttons and all that is not words stay as they are; entities keep to their words."""
    if isinstance(update, list):
        return [masked(each, depth + 1) for each in update] if depth < _DEEPEST else update
    if not isinstance(update, dict) or depth >= _DEEPEST:
        return update
    styled = _with_styles_moved(update)
    return {name: _field(name, value, depth) for name, value in styled.items()}


def _field(name: str, value: Any, depth: int) -> Any:
    if not isinstance(value, str):
        return masked(value, depth + 1)
    return without_payment_data(value) if name in _WORDS and not _TOKEN.fullmatch(value) else value


def _with_styles_moved(message: dict[str, Any]) -> dict[str, Any]:
    for words, styles in _STYLED:
        text, entities = message.get(words), message.get(styles)
        if isinstance(text, str) and isinstance(entities, list):
            while found := payment_data(text):
                entities, text = _moved(entities, found, text), _marked(text, found)
            message = message | {words: text, styles: entities}
    return message


def _marked(text: str, found: Sequence[Found]) -> str:
    for place in reversed(found):
        text = text[: place.start] + place.mark + text[place.end :]
    return text


def _moved(entities: list[Any], found: Sequence[Found], text: str) -> list[Any]:
    """Offsets and lengths count UTF-16 units: https://core.telegram.org/bots/api#messageentity."""
    places = [Found(_units(text[: each.start]), _units(text[: each.end]), each.mark) for each in found]
    return [_entity(each, places) if _has_place(each) else each for each in entities]


def _has_place(entity: Any) -> bool:
    return isinstance(entity, dict) and all(type(entity.get(name)) is int for name in ("offset", "length"))


def _entity(entity: dict[str, Any], places: Sequence[Found]) -> dict[str, Any]:
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    start = _place(begin, places, inside="start")
    return entity | {"offset": start, "length": _place(end, places, inside="end") - start}


def _place(unit: int, places: Sequence[Found], inside: str) -> int:
    shift = 0
    for place in places:
        if unit <= place.start:
            break
        grown = len(place.mark) - (place.end - place.start)
        if unit < place.end:
            return place.start + shift + (len(place.mark) if inside == "end" else 0)
        shift += grown
    return unit + shift


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
