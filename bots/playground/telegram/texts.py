"""A text in a call: parsed, cleaned, measured, with the entities that Telegram adds."""

from bots.playground.telegram import entities
from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.markup import parse_html
from bots.playground.telegram.parameters import Parameters
from bots.playground.telegram.state import Entity

MOST_TEXT = 4096  # code points after parsing, https://core.telegram.org/bots/api#sendmessage
MOST_CAPTION = 1024


def message_text(parameters: Parameters) -> tuple[str, list[Entity]]:
    """The text of a message; raises BadRequest when it is empty, too long or badly formatted."""
    if not parameters.text("text"):
        raise BadRequest("message text is empty")
    text, found = _formatted(parameters, "text", "entities")
    if not text:
        raise BadRequest("text must be non-empty")
    if len(text) > MOST_TEXT:
        raise BadRequest("message is too long")
    return text, found


def draft_text(parameters: Parameters) -> tuple[str, list[Entity]]:
    """As a message's text, but it may be empty."""
    return message_text(parameters) if parameters.text("text") else ("", [])


def caption(parameters: Parameters) -> tuple[str, list[Entity]]:
    text, found = _formatted(parameters, "caption", "caption_entities")
    if len(text) > MOST_CAPTION:
        raise BadRequest("message caption is too long")
    return text, found


def plain(text: str) -> tuple[str, list[Entity]]:
    """What a customer typed, as Telegram passes it on."""
    cleaned, _ = entities.clean(text, [])
    return cleaned, entities.detected(cleaned, [])


def _formatted(parameters: Parameters, name: str, given: str) -> tuple[str, list[Entity]]:
    text, found = _parsed(parameters, name, given)
    text, found = entities.clean(text, found)
    return text, entities.detected(text, found)


def _parsed(parameters: Parameters, name: str, given: str) -> tuple[str, list[Entity]]:
    text, mode = parameters.text(name), parameters.text("parse_mode").lower()
    if mode == "html":
        return parse_html(text)
    if mode not in ("", "none"):
        raise BadRequest("unsupported parse_mode")
    raw = parameters.json(given, "MessageEntity") or []
    if not isinstance(raw, list) or not all(isinstance(entity, dict) for entity in raw):
        raise BadRequest("can't parse MessageEntity JSON object")
    return text, entities.given(raw, text)
