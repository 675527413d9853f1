"""What each process says of itself, in Redis: forgotten when it says nothing any more."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from core.nerves.link import Away, RedisLink

KEPT = 10  # seconds


class RedisNotices:
    """As `core.ports.Notices`."""

    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def post(self, process: str, text: str) -> None:
        with suppress(Away):
            await self._link.ask(lambda redis: redis.set(self._key(process), text, ex=KEPT))

    async def of(self, processes: Sequence[str]) -> Mapping[str, str] | None:
        if not processes:
            return {}
        try:
            texts = await self._link.ask(lambda redis: redis.mget([self._key(each) for each in processes]))
        except Away:
            return None
        said = zip(processes, texts, strict=True)
        return {process: str(text, "utf-8", "replace") for process, text in said if isinstance(text, bytes)}

    def _key(self, process: str) -> str:
        return self._link.key("notice", process)
