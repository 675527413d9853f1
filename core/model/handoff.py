"""What a handoff hands over: the case as staff first see it, and the mail that carries it."""

from datetime import datetime

import msgspec

from core.model.dispute import OrderFacts
from core.model.effects import OpenHandoff
from core.model.ids import ConversationId
from core.model.rows import Message
from core.model.ticket import Letterhead
from core.model.view import text

REPLY_ABOVE = text("mail.reply_above")
MARKER = "-=#"


class Summary(msgspec.Struct, frozen=True):
    """Of a long conversation, for whoever takes it over; `by_machine`: a model's words, else people's own."""

    text: str
    by_machine: bool = False


class CaseOpening(msgspec.Struct, frozen=True):
    """A case at the moment it is handed over; the transcript ends with what the customer had written by then.

    `order`: what the shop says of the order that it is about. `summary`: of a long conversation, written `by_machine` or not.
    """

    conversation: ConversationId
    handoff: OpenHandoff
    transcript: tuple[Message, ...]
    opened_at: datetime
    order: OrderFacts | None = None
    summary: str = ""
    by_machine: bool = False


class MailFile(msgspec.Struct, frozen=True):
    """A file that goes with a mail: its name, its kind (a media type) and its bytes."""

    name: str
    kind: str
    content: bytes


class Mail(msgspec.Struct, frozen=True):
    """A mail to be sent. `id` is the local part of its Message-ID, the same at every repeat; `reply_to` may be empty.

    `letterhead`: of a ticket's mail; then it stands in a thread, and answers go to the ticket's own address where mails come
    in, whatever `reply_to` says. Only the files in `files` go with it: those that the letterhead names are fetched before.
    """

    to: str
    subject: str
    text: str
    id: str
    language: str = "en"
    reply_to: str = ""
    letterhead: Letterhead | None = None
    files: tuple[MailFile, ...] = ()


def reply_marker(words: str) -> str:
    """The line above which people are asked to write, with `REPLY_ABOVE` in words of theirs, to be found again in answers."""
    return f"{MARKER} {words} {MARKER[::-1]}"


def mail_lane(letterhead: Letterhead, to: str) -> str:
    """Mails of a ticket to one mailbox stay in order, whatever brought them about; another address waits for none of them.

    The token, which is a secret, stands in no lane: its name is logged.
    """
    thread = letterhead.id.rpartition(".")[0]
    return f"mail:{thread}:{to.casefold()}"
