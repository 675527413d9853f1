"""What a person at the page can ask for: one value per action, told apart by `do`."""

from typing import Literal

import msgspec


class Action(msgspec.Struct, frozen=True, tag_field="do", forbid_unknown_fields=True):
    """A customer is named by the number of the chat, an agent by the user id."""


# --- with a phone
class Write(Action, frozen=True, tag="write"):
    customer: int
    text: str


class SendPhoto(Action, frozen=True, tag="photo"):
    customer: int


class SendMedia(Action, frozen=True, tag="media"):
    """A sample: an album is three photos that belong together."""

    customer: int
    kind: Literal["album", "voice", "video", "sticker"]


class Unsend(Action, frozen=True, tag="unsend"):
    """Delete a message from both phones."""

    customer: int
    message: int


class Press(Action, frozen=True, tag="press"):
    """`label` is what the person saw at that place of the keyboard."""

    customer: int
    message: int
    row: int
    column: int
    label: str


class Block(Action, frozen=True, tag="block"):
    customer: int
    blocked: bool


class Rewrite(Action, frozen=True, tag="rewrite"):
    customer: int
    message: int
    text: str


class AddCustomer(Action, frozen=True, tag="add_customer"):
    name: str
    language: str


# --- in Slack
class Post(Action, frozen=True, tag="post"):
    """`files` were sent to the page before."""

    agent: str
    channel: str
    text: str
    thread: str | None = None
    broadcast: bool = False
    files: list[str] = []


class Command(Action, frozen=True, tag="command"):
    """`text` with its slash, as it stands in the field."""

    agent: str
    channel: str
    text: str


class Shortcut(Action, frozen=True, tag="shortcut"):
    agent: str
    ts: str
    shortcut: str


class EditPost(Action, frozen=True, tag="edit_post"):
    agent: str
    ts: str
    text: str


class DeletePost(Action, frozen=True, tag="delete_post"):
    agent: str
    ts: str


class Click(Action, frozen=True, tag="click"):
    """A button in a message (`place` is its ts), in the open form ("modal") or in the app's home ("home")."""

    agent: str
    place: str
    block: str
    action: str


class Choose(Action, frozen=True, tag="choose"):
    agent: str
    place: str
    action: str
    option: str


class Submit(Action, frozen=True, tag="submit"):
    agent: str
    values: dict[str, str]


class CloseForm(Action, frozen=True, tag="close_form"):
    agent: str


class React(Action, frozen=True, tag="react"):
    agent: str
    ts: str
    name: str


class OpenHome(Action, frozen=True, tag="open_home"):
    agent: str


class SetPresence(Action, frozen=True, tag="set_presence"):
    agent: str
    active: bool


class SetStatus(Action, frozen=True, tag="set_status"):
    """`emoji` with its colons; empty for no status."""

    agent: str
    emoji: str
    text: str = ""


class SetQuiet(Action, frozen=True, tag="set_quiet"):
    """Do not disturb, for an hour."""

    agent: str
    quiet: bool


class SetMember(Action, frozen=True, tag="set_member"):
    """Leave a channel, or come back."""

    agent: str
    channel: str
    member: bool


class AddAgent(Action, frozen=True, tag="add_agent"):
    name: str


# --- in a mailbox
class ReplyMail(Action, frozen=True, tag="reply_mail"):
    """`mail` is the place of a received mail in its mailbox; `files` were sent to the page before."""

    mailbox: str
    mail: int
    text: str
    files: list[str] = []


class WriteMail(Action, frozen=True, tag="write_mail"):
    mailbox: str
    to: str
    subject: str
    text: str
    files: list[str] = []


class ReplyByMachine(Action, frozen=True, tag="auto_reply_mail"):
    mailbox: str
    mail: int


class BounceMail(Action, frozen=True, tag="bounce_mail"):
    mailbox: str
    mail: int


# --- with the playground itself
class Typing(Action, frozen=True, tag="typing"):
    pane: Literal["phone", "slack"]
    name: str


class MakeTrouble(Action, frozen=True, tag="trouble"):
    server: Literal["telegram", "slack", "mail"]
    kind: Literal["late", "refuse", "fail", "drop", "lose_answer"]


class DeliverTimes(Action, frozen=True, tag="deliver_times"):
    times: Literal[1, 2]


class Calm(Action, frozen=True, tag="calm"):
    pass


class StartOver(Action, frozen=True, tag="start_over"):
    pass


OnPhone = Write | SendPhoto | SendMedia | Unsend | Press | Block | Rewrite | AddCustomer
OnMessages = Post | EditPost | DeletePost | React | Command | Shortcut
OnBlocks = Click | Choose | Submit | CloseForm | OpenHome
OnMembers = SetPresence | SetStatus | SetQuiet | SetMember | AddAgent
InSlack = OnMessages | OnBlocks | OnMembers
InMail = ReplyMail | WriteMail | ReplyByMachine | BounceMail
OnPlayground = Typing | MakeTrouble | DeliverTimes | Calm | StartOver
Request = OnPhone | InSlack | InMail | OnPlayground


class Answer(msgspec.Struct, frozen=True):
    """What came of it: a form's complaints by block_id, and the identifier of who was added."""

    errors: dict[str, str] = {}
    made: str = ""


_DECODER: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)


def decoded(body: bytes) -> Request:
    """Raises msgspec.DecodeError or msgspec.ValidationError for anything else."""
    return _DECODER.decode(body)
