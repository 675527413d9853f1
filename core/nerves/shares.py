"""The platforms' limits where processes cannot tell each other what they used: each goes at its share."""

from collections.abc import Callable

from core.model.rows import Limit
from core.ports.nerves import Rates


class RatesByShare:
    """As `core.ports.Rates`. `local`: the limits of this process alone; `sharers`: how many processes send at this moment.

    Nobody catches up what was not used, for nobody knows whether the others did.
    """

    def __init__(self, local: Rates, sharers: Callable[[], int]) -> None:
        self._local, self._sharers = local, sharers

    async def acquire(self, limits: tuple[Limit, ...]) -> bool:
        sharers = max(1, self._sharers())
        return await self._local.acquire(tuple(each if each.in_one else _share(each, sharers) for each in limits))

    def pause(self, limits: tuple[Limit, ...], seconds: float) -> None:
        self._local.pause(limits, seconds)


def _share(limit: Limit, sharers: int) -> Limit:
    return Limit(limit.name, limit.per_second / sharers)
