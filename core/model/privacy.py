"""What belongs to one customer, who asks for it to be handed over or erased, and how an erasure stands."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.dispute import Evidence
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.value import Value


class Requester(Value, frozen=True):
    """Who asks: the customer in the chat, the operator at the command line, a supervisor at the board (`id`: theirs there)."""

    kind: Literal["customer", "operator", "supervisor"]
    id: str = ""
    name: str = ""


class Subject(Value, frozen=True):
    """One customer: their chats, their account at the shop (none: empty) and the mailboxes that they gave."""

    conversations: tuple[ConversationId, ...]
    person: str = ""
    mails: tuple[str, ...] = ()


class Kept(Value, frozen=True):
    """What an erasure leaves for now, with all that belongs to it: a dispute that is open, or one under legal hold."""

    case: CaseCode
    reason: Literal["open_dispute", "legal_hold"]


class Leftovers(msgspec.Struct, frozen=True):
    """What is still to be removed outside of the database: posts in these threads, files on the disk.

    `evidence`: by case, as it came; `mails`: as the inbox had them, for whoever keeps the originals. `alerts`: the platform's
    ids of those that repeat a question of theirs.
    """

    threads: tuple[Address, ...] = ()
    evidence: tuple[tuple[CaseCode, tuple[Evidence, ...]], ...] = ()
    mails: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()


class Erasure(msgspec.Struct, frozen=True):
    """One request to erase. `to`: the chat that is told in `language` when it is done; None: nobody is.

    Once it is done, `subject` names only what finds the rest again while something is `kept`. `left`: what the database
    had of them is gone, and this is being removed now.
    """

    id: int
    subject: Subject
    by: Requester
    to: Address | None
    language: Language
    asked_at: datetime
    state: Literal["asked", "done"] = "asked"
    done_at: datetime | None = None
    kept: tuple[Kept, ...] = ()
    left: Leftovers | None = None
