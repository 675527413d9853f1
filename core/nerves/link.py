"""The way to Redis: whether it is there, and questions that never wait long for it.

DeskError
+-- Away           Redis is not there, or too slow: whoever asked goes on without it
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from core.model.errors import DeskError
from core.ports import Vitals

if TYPE_CHECKING:
    from redis.asyncio import Redis

log = logging.getLogger(__name__)

T = TypeVar("T")

VITAL = "redis"
PATIENCE = 0.25  # seconds: whoever waits longer for an answer is better off without it
CONNECTING = 2.0  # seconds, where nobody waits
LOOK_EVERY = 1.0  # seconds between two looks while it is there
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0  # seconds between two tries while it is not
CONNECTIONS = 8  # of this process: more would not make it faster
ALIVE = 10  # seconds for which the key that a look writes is kept
PROTOCOL = 2  # of RESP: what every server speaks, and what we send needs no more


class Away(DeskError):
    """What was asked may have happened all the same."""


class RedisLink:
    """`url`: redis://, rediss:// or unix://, with the password in it; `desk` tells its keys from those of others on the same server.

    Raises ValueError where the URL is none. Until `run` has found it, Redis is away.
    """

    def __init__(self, url: str, desk: str, vitals: Vitals, *, patience: float = PATIENCE) -> None:
        # Imported here: a desk of one process does without.
        from redis.asyncio import BlockingConnectionPool, Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError

        self._desk, self._vitals, self._patience = desk, vitals, patience
        self._secret = urlsplit(url).password or ""
        self._failures: tuple[type[Exception], ...] = (RedisError, OSError, TimeoutError)
        self.redis: Redis = Redis(
            connection_pool=BlockingConnectionPool.from_url(
                url,
                protocol=PROTOCOL,
                max_connections=CONNECTIONS,
                timeout=CONNECTING,
                socket_timeout=CONNECTING,
                socket_connect_timeout=CONNECTING,
                retry=Retry(NoBackoff(), 0),  # what is repeated and when, we know better
            )
        )
        self._up = asyncio.Event()
        self._told: bool | None = None
        self.up_since = 0.0  # the loop's time

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What the client raises when Redis does not do as it should."""
        return self._failures

    @property
    def is_up(self) -> bool:
        return self._up.is_set()

    async def until_up(self) -> None:
        await self._up.wait()

    def key(self, *parts: str) -> str:
        """The desk stands in braces, so that a cluster keeps all of its keys on one node."""
        return ":".join((f"frontdesk:{{{self._desk}}}", *parts))

    async def ask(self, asking: Callable[["Redis"], Awaitable[T]]) -> T:
        """Raises Away, at once where it is known to be."""
        if not self.is_up:
            raise Away("Redis is away")
        return await self._within_patience(asking)

    async def run(self) -> None:
        """Look whether it is there, for ever; who waits for an answer learns it sooner."""
        pause = FIRST_PAUSE
        while True:
            try:
                if not self.is_up:  # another server may be at its address by now
                    await self.redis.connection_pool.disconnect(inuse_connections=False)
                await self._within_patience(self._look)
                self._found()
            except Away:
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                pause = FIRST_PAUSE
            await asyncio.sleep(LOOK_EVERY if self.is_up else pause)

    async def close(self) -> None:
        self._up.clear()
        await self.redis.aclose()
        await self.redis.connection_pool.disconnect()

    async def _look(self, redis: "Redis") -> None:
        """Writes: one that only reads (a full one, a replica) is of no use to us."""
        await redis.set(self.key("alive"), 1, ex=ALIVE)

    async def _within_patience(self, asking: Callable[["Redis"], Awaitable[T]]) -> T:
        cancelled = cancellations()
        try:
            async with asyncio.timeout(self._patience):
                answer = await asking(self.redis)
        except self._failures as error:
            why = self.why(error)
            self._lost(why)
            raise Away(why) from None
        heed(cancelled)
        return answer

    def why(self, error: Exception) -> str:
        """In one line, without the password."""
        says = str(error) or f"no answer within {self._patience:g} s"
        for secret in filter(None, {self._secret, unquote(self._secret)}):
            says = says.replace(secret, "***")
        return " ".join(says.split())[:200]

    def _lost(self, why: str) -> None:
        self._up.clear()
        self._vitals.ill(VITAL, why)
        if self._told is not False:
            self._told = False
            log.warning("Redis is away, the desk goes on without it, slower: %s", why)

    def _found(self) -> None:
        self._vitals.well(VITAL)
        if not self.is_up:
            self.up_since = asyncio.get_running_loop().time()
            self._up.set()
        if self._told is False:
            log.warning("Redis is back")
        self._told = True


def cancellations() -> int:
    """How often the running task was asked to end."""
    task = asyncio.current_task()
    return task.cancelling() if task else 0


def heed(before: int = 0) -> None:
    """End where the task was asked to since; before Python 3.12 `wait_for`, which the client uses, may keep that to itself."""
    if cancellations() > before:
        raise asyncio.CancelledError
