"""Wake-ups between processes by Redis' publish and subscribe: https://redis.io/docs/latest/develop/pubsub."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from core.nerves.link import CONNECTING, FIRST_PAUSE, LONGEST_PAUSE, Away, RedisLink, heed
from core.ports.nerves import Topic

if TYPE_CHECKING:
    from redis.asyncio import Redis
    from redis.asyncio.client import PubSub

log = logging.getLogger(__name__)

APART = 0.002  # seconds between two messages, at least: what is told meanwhile is told by one
PICTURES_APART = 0.25  # seconds: "changed" is for pages that people read
WAKING = frozenset[Topic](("inbox", "outbox", "roster", "erased"))
PICTURES = frozenset[Topic](("changed",))
SILENCE = 3.0  # seconds after which the connection is asked whether it still hears


class RedisNerves:
    """As `core.ports.Nerves`. Topics carry nothing, so what waits to be told is a set; the own voice is not heard."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link
        self._voice = secrets.token_hex(8).encode()
        self._acts: dict[Topic, list[Callable[[], None]]] = {}
        self._untold: set[Topic] = set()
        self._news = asyncio.Event()
        self._hears = False

    @property
    def deaf(self) -> bool:
        return not (self._hears and self._link.is_up)

    def tell(self, topic: Topic) -> None:
        self._untold.add(topic)
        if topic in WAKING:
            self._news.set()

    def heard(self, topic: Topic, act: Callable[[], None]) -> None:
        """Before `run`."""
        self._acts.setdefault(topic, []).append(act)

    async def run(self) -> None:
        """Tell and listen, for ever."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._wake())
            both.create_task(self._draw())
            both.create_task(self._listen())

    # --- telling
    async def _wake(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await self._publish(WAKING)
            await asyncio.sleep(APART)

    async def _draw(self) -> None:
        while True:
            await asyncio.sleep(PICTURES_APART)
            await self._publish(PICTURES)

    async def _publish(self, topics: frozenset[Topic]) -> None:
        """What cannot be told now is not told later: by then everybody has looked."""
        told = sorted(self._untold & topics)
        self._untold -= topics
        if not told:
            return

        async def publish(redis: "Redis") -> None:
            async with redis.pipeline(transaction=False) as pipeline:
                for topic in told:
                    pipeline.publish(self._link.key(topic), self._voice)
                await pipeline.execute()

        try:
            await self._link.ask(publish)
        except Away as error:
            log.debug("not told: %s", error)

    # --- listening
    async def _listen(self) -> None:
        """On a connection of its own, which is made again for ever, a little later each time; each reason is told once."""
        pause, told = FIRST_PAUSE, ""
        while self._acts:
            ear = self._link.redis.pubsub()
            try:
                await self._subscribe(ear)
                pause, told = FIRST_PAUSE, ""
                await self._hear(ear)
            except self._link.failures as error:
                why = self._link.why(error)
                log.log(logging.DEBUG if why == told else logging.INFO, "others are not heard for a moment: %s", why)
                told = why
            finally:
                self._hears = False
                with suppress(*self._link.failures):
                    await ear.aclose()  # type: ignore[no-untyped-call]
            heed()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _subscribe(self, ear: "PubSub") -> None:
        async with asyncio.timeout(2 * CONNECTING):
            await ear.subscribe(*map(self._link.key, self._acts))
            for _ in self._acts:
                if await ear.get_message(timeout=CONNECTING) is None:
                    raise TimeoutError("the subscription was not answered")
        heed()
        self._hears = True
        for topic in self._acts:  # whatever was told before is lost
            self._act(topic)

    async def _hear(self, ear: "PubSub") -> None:
        """Raises what the client raises, and TimeoutError where the connection is alive but deaf."""
        topics = {self._link.key(topic).encode(): topic for topic in self._acts}
        asked, since = False, self._link.up_since
        while True:
            message = await ear.get_message(ignore_subscribe_messages=True, timeout=SILENCE)
            heed()
            if since and since != self._link.up_since:
                raise TimeoutError("Redis was away, and may be another one since")
            if message is None:
                if asked:
                    raise TimeoutError(f"no sign of life for {2 * SILENCE:g} s")
                await ear.ping()
            asked = message is None
            if message and message["type"] == "message" and message["data"] != self._voice:
                self._act(topics[message["channel"]])

    def _act(self, topic: Topic) -> None:
        for act in self._acts[topic]:
            act()
