"""Transactions that are run as one: their works go on side by side, and what they ask at the same moment is asked together.

What holds between transactions of their own holds between these: what a decision is about is one's until its end (the
others that want it wait), unique keys are unique, and all of it is committed, or none. A work that wants what another
transaction has locked is left for later, so that a group never waits, and no two groups for each other. Whatever else is not
as usual, a statement that fails, a work that fails after it has written, ends the group: then each is run by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from core.ports import Transaction
from core.store.errors import StoreFailed
from core.store.postgres.asking import HELD, Connection, answers
from core.store.postgres.failures import FAILURES, InTheWay, store_error
from core.store.postgres.session import Ask, PostgresSession
from core.store.postgres.statements import Statement
from core.store.postgres.unit_tables import unit_tables

T = TypeVar("T")
Work = Callable[[Transaction], Awaitable[T]]


class Outcome(NamedTuple):
    """What a work returned, or what it raised."""

    result: Any
    error: BaseException | None


class Unit:
    """One work, as far as it has come: `ask` is what it waits for, `outside` what it waits for though it should not.

    It is `over` with its outcome, or without one where it was stopped before its end.
    """

    def __init__(self, work: Work[Any], statements: Mapping[str, Statement]) -> None:
        self.session = PostgresSession(statements)
        self._steps = _coroutine(work, unit_tables(self.session))
        self.ask: Ask | None = None
        self.outside: asyncio.Future[Any] | None = None
        self.outcome: Outcome | None = None
        self.over = False

    def go_on(self, answer: Any = None) -> None:
        self._step(lambda: self._steps.send(answer))

    def fail(self, error: Exception) -> None:
        """What it has asked for has failed."""
        self.session.failed = error
        self._step(lambda: self._steps.throw(error))

    def stop(self) -> None:
        """It is not finished, and is not to be."""
        self.session.end()
        if not self.over:
            self.over = True
            self._steps.close()

    def _step(self, step: Callable[[], Any]) -> None:
        self.ask = self.outside = None
        try:
            wanted = step()
        except StopIteration as end:
            self._finish(Outcome(end.value, None))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is the caller's to hear
            self._finish(Outcome(None, error))
        else:
            self._wait(wanted)

    def _wait(self, wanted: Any) -> None:
        if isinstance(wanted, Ask):
            self.ask = wanted
            return
        self.outside = wanted if wanted is not None else asyncio.ensure_future(asyncio.sleep(0))
        if wanted is not None:
            wanted._asyncio_future_blocking = False  # as a task says that it has taken notice

    def _finish(self, outcome: Outcome) -> None:
        """What was overlooked is told: COMMIT would keep nothing of it."""
        self.session.end()
        self.over = True
        overlooked = outcome.error is None and self.session.failed is not None
        self.outcome = Outcome(None, self.session.failed) if overlooked else outcome


async def _coroutine(work: Work[T], tables: Transaction) -> T:
    return await work(tables)


class Group:
    """Some units on one connection, in a transaction that is begun and ended by others."""

    def __init__(self, connection: Connection, statements: Mapping[str, Statement], works: Sequence[Work[Any]]) -> None:
        self._connection = connection
        self.units = [Unit(work, statements) for work in works]
        self._owners: dict[Any, Unit] = {}

    async def finish(self) -> list[Outcome | None]:
        """When all have; None for those that are to be run later.

        Raises StoreFailed or StoreRefused where they cannot go on together.
        """
        try:
            for unit in self.units:
                unit.go_on()
            while going := [unit for unit in self.units if not unit.over]:
                await self._go_on(going)
        finally:
            for unit in self.units:
                unit.stop()
        return [unit.outcome for unit in self.units]

    async def _go_on(self, going: Sequence[Unit]) -> None:
        asking = [unit for unit in going if unit.ask is not None and self._may(unit, unit.ask)]
        if asking:
            await self._answer(asking)
        elif outside := {unit.outside: unit for unit in going if unit.outside is not None}:
            done, _ = await asyncio.wait(outside, return_when=asyncio.FIRST_COMPLETED)
            for future in done:
                outside[future].go_on()
        else:
            raise InTheWay("transactions wait for each other")

    def _may(self, unit: Unit, ask: Ask) -> bool:
        """What is decided about is its first decider's, while that one is not finished."""
        if not ask.statement.locks:
            return True
        owner = self._owners.setdefault((ask.statement.sql, ask.values), unit)
        if owner is not unit and owner.over:
            self._owners[ask.statement.sql, ask.values] = owner = unit
        return owner is unit

    async def _answer(self, asking: Sequence[Unit]) -> None:
        try:
            asks = [unit.ask for unit in asking if unit.ask is not None]
            found = await answers(self._connection, asks, waits=len(self.units) == 1)
        except FAILURES as error:
            self._fail(store_error(error))
            return
        for unit, answer in zip(asking, found, strict=True):
            if answer is HELD:
                self._leave(unit)
            else:
                unit.go_on(answer)

    def _leave(self, unit: Unit) -> None:
        if unit.session.wrote:
            raise InTheWay("another transaction decides about the same")
        unit.stop()

    def _fail(self, error: StoreFailed | Exception) -> None:
        """One by itself hears of it and may still say something else of it."""
        if len(self.units) > 1:
            raise error from None
        self.units[0].fail(error)
