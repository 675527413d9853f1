"""What the core needs of a store for privacy: which erasures are asked for, and all that there is of one customer."""

from collections import Counter
from datetime import datetime
from typing import Protocol

from core.model.dispute_file import DisputeFile
from core.model.effects import Effect
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.privacy import Erasure, Kept, Leftovers, Requester, Subject
from core.model.rows import GapRow, RatingRow
from core.model.shop import CustomerId


class Erasures(Protocol):
    async def ask(self, subject: Subject, by: Requester, to: Address | None, language: Language, now: datetime) -> int:
        """The number of the erasure; that of the one which is under way where the same was asked for already."""

    async def get(self, id: int) -> Erasure | None: ...

    async def undone(self) -> list[Erasure]:
        """The oldest first."""

    async def keeping(self) -> list[Erasure]:
        """Those that are done but for a dispute that was open or under legal hold."""

    async def newest(self, limit: int) -> list[Erasure]: ...

    async def done_since(self, since: datetime) -> list[Erasure]: ...

    async def wiped(self, erasure: Erasure, left: Leftovers, kept: tuple[Kept, ...]) -> None:
        """The database has nothing of them any more but what is `kept`; this is undone until the rest is gone too."""

    async def done(self, erasure: Erasure, now: datetime) -> None:
        """It names nobody any more, but for the account while something is kept."""


class Traces(Protocol):
    """Where one customer is found."""

    async def chats_of(self, person: CustomerId) -> list[ConversationId]:
        """In which they are signed in."""

    async def signed_in(self, conversation: ConversationId) -> tuple[CustomerId, datetime] | None: ...

    async def chats_by_mail(self, mail: str) -> list[ConversationId]:
        """Whose e-mail tickets go to this address."""

    async def cases_of(self, conversation: ConversationId) -> list[CaseCode]: ...

    async def disputes_of(self, person: CustomerId) -> list[DisputeFile]:
        """In which they are a party; the closed ones too."""

    async def threads_of(self, stream: ConversationId) -> list[Address]:
        """Where staff talk, or talked, about a conversation, a dispute or a callback."""

    async def kept_mails(self, case: CaseCode) -> list[str]:
        """What the inbox has of the mails that came in to a ticket, as their reader left it."""

    async def kept_mails_of(self, stream: str) -> list[str]:
        """The same for the mails of a stream."""

    async def sent(self, stream: ConversationId) -> list[tuple[int, Effect, str]]:
        """The numbers of a stream's effects that were carried out, themselves, and their receipts, oldest first."""

    async def ratings_of(self, conversation: ConversationId) -> list[RatingRow]: ...

    async def gaps_of(self, conversation: ConversationId) -> list[GapRow]: ...


class Wiping(Protocol):
    """What removes it: each counts what is gone, by table. `erased` takes the place of the name where a row must stay."""

    async def waiting(self, stream: ConversationId, now: datetime) -> tuple[int, int]:
        """How many effects wait to be carried out, and how many of them may be under way."""

    async def drop_waiting(self, stream: ConversationId, now: datetime, *, every: bool = False) -> int:
        """They are not carried out any more; those that may be under way only where `every` one is to go."""

    async def conversation(self, id: ConversationId, erased: str) -> Counter[str]: ...

    async def stream(self, stream: ConversationId, erased: str) -> Counter[str]:
        """What came in and goes out for a ticket, a callback, a dispute, a thread or a stranger's mails, and its timers."""

    async def case(self, case: CaseCode, erased: str) -> Counter[str]:
        """A case with its ticket and callback; a dispute stays."""

    async def dispute(self, case: CaseCode, erased: str) -> Counter[str]:
        """The dispute with its course; its case too."""

    async def dispute_course(self, case: CaseCode, erased: str) -> Counter[str]:
        """How the dispute came to stand as it does; itself stays."""

    async def effect(self, seq: int) -> Counter[str]: ...

    async def unname_case(self, case: CaseCode, erased: str) -> None:
        """Of a dispute that stays the other party's: whoever opened it has no chat any more."""

    async def thread(self, thread: Address, erased: str) -> Counter[str]: ...

    async def emptied(self, erased: str) -> int:
        """The emptied rows themselves, once nothing of theirs is delivered again."""
