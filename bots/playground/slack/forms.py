"""What a person chose or typed, as Slack reports it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bots.playground.slack import blocks as block_kit
from bots.playground.slack.errors import Unseen

Json = dict[str, Any]

_BY_ID = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
}
_MOMENT = "datetimepicker"  # seconds since 1970, as a number
_MANY_BY_ID = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
_IDENTIFIED = re.compile(r"[A-Z][A-Z0-9]{4,}(,[A-Z][A-Z0-9]{4,})*|\d{4}-\d\d-\d\d|\d\d:\d\d")
_MANY = {"multi_static_select", "checkboxes"}


def chosen(element: Json, option: str | None, block_id: str, ts: str) -> Json:
    """One entry of a block_actions payload's `actions`."""
    kept = ("type", "action_id", "text", "value", "style", "placeholder", "url")
    action = {key: element[key] for key in kept if key in element}
    picked = picked_value(element, option) if option is not None else {}
    return {**action, "block_id": block_id, "action_ts": ts, **picked}


def picked_value(element: Json, option: str) -> Json:
    """The field of the payload that holds what was picked, several with commas between them.

    Raises Unseen for an option that is not offered.
    """
    kind = element["type"]
    if kind in _BY_ID:
        return {_BY_ID[kind]: option}
    if kind == _MOMENT:
        return {"selected_date_time": _seconds(option)}
    if kind in _MANY_BY_ID:
        return {_MANY_BY_ID[kind]: option.split(",")}
    if kind in _MANY:
        return {"selected_options": [_option(element, each) for each in option.split(",") if each]}
    return {"selected_option": _option(element, option)}


def _seconds(option: str) -> int:
    if not option.isdecimal():
        raise Unseen(f"{option!r} is no number of seconds since 1970")
    return int(option)


def offers(element: Json, option: str) -> bool:
    """Whether it can be chosen there; an input is typed into, and offers nothing."""
    kind = element["type"]
    if kind.endswith("_input") or kind == "button":
        return False
    if kind in _BY_ID or kind in _MANY_BY_ID:
        return bool(_IDENTIFIED.fullmatch(option))
    try:
        picked_value(element, option)
    except Unseen:
        return False
    return True


def stateful(blocks: Sequence[Json], action: Json) -> Json:
    """`state.values` of a message or view at an action: what stands in its menus and fields, buttons and overflows aside."""
    values: Json = {}
    for block_id, element in block_kit.interactive(blocks):
        if element["type"] in ("button", "overflow"):
            continue
        of_action = (block_id, element["action_id"]) == (action.get("block_id"), action.get("action_id"))
        picked = {key: value for key, value in action.items() if key.startswith("selected")}
        now = {"type": element["type"], **picked} if of_action else _state_of(element, None)
        values.setdefault(block_id, {})[element["action_id"]] = now
    return values


def _option(element: Json, wanted: str) -> Json:
    groups = [element, *element.get("option_groups", [])]
    for option in (each for group in groups for each in group.get("options", [])):
        if wanted in (option["value"], option["text"]["text"]):
            return dict(option)
    raise Unseen(f"no option {wanted!r} in {block_kit.label(element) or element.get('action_id')!r}")


def filled(blocks: Sequence[Json], values: Mapping[str, str], before: Json | None = None) -> Json:
    """A view's `state.values`: block_id -> action_id -> value, with the initial value where nothing is given.

    `before` are the values that were reported last: what was chosen outside input blocks stays as it is there.
    """
    state: Json = _outside_inputs(blocks, before or {})
    used: set[str] = set()
    for block in blocks:
        if block["type"] != "input":
            continue
        element, names = block["element"], _names(block)
        given = next((name for name in names if name in values), None)
        if given is not None:
            used.add(given)
        value = values[given] if given is not None else None
        state[block["block_id"]] = {element["action_id"]: _state_of(element, value)}
    unknown = set(values) - used
    if unknown:
        raise Unseen(f"the form has no field {', '.join(sorted(unknown))}")
    return state


def _outside_inputs(blocks: Sequence[Json], before: Json) -> Json:
    """The menus in sections and actions blocks, which are part of a form's state too."""
    now = stateful([block for block in blocks if block["type"] != "input"], {})
    return {
        block_id: {action: before.get(block_id, {}).get(action, initial) for action, initial in of_block.items()}
        for block_id, of_block in now.items()
    }


def _names(block: Json) -> tuple[str, str, str]:
    return block["element"]["action_id"], block["block_id"], block["label"]["text"]


def _state_of(element: Json, value: str | None) -> Json:
    kind = element["type"]
    if kind.endswith("_input"):
        return {"type": kind, "value": (value if value is not None else element.get("initial_value")) or None}
    if value is not None and (value or kind in _MANY):
        return {"type": kind, **picked_value(element, value)}
    initial = {key.replace("initial", "selected"): each for key, each in element.items() if key.startswith("initial_")}
    return {"type": kind, **(initial if initial and value is None else _nothing(kind))}


def _nothing(kind: str) -> Json:
    """A field of this kind in which nothing is chosen."""
    if kind in _MANY:
        return {"selected_options": []}
    if kind in _MANY_BY_ID:
        return {_MANY_BY_ID[kind]: []}
    return {"selected_date_time" if kind == _MOMENT else _BY_ID.get(kind, "selected_option"): None}
