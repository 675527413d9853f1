"""How fast a bot may send before it is answered 429: a bucket per chat and one for all chats."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Messages per second and the burst that is tolerated, per chat and over all chats.

    Telegram publishes "about" 1 per second per chat and 30 per second over all
    (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this); its true limits are unknown.
    """

    per_chat_per_second: float = 1.0
    per_chat_burst: int = 3
    total_per_second: float = 30.0
    total_burst: int = 30


UNLIMITED = Limits(math.inf, 1, math.inf, 1)


class Bucket:
    """Tokens that come back at a steady rate; each message costs one."""

    def __init__(self, per_second: float, burst: int, now: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._level = float(burst)
        self._at = now

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 when one is."""
        if math.isinf(self._per_second):
            return 0.0
        self._level = min(self._burst, self._level + (now - self._at) * self._per_second)
        self._at = now
        return max(0.0, (1 - self._level) / self._per_second)

    def take(self) -> None:
        self._level -= 1


class Rates:
    """The buckets of one bot."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._total = Bucket(limits.total_per_second, limits.total_burst, clock())
        self._chats: dict[int, Bucket] = {}
        self._held: dict[int, float] = {}

    def hold(self, chat_id: int, seconds: float) -> None:
        """Take nothing for this chat for a while, as Telegram does with some for reasons that it does not tell."""
        self._held[chat_id] = self._clock() + seconds

    def retry_after(self, chat_id: int) -> int:
        """Take a token for a message to this chat: 0, or the whole seconds to wait (then nothing is taken)."""
        now = self._clock()
        limits = self._limits
        chat = self._chats.setdefault(chat_id, Bucket(limits.per_chat_per_second, limits.per_chat_burst, now))
        wait = max(chat.wait(now), self._total.wait(now), self._held.get(chat_id, now) - now)
        if wait > 0:
            return math.ceil(wait)
        chat.take()
        self._total.take()
        return 0
