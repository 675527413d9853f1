"""What a decision about a dispute may know beyond its event, and what it gives back."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from core.model.dispute_file import DisputeFile
from core.model.effects import Effect
from core.model.ids import ConversationId, Language
from core.model.shop import CustomerId, Role
from core.model.view import Text


class Chat(msgspec.Struct, frozen=True):
    """Where somebody is signed in, and what is spoken there."""

    conversation: ConversationId
    language: Language


class DisputeFacts(msgspec.Struct, frozen=True):
    """`now` is UTC; times are read in `zone` (IANA). `chats`: of those parties who are signed in somewhere.

    `elsewhere`: where each party may turn outside the desk, in their country.
    """

    now: datetime
    zone: str
    chats: dict[CustomerId, Chat] = {}
    elsewhere: dict[Role, tuple[Text, ...]] = {}


class DisputeDecision(NamedTuple):
    file: DisputeFile | None
    effects: tuple[Effect, ...] = ()
