"""What a handoff hands over: the case as staff first see it, and the mail that carries it."""

from datetime import datetime

import msgspec

from core.model.effects import OpenHandoff
from core.model.ids import ConversationId
from core.model.rows import Message


class CaseOpening(msgspec.Struct, frozen=True):
    """A case at the moment it is handed over; the transcript ends with what the customer had written by then."""

    conversation: ConversationId
    handoff: OpenHandoff
    transcript: tuple[Message, ...]
    opened_at: datetime


class Mail(msgspec.Struct, frozen=True):
    """A mail to be sent. `id` is the local part of its Message-ID, the same at every repeat; `reply_to` may be empty."""

    to: str
    subject: str
    text: str
    id: str
    language: str = "en"
    reply_to: str = ""
