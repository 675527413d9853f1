"""What the core needs of a store for the board: what is counted later, and how things stand now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

from core.model.figures import AskedRow, Closure, HandoffRow, LaneRow, ProcessRow, SpellRow
from core.model.ids import AgentId, CaseCode, ConversationId, EffectId
from core.model.rows import AuditRow, Decided, Sending


class Handoffs(Protocol):
    """Ways to a person, each with its course."""

    async def put(self, row: HandoffRow) -> None:
        """One for each case and method that is open: a later one takes its place. One that has ended stays as it is."""

    async def open_of(self, case: CaseCode) -> list[HandoffRow]:
        """Those of a case that have not ended, oldest first."""

    async def since(self, when: datetime, until: datetime | None = None) -> list[HandoffRow]:
        """Those that were asked for from then on and before `until`, oldest first."""


class Asked(Protocol):
    """Questions to the assistant."""

    async def put(self, row: AskedRow) -> None:
        """One for each id: a later one takes its place."""

    async def last_of(self, conversation: ConversationId) -> AskedRow | None: ...

    async def since(self, when: datetime, until: datetime | None = None) -> list[AskedRow]:
        """Those that were asked from then on and before `until`, oldest first."""

    async def forget(self, before: datetime) -> int:
        """Remove those of before that; how many were."""


class PersonWords(Protocol):
    async def add(self, conversation: ConversationId, at: datetime) -> None:
        """Elsewhere than in the chat, where the transcript has it: by mail, by telephone, on a dispute."""

    async def since(self, when: datetime, until: datetime | None = None) -> list[tuple[ConversationId, datetime]]:
        """When a person of staff wrote to the customer of a conversation from then on and before `until`, oldest first."""


class Spells(Protocol):
    """When agents were there."""

    async def put(self, row: SpellRow) -> None:
        """One for each agent and beginning: a later one takes its place."""

    async def open_of(self, agent: AgentId) -> SpellRow | None: ...

    async def since(self, when: datetime) -> list[SpellRow]:
        """Those that had not ended then, and all later ones, oldest first."""


class Closures(Protocol):
    """Ways to a person that are closed now."""

    async def put(self, closure: Closure) -> None: ...

    async def lift(self, method: str) -> bool:
        """Whether it was closed."""

    async def all(self) -> list[Closure]: ...


class Letters(Protocol):
    """Dead letters, answered by somebody: they are among the dead letters no more."""

    async def again(self, kind: Literal["inbox", "outbox"], id: str, now: datetime) -> bool:
        """It is undone again, as if never tried; False where it is no dead letter (any more)."""

    async def discard(self, kind: Literal["inbox", "outbox"], id: str) -> bool:
        """It stays undone for good; False where it is no dead letter (any more)."""


class Health(Protocol):
    async def lanes(self) -> list[LaneRow]:
        """Those in which anything waits, the oldest first."""

    async def undone(self) -> tuple[int, datetime | None]:
        """How much that came in is not decided yet, and since when the oldest waits."""

    async def given_up(self, since: datetime) -> int:
        """How many effects, of those that were decided since then, failed for good."""

    async def clock(self) -> datetime:
        """What time it is where the database is."""

    async def processes(self, since: datetime, now: datetime) -> list[ProcessRow]:
        """Those that were seen since then, by their ids; none of a desk of one process."""


class Looking(Protocol):
    """What is shown of one conversation beside its transcript."""

    async def decisions(self, conversation: ConversationId, since: int) -> list[Decided]:
        """Those of inbox ids from `since` on, oldest first."""

    async def sendings(self, ids: Sequence[EffectId]) -> list[Sending]:
        """What became of these effects, each piece by itself; those that were never sent are left out."""

    async def handoffs(self, case: CaseCode) -> list[HandoffRow]:
        """All ways to a person of a case, oldest first; those that have ended too."""

    async def audit(self, conversation: str, limit: int) -> list[AuditRow]:
        """The latest, oldest first."""
