"""Carries out `Ask`: one question, one answer, under one deadline."""

import asyncio

from core.model.effects import Ask, Effect
from core.model.errors import Transient
from core.model.events import AnswerReady
from core.model.ids import Address, ConversationId
from core.model.question import Question
from core.model.rows import Done, Limit, OutboxRow
from core.ports import AnswerSource, Signs

DEADLINE = 20.0  # seconds
SHOW_TYPING_AFTER = 0.3  # seconds; what comes sooner needs no sign of life
TYPING_SHOWS = 4.5  # seconds: Telegram shows a chat action for 5 (https://core.telegram.org/bots/api#sendchataction)


class Asking:
    def __init__(self, source: AnswerSource, signs: Signs) -> None:
        self._source = source
        self._signs = signs

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"ask:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        assert isinstance(row.effect, Ask)
        ask = row.effect
        question = Question(ask.question, ask.language, ask.before, str(ask.customer), row.conversation)
        sign = _SignOfLife(self._signs, ask.customer, row.seq)
        typing = asyncio.create_task(sign.typing())
        try:
            async with asyncio.timeout(DEADLINE):
                answer = await self._source.answer(question, sign.show)
        except TimeoutError as error:
            raise Transient(f"no answer within {DEADLINE:.0f} s") from error
        finally:
            typing.cancel()
        return Done(event=AnswerReady(ask.turn, answer))


class _SignOfLife:
    """Shows that somebody types until there is a text to show, and goes on with typing where drafts cannot be shown."""

    def __init__(self, signs: Signs, customer: Address, draft: int) -> None:
        self._signs = signs
        self._customer = customer
        self._draft = draft
        self._drafts = True

    async def typing(self) -> None:
        await asyncio.sleep(SHOW_TYPING_AFTER)
        while True:
            await self._signs.show_typing(self._customer)
            await asyncio.sleep(TYPING_SHOWS)

    async def show(self, markdown: str) -> None:
        if self._drafts:
            self._drafts = await self._signs.show_draft(self._customer, self._draft, markdown)
