"""What is written down so that it can be counted later: questions to the assistant, ways to a person, and who was there."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.ids import AgentId, CaseCode, ConversationId, Language
from core.model.offer import Eta
from core.model.value import Part

Told = Literal["answered", "careful", "order", "abstained", "person", "danger", "failed"]
"""What a question got: an article, one that "may help", the customer's own order, the word that the help centre does not say,
the ways to a person because they were wished for, the same because somebody may come to harm, or nothing for a fault of ours."""

Why = Literal["wished", "unanswered", "disliked", "danger", "failed", "agent", "other"]
"""Why a person was needed: the customer asked for one, the assistant did not know, its answer did not help, somebody may come
to harm, something of ours failed, an agent took the chat by themselves."""

End = Literal["", "solved", "closed", "abandoned", "moved", "cancelled", "failed"]
"""How a way to a person ended: a person said solved, closed it otherwise, the customer left before anybody came, it went on in
another way, the customer did not want it any more, it could not be done. Empty: it has not."""


class AskedRow(Part, frozen=True):
    """A question to the assistant. `id` is unique for it; `text` is masked. `helpful`: what the customer said of it, if anything.

    `handed`: it led to a person. `article`: the title of what was cited first, if anything, with its public `address`.
    """

    id: str
    conversation: ConversationId
    at: datetime
    language: Language
    topic: str
    text: str
    told: Told
    article: str = ""
    helpful: bool | None = None
    handed: bool = False
    address: str = ""


class HandoffRow(msgspec.Struct, frozen=True):
    """A way to a person, from when it was asked for to its end; a case that goes on in another way has a row for each.

    `told`: what the customer was promised first, `due` (UTC) when it ends at the latest. `claimed_at`: somebody of staff has it;
    `answered_at`: the first word, mail or call of a person reached the customer's side; `ended_at` with `end`.
    """

    case: CaseCode
    conversation: ConversationId
    method: Literal["live_chat", "callback", "email", "dispute"]
    language: Language
    topic: str
    why: Why
    asked_at: datetime
    told: Eta | None = None
    due: datetime | None = None
    agent: str = ""
    claimed_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    end: End = ""


class SpellRow(msgspec.Struct, frozen=True):
    """An agent was there, on duty and not away, from `began_at` on; `languages` empty: all of the desk's."""

    agent: AgentId
    languages: tuple[str, ...]
    began_at: datetime
    ended_at: datetime | None = None


class Closure(msgspec.Struct, frozen=True):
    """A supervisor has closed a way to a person, for everybody and for now. `until` (UTC); none: until it is opened again.

    `reason`: as customers read it, a `ClosedReason`; `words` are for staff alone.
    """

    method: Literal["live_chat", "callback"]
    reason: str
    by: str
    at: datetime
    until: datetime | None = None
    words: str = ""

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


class ProcessRow(msgspec.Struct, frozen=True):
    """A process of a desk that has several, and the names of the leases that it holds (`core/model/lease.py`)."""

    id: str
    roles: tuple[str, ...]
    seen_at: datetime
    holds: tuple[str, ...]


class LaneRow(msgspec.Struct, frozen=True):
    """What waits for one destination: how much, since when, how often its first was tried, until when it waits, and why."""

    lane: str
    waiting: int
    oldest: datetime
    attempts: int
    not_before: datetime
    reason: str
