"""The one thread that writes: it takes all transactions that wait and makes them durable with one COMMIT."""

import sqlite3
import threading
from asyncio import AbstractEventLoop, Future
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from core.ports import Transaction
from core.store.errors import StoreFailed, StoreRefused
from core.store.sqlite.session import SqliteSession, store_error
from core.store.tables import Tables

T = TypeVar("T")
Work = Callable[[Transaction], Awaitable[T]]

BUSY_WAITS = 5000  # milliseconds for another process that has the database locked
_SCRUB_WAITS = 100
_LARGEST_GROUP = 200  # so that the first of a group does not wait long for the last


class _Job(NamedTuple):
    work: Work[Any]
    future: Future[Any]


class _Scrub(NamedTuple):
    """To be done between two groups."""

    future: Future[None]


class _Outcome(NamedTuple):
    future: Future[Any]
    result: Any
    error: BaseException | None


def finish(awaitable: Awaitable[T]) -> T:
    """The result of something whose awaits never suspend. Raises StoreRefused where it does suspend."""
    steps = awaitable.__await__()
    try:
        next(steps)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    steps.close()
    raise StoreRefused("a transaction must not wait for anything but its own tables")


class Writer:
    """Owns the connection from `start` until `stop` has returned.

    `begin` opens each group: "BEGIN IMMEDIATE" takes the write lock at once, so that no transaction fails half-way for it.
    """

    def __init__(self, connection: sqlite3.Connection, begin: str) -> None:
        self._connection = connection
        self._begin = begin
        self._jobs: SimpleQueue[_Job | _Scrub | None] = SimpleQueue()
        self._stopping = False
        self._scrub: _Scrub | None = None
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def put(self, work: Work[T], future: Future[T]) -> None:
        self._jobs.put(_Job(work, future))

    def put_scrub(self, future: Future[None]) -> None:
        """As `SqliteStore.scrub`."""
        self._jobs.put(_Scrub(future))

    def stop(self) -> None:
        """Return when all that was put is settled. Blocks."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        session = SqliteSession(self._connection)
        tables = Tables(session)
        while not self._stopping:
            group = self._take()
            session.forget()  # between two groups others may write
            if group:
                _deliver(self._commit(group, tables, session))
            if self._scrub:
                scrub, self._scrub = self._scrub, None
                _deliver([self._scrubbed(scrub)])

    def _take(self) -> list[_Job]:
        """Wait for one job and take those that wait behind it."""
        group: list[_Job] = []
        with suppress(Empty):
            while len(group) < _LARGEST_GROUP:
                job = self._jobs.get(block=not group)
                if isinstance(job, _Scrub):
                    self._scrub = job
                    break
                if job is None:
                    self._stopping = True
                    break
                group.append(job)
        return group

    def _commit(self, group: list[_Job], tables: Tables, session: SqliteSession) -> list[_Outcome]:
        try:
            self._roll_back()
            self._connection.execute(self._begin)
            outcomes = self._together(group, tables) or self._one_by_one(group, tables, session)
            self._connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - the edge of this thread: every caller hears of it
            return self._give_up(group, error)
        return outcomes

    def _together(self, group: list[_Job], tables: Tables) -> list[_Outcome]:
        """Without a point to return to between them, which costs as much as a statement or two; empty where one of them fails.

        Raises StoreFailed where SQLite has rolled the whole group back.
        """
        outcomes = []
        for job in group:
            outcome = self._whole(_outcome(job, tables))
            if outcome.error is not None:
                return []
            outcomes.append(outcome)
        return outcomes

    def _one_by_one(self, group: list[_Job], tables: Tables, session: SqliteSession) -> list[_Outcome]:
        """All once more from the beginning, so that what one of them raises undoes it and nothing else."""
        self._roll_back()
        session.forget()
        self._connection.execute(self._begin)
        return [self._attempt(job, tables, session) for job in group]

    def _scrubbed(self, scrub: _Scrub) -> _Outcome:
        """The log is copied into the database, whose removed parts are overwritten, and emptied (https://www.sqlite.org/wal.html)."""
        try:
            self._connection.execute(f"PRAGMA busy_timeout = {_SCRUB_WAITS}")  # everything else waits meanwhile
            (busy, *_) = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._connection.execute(f"PRAGMA busy_timeout = {BUSY_WAITS}")
        except sqlite3.Error as error:
            return _Outcome(scrub.future, None, _told(error))
        reason = StoreFailed("somebody reads the database: what was removed is still in its log")
        return _Outcome(scrub.future, None, reason if busy else None)

    def _attempt(self, job: _Job, tables: Tables, session: SqliteSession) -> _Outcome:
        """One transaction of the group. Raises StoreFailed where SQLite has rolled the whole group back."""
        self._connection.execute("SAVEPOINT work")
        outcome = self._whole(_outcome(job, tables))
        if outcome.error is not None:
            self._connection.execute("ROLLBACK TO work")
            session.forget()
        self._connection.execute("RELEASE work")
        return outcome

    def _whole(self, outcome: _Outcome) -> _Outcome:
        """What came of one of the group, if the group still stands."""
        if not self._connection.in_transaction:
            raise StoreFailed(f"the database gave a group of transactions up: {outcome.error}") from outcome.error
        return outcome

    def _give_up(self, group: list[_Job], error: Exception) -> list[_Outcome]:
        try:
            self._roll_back()
        except sqlite3.Error as second:  # the next group begins by trying again
            error.add_note(f"and the rollback failed: {second}")
        return [_Outcome(job.future, None, _told(error)) for job in group]

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


def _outcome(job: _Job, tables: Tables) -> _Outcome:
    try:
        return _Outcome(job.future, finish(job.work(tables)), None)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the caller's to hear
        return _Outcome(job.future, None, error)


def _told(error: Exception) -> Exception:
    """The error for one caller of a group: each gets its own, for raising changes it."""
    told = store_error(error) if isinstance(error, sqlite3.Error) else StoreFailed(str(error))
    told.__cause__ = error
    return told


def _deliver(outcomes: list[_Outcome]) -> None:
    """Hand the outcomes to the loops in which their callers wait."""
    by_loop: defaultdict[AbstractEventLoop, list[_Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_loop[outcome.future.get_loop()].append(outcome)
    for loop, mine in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_resolve, mine)


def _resolve(outcomes: list[_Outcome]) -> None:
    for future, result, error in outcomes:
        if future.done():  # its caller was cancelled
            continue
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)
