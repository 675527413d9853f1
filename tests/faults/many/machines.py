"""Several processes of one desk around the playground's servers, over a real PostgreSQL and a server that speaks Redis' protocol."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from tests.faults.product import Product, Start
from tests.faults.stage import Stage, environment, staged
from tests.nerves.valkey import Valkey
from tests.servers import Postgres, new_database

HELD = "SELECT name FROM leases WHERE holder LIKE $1 AND until > extract(epoch FROM clock_timestamp())"
ROLES = "intake,worker,sender,board"


class Machines:
    """`starts` one process after the other; each has a log and a working folder of its own, and all have one database."""

    def __init__(
        self, stage: Stage, start: Start, postgres: Postgres, database: str, settings: Mapping[str, str]
    ) -> None:
        self.stage = stage
        self.postgres = postgres
        self.processes: dict[str, Product] = {}
        self._start = start
        self._database = database
        roots = (stage.telegram.root, stage.slack.root, stage.mail.url)
        self._settings = environment(*roots, stage.folder) | {"DATABASE_URL": database} | dict(settings)

    async def starts(self, name: str, roles: str = ROLES, **settings: str) -> Product:
        """A new process, once it says that it runs."""
        folder = self.stage.folder / name
        folder.mkdir()
        known = self._settings | {"DESK_ROLES": roles} | settings
        process = self.processes[name] = Product(folder, known, self._start)
        await process.start()
        await process.ready()
        return process

    async def comes_back(self, name: str) -> None:
        """One that has ended."""
        await self.processes[name].start_again()
        await self.processes[name].ready()

    async def dies(self, name: str) -> None:
        """kill -9; it stays dead."""
        await self.processes[name].put_away()

    async def leaves(self, name: str) -> int:
        """SIGTERM; its exit code."""
        return await self.processes[name].stop()

    async def put_away(self) -> None:
        for process in self.processes.values():
            await process.put_away()

    async def held_by(self, name: str) -> set[str]:
        """The names of its leases."""
        held = await self.rows(HELD, f"%-{self.processes[name].pid}-%")
        return {lease for (lease,) in held}

    async def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the processes' database. Raises OSError or asyncpg.PostgresError where it is away."""
        connection = await asyncpg.connect(self._database)
        try:
            return [tuple(row) for row in await connection.fetch(question, *values)]
        finally:
            await connection.close()

    def log(self) -> str:
        return "\n".join(f"--- {name}\n{process.log()}" for name, process in self.processes.items())


@asynccontextmanager
async def machines(
    folder: Path, start: Start, postgres: Postgres, redis: Valkey | None, **settings: str
) -> AsyncIterator[Machines]:
    """Everything but the desk's processes is up; `settings` are names of their environment."""
    if redis:
        settings = {"REDIS_URL": redis.url} | settings
    async with staged(folder, start) as stage:
        desk = Machines(stage, start, postgres, await new_database(postgres), settings)
        try:
            yield desk
        finally:
            await desk.put_away()
