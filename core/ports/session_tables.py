"""What the board needs of a store to know who is signed in."""

from datetime import datetime
from typing import Protocol

from core.model.board_session import BoardSession


class BoardSessions(Protocol):
    async def begin(self, row: BoardSession) -> None: ...

    async def get(self, digest: str) -> BoardSession | None: ...

    async def change(self, row: BoardSession) -> bool:
        """False where it has ended: it does not begin again."""

    async def end(self, digest: str) -> None: ...

    async def forget(self, seen_before: datetime, began_before: datetime) -> int:
        """Remove those that nobody has used since then, and those that are so old; how many were."""
