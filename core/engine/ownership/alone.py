"""The one process of a desk: everything is its own, always."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from core.engine.ownership.holding import Lanes
from core.model.lease import ALWAYS, Lease
from core.nerves.in_process import InProcess


class Alone:
    """As `core.ports.Ownership`. Its store runs one transaction after the other, in the order in which they were asked for."""

    def slots(self, of: Literal["decide", "send"]) -> Sequence[int] | None:
        return None

    def lease(self, name: str) -> Lease | None:
        return ALWAYS

    async def alone(self, task: str, work: Callable[[], Awaitable[None]]) -> None:
        await work()

    def serves(self, lanes: Lanes, opened: Callable[[], None]) -> None:
        """There is nothing to tell them."""

    async def run(self) -> None:
        """There is nothing to agree upon."""

    async def retire(self) -> None:
        """There is nobody to give anything to."""

    async def leave(self) -> None:
        """Nobody waits for what this process leaves."""


ALONE = Alone()
NOBODY_ELSE = InProcess()
