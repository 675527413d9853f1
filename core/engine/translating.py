"""Carries out `Translate`: soon, or not at all; what cannot be translated in time is shown as it was written."""

import asyncio
import logging
from datetime import timedelta

from core.flow.in_order import awaits
from core.model.effects import Effect, Translate
from core.model.errors import DeskError
from core.model.events import Translated
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.model.translation import Rendering, Wording
from core.ports import Clock, Store, Translator

log = logging.getLogger(__name__)

DEADLINE = 6.0  # seconds for one translation
PATIENCE = timedelta(
    seconds=15
)  # since it was written: it may have waited behind others, or for the desk to be started


class Translating:
    """Performs `Translate`, one after the other for each conversation and reader. Asks nobody in vain."""

    def __init__(self, translator: Translator, store: Store, clock: Clock) -> None:
        self._translator = translator
        self._store = store
        self._clock = clock

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        assert isinstance(effect, Translate)
        return f"translate:{effect.reader}:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        order = row.effect
        assert isinstance(order, Translate)
        if not await self._is_awaited(row.conversation, order.number):  # the chat is over, and has the original
            return Done()
        rendering = await self._in_time(row, order)
        if rendering.failure:
            log.warning("words of a chat are shown as they were written: %s", rendering.failure)
        return Done(event=_translated(order.number, rendering))

    async def _in_time(self, row: OutboxRow, order: Translate) -> Rendering:
        left = PATIENCE - (self._clock.now() - row.created_at)
        if left <= timedelta():
            return Rendering(failure="too late")
        try:
            async with asyncio.timeout(min(DEADLINE, left.total_seconds())):
                return await self._translator.translate(
                    Wording(order.text, order.source, order.target, str(order.customer), row.conversation, order.reader)
                )
        except TimeoutError:
            return Rendering(failure="no translation in time")

    async def _is_awaited(self, conversation: ConversationId, number: int) -> bool:
        try:
            now = await self._store.transact(lambda tx: tx.conversations.load(conversation))
        except DeskError:  # what cannot be known is no reason to show them no translation
            return True
        return now is not None and awaits(now, number)


def _translated(number: int, rendering: Rendering) -> Translated:
    if rendering.failure:
        return Translated(number, "failed", why=(rendering.failure,))
    if rendering.same:
        return Translated(number, "same")
    outcome = "doubtful" if rendering.doubts else "translated"
    return Translated(number, outcome, rendering.text, rendering.doubts)  # type: ignore[arg-type]
