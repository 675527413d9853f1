"""The names that the desk and Slack know each other's things by: threads, buttons, effects."""

import re
from typing import Any, NamedTuple

import msgspec

from core.model.errors import Gone
from core.model.ids import Address, CaseCode, ConversationId

Json = dict[str, Any]

SLACK = "slack"
CLAIM = "case.claim"
CLOSE = "case.close"
ON_DUTY = "duty.on"
OFF_DUTY = "duty.off"
COMMAND = "/frontdesk"

DISPUTE = "dispute."  # begins the names of a dispute's buttons and forms
MOVE = "dispute.move."  # a stage follows
CONFIRM = "dispute.confirm."  # a number follows: which of them the button is
RETRY = "dispute.retry."  # likewise
DECIDE = "dispute.decide"  # the button that asks for the form, and the form
ASK = "dispute.ask"  # likewise

CALL = "call."  # begins the names of a callback's buttons, which carry its case; a press follows

_CASE = re.compile(r"[A-Za-z0-9-]{1,40}")
_EVENT_TYPE = "frontdesk_effect"


class Place(NamedTuple):
    """A thread: its channel and the timestamp of its first message."""

    channel: str
    ts: str

    @property
    def address(self) -> Address:
        return Address(SLACK, f"{self.channel}/{self.ts}")


def place_of(address: Address) -> Place:
    """Raises Gone for an address that is no thread."""
    channel, _, ts = address.key.partition("/")
    if address.channel != SLACK or not channel or not ts:
        raise Gone(f"{address} is no thread in Slack")
    return Place(channel, ts)


def is_case(carried: str) -> bool:
    """Whether what a button carries can be the code of a case."""
    return bool(_CASE.fullmatch(carried))


class CaseRef(msgspec.Struct, frozen=True):
    """What a button of a card carries (at most 2,000 characters of JSON)."""

    conversation: ConversationId
    case: CaseCode


class DisputeRef(msgspec.Struct, frozen=True):
    """What a button of a dispute's card carries; `key` is a proposal's."""

    case: CaseCode
    key: str = ""


class FormRef(msgspec.Struct, frozen=True):
    """What a form of a dispute carries (at most 3,000 characters of JSON); amounts in it are in `currency`."""

    case: CaseCode
    thread: Address
    currency: str

    @property
    def channel(self) -> str:
        return self.thread.key.partition("/")[0]


def metadata(key: str) -> Json:
    """Our key on a message of ours, for Slack has no idempotency keys (docs.slack.dev/messaging/message-metadata)."""
    return {"event_type": _EVENT_TYPE, "event_payload": {"key": key}}


def key_of(message: Json) -> str:
    """The key that `metadata` put on a message; empty for any other."""
    found = message.get("metadata")
    if not isinstance(found, dict) or found.get("event_type") != _EVENT_TYPE:
        return ""
    payload = found.get("event_payload")
    return str(payload.get("key", "")) if isinstance(payload, dict) else ""
