"""How fast the invented day goes, and its dice: the same for the same seed."""

import asyncio
from random import Random


class Pace:
    """`speed`: so many times as fast as people are."""

    def __init__(self, seed: int = 8, speed: float = 1.0) -> None:
        self.dice = Random(seed)  # noqa: S311 - nothing depends on it but the show
        self._speed = speed

    async def pause(self, low: float, high: float) -> None:
        """So many seconds, roughly."""
        await asyncio.sleep(self.seconds(self.dice.uniform(low, high)))

    def seconds(self, seconds: float) -> float:
        return seconds / self._speed

    def happens(self, share: float) -> bool:
        return self.dice.random() < share
