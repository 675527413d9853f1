"""What Slack delivers, as an item of the inbox: its key, what it keeps order with, and itself, unread."""

import hashlib
import json
import re
from typing import Any

from bots.json_text import read_json
from bots.slack.ids import ASK, CALL, CONTROL, DECIDE, DISPUTE, FORM, SLACK, ControlRef, Json, Place, is_case
from bots.slack.payloads import WRITING
from core.model import callback, dispute_file
from core.model.codec import encode
from core.model.ids import CaseCode
from core.model.rows import Received

_SECONDS = re.compile(r"(\d{1,12})\.\d+", re.ASCII)
_DOUBLE_CLICK = 3  # seconds: what is pressed twice within them is one press
_ACTS = ("block_actions", "message_action", "shortcut", "view_submission")
_KEPT_AT = "frontdesk_at"  # seconds since 1970: when we took what itself says no time
_FOUND = "frontdesk_found"  # what the door found for what was typed
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")  # what no database takes


def received(body: Json) -> Received:
    """The item for any JSON object that Slack, or anybody, may send. Never raises.

    A message, its change and its end are known by where and when they were written, whether an event brought them or they were
    read afterwards. Else the
    key is Slack's own where it gives one: `event_id` of an event, `trigger_id` of a slash command; of a press it
    is made from who pressed what, where and when, for a press has none and its trigger differs at each delivery. Of a
    form it is made from who sent what: it may be sent again where its acknowledgement did not arrive.
    """
    payload = _writable(json.dumps(body, ensure_ascii=False))
    return Received(key=_key(body, payload), source=SLACK, stream=_stream(body), payload=payload)


def _key(body: Json, payload: str) -> str:
    written, event_id, trigger = _written(body), _text(body, "event_id"), _text(body, "trigger_id")
    if written:
        return f"slack:{_writable(written)}"
    if event_id:
        return f"slack:event:{_writable(event_id)}"
    if _text(body, "command") and trigger:
        return f"slack:command:{_writable(trigger)}"
    if _is_form(body):
        return f"slack:form:{_digest(_form(body))}"
    pressed = _press(body) or _shortcut(body)
    return f"slack:press:{_digest(pressed)}" if pressed else f"slack:other:{_digest(payload)}"


def _written(body: Json) -> str:
    """What tells one message of somebody's, one change of its words, or its deletion from all others; empty for anything else."""
    event = body.get("event")
    if not isinstance(event, dict) or event.get("type") != "message":
        return ""
    match event.get("subtype"):
        case "message_changed":  # when it was edited is known to the second only, so its words count too
            words = _digest(_text(event, "message", "text"))
            what = ["edit", _text(event, "message", "ts"), _text(event, "message", "edited", "ts"), words]
        case "message_deleted":
            what = ["deletion", _text(event, "deleted_ts")]
        case subtype if subtype in WRITING:
            what = ["message", _text(event, "ts")]
        case _:
            return ""
    kind, *names = what
    names = [_text(body, "team_id"), _text(event, "channel"), *names]
    return f"{kind}:{'/'.join(names)}" if all(names) else ""


def _is_form(body: Json) -> bool:
    name = _text(body, "view", "callback_id")
    return _text(body, "type") == "view_submission" and (name in (DECIDE, ASK) or name.startswith(FORM))


def _form(body: Json) -> str:
    """What tells one sending of a form from another with other words in it."""
    view = body["view"]
    return json.dumps([_text(body, "team", "id"), _text(body, "user", "id"), _text(view, "id"), view.get("state")])


def _press(body: Json) -> str:
    """What tells one press from another; empty for anything else."""
    acts = [(_moment(action), _text(action, "action_id"), _value(action)) for action in actions(body)]
    if not any(at for at, _, _ in acts):
        return ""
    where = _text(body, "container", "message_ts") or _text(body, "container", "view_id")
    return json.dumps([_text(body, "team", "id"), _text(body, "user", "id"), where, acts])


def _shortcut(body: Json) -> str:
    """What tells one use of a shortcut on a message from another; empty for anything else."""
    if _text(body, "type") != "message_action":
        return ""
    what = (_text(body, "callback_id"), _text(body, "message", "ts"), _text(body, "action_ts"))
    return json.dumps([_text(body, "team", "id"), _text(body, "user", "id"), _text(body, "channel", "id"), what])


def _value(action: Json) -> str:
    """Of a button or of what was chosen in a menu."""
    return _text(action, "value") or _text(action, "selected_option", "value")


