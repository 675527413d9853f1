"""`frontdesk gaps`: what customers asked and the help centre did not say, most frequent first, and what to do about it."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bots.cli.desk_store import desk_store
from bots.settings import Settings
from core.answers.gaps import GapGroup, grouped
from core.engine.clock import SystemClock
from core.language.spec import ours
from core.model.rows import GapRow

MOST = 20_000  # of the newest gaps, so that the answer comes in seconds

_NEXT = """
What to do: where an article has the answer, add the customers' words to its aliases; where none has, write one.
Where an answer was disliked, read its article again. Then see with "frontdesk ask" that the question is answered."""


def gaps(settings: Settings, *, days: int, language: str, limit: int, as_json: bool) -> int:
    """`language` "" is all of them; `limit` counts groups."""
    since = SystemClock().now() - timedelta(days=days)
    groups = grouped(asyncio.run(_read(settings, since, language)))
    print(_json(groups[:limit]) if as_json else _words(groups, days, limit))
    return 0


async def _read(settings: Settings, since: datetime, language: str) -> list[GapRow]:
    async with desk_store(settings) as store:
        return await store.transact(lambda tx: tx.gaps.since(since, MOST, ours(language) or language))


def _words(groups: Sequence[GapGroup], days: int, limit: int) -> str:
    if not groups:
        return f"No question of the last {_many(days, 'day')} was left open."
    total = sum(group.count for group in groups)
    head = f"The last {_many(days, 'day')}: {_many(total, 'question')} left open, of {_many(len(groups), 'kind')}."
    if total >= MOST:
        head += f" There were more: these are the newest {MOST}."
    shown = [line for group in groups[:limit] for line in _lines(group)]
    hidden = [f"... and {_many(len(groups) - limit, 'kind')} more (--limit)"] if len(groups) > limit else []
    return "\n".join([head, "", *shown, *hidden, _NEXT])


def _lines(group: GapGroup) -> list[str]:
    counts = f"unanswered {group.unanswered}, disliked {group.disliked}"
    article = f" ({_shown(group.article)})" if group.article else ""
    asked = f"{group.first:%Y-%m-%d} to {group.last:%Y-%m-%d}"
    lines = [
        f"{group.count:5}  {group.language}  {_shown(group.text)}",
        f"           {counts}{article}; {_many(group.customers, 'customer')}, {asked}",
    ]
    return lines + [f"           also: {_shown(other)}" for other in group.others]


def _shown(text: str) -> str:
    """One line that cannot steer a terminal."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= 100 else f"{line[:99]}…"


def _many(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"


def _json(groups: Sequence[GapGroup]) -> str:
    return json.dumps([_fields(group) for group in groups], ensure_ascii=False, indent=2)


def _fields(group: GapGroup) -> dict[str, object]:
    return {
        "count": group.count,
        "language": group.language,
        "question": group.text,
        "others": group.others,
        "unanswered": group.unanswered,
        "disliked": group.disliked,
        "customers": group.customers,
        "first": group.first.isoformat(),
        "last": group.last.isoformat(),
        "article": group.article,
    }
