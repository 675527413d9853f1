"""Walks all tables for what is kept no longer, a page at a time, so that nobody waits for it."""

from collections.abc import Callable
from datetime import datetime

from core.model import callback, dispute_file, ticket
from core.model.ids import CaseCode
from core.ports.retention_tables import Due, Key, Page, Stock
from core.store.moments import moment, seconds
from core.store.session import Column, Session

_NUMBERED: frozenset[Stock] = frozenset(
    ("items", "effects", "decisions", "letters_in", "letters_out", "gaps", "ways", "audit", "rows_in", "rows_out")
)
_IN_TIME: frozenset[Stock] = frozenset(("items", "effects", "audit", "rows_in", "rows_out"))  # by key, nearly


class KeepingTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def page(self, stock: Stock, after: Key | None, before: datetime, limit: int) -> Page:
        begin: Key = (0 if stock in _NUMBERED else 0.0 if stock == "spells" else "") if after is None else after
        values: dict[str, Column] = {"after": begin, "limit": limit}
        values |= {"day": f"{before:%Y-%m-%d}"} if stock == "spending" else {"before": seconds(before)}
        rows = await self._session.rows(f"retention.{stock}", **values)
        due = [Due(key, of, moment(at)) for key, of, at, is_due in rows if is_due]
        young = stock in _IN_TIME and rows and all(at >= seconds(before) for _, _, at, _ in rows)
        return Page(None if len(rows) < limit or young else rows[-1][0], due)

    async def goes_on(self, stream: str, before: datetime) -> bool:
        of = await self._session.row("retention.of_thread", address=stream)
        stream = of[0] if of else stream
        for name, case in (
            ("ticket", ticket.case_in(stream)),
            ("callback", callback.case_in(stream)),
            ("dispute", dispute_file.case_in(stream)),
        ):
            if case:
                values: dict[str, Column] = {"case_code": case, "before": seconds(before)}
                return await self._session.row(f"retention.{name}_goes_on", **values) is not None
        return await self._session.row("retention.goes_on", id=stream, before=seconds(before)) is not None

    async def let_go(self, stock: Stock, key: Key) -> None:
        if stock == "effects":
            await self._session.write("retention.let_go_copies", key=key)
        if stock == "calls":
            await self._session.write("traces.forget_callback_decisions", case_code=key)
        await self._session.write(f"retention.let_go_{stock}", key=key)

    async def let_go_of_messages(self, conversation: str, limit: int) -> int:
        return await self._session.write("retention.let_go_messages", key=conversation, limit=limit)

    async def rewrite_messages(self, conversation: str, change: Callable[[str], str]) -> None:
        for seq, text in await self._session.rows("retention.lines", conversation=conversation):
            if (changed := change(text)) != text:
                await self._session.write("retention.rewrite_line", seq=seq, text=changed)

    async def ticket_of_mail(self, key: str) -> CaseCode | None:
        row = await self._session.row("retention.ticket_of_mail", key=key)
        return CaseCode(row[0]) if row else None
