"""What Slack delivers, as an item of the inbox: its key, what it keeps order with, and itself, unread."""

import hashlib
import json
import re
from typing import Any

from bots.slack.ids import ASK, CALL, DECIDE, DISPUTE, SLACK, Json, Place, is_case
from core.model import callback, dispute_file
from core.model.ids import CaseCode
from core.model.rows import Received

_SECONDS = re.compile(r"(\d{1,12})\.\d+", re.ASCII)
_DOUBLE_CLICK = 3  # seconds: what is pressed twice within them is one press
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")  # what no database takes


def received(body: Json) -> Received:
    """The item for any JSON object that Slack, or anybody, may send. Never raises.

    The key is Slack's own where it gives one: `event_id` of an event, `trigger_id` of a slash command; of a press it
    is made from who pressed what, where and when, for a press has none and its trigger differs at each delivery. Of a
    form it is made from who sent what: it may be sent again where its acknowledgement did not arrive.
    """
    payload = _writable(json.dumps(body, ensure_ascii=False))
    return Received(key=_key(body, payload), source=SLACK, stream=_stream(body), payload=payload)


def _key(body: Json, payload: str) -> str:
    event_id, trigger = _text(body, "event_id"), _text(body, "trigger_id")
    if event_id:
        return f"slack:event:{_writable(event_id)}"
    if _text(body, "command") and trigger:
        return f"slack:command:{_writable(trigger)}"
    if _text(body, "view", "callback_id") in (DECIDE, ASK):
        return f"slack:form:{_digest(_form(body))}"
    pressed = _press(body)
    return f"slack:press:{_digest(pressed)}" if pressed else f"slack:other:{_digest(payload)}"


def _form(body: Json) -> str:
    """What tells one sending of a dispute's form from another with other words in it."""
    view = body["view"]
    return json.dumps([_text(body, "team", "id"), _text(body, "user", "id"), _text(view, "id"), view.get("state")])


def _press(body: Json) -> str:
    """What tells one press from another; empty for anything else."""
    acts = [(_moment(action), _text(action, "action_id"), _text(action, "value")) for action in actions(body)]
    if not any(at for at, _, _ in acts):
        return ""
    where = _text(body, "container", "message_ts") or _text(body, "container", "view_id")
    return json.dumps([_text(body, "team", "id"), _text(body, "user", "id"), where, acts])


def _moment(action: Json) -> str:
    """When it was pressed: what changes a dispute or a callback only roughly, for a double click is not meant twice."""
    at, name = _text(action, "action_ts"), _text(action, "action_id")
    if not name.startswith((DISPUTE, CALL)) or name in (DECIDE, ASK):
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
    return _thread_of_card(body)


def _thread_of_card(body: Json) -> Place | None:
    channel = _text(body, "channel", "id")
    ts = _text(body, "container", "thread_ts") or _text(body, "container", "message_ts")
    on_card = any(_text(action, "action_id").startswith("case.") for action in actions(body))
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
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def sender_of(body: Json) -> str:
    """The id of the member who did it; empty where there is none."""
    return _text(body, "event", "user") or _text(body, "user", "id") or _text(body, "user_id")


def about_dispute(body: Json) -> bool:
    """Whether a button of a dispute was pressed or one of its forms was sent."""
    return bool(_carried(body, DISPUTE)) or _text(body, "view", "callback_id") in (DECIDE, ASK)


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
