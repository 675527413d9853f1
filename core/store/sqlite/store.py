"""The store on one SQLite file: durable transactions without a server, for one process."""

import asyncio
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

from core.store.errors import StoreFailed
from core.store.sqlite.database import open_beside, open_to_read, open_to_write
from core.store.sqlite.schema import shipped
from core.store.sqlite.writer import Work, Writer

T = TypeVar("T")


class SqliteStore:
    """The Store of core.ports. Transactions run one after the other, in the order in which they were asked for."""

    def __init__(self, writer: Writer, held: ExitStack) -> None:
        self._writer = writer
        self._held = held
        self._closed = False
        writer.start()

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False) -> "SqliteStore":
        """Open the file, make it or bring it up to date. Blocks. Raises StoreBroken with what to do.

        ":memory:" is a store that ends with the process. `read_only` may stand beside a process that writes;
        a change raises StoreFailed.
        """
        with ExitStack() as held:
            opened = open_to_read if read_only else open_to_write
            connection = opened(Path(path), shipped(), held)
            writer = Writer(connection, begin="BEGIN" if read_only else "BEGIN IMMEDIATE")
            return cls(writer, held.pop_all())

    @classmethod
    def open_beside(cls, path: Path) -> "SqliteStore":
        """Open a file in which another process, the desk, may be writing too. Blocks. Raises StoreBroken with what to do."""
        with ExitStack() as held:
            connection = open_beside(path, shipped(), held)
            return cls(Writer(connection, begin="BEGIN IMMEDIATE"), held.pop_all())

    async def transact(self, work: Work[T]) -> T:
        """Run the work in a transaction and return when it is on the disk.

        What the work raises undoes it, and nothing else, and is raised here. Raises StoreFailed when the disk or the
        database fails, StoreRefused when the work waits for anything but its tables. The work runs in another thread.
        When the caller is cancelled, the transaction may take place all the same.
        """
        if self._closed:
            raise StoreFailed("the store is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.put(work, future)
        return await future

    async def scrub(self) -> None:
        """As `core.ports.store.Scrubbing`: raises StoreFailed while somebody reads what was there before."""
        if self._closed:
            raise StoreFailed("the store is closed")
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._writer.put_scrub(future)
        await future

    async def close(self) -> None:
        """Finish what was asked for, then release the file. A second time does nothing."""
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._finish)

    def _finish(self) -> None:
        self._writer.stop()
        self._held.close()
