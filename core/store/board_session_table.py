"""The table of who is signed in at the board,."""

from datetime import datetime

from core.model.board_session import BoardSession
from core.model.codec import decode, encode
from core.store.moments import seconds
from core.store.session import Session


class BoardSessionsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def begin(self, row: BoardSession) -> None:
        await self._session.write(
            "board_sessions.begin",
            digest=row.digest,
            began_at=seconds(row.began_at),
            seen_at=seconds(row.seen_at),
            data=encode(row),
        )

    async def get(self, digest: str) -> BoardSession | None:
        row = await self._session.row("board_sessions.get", digest=digest)
        return None if row is None else decode(row[0], BoardSession)

    async def change(self, row: BoardSession) -> bool:
        return bool(
            await self._session.write(
                "board_sessions.change", digest=row.digest, seen_at=seconds(row.seen_at), data=encode(row)
            )
        )

    async def end(self, digest: str) -> None:
        await self._session.write("board_sessions.end", digest=digest)

    async def forget(self, seen_before: datetime, began_before: datetime) -> int:
        return await self._session.write(
            "board_sessions.forget", seen_before=seconds(seen_before), began_before=seconds(began_before)
        )
