"""What many transactions ask at the same moment, on as few ways to the server and back as there are different statements."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from core.store.postgres.session import Ask, Values
from core.store.postgres.statements import Statement
from core.store.session import Row

if TYPE_CHECKING:
    import asyncpg
    from asyncpg.pool import PoolConnectionProxy

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"


class Held:
    """The answer where what was to be locked is locked by another transaction."""


HELD = Held()


async def answers(connection: Connection, asks: Sequence[Ask], *, waits: bool) -> list[Any]:
    """The answer to each. Raises what asyncpg raises for the first that fails: the transaction is of no use any more.

    `waits`: for what another transaction has locked; else the answer is HELD.
    """
    alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for place, ask in enumerate(asks):
        alike[ask.kind, ask.statement.sql].append(place)
    found: list[Any] = [None] * len(asks)
    for (kind, _), places in alike.items():
        same = [asks[place] for place in places]
        answer_all = _free if same[0].statement.locks and not waits else _KINDS[kind]
        for place, answer in zip(places, await answer_all(connection, same[0].statement, same), strict=True):
            found[place] = answer
    return found


async def _rows(connection: Connection, statement: Statement, asks: Sequence[Ask]) -> list[list[Row]]:
    """What only reads is asked once for all who want to know the same."""
    if statement.writes:
        return await _each_rows(connection, statement, [ask.values[0] for ask in asks])
    different = list(dict.fromkeys(ask.values[0] for ask in asks))
    found = dict(zip(different, await _each_rows(connection, statement, different), strict=True))
    return [found[ask.values[0]] for ask in asks]


async def _free(connection: Connection, statement: Statement, asks: Sequence[Ask]) -> list[list[Row] | Held]:
    """What is not locked; of what was not found it is asked whether it is there at all."""
    values = [(number, ask.values[0]) for number, ask in enumerate(asks)]
    free = await _apart(connection, statement.numbered, values, len(asks))
    missing = [each for each in values if not free[each[0]]]
    there = await _apart(connection, statement.unlocked, missing, len(asks)) if missing else free
    return [HELD if not mine and locked else mine for mine, locked in zip(free, there, strict=True)]


async def _each_rows(connection: Connection, statement: Statement, values: Sequence[Values]) -> list[list[Row]]:
    if len(values) == 1 or not statement.numbered:
        return [list(map(tuple, await connection.fetch(statement.sql, *each))) for each in values]
    return await _apart(connection, statement.numbered, list(enumerate(values)), len(values))


async def _counts(connection: Connection, statement: Statement, asks: Sequence[Ask]) -> list[int]:
    if len(asks) == 1 or not statement.counted:
        return [_count(await connection.execute(statement.sql, *ask.values[0])) for ask in asks]
    numbered = [(*ask.values[0], number) for number, ask in enumerate(asks)]
    return [count for _, count in await connection.fetchmany(statement.counted, numbered)]


def _count(status: str) -> int:
    """Of "UPDATE 1", "INSERT 0 1"."""
    return int(status.rpartition(" ")[2])


async def _eaches(connection: Connection, statement: Statement, asks: Sequence[Ask]) -> list[list[Row]]:
    values = [(number, each) for number, ask in enumerate(asks) for each in ask.values]
    if not statement.returns:
        await connection.executemany(statement.sql, [each for _, each in values])
        return [[] for _ in asks]
    if len(asks) == 1:
        return [list(map(tuple, await connection.fetchmany(statement.sql, asks[0].values)))]
    return await _apart(connection, statement.numbered, values, len(asks))


async def _apart(
    connection: Connection, numbered: str, values: Sequence[tuple[int, Values]], askers: int
) -> list[list[Row]]:
    """By the number of who asks, the rows that come of their values."""
    found: list[list[Row]] = [[] for _ in range(askers)]
    for number, *row in await connection.fetchmany(numbered, [(*each, number) for number, each in values]):
        found[number].append(tuple(row))
    return found


_KINDS: dict[str, Any] = {"rows": _rows, "count": _counts, "each": _eaches}
