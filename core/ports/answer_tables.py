"""What the core needs of a store for answers: what they came to, those that are kept, and what was left open."""

from datetime import date, datetime
from typing import Protocol

from core.model.answer import Usage
from core.model.rows import (
    GapRow,
    Spent,
)


class Spending(Protocol):
    """What was paid for answers, by day in UTC."""

    async def add(self, day: date, customer: str, conversation: str, usage: Usage) -> None:
        """Count one answer."""

    async def spent(self, day: date, customer: str | None = None) -> Spent:
        """On this day, by this customer or by all."""

    async def of(self, conversation: str) -> Spent: ...

    async def by_day(self, since: date) -> dict[date, Spent]:
        """The days on which something was spent, oldest first."""


class CachedAnswers(Protocol):
    """Drafts as JSON, by a digest of all that they depend on."""

    async def get(self, key: str, since: datetime) -> str | None:
        """The draft, if it is younger than `since`."""

    async def put(self, key: str, draft: str, now: datetime, most: int) -> None:
        """Keep the draft; a key that is there stays as it is, and its age too. The oldest beyond `most` go."""

    async def forget(self, before: datetime) -> int:
        """Remove what is as old as that or older; how many were."""


class Gaps(Protocol):
    """What the help centre does not say."""

    async def add(self, gap: GapRow) -> None: ...

    async def since(
        self, when: datetime, limit: int, language: str = "", until: datetime | None = None
    ) -> list[GapRow]:
        """The newest from then on and before `until`, newest first; of all languages unless one is named."""

    async def erase(self, conversation: str) -> int:
        """Remove what was asked in the conversation; how many were."""

    async def forget(self, before: datetime) -> int:
        """Remove what is older; how many were."""