def _moment(action: Json) -> str:
    """When it was pressed: what changes a case only roughly, for a double click is not meant twice."""
    at, name = _text(action, "action_ts"), _text(action, "action_id")
    if not name.startswith((DISPUTE, CALL, CONTROL)) or name in (DECIDE, ASK):
        return at
    seconds = _SECONDS.fullmatch(at)
    return str(int(seconds[1]) // _DOUBLE_CLICK) if seconds else at


def _stream(body: Json) -> str:
    """A dispute, a callback and a thread keep their order; what belongs to none keeps it with its sender, else its channel."""
    disputed, called, thread = _disputed(body), _called(body), _thread(body)
    if disputed:
        return dispute_file.stream_of(CaseCode(disputed))
    if called:
        return callback.stream_of(CaseCode(called))
    if thread:
        return _writable(str(thread.address))
    sender = sender_of(body) or _text(body, "event", "channel") or _text(body, "channel", "id")
    return _writable(f"{SLACK}:{sender or 'unroutable'}")


def _thread(body: Json) -> Place | None:
    channel = _text(body, "event", "channel")
    for message in (("event",), ("event", "message"), ("event", "previous_message")):
        ts = _text(body, *message, "thread_ts")
        if channel and ts:
            return Place(channel, ts)
    return _thread_carried(body) or _thread_of_card(body)


def _thread_carried(body: Json) -> Place | None:
    """That of a control which names its thread: a button for one agent's eyes, or a form."""
    carried = [_value(action) for action in actions(body) if _text(action, "action_id").startswith(CONTROL)]
    if _is_form(body):
        carried.append(_text(body, "view", "private_metadata"))
    channel, _, ts = _text(_parsed(carried[0]) if carried else None, "thread", "key").partition("/")
    return Place(channel, ts) if channel and ts else None


def _thread_of_card(body: Json) -> Place | None:
    """Of a case's card that was pressed, or of a message that a shortcut was used on."""
    channel = _text(body, "channel", "id")
    ts = _text(body, "container", "thread_ts") or _text(body, "container", "message_ts")
    if _text(body, "type") == "message_action":
        ts = _text(body, "message", "thread_ts")
        return Place(channel, ts) if channel and ts else None
    on_card = any(_text(action, "action_id").startswith(("case.", CONTROL)) for action in actions(body))
    return Place(channel, ts) if on_card and channel and ts else None


def _disputed(body: Json) -> str:
    """The case of a dispute whose button was pressed or whose form was sent; empty for anything else."""
    carried = _carried(body, DISPUTE)
    if _text(body, "view", "callback_id") in (DECIDE, ASK):
        carried.append(_text(body, "view", "private_metadata"))
    case = _text(_parsed(carried[0]), "case") if carried else ""
    return case if is_case(case) else ""


def _called(body: Json) -> str:
    """The case of a callback whose button was pressed; empty for anything else."""
    return next(filter(is_case, _carried(body, CALL)), "")


def _carried(body: Json, kind: str) -> list[str]:
    """The values of the buttons whose names begin so."""
    return [_text(act, "value") for act in actions(body) if _text(act, "action_id").startswith(kind)]


def _parsed(text: str) -> Any:
    try:
        return read_json(text)
    except (ValueError, RecursionError):
        return None


def sender_of(body: Json) -> str:
    """The id of the member who did it; empty where there is none."""
    return _text(body, "event", "user") or _text(body, "user", "id") or _text(body, "user_id")


def acts(body: Json) -> bool:
    """Whether somebody pressed, sent or typed something, and did not only write."""
    return bool(body.get("command")) or body.get("type") in _ACTS


def about_control(body: Json) -> bool:
    """Whether a button or menu for an agent was used, or one of their forms was sent."""
    pressed = any(_text(action, "action_id").startswith(CONTROL) for action in actions(body))
    return pressed or _text(body, "view", "callback_id").startswith(FORM)


def stamped(body: Json, seconds: float) -> Json:
    """With the time (since 1970) at which we took it, where it will be asked for: Slack says none with commands and forms."""
    timeless = bool(_text(body, "command")) or _text(body, "view", "callback_id").startswith(FORM)
    return body | {_KEPT_AT: seconds} if timeless else body


def with_found(body: Json, found: ControlRef | None) -> Json:
    """With what was found for it at the door, which may read otherwise when it is decided."""
    return body if found is None else body | {_FOUND: encode(found)}


def kept_at(body: Json) -> float:
    """What `stamped` wrote; 0 for nothing."""
    at = body.get(_KEPT_AT)
    return float(at) if isinstance(at, int | float) else 0.0


def renamed_member(body: Json) -> str:
    """The id of the member whom Slack says to have changed; empty for anything else."""
    return _text(body, "event", "user", "id") if _text(body, "event", "type") == "user_change" else ""


def command_of(body: Json) -> tuple[str, str]:
    """A slash command and its words; empty for anything else."""
    return _text(body, "command"), _text(body, "text")


def actions(body: Json) -> list[Json]:
    found = body.get("actions")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(value: Any, *path: str) -> str:
    """The text at a path, or nothing where there is none."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
