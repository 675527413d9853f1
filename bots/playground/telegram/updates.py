"""The updates that the bot has not confirmed yet, and the long polls that wait for them.

Semantics of https://core.telegram.org/bots/api#getupdates, in the details those of the official server (`Client::do_get_updates`).
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any

from bots.playground.telegram.errors import Conflict
from bots.playground.telegram.state import Queued, State

MOST_AT_ONCE = 100
LONGEST_POLL = 50
FAR_AHEAD = 10  # an offset further than this beyond the newest update counts as none
MESSAGE_LIVES = 24 * 3600.0
PRESS_LIVES = 150.0  # seconds
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Updates:
    """The queue of one bot. `deliver_times` makes each update arrive so often (1 to 4, as after lost acknowledgements)."""

    def __init__(self, state: State, clock: Callable[[], float]) -> None:
        self.state = state
        self.deliver_times = 1
        self.arrived: Callable[[], None] = lambda: None  # the webhook listens here
        self._clock = clock
        self._poll: asyncio.Future[None] | None = None

    def add(self, kind: str, body: dict[str, Any], lane: str) -> int | None:
        """Queue an update of the bot's allowed kinds; its id, or None when the bot does not want it."""
        allowed = self.state.allowed_updates
        if kind not in allowed if allowed else kind in UNASKED:
            return None
        lives = PRESS_LIVES if kind == "callback_query" else MESSAGE_LIVES
        return self.push({kind: body}, lane, lives)

    def push(self, raw: dict[str, Any], lane: str, lives: float = MESSAGE_LIVES) -> int:
        """Queue anything at all as an update; it gets the next id unless it brings one."""
        number = raw.get("update_id", self.state.next_update)
        known = isinstance(number, int)
        self.state.next_update = number + 1 if known else self.state.next_update + 1
        body = json.dumps({"update_id": number} | raw)
        self.state.queue.append(Queued(self.state.next_update - 1, lane, body, self._clock() + lives))
        self._wake()
        self.arrived()
        return self.state.next_update - 1

    def pending(self) -> list[Queued]:
        """What is still to be delivered; what has waited too long is dropped here."""
        now = self._clock()
        self.state.queue = [queued for queued in self.state.queue if queued.until > now]
        return self.state.queue

    def confirm(self, done: Queued) -> None:
        self.state.queue = [queued for queued in self.state.queue if queued is not done]

    def forget(self) -> None:
        self.state.queue = []

    async def poll(self, offset: int, limit: int, seconds: float) -> list[str]:
        """JSON texts of the updates from this offset on, waiting up to so many `seconds` for the first one.

        Raises Conflict when another poll or a webhook takes over in the meantime.
        """
        self.end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        start = self._confirm_before(offset)
        found = self._from(start, limit)
        if found or seconds <= 0:
            return found
        await self._wait(min(seconds, LONGEST_POLL))
        return self._from(start, limit)

    def _confirm_before(self, offset: int) -> int | None:
        pending = self.pending()
        if offset < 0:
            pending = self.state.queue = pending[offset:]
        elif 0 < offset <= self.state.next_update + FAR_AHEAD:
            self.state.queue = [queued for queued in pending if queued.id >= offset]
            return offset
        return None

    def _from(self, start: int | None, limit: int) -> list[str]:
        found: Iterable[Queued] = self.pending()
        bodies = [queued.body for queued in found if start is None or queued.id >= start]
        most = max(1, min(limit, MOST_AT_ONCE))
        return [body for body in bodies for _ in range(self.deliver_times)][:most]

    async def _wait(self, seconds: float) -> None:
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None

    def _wake(self) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def end_poll(self, reason: str) -> None:
        """Answer the waiting poll, if any, with 409."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(Conflict(reason))

    def close(self) -> None:
        """Let the waiting poll go home with nothing."""
        self._wake()
