"""What `/health` says of a process: what it does, and whether its store answers."""

import asyncio
from collections.abc import Callable, Sequence
from http import HTTPStatus

from aiohttp import web

from core.model.errors import DeskError
from core.ports import Store

WITHIN = 2.0  # seconds: less than whoever asks waits


class Health:
    """For what looks after processes: a container's health check, a proxy. It says nothing that a stranger may not read."""

    def __init__(
        self, store: Store, roles: Sequence[str], within: float = WITHIN, takes: Callable[[], bool] = lambda: True
    ) -> None:
        """`takes`: whether the store took the last beat of this process's pulse: one may answer and not be writable."""
        self._store = store
        self._takes = takes
        self._roles = list(roles)
        self._within = within

    async def answer(self, _: web.Request) -> web.Response:
        """503 where the store does not answer in time: nothing that comes in could be kept."""
        answers, takes = await self._store_answers(), self._takes()
        well = answers and takes
        trouble = "store takes nothing" if answers else "store does not answer"
        said = {"status": "ok" if well else trouble, "roles": self._roles}
        return web.json_response(said, status=HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE)

    async def _store_answers(self) -> bool:
        try:
            async with asyncio.timeout(self._within):
                await self._store.transact(lambda tx: tx.keep.get("desk_id"))
        except (DeskError, TimeoutError):
            return False
        return True
