"""What the playground emits has the shapes that Slack's SDK recorded."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import ChannelScreen, Person, SlackServer
from bots.playground.slack.delivery import Acknowledged, Sent

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "slack" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no recorded Slack payloads at {SAMPLES}")

Json = dict[str, Any]
_FREE = {"values", "event_payload", "shares"}  # keyed by ids, not by names
# The recordings are generated, and wrong or out of date in these.
_KNOWN = {"content"}


def sample(name: str) -> Json:
    loaded: Json = json.loads((SAMPLES / name).read_text())
    return loaded


def differences(ours: object, theirs: object, at: str = "") -> Iterator[str]:
    """Where a value of ours has another JSON type than theirs at the same place; null is allowed."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in ours.keys() & theirs.keys() - _FREE - _KNOWN:
            yield from differences(ours[key], theirs[key], f"{at}/{key}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        for each in ours if theirs else []:
            yield from differences(each, _like(each, theirs), f"{at}[]")
    elif ours is not None and _json_type(ours) != _json_type(theirs):
        yield f"{at}: {_json_type(ours)} here, {_json_type(theirs)} there"


def _like(ours: object, theirs: list[Any]) -> object:
    """The recorded list's entry of the same `type`, as blocks have it."""
    if isinstance(ours, dict) and "type" in ours:
        return next((t for t in theirs if t.get("type") == ours["type"]), {})
    return theirs[0]


def _json_type(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    return {dict: "object", list: "array", str: "string", int: "number", float: "number"}.get(type(value), "null")


def strangers(ours: Json, theirs: Json, allowed: set[str]) -> set[str]:
    """Our keys that the recording does not know."""
    return ours.keys() - theirs.keys() - allowed


class Recorder:
    """Takes the deliveries instead of a product."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    async def carry(self, sent: Sent, within: float) -> Acknowledged:
        self.sent.append(sent)
        return Acknowledged()


@pytest.fixture
def recorder(server: SlackServer) -> Recorder:
    recorder = Recorder()
    server.deliveries.carrier = recorder
    return recorder


BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Claim"}, "action_id": "claim", "value": "1"}
CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}},
    {"type": "actions", "elements": [BUTTON]},
]


async def happen(client: AsyncWebClient, server: SlackServer, support: ChannelScreen, tom: Person) -> None:
    """One of every event."""
    await tom.opens_home()
    root = await tom.writes(support, "hello")
    reply = await tom.writes(support, "reply", root)
    await tom.writes(support, "both", root, broadcast=True)
    await tom.says_me(support, "waves")
    await tom.shares(support, "a.png", b"x")
    await tom.edits(reply, "changed")
    await tom.reacts(reply, "eyes")
    await tom.unreacts(reply, "eyes")
    await tom.deletes(reply)
    await server.agent("Jira", bot=True).writes(support, "opened")
    await client.chat_postMessage(channel=support.id, text="card", blocks=CARD)
    eva = server.agent("Eva Bos")
    eva.leaves(support)
    eva.joins(support)
    support.archive()
    await server.deliveries.quiet()


RECORDED = {
    ("app_home_opened", None): "AppHomeOpenedPayload",
    ("message", None): "MessagePayload",
    ("message", "thread_broadcast"): "MessageThreadBroadcastPayload",
    ("message", "me_message"): "MessageMePayload",
    ("message", "file_share"): "MessageFileSharePayload",
    ("message", "message_changed"): "MessageChangedPayload",
    ("message", "message_deleted"): "MessageDeletedPayload",
    ("message", "bot_message"): "MessageBotPayload",
    ("reaction_added", None): "ReactionAddedPayload",
    ("reaction_removed", None): "ReactionRemovedPayload",
    ("member_left_channel", None): "MemberLeftChannelPayload",
    ("member_joined_channel", None): "MemberJoinedChannelPayload",
    ("channel_archive", None): "ChannelArchivePayload",
}
# Seen in real deliveries though absent from these recordings.
NEWER = {
    *("context_team_id", "context_enterprise_id", "client_msg_id", "team", "app_id", "bot_id", "bot_profile"),
    *("blocks", "user", "is_moved", "parent_user_id", "username", "hidden"),
}


@pytest.fixture
async def emitted(
    client: AsyncWebClient, server: SlackServer, support: ChannelScreen, tom: Person, recorder: Recorder
) -> dict[tuple[str, str | None], Json]:
    await happen(client, server, support, tom)
    found = {}
    for sent in recorder.sent:
        event = sent.payload["event"]
        found[event["type"], event.get("subtype")] = sent.payload
    return found


@pytest.mark.parametrize("kind", RECORDED, ids=lambda kind: ".".join(filter(None, kind)))
async def test_events(emitted: dict[tuple[str, str | None], Json], kind: tuple[str, str | None]) -> None:
    ours, theirs = emitted[kind], sample(f"events/{RECORDED[kind]}.json")
    assert list(differences(ours, theirs)) == []
    assert strangers(ours, theirs, NEWER) == set()
    assert strangers(ours["event"], theirs["event"], NEWER) == set()
    assert {"type", "event_ts"} <= ours["event"].keys()


async def test_the_event_wrapper(emitted: dict[tuple[str, str | None], Json]) -> None:
    schema = json.loads((SAMPLES.parent / "slack_common_event_wrapper_schema.json").read_text())
    outdated = {"authed_users"}  # replaced by `authorizations` in 2021
    assert set(schema["required"]) - outdated <= emitted["message", None].keys()


async def test_a_click(
    client: AsyncWebClient, server: SlackServer, support: ChannelScreen, tom: Person, recorder: Recorder
) -> None:
    await client.chat_postMessage(channel=support.id, text="card", blocks=CARD)
    await tom.clicks("Claim")
    ours, theirs = recorder.sent[-1].payload, sample("BlockActionPayload.json")
    assert list(differences(ours, theirs)) == []
    assert strangers(ours, theirs, set()) == set()
    required = {"type", "user", "api_app_id", "container", "trigger_id", "team", "channel", "message"}
    assert required | {"actions", "response_url"} <= ours.keys()


ANSWERS: dict[str, Json] = {
    "auth.test": {},
    "bots.info": {},
    "team.info": {},
    "users.info": {"user": "U0TOM"},
    "users.getPresence": {"user": "U0TOM"},
    "conversations.info": {"channel": "$"},
    "conversations.list": {"types": "public_channel,im"},
    "conversations.members": {"channel": "$"},
    "chat.postEphemeral": {"channel": "$", "user": "U0TOM", "text": "hi"},
    "chat.getPermalink": {"channel": "$", "message_ts": "$ts"},
    "chat.delete": {"channel": "$", "ts": "$ts"},
    "reactions.add": {"channel": "$", "timestamp": "$ts", "name": "eyes"},
}


@pytest.mark.parametrize("method", ANSWERS)
async def test_answers(client: AsyncWebClient, support: ChannelScreen, tom: Person, method: str) -> None:
    ts = (await client.chat_postMessage(channel=support.id, text="hi"))["ts"]
    words = {"$": support.id, "$ts": ts}
    answer = await client.api_call(method, json={k: words.get(v, v) for k, v in ANSWERS[method].items()})
    ours, theirs = dict(answer.data), sample(f"{method}.json")  # type: ignore[arg-type]
    assert list(differences(ours, theirs)) == []
    assert strangers(ours, theirs, set()) == set()


def test_our_refusals_are_slacks() -> None:
    """The published lists are of 2021: what came later is named here."""
    published = json.loads((SAMPLES.parent / "slack_methods_2021.json").read_text())["methods"]
    ours = {
        "chat.postMessage": {"channel_not_found", "not_in_channel", "is_archived", "no_text"},
        "chat.update": {"message_not_found", "cant_update_message", "msg_too_long"},
        "chat.delete": {"message_not_found", "cant_delete_message"},
        "chat.postEphemeral": {"user_not_in_channel", "msg_too_long", "is_archived"},
        "conversations.replies": {"thread_not_found", "channel_not_found"},
        "reactions.add": {"already_reacted", "message_not_found", "invalid_name"},
        "users.info": {"user_not_found"},
        "bots.info": {"bot_not_found"},
        "auth.test": {"not_authed", "invalid_auth", "token_revoked", "account_inactive"},
    }
    for method, errors in ours.items():
        assert errors <= set(published[method]["errors"]), method
