"""Telegram's side of the webhook: each chat's updates in order, again until they are taken; how long each was taken for."""

import asyncio
import random
import time
from collections import defaultdict, deque
from contextlib import suppress

import aiohttp

from benchmarks.load.trouble import OnePercent
from bots.playground.telegram.account import Account
from bots.playground.telegram.webhook import SECRET_HEADER

AGAIN = 1.0  # seconds after an update that was not taken
LATER = 5.0  # seconds, at most, after which what was delivered comes once more
CONNECTIONS = 40  # Telegram's own default, https://core.telegram.org/bots/api#setwebhook


class Webhook:
    """`times`: seconds that each acknowledgement took. `taken`: by lane what was taken, in the order in which it was.

    `refused`: how often an update was not taken at first.
    """

    def __init__(self, account: Account, trouble: OnePercent) -> None:
        self.times: list[float] = []
        self.taken: defaultdict[str, list[str]] = defaultdict(list)
        self.refused = 0
        self._account = account
        self._trouble = trouble
        self._lanes: defaultdict[str, deque[str]] = defaultdict(deque)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[asyncio.Task[None]] = set()
        self._chance = random.Random(2)
        self._room = asyncio.Semaphore(CONNECTIONS)
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """After the server itself, which would deliver in its own way."""
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS))
        self._account.updates.arrived = self._take

    async def stop(self) -> None:
        self._account.updates.arrived = lambda: None
        running = [*self._tasks.values(), *self._again]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        if self._session:
            await self._session.close()

    @property
    def is_quiet(self) -> bool:
        return not self._tasks and not self._again

    def _take(self) -> None:
        queue, self._account.state.queue = self._account.state.queue, []
        for update in queue:
            self._lanes[update.lane].append(update.body)
            if update.lane not in self._tasks:
                self._tasks[update.lane] = asyncio.create_task(self._run(update.lane))

    async def _run(self, lane: str) -> None:
        waiting = self._lanes[lane]
        while waiting:
            if len(waiting) > 1 and self._trouble.happens("delivered out of order"):
                waiting[0], waiting[1] = waiting[1], waiting[0]
            body = waiting.popleft()
            await self._until_taken(body)
            self.taken[lane].append(body)
            if self._trouble.happens("delivered twice"):
                task = asyncio.create_task(self._once_more(body))
                self._again.add(task)
                task.add_done_callback(self._again.discard)
        del self._tasks[lane]

    async def _once_more(self, body: str) -> None:
        await asyncio.sleep(self._chance.uniform(0, LATER))
        await self._until_taken(body)

    async def _until_taken(self, body: str) -> None:
        while not await self._post(body):
            self.refused += 1
            await asyncio.sleep(AGAIN)

    async def _post(self, body: str) -> bool:
        webhook = self._account.state.webhook
        if webhook is None or self._session is None:
            return False
        headers = {"Content-Type": "application/json", SECRET_HEADER: webhook.secret}
        with suppress(aiohttp.ClientError, OSError, TimeoutError):
            async with self._room:
                began = time.perf_counter()
                async with self._session.post(webhook.url, data=body.encode(), headers=headers) as answer:
                    await answer.read()
                self.times.append(time.perf_counter() - began)
                return answer.status == 200
        return False
