"""Carries out `Ask`: one question, one answer, under one deadline."""

import asyncio
from collections.abc import Awaitable, Callable

from core.model.effects import Ask, Effect
from core.model.errors import Transient
from core.model.events import AnswerReady
from core.model.ids import Address, ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.ports import AnswerSource

DEADLINE = 20.0  # seconds
SHOW_TYPING_AFTER = 0.3  # seconds; what comes sooner needs no sign of life


class Asking:
    def __init__(self, source: AnswerSource, show_typing: Callable[[Address], Awaitable[None]]) -> None:
        self._source = source
        self._show_typing = show_typing

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"ask:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        assert isinstance(row.effect, Ask)
        typing = asyncio.create_task(self._typing(row.effect.customer))
        try:
            async with asyncio.timeout(DEADLINE):
                answer = await self._source.answer(row.effect.question, row.effect.language)
        except TimeoutError as error:
            raise Transient(f"no answer within {DEADLINE:.0f} s") from error
        finally:
            typing.cancel()
        return Done(event=AnswerReady(row.effect.turn, answer))

    async def _typing(self, customer: Address) -> None:
        """Telegram shows a chat action for 5 s (https://core.telegram.org/bots/api#sendchataction)."""
        await asyncio.sleep(SHOW_TYPING_AFTER)
        while True:
            await self._show_typing(customer)
            await asyncio.sleep(4.5)
