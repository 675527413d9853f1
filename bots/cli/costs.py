"""`frontdesk costs`: what the model's answers came to, day by day."""

import asyncio
from collections.abc import Iterable
from datetime import date, timedelta

from bots.cli.desk_store import desk_store
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.model.rows import Spent


def costs(settings: Settings, *, days: int) -> int:
    """0, also when nothing was spent. Raises DeskError where the store cannot be read."""
    since = SystemClock().now().date() - timedelta(days=days - 1)
    spent = asyncio.run(_by_day(settings, since))
    if not spent:
        print(f"No model has answered since {since}.")
        return 0
    print(f"{'day (UTC)':<12}{'calls':>8}{'prompt':>12}{'completion':>12}{'cost':>12}")
    for day, each in spent.items():
        print(_line(str(day), each))
    print(_line("together", _total(spent.values())))
    return 0


async def _by_day(settings: Settings, since: date) -> dict[date, Spent]:
    async with desk_store(settings) as store:
        return await store.transact(lambda tx: tx.spending.by_day(since))


def _line(name: str, spent: Spent) -> str:
    tokens = f"{spent.prompt_tokens:>12,}{spent.completion_tokens:>12,}"
    return f"{name:<12}{spent.answers:>8,}{tokens}{spent.cost:>12.4f}"


def _total(days: Iterable[Spent]) -> Spent:
    counted = list(days)
    return Spent(
        sum(each.answers for each in counted),
        sum(each.prompt_tokens for each in counted),
        sum(each.completion_tokens for each in counted),
        sum(each.cost for each in counted),
    )
