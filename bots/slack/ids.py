"""The names that the desk and Slack know each other's things by: threads, buttons, effects."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from core.model.controls import Control
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

CONTROL = "control."  # begins the names of all that an agent may do with a conversation
MORE = "control.more"  # the menu of a card; its options carry a MenuRef
FORM = "control.form."  # the name of a form follows: the button that asks for it, and the form
SEND_IT = "control.send_held"  # on a message: it is for the customer
KEEP_IT = "control.keep_held"  # on a message: it is a note

CALL = "call."  # begins the names of a callback's buttons, which carry its case; a press follows

_CASE = re.compile(r"[A-Za-z0-9-]{1,40}")
_TS = re.compile(r"\d{1,12}\.\d{1,6}", re.ASCII)
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


def question_name(place: Place, key: str) -> str:
    """Under which it is kept where a line of ours with this key stands in the thread."""
    return f"question:{place.address}:{key}"


def is_ts(ref: str) -> bool:
    """Whether this is a message's name in Slack: the seconds since 1970, with six places."""
    return bool(_TS.fullmatch(ref))


def is_case(carried: str) -> bool:
    """Whether what a button carries can be the code of a case."""
    return bool(_CASE.fullmatch(carried))


class CaseRef(msgspec.Struct, frozen=True):
    """What a button of a card carries (at most 2,000 characters of JSON)."""

    conversation: ConversationId
    case: CaseCode


class ControlRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a button for an agent carries (at most 2,000 characters of JSON), and the form that it opens (3,000).

    Without a `thread` it is where the button is; without a `control` its name says which form is wanted. `draft`: the
    number of the suggestion that a form changes; `saved`: the saved reply that it begins with, by its id; `seen_at`: the
    address (Slack's response_url) at which what only the agent sees is taken away when the form is sent.
    """

    conversation: ConversationId
    case: CaseCode
    thread: Address | None = None
    control: Control | None = None
    draft: int = 0
    saved: str = ""
    seen_at: str = ""


class MenuRef(msgspec.Struct, frozen=True, array_like=True):
    """What an option of a card's menu carries (at most 150 characters of JSON)."""

    what: str
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


def metadata(key: str, joined: Sequence[str] = ()) -> Json:
    """Our key on a message of ours, for Slack has no idempotency keys (docs.slack.dev/messaging/message-metadata).

    `joined`: the keys of what it says beside.
    """
    payload: Json = {"key": key, "joined": list(joined)} if joined else {"key": key}
    return {"event_type": _EVENT_TYPE, "event_payload": payload}


def keys_of(message: Json) -> tuple[str, ...]:
    """The keys that `metadata` put on a message; none on any other."""
    found = message.get("metadata")
    if not isinstance(found, dict) or found.get("event_type") != _EVENT_TYPE:
        return ()
    payload = found.get("event_payload")
    if not isinstance(payload, dict):
        return ()
    joined = payload.get("joined")
    return (str(payload.get("key", "")), *(map(str, joined) if isinstance(joined, list) else ()))
