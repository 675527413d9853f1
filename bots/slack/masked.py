"""What Slack delivers without card numbers and IBANs, for they are not written down. Pure."""

from typing import Any

from bots.slack.ids import Json
from core.language.payment_data import without_payment_data, without_payment_data_across

# The fields of messages, blocks, attachments and files in which people's own words stand, docs.slack.dev/reference.
_WORDS = frozenset(["text", "fallback", "title", "pretext", "footer", "alt_text", "preview", "plain_text"])
_OURS = frozenset(["actions", "private_metadata", "metadata", "authorizations", "response_url", "trigger_id"])
_DEEPEST = 50  # what is nested deeper comes from no desk of Slack's, and is read by nobody
_TELEPHONE = "tel:"  # to which Slack makes long numbers links


def masked(body: Json) -> Json:
    """Ids, times, tokens and what our own buttons carry stay as they are."""
    cleaned: Json = _masked(body, 0, typed=False)
    return cleaned


def _masked(value: Any, depth: int, *, typed: bool) -> Any:
    """`typed`: within what was filled in in a form."""
    if depth >= _DEEPEST:
        return value
    if isinstance(value, list):
        return [_masked(each, depth + 1, typed=typed) for each in _joined(value)]
    if not isinstance(value, dict):
        return value
    is_file = isinstance(value.get("mimetype"), str)
    return {
        name: each if name in _OURS else _field(name, each, depth, typed=typed, is_file=is_file)
        for name, each in value.items()
    }


def _field(name: str, value: Any, depth: int, *, typed: bool, is_file: bool) -> Any:
    if not isinstance(value, str):
        inside = typed and name != "selected_option" and name != "selected_options"
        return _masked(value, depth + 1, typed=inside or name == "state")
    is_words = name in _WORDS or (typed and name == "value") or (is_file and name == "name")
    return without_payment_data(value) if is_words or _is_telephone(name, value) else value


def _is_telephone(name: str, value: str) -> bool:
    return name == "url" and value.startswith(_TELEPHONE)


def _joined(elements: list[Any]) -> list[Any]:
    """Words that stand in several elements, for some of them are bold, are read as one."""
    places = [at for at, each in enumerate(elements) if isinstance(each, dict) and isinstance(each.get("text"), str)]
    if len(places) < 2:
        return elements
    before = [elements[at]["text"] for at in places]
    after = without_payment_data_across(before)
    if after == before:
        return elements
    changed = {at: elements[at] | {"text": words} for at, words in zip(places, after, strict=True)}
    return [changed.get(at, each) for at, each in enumerate(elements)]
