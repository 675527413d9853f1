"""Takes inbox rows in order, decides, and writes state and effects: one transaction for each row."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from core.engine.intake import DurableIntake
from core.engine.record import Recorder
from core.engine.streams import Parked, Streams, begun
from core.flow.choices import TALK_BUTTON
from core.flow.decision import Decision, say
from core.flow.greeting import greet
from core.model.conversation import Conversation
from core.model.errors import DeskError, Transient, Unreadable
from core.model.heard import (
    FromCustomer,
)
from core.model.ids import ConversationId, conversation_at
from core.model.rows import InboxRow, OutboxRow
from core.model.view import Line, text
from core.ports import Clock, Store, Transaction

log = logging.getLogger(__name__)

BATCH = 50
IDLE = 1.0  # seconds until the table is looked at again without news: parked rows become due
TRIES = 3
PARK = timedelta(seconds=2)


class Worker:
    def __init__(
        self,
        *,
        store: Store,
        intake: DurableIntake,
        clock: Clock,
        streams: Streams,
        recorder: Recorder,
        send: Callable[[Sequence[OutboxRow]], None],
        duty_changed: Callable[[], None],
    ) -> None:
        self._store = store
        self._intake = intake
        self._clock = clock
        self._streams = streams
        self._recorder = recorder
        self._send = send
        self._duty_changed = duty_changed

    async def run(self) -> None:
        while True:
            if not await self.work():
                await self._intake.news(IDLE)

    async def work(self) -> int:
        """Decide what is undone, at most a batch; how many rows were looked at. The store groups their commits."""
        now = self._clock.now()
        rows = await self._store.transact(lambda tx: tx.inbox.next(BATCH, now))
        held: set[str] = set()
        results = await asyncio.gather(*(self._one(row, held) for row in rows), return_exceptions=True)
        effects = [effect for result in results if isinstance(result, list) for effect in result]
        self._send(sorted(effects, key=lambda effect: effect.seq))
        if self._streams.roster_changed:
            self._streams.roster_changed = False
            self._duty_changed()
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return len(rows)

    async def _one(self, row: InboxRow, held: set[str]) -> list[OutboxRow]:
        """One row to its end. If it has to wait, so does all of its stream: `held` keeps the later rows back."""

        async def unit(tx: Transaction) -> list[OutboxRow]:
            if row.stream in held:
                return []
            try:
                return await self._streams.take(tx, row)
            except BaseException:
                held.add(row.stream)
                raise

        try:
            return await self._store.transact(unit)
        except Parked as pause:
            return await self._park(row, str(pause))
        except Transient:
            raise  # the store, not the row
        except Unreadable as error:
            return await self._bury_row(row, str(error))
        except Exception as error:  # the edge of the inbox: one poison item must not mute anybody
            log.exception("inbox row %d failed by a mistake of ours", row.id)
            reason = f"{type(error).__name__}: {error}"
            if row.attempts + 1 < TRIES:
                return await self._park(row, reason)
            return await self._bury_row(row, reason)

    async def _park(self, row: InboxRow, reason: str) -> list[OutboxRow]:
        until = self._clock.now() + PARK
        await self._store.transact(lambda tx: tx.inbox.park(row.id, until, reason))
        return []

    async def _bury_row(self, row: InboxRow, reason: str) -> list[OutboxRow]:
        return await self._store.transact(lambda tx: self._bury(tx, row, reason))

    async def _bury(self, tx: Transaction, row: InboxRow, reason: str) -> list[OutboxRow]:
        """To the dead letters, where operators see it; a customer is told that the message was not understood."""
        log.error("inbox row %d goes to the dead letters: %s", row.id, reason)
        await tx.inbox.settle(row.id, "dead", reason)
        conversation = await tx.conversations.load(ConversationId(row.stream)) or self._stranger(row)
        if conversation is None or row.source == "core":
            return []
        sorry = say(conversation, Line(text("desk.stumbled")), buttons=(TALK_BUTTON,))
        told = greet(Decision(conversation, (sorry,)))
        await tx.conversations.save(told.conversation, self._clock.now())
        return await self._recorder.send(tx, row.id, told, self._clock.now())

    def _stranger(self, row: InboxRow) -> Conversation | None:
        """Whose very first item could be read, but not answered."""
        try:
            heard = self._streams.read(row)
        except (Parked, DeskError, LookupError):
            return None
        if not isinstance(heard, FromCustomer):
            return None
        return begun(conversation_at(heard.address), heard.address, heard.event)
