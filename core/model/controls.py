"""What an agent may do with a customer's conversation beside writing in it: by a button, a form or a typed command."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.ids import AgentId, Language
from core.model.people import Agent
from core.model.value import Value
from core.model.view import Text

CloseReason = Literal["solved", "no_answer", "duplicate", "not_ours", "spam", "other"]
Wanted = Literal["photos", "order", "details"]


class Release(Value, frozen=True):
    """Back into the queue, for whoever comes next."""

    note: str = ""


class Transfer(Value, frozen=True):
    """To a colleague, or to a queue by its name; `moves`: that queue is in another channel than the thread."""

    to: Agent | None = None
    queue: str = ""
    note: str = ""
    moves: bool = False


class Assign(Value, frozen=True):
    """To whoever a supervisor says, who may be themselves: from the queue, or from whoever has it. `held`: whose it must still be
    for that (empty: nobody's); none: whosever it is.
    """

    to: Agent
    note: str = ""
    held: AgentId | None = None


class Snooze(Value, frozen=True):
    """Nothing is due until then (UTC), or until the customer writes, which ends it in any case."""

    until: datetime | None = None


class Reopen(Value, frozen=True):
    """A closed chat goes on with whoever opens it again."""


class AskFor(Value, frozen=True):
    """The customer is asked, in their language, for what is needed to go on."""

    what: Wanted


class ChangeLanguage(Value, frozen=True):
    """The customer's language is another than was heard."""

    language: Language


class ToEmail(Value, frozen=True):
    """It goes on by e-mail."""


class OfferCall(Value, frozen=True):
    """The customer is offered a call."""


class Block(Value, frozen=True):
    """For abuse: no live chat for this customer; a supervisor has to confirm it."""

    reason: str = ""


class ConfirmBlock(Value, frozen=True):
    """By a supervisor, and never by whoever asked for it."""


class RefuseBlock(Value, frozen=True):
    """The chat goes on as it was."""


class Unblock(Value, frozen=True):
    """Live chat is open to this customer again."""


class TakeBack(Value, frozen=True):
    """From the assistant to the agent who presses it."""


class HandBack(Value, frozen=True):
    """To the assistant; a person is one press away, as always."""


class KeepNote(Value, frozen=True):
    """A note for colleagues, shown in the thread; it never reaches the customer."""

    text: str


class SendHeld(Value, frozen=True):
    """A message that looked like a note is one for the customer; `ref` is the message's, empty for the last one that waits."""

    ref: str


class KeepHeld(Value, frozen=True):
    """A message that looked like a note is one; `ref` as in SendHeld."""

    ref: str


class Resend(Value, frozen=True):
    """What did not reach the customer is sent once more; `ref` is the agent's message's, empty for the last one that failed."""

    ref: str


class SendByMail(Value, frozen=True):
    """What did not reach the customer goes to their address; `ref` as in Resend."""

    ref: str


class Suggest(Value, frozen=True):
    """A reply is drafted from the help centre, for the agent's eyes only."""


class SendText(Value, frozen=True):
    """Words that the agent chose or finished in a form, for the customer; `draft`: the number of the suggestion they were."""

    text: str
    draft: int = 0


class SendDraft(Value, frozen=True):
    """A suggestion as it stands, by its number; 0: the last one."""

    draft: int


class DropDraft(Value, frozen=True):
    """A suggestion is not wanted; `draft` as in SendDraft."""

    draft: int


class StayWithIt(Value, frozen=True):
    """Off duty, and the agent keeps the chat to its end."""


Control = (
    Release
    | Transfer
    | Snooze
    | Reopen
    | AskFor
    | ChangeLanguage
    | ToEmail
    | OfferCall
    | Block
    | ConfirmBlock
    | RefuseBlock
    | Unblock
    | TakeBack
    | HandBack
    | KeepNote
    | SendHeld
    | KeepHeld
    | Resend
    | SendByMail
    | Suggest
    | SendText
    | SendDraft
    | DropDraft
    | StayWithIt
    | Assign
)


class Choice(msgspec.Struct, frozen=True):
    """A button for staff, in the thread of a conversation."""

    label: Text
    control: Control
    style: Literal["", "primary", "danger"] = ""
