"""What the core needs of a store for the cases that go on by themselves: disputes, callbacks and tickets."""

from datetime import datetime
from typing import Protocol

from core.model.callback import CallbackFile
from core.model.dispute_file import DisputeFile
from core.model.ids import CaseCode, ConversationId
from core.model.rows import (
    AnsweredMail,
    CallbackDecided,
    DisputeDecided,
    TicketDecided,
)
from core.model.shop import CustomerId, OrderId
from core.model.ticket import TicketFile


class Disputes(Protocol):
    async def load(self, case: CaseCode) -> DisputeFile | None: ...

    async def save(self, file: DisputeFile, now: datetime) -> None:
        """Raises DeskError for a second dispute about an order while the first is not closed."""

    async def open(self, *, person: CustomerId | None = None, order: OrderId | None = None) -> list[DisputeFile]:
        """Those that are not closed, the one that is due first first: all, or a party's, or an order's (one at most)."""

    async def newest(self, limit: int) -> list[DisputeFile]:
        """The closed ones too, the one that was opened last first."""


class DisputeDecisions(Protocol):
    async def add(self, decided: DisputeDecided) -> None: ...

    async def of(self, case: CaseCode) -> list[DisputeDecided]:
        """All of a dispute, oldest first."""


class Callbacks(Protocol):
    async def load(self, case: CaseCode) -> CallbackFile | None: ...

    async def save(self, file: CallbackFile, now: datetime) -> None: ...

    async def waiting(self) -> list[CallbackFile]:
        """Those whose call is owed, the one that is due first first."""

    async def of_conversation(self, conversation: ConversationId) -> list[CallbackFile]:
        """Those of a customer that are not over, the one that was asked for first first."""


class CallbackDecisions(Protocol):
    async def add(self, decided: CallbackDecided) -> None: ...

    async def of(self, case: CaseCode) -> list[CallbackDecided]:
        """All of a callback, oldest first."""


class Tickets(Protocol):
    async def load(self, case: CaseCode) -> TicketFile | None: ...

    async def save(self, file: TicketFile, now: datetime) -> None: ...

    async def of_token(self, token: str) -> TicketFile | None:
        """By either of its secrets."""

    async def open_of(self, conversation: ConversationId) -> list[TicketFile]:
        """Those that are not over, oldest first."""


class TicketPace(Protocol):
    """What the team owes by mail, and what the wait of the next one is reckoned from."""

    async def ahead(self) -> int:
        """How many tickets are owed an answer."""

    async def answered(self, limit: int) -> list[AnsweredMail]:
        """The latest first answers, oldest first."""

    async def owed(self) -> list[TicketFile]:
        """Those that are owed an answer, the one that was asked for first first."""


class TicketDecisions(Protocol):
    async def add(self, decided: TicketDecided) -> None: ...

    async def of(self, case: CaseCode) -> list[TicketDecided]:
        """All of one ticket, oldest first."""
