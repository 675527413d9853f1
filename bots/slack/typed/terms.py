"""What a typed command can be, by which terms its words are read, and how each verb is spelt."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from bots.slack.members.people import Member
from core.language.spec import BY_CODE, LANGUAGES
from core.model.controls import CloseReason, Control
from core.model.ids import CaseCode, Language
from core.model.view import Text, text
from handoff.callback_card import Press

Did = Control | Literal["claim"] | CloseReason

EXAMPLES = {
    "on": "on | on en pl | on all",
    "off": "off",
    "mine": "mine",
    "name": "name Eva | name reset",
    "chats": "chats 4",
    "claim": "claim FD-7K2M9P",
    "release": "release",
    "transfer": "transfer @colleague please take over",
    "snooze": "snooze 30m | snooze 2h | snooze 15:30 | snooze tomorrow | snooze until reply",
    "close": "close | close no answer",
    "reopen": "reopen FD-7K2M9P",
    "stay": "stay",
    "send": "send | send reply parcel",
    "keep": "keep",
    "resend": "resend",
    "mail": "mail",
    "ask": "ask photos | ask order | ask details",
    "language": "language de",
    "email": "email",
    "call": "call | call FD-7K2M9P claim | call FD-7K2M9P reached | call FD-7K2M9P not reached | call FD-7K2M9P done is paid",
    "block": "block threats",
    "confirm": "confirm FD-7K2M9P",
    "refuse": "refuse FD-7K2M9P",
    "unblock": "unblock FD-7K2M9P",
    "take": "take FD-7K2M9P",
    "back": "back",
    "note": "note has called before",
    "suggest": "suggest | suggest send | suggest drop",
    "reply": "reply parcel",
    "help": "help",
}
"""By verb, in the order in which help lists them."""


class OnDuty(NamedTuple):
    """`languages`: those that the agent takes from now on; none: as before."""

    on_duty: bool
    languages: tuple[str, ...] | None = None


class Typed(NamedTuple):
    """Something about a case; without one it is the agent's only chat."""

    case: CaseCode | Literal[""]
    did: Did


class Setting(NamedTuple):
    """What an agent sets for themselves; an empty name is the one that Slack shows."""

    name: str | None = None
    chats: int | None = None


class Search(NamedTuple):
    """For a saved reply."""

    case: CaseCode | Literal[""]
    words: str


class SendSaved(NamedTuple):
    """The saved reply that is called so is for the customer."""

    case: CaseCode | Literal[""]
    name: str


class Called(NamedTuple):
    """A button of a callback's card; `note`: what came of a call that is done."""

    case: CaseCode
    press: Press
    note: str = ""


class Show(NamedTuple):
    what: Literal["mine", "help"]


class Wrong(NamedTuple):
    """Nothing is done; `line` says why. `usage`: the verbs are listed beneath."""

    line: Text
    usage: bool = False


Command = OnDuty | Typed | Setting | Search | SendSaved | Called | Show | Wrong


class Terms(msgspec.Struct, frozen=True):
    """What words are read by: the time (UTC) and where staff read it, the members by id, and the names of the queues."""

    now: datetime
    zone: str
    members: Mapping[str, Member]
    queues: tuple[str, ...] = ()


# --- what is wrong
def needs(verb: str) -> Wrong:
    return Wrong(text("command.needs", verb=verb, example=EXAMPLES[verb]))


def extra(verb: str, rest: str) -> Wrong:
    """More than the verb takes, or something else."""
    return Wrong(text("command.extra", verb=verb, words=rest[:40], example=EXAMPLES[verb]))


def language_named(word: str) -> Language | None:
    """By its code, its English name or its own."""
    said = word.casefold()
    return next(
        (row.code for row in LANGUAGES if said in (row.code, row.name.casefold(), row.english.casefold())), None
    )


def no_language(word: str) -> Wrong:
    return Wrong(text("command.tongue", word=word[:40], languages=", ".join(BY_CODE)))
