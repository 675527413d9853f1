"""The tables of answers: what they cost, what may be said again, and what was left open."""

from collections.abc import Sequence
from datetime import date, datetime

from core.model.answer import Usage
from core.model.rows import (
    GapRow,
    Spent,
)
from core.store.moments import moment, seconds
from core.store.session import Session
from core.store.storable import storable

_MILLION = 1_000_000


class SpendingTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, day: date, customer: str, conversation: str, usage: Usage) -> None:
        await self._session.write(
            "spending.add",
            day=day.isoformat(),
            customer=customer,
            conversation=conversation,
            model=usage.model,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            cost=round(usage.cost * _MILLION),
        )

    async def spent(self, day: date, customer: str | None = None) -> Spent:
        if customer is None:
            return _spent(await self._session.row("spending.on_day", day=day.isoformat()))
        return _spent(await self._session.row("spending.on_day_by", day=day.isoformat(), customer=customer))

    async def of(self, conversation: str) -> Spent:
        return _spent(await self._session.row("spending.of", conversation=conversation))

    async def by_day(self, since: date) -> dict[date, Spent]:
        rows = await self._session.rows("spending.by_day", since=since.isoformat())
        return {date.fromisoformat(day): _spent(sums) for day, *sums in rows}


def _spent(sums: Sequence[int | None] | None) -> Spent:
    """Sums over no row at all are NULL."""
    answers, prompt_tokens, completion_tokens, millionths = (int(each or 0) for each in sums or (0, 0, 0, 0))
    return Spent(answers, prompt_tokens, completion_tokens, millionths / _MILLION)


class AnswerCacheTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, key: str, since: datetime) -> str | None:
        row = await self._session.row("answer_cache.get", key=key, since=seconds(since))
        return None if row is None else str(row[0])

    async def put(self, key: str, draft: str, now: datetime, most: int) -> None:
        await self._session.write("answer_cache.put", key=key, draft=draft, now=seconds(now))
        await self._session.write("answer_cache.keep_newest", most=most)

    async def forget(self, before: datetime) -> int:
        return await self._session.write("answer_cache.forget", before=seconds(before))


class GapsTable:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, gap: GapRow) -> None:
        await self._session.write(
            "gaps.add",
            at=seconds(gap.at),
            kind=gap.kind,
            language=gap.language,
            text=storable(gap.text),
            article=gap.article,
            probability=gap.probability,
            conversation=gap.conversation,
        )

    async def since(
        self, when: datetime, limit: int, language: str = "", until: datetime | None = None
    ) -> list[GapRow]:
        begin, end = seconds(when), seconds(until) if until else None
        if not language:
            rows = await self._session.rows("gaps.since", when=begin, until=end, limit=limit)
        else:
            rows = await self._session.rows("gaps.since_in", when=begin, until=end, limit=limit, language=language)
        return [GapRow(moment(at), *rest) for at, *rest in rows]

    async def erase(self, conversation: str) -> int:
        return await self._session.write("gaps.erase", conversation=conversation)

    async def forget(self, before: datetime) -> int:
        return await self._session.write("gaps.forget", before=seconds(before))
