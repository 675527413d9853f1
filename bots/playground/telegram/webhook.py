"""Delivers updates to the bot's webhook: in order per lane, again and again until it answers 2xx.

The pace is that of the official server: a second try at once, then after 2, 4, 8 ... seconds, or as `Retry-After` says.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from bots.playground.telegram.state import Queued, Webhook
from bots.playground.telegram.updates import Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a name, not a secret)
ANSWER_WITHIN = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True)
class Pace:
    """Seconds before the third try of a delivery, and at most between two tries."""

    first: float = 2.0
    most: float = 60.0

    def wait(self, failures: int) -> float:
        return 0.0 if failures < 2 else min(self.most, self.first * 2.0 ** (failures - 2))


class Deliveries:
    """One task per lane that has something to deliver."""

    def __init__(self, updates: Updates, clock: Callable[[], float]) -> None:
        self.pace = Pace()
        self._updates = updates
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(1)

    def start(self) -> None:
        """Deliver what is pending, and from now on what arrives; needs a running loop."""
        self._session = aiohttp.ClientSession(timeout=ANSWER_WITHIN)
        self._updates.arrived = self._deliver
        self._begin()

    def _begin(self) -> None:
        webhook = self._updates.state.webhook
        if webhook is not None:
            self._room = asyncio.Semaphore(webhook.max_connections)
        self._deliver()

    async def restart(self) -> None:
        """Go on with another webhook, or with none."""
        await self._cancel()
        self._begin()

    async def stop(self) -> None:
        self._updates.arrived = lambda: None
        await self._cancel()
        if self._session is not None:
            await self._session.close()

    async def _cancel(self) -> None:
        lanes, self._lanes = list(self._lanes.values()), {}
        for lane in lanes:
            lane.cancel()
        for lane in lanes:
            with contextlib.suppress(asyncio.CancelledError):
                await lane

    def _deliver(self) -> None:
        if self._updates.state.webhook is None:
            return
        for lane in dict.fromkeys(queued.lane for queued in self._updates.pending()):
            if lane not in self._lanes:
                self._lanes[lane] = asyncio.create_task(self._run(lane))

    async def _run(self, lane: str) -> None:
        while queued := self._next(lane):
            for _ in range(self._updates.deliver_times):
                await self._until_taken(queued)
            self._updates.confirm(queued)
        del self._lanes[lane]

    def _next(self, lane: str) -> Queued | None:
        return next((queued for queued in self._updates.pending() if queued.lane == lane), None)

    async def _until_taken(self, queued: Queued) -> None:
        """Return when it was taken, or when it is too old to be delivered."""
        failures = 0
        while queued.until > self._clock():
            error, retry_after = await self._post(queued)
            if error is None:
                return
            failures += 1
            await asyncio.sleep(self.pace.wait(failures) if retry_after is None else retry_after)

    async def _post(self, queued: Queued) -> tuple[str | None, float | None]:
        """What went wrong, if anything, and how long the bot asks to wait."""
        webhook = self._updates.state.webhook
        assert webhook is not None, "lanes end before the webhook is removed"
        assert self._session is not None, "lanes run after start"
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers[SECRET_HEADER] = webhook.secret
        try:
            async with (
                self._room,
                self._session.post(
                    webhook.url, data=queued.body.encode(), headers=headers, allow_redirects=False
                ) as answer,
            ):
                if 200 <= answer.status < 300:
                    return None, None
                error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                return self._failed(webhook, error), _seconds(answer.headers.get("Retry-After"))
        except TimeoutError:
            return self._failed(webhook, "Read timeout expired"), None
        except (aiohttp.ClientError, OSError) as error:
            refused = isinstance(error, aiohttp.ClientConnectorError)
            return self._failed(webhook, "Connection refused" if refused else "Connection closed"), None

    def _failed(self, webhook: Webhook, error: str) -> str:
        webhook.last_error_date = int(self._clock())
        webhook.last_error_message = error
        return error


def _seconds(header: str | None) -> float | None:
    return float(header) if header is not None and header.isascii() and header.isdigit() else None
