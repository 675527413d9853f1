"""Presses as Slack delivers them, and what the desk makes of what is delivered."""

from typing import Any

from bots.slack.incoming import SlackReader
from bots.slack.members.people import Member
from bots.slack.received import received
from core.model.heard import Heard
from core.model.ids import AgentId
from core.model.people import Agent

Json = dict[str, Any]

TOM = Agent(AgentId("U1"), "Tom")
STRANGER = {"id": "U8", "name": "eve", "team_id": "T2"}

SENDER = {
    "team": {"id": "T1", "domain": "shop"},
    "user": {"id": "U1", "username": "tom.visser", "name": "tom.visser", "team_id": "T1"},
    "api_app_id": "A1",
}
_reader = SlackReader("T1", "UBOT", ("C1", "C2"), {"U1": Member("Tom"), "UGUEST": Member("Gus", "a guest")})


def block_actions(action: str, value: object, at: str = "1760000000.1", place: str = "C1", **fields: Any) -> Json:
    """Tom presses a button of a message."""
    button = {
        "type": "button",
        "block_id": "b1",
        "action_id": action,
        "text": {"type": "plain_text", "text": "…", "emoji": False},
        "value": value,
        "action_ts": at,
    }
    return {
        "type": "block_actions",
        **SENDER,
        "container": {"type": "message", "message_ts": "100.1", "channel_id": place, "is_ephemeral": False},
        "trigger_id": "13.37.abc",
        "channel": {"id": place, "name": "staff"},
        "message": {"type": "message", "ts": "100.1", "user": "UBOT", "bot_id": "B1"},
        "state": {"values": {}},
        "response_url": "https://hooks.example/actions/T1/1/abc",
        "actions": [button],
    } | fields


def read(body: Json) -> Heard:
    return _reader.read(received(body).payload)
