"""What staff are shown in the thread of a conversation: each is the body of a `Post`."""

from datetime import datetime
from typing import Literal

from core.model.controls import Choice
from core.model.ids import CaseCode, Language
from core.model.people import Agent
from core.model.styled import Style
from core.model.value import Value
from core.model.view import Text


class Relay(Value, frozen=True):
    """The customer's words for the thread; `mark` says what they are when they are not simply a new message.

    "earlier": what was written before somebody came, once more in their language. `original`: what `text` is the
    translation of. `translation` is empty where none was to be made; "doubtful": it may say other numbers. `before`: what an
    edited message said. `written`: when, where that was a while ago.
    """

    author: str
    text: str
    mark: Literal["", "edited", "file", "earlier"] = ""
    original: str = ""
    translation: Literal["", "machine", "doubtful", "none"] = ""
    before: str = ""
    styles: tuple[Style, ...] = ()
    written: datetime | None = None


class Remark(Value, frozen=True):
    """A line of ours for everybody in the thread; the agents in `to` are called by their messenger to read it."""

    text: Text
    to: tuple[Agent, ...] = ()


class Whisper(Value, frozen=True):
    """A line of ours that only this agent sees; `quoted`: words that belong to it, such as a draft, with their `sources`."""

    agent: Agent
    text: Text
    choices: tuple[Choice, ...] = ()
    quoted: str = ""
    sources: tuple[str, ...] = ()


class Card(Value, frozen=True):
    """The state on top of the thread, shown anew in place.

    "assistant": handed back to it. `until`: of a snooze. `since`: from when the customer waits for a word, `due`: when they
    should have one. `language`: the customer's, where it is another than the card said at first. `can_wait`: nothing but the
    wait has changed, which may be shown a moment later.
    """

    case: CaseCode
    state: Literal["waiting", "claimed", "snoozed", "assistant", "closed"]
    owner: str = ""
    closing: Text | None = None
    until: datetime | None = None
    since: datetime | None = None
    due: datetime | None = None
    language: Language | None = None
    can_wait: bool = False


class Mark(Value, frozen=True):
    """A sign on an agent's own message, instead of the one it had: that it was sent, stays inside, is held, or has failed."""

    ref: str
    sign: Literal["sent", "inside", "held", "failed"]


class Memo(Value, frozen=True):
    """A colleague's note for staff only."""

    agent: Agent
    text: str


class Question(Value, frozen=True):
    """A line with buttons for staff; `key` is unique in the thread. With `settled` it is shown anew, without its buttons.

    The agents in `to` are called by their messenger to read it. `quoted`: the words that it is about.
    """

    key: str
    text: Text
    choices: tuple[Choice, ...] = ()
    to: tuple[Agent, ...] = ()
    quoted: str = ""
    settled: Text | None = None


PostBody = Relay | Remark | Whisper | Card | Mark | Memo | Question
