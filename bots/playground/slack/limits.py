"""Slack's rates as token buckets.

The numbers are Slack's published tiers (docs.slack.dev/apis/web-api/rate-limits): Tier 2 is 20 calls a
minute, Tier 3 50, Tier 4 100, and chat.postMessage about one a second in each channel.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from bots.playground.slack.errors import RateLimited

_PER_MINUTE = {
    "chat.update": "updates_per_minute",
    "chat.delete": "updates_per_minute",
    "files.delete": "updates_per_minute",
    "conversations.replies": "replies_per_minute",
    "conversations.history": "history_per_minute",
    "users.getPresence": "presence_per_minute",
    "views.open": "views_per_minute",
    "views.update": "views_per_minute",
    "views.publish": "views_per_minute",
    "users.list": "lists_per_minute",
    "conversations.list": "lists_per_minute",
    "reactions.remove": "lists_per_minute",
    "dnd.teamInfo": "lists_per_minute",
    "usergroups.list": "lists_per_minute",
    "usergroups.users.list": "lists_per_minute",
    "chat.postEphemeral": "tier4_per_minute",
    "conversations.members": "tier4_per_minute",
    "users.info": "tier4_per_minute",
    "files.getUploadURLExternal": "tier4_per_minute",
    "files.completeUploadExternal": "tier4_per_minute",
    "files.info": "tier4_per_minute",
}
_UNLIMITED = {"auth.test", "chat.getPermalink", "apps.connections.open"}  # special tiers: hundreds a minute


@dataclass(frozen=True)
class Limits:
    """Calls allowed; every per-minute number counts per method. `math.inf` lifts a limit."""

    post_per_channel_per_second: float = 1.0
    post_burst: float = 3
    updates_per_minute: float = 50
    replies_per_minute: float = 50
    history_per_minute: float = 50
    presence_per_minute: float = 50
    views_per_minute: float = 100
    lists_per_minute: float = 20
    tier3_per_minute: float = 50
    tier4_per_minute: float = 100

    @classmethod
    def lifted(cls) -> "Limits":
        """No limits at all."""
        return cls(**{each.name: math.inf for each in fields(cls)})

    def of(self, method: str) -> tuple[float, float]:
        """(burst, tokens a second) for a method."""
        if method == "chat.postMessage":
            return self.post_burst, self.post_per_channel_per_second
        if method in _UNLIMITED:
            return math.inf, math.inf
        per_minute: float = getattr(self, _PER_MINUTE.get(method, "tier3_per_minute"))
        return per_minute, per_minute / 60


@dataclass
class _Bucket:
    tokens: float
    filled: float  # the clock's seconds


@dataclass
class Rates:
    """The buckets in use; `clock` gives seconds and never goes back."""

    limits: Limits
    clock: Callable[[], float]
    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)
    _held: dict[str, float] = field(default_factory=dict)

    def hold(self, channel: str, seconds: float) -> None:
        """Take no post for this channel for a while."""
        self._held[channel] = self.clock() + seconds

    def spend(self, method: str, channel: str) -> None:
        """Take one call; raises RateLimited. Only chat.postMessage is counted by channel."""
        burst, per_second = self.limits.of(method)
        if math.isinf(burst) or math.isinf(per_second):
            return
        now = self.clock()
        if method == "chat.postMessage" and (held := self._held.get(channel, now) - now) > 0:
            raise RateLimited(math.ceil(held))
        key = (method, channel if method == "chat.postMessage" else "")
        bucket = self._buckets.setdefault(key, _Bucket(burst, now))
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.filled) * per_second)
        bucket.filled = now
        if bucket.tokens < 1:
            raise RateLimited(math.ceil((1 - bucket.tokens) / per_second))
        bucket.tokens -= 1
