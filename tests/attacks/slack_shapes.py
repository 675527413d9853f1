"""Payloads of the shapes that Slack's own samples have, with this workspace's names, and anything at all, in them."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st

from bots.slack.ids import CLAIM, CLOSE, CONTROL, DECIDE, FORM, KEEP_IT, MORE, MOVE, OFF_DUTY, ON_DUTY, SEND_IT
from core.model.ids import CaseCode, ConversationId
from tests.attacks.telegram_shapes import texts

Json = dict[str, Any]
Draw = Any

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "slack" / "samples"
SUBTYPES = (
    None,
    "thread_broadcast",
    "file_share",
    "me_message",
    "bot_message",
    "message_changed",
    "message_deleted",
    "x",
)
ACTIONS = (
    CLAIM,
    CLOSE,
    ON_DUTY,
    OFF_DUTY,
    MORE,
    SEND_IT,
    KEEP_IT,
    DECIDE,
    f"{MOVE}closed",
    f"{CONTROL}take",
    f"{CONTROL}form.note",
    "call.reached",
    "call.",
    "x",
)
FORMS = (DECIDE, f"{FORM}note", f"{FORM}close", f"{FORM}assign", f"{FORM}x", "home.settings", "x")
DEEPEST = 5


class Names(NamedTuple):
    """What is really there: who, where, and about what."""

    team: str
    agents: tuple[str, ...]
    channels: tuple[str, ...]
    threads: tuple[str, ...]
    conversation: ConversationId
    case: CaseCode


@cache
def samples() -> dict[str, Json]:
    """By file name: events, and a press."""
    if not SAMPLES.exists():
        pytest.skip("Slack's samples (shared/data/slack) are not beside this checkout")
    files = [*sorted((SAMPLES / "events").glob("*.json")), SAMPLES / "BlockActionPayload.json"]
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


@st.composite
def payload(draw: Draw, names: Names) -> Json:
    """A payload like one of the samples; its first level says that it is of this workspace, mostly."""
    sample = samples()[draw(st.sampled_from(sorted(samples())))]
    made: Json = _filled(draw, names, "", sample, 0)
    made["team_id"] = draw(st.sampled_from((names.team, names.team, "T0OTHER")))
    return made | {"event_id": f"Ev{draw(st.integers(0, 10**9))}"}


@st.composite
def interaction(draw: Draw, names: Names) -> Json:
    """A press of a button, or a form that was sent, by somebody of ours or not, about a case of ours or not."""
    ref = {"conversation": names.conversation, "case": names.case}
    thread = {"channel": "slack", "key": f"{names.channels[0]}/{names.threads[0]}"}
    carried = (
        ref,
        ref | {"thread": thread},
        ref | {"control": {"type": "x"}},
        [],
        ["close", *ref.values()],
        names.case,
    )
    value = draw(st.sampled_from([json.dumps(each) for each in carried]) | texts)
    user = draw(_named("user", names))
    made: Json = {
        "type": draw(
            st.sampled_from(("block_actions", "view_submission", "message_action", "shortcut", "view_closed"))
        ),
        "user": {"id": user, "name": draw(texts), "team_id": names.team},
        "team": {"id": draw(st.sampled_from((names.team, names.team, "T0OTHER")))},
        "channel": {"id": draw(_named("channel", names))},
        "container": {"message_ts": draw(_named("ts", names)), "thread_ts": draw(_named("ts", names))},
        "message": {"ts": draw(_named("ts", names)), "thread_ts": draw(_named("ts", names))},
        "trigger_id": f"{draw(st.integers(0, 10**9))}.1",
        "action_ts": draw(_named("ts", names)),
        "callback_id": draw(st.sampled_from(FORMS)),
    }
    action = {"action_id": draw(st.sampled_from(ACTIONS)), "value": value, "action_ts": draw(_named("ts", names))}
    if draw(st.booleans()):
        action = {"action_id": MORE, "selected_option": {"value": value}, "action_ts": "1790000000.1"}
    fields = {draw(texts): {draw(texts): {"value": draw(texts)}}}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": draw(st.sampled_from(FORMS)),
        "private_metadata": value,
        "state": {"values": fields},
    }
    return made | ({"actions": [action]} if made["type"] == "block_actions" else {"view": view})


def _filled(draw: Draw, names: Names, name: str, value: Any, depth: int) -> Any:
    match value:
        case dict():
            kept = value if depth < 2 else {key: each for key, each in value.items() if draw(st.booleans())}
            return {key: _filled(draw, names, key, each, depth + 1) for key, each in kept.items() if depth < DEEPEST}
        case list():
            return [_filled(draw, names, name, each, depth + 1) for each in value[: draw(st.integers(0, 2))]]
        case bool():
            return draw(st.booleans())
        case int():
            return draw(st.integers(-1, 2**40))
        case str() if value and name == "type":
            return value  # what it is: all else of a sample is blank
        case _:
            return draw(_named(name, names))


def _named(name: str, names: Names) -> st.SearchStrategy[Any]:
    """What a field of this name holds."""
    if name in ("team", "team_id", "user_team", "source_team"):
        return st.sampled_from((names.team, names.team, names.team, "T0OTHER", ""))
    if name in ("user", "user_id", "parent_user_id"):
        return st.sampled_from((*names.agents, "U0NOBODY", ""))
    if name in ("channel", "channel_id"):
        return st.sampled_from((*names.channels, "C0NOWHERE", ""))
    if name.endswith("ts"):
        return st.sampled_from((*names.threads, *names.threads, "1790000000.000100", "", "abc", "99999999999999.9"))
    if name == "subtype":
        return st.sampled_from(SUBTYPES)
    return texts
