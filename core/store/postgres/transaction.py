"""One transaction of the database: begun, worked in by a group, committed, and what became of it where no answer came."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from core.store.postgres.asking import Connection
from core.store.postgres.failures import FAILURES, InTheWay, Lost, Taken, store_error
from core.store.postgres.group import Group, Outcome, Work
from core.store.postgres.statements import Statement

# https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT: its number, and what became of it.
# Only what has written has a number.
_NUMBER = "SELECT pg_current_xact_id_if_assigned()::text"
_OUTCOME = "SELECT pg_xact_status($1::text::xid8)"


class InDoubt(Exception):
    """The connection was lost before COMMIT was answered. `transaction` is PostgreSQL's number of it."""

    def __init__(self, outcomes: list[Outcome | None], transaction: str) -> None:
        super().__init__()
        self.outcomes, self.transaction = outcomes, transaction


class Apart(Exception):
    """The group cannot be kept as one: one of it has failed after it had written."""


async def run(
    connection: Connection, statements: Mapping[str, Statement], works: Sequence[Work[Any]]
) -> list[Outcome | None]:
    """What became of each, once it is committed; None for those that are to be run later.

    Raises InDoubt, Apart, StoreFailed or StoreRefused: nothing was kept.
    """
    await _execute(connection, "BEGIN")
    try:
        group = Group(connection, statements, works)
        outcomes = await group.finish()
        kept = _kept(group)
    except BaseException:
        await _undo(connection)
        raise
    if not kept:
        await _undo(connection)
        return outcomes
    await _commit(connection, outcomes, wrote=any(unit.session.wrote for unit in group.units))
    return outcomes


def _kept(group: Group) -> bool:
    """Whether there is anything to commit."""
    failed = [unit for unit in group.units if unit.outcome is not None and unit.outcome.error is not None]
    if len(group.units) == 1 and failed:
        if isinstance(failed[0].session.failed, Lost | InTheWay | Taken):
            raise failed[0].session.failed
        return False
    if any(unit.session.wrote for unit in failed):
        raise Apart
    return len(failed) < len(group.units)


async def outcome(connection: Connection, transaction: str) -> bool | None:
    """Whether it was committed; None while that is not decided, or not known any more."""
    try:
        became = await connection.fetchval(_OUTCOME, transaction)
    except FAILURES as error:
        raise store_error(error) from None
    return {"committed": True, "aborted": False}.get(became)


async def _commit(connection: Connection, outcomes: list[Outcome | None], *, wrote: bool) -> None:
    number = await _number(connection) if wrote else None
    try:
        await connection.execute("COMMIT")
    except FAILURES as error:
        failure = store_error(error)
        if not isinstance(failure, Lost):
            raise failure from None
        if number is not None:
            raise InDoubt(outcomes, number) from None


async def _number(connection: Connection) -> str | None:
    try:
        number: str | None = await connection.fetchval(_NUMBER)
    except FAILURES as error:
        raise store_error(error) from None
    return number


async def _execute(connection: Connection, command: str) -> None:
    try:
        await connection.execute(command)
    except FAILURES as error:
        raise store_error(error) from None


async def _undo(connection: Connection) -> None:
    """A connection on which that fails is dropped, which undoes it too."""
    try:
        await connection.execute("ROLLBACK")
    except FAILURES:
        drop(connection)


def drop(connection: Connection) -> None:
    """Leave it at once, whatever it is doing. The pool makes another where it is needed."""
    with suppress(*FAILURES):  # it has been left already
        connection.terminate()
