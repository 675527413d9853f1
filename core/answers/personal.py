"""Answers a question about an order or item of the customer's own: the shop's facts, and the help centre beside them."""

import asyncio
import logging

from msgspec.structs import replace

from core.answers.writing import Show
from core.model.answer import Answer
from core.model.errors import DeskError
from core.model.question import Question
from core.model.shop import Item, ItemId, Order, OrderId
from core.ports import AnswersAtOnce, AnswerSource, Clock, Shop

log = logging.getLogger(__name__)

PATIENCE = 5.0  # seconds for the shop; the help centre's answer does not wait for it longer


class PersonalAnswers:
    """An answer source. Whose order it is comes with the question from the core, and the shop is asked in that name."""

    def __init__(self, general: AnswerSource, shop: Shop, clock: Clock) -> None:
        self._general = general
        self._general_at_once = general.at_once if isinstance(general, AnswersAtOnce) else None
        self._shop = shop
        self._clock = clock

    async def answer(self, question: Question, show: Show) -> Answer:
        if question.person is None or question.about is None:
            return await self._general.answer(question, show)
        found, general = await asyncio.gather(self._read(question), self._in_general(question, show))
        match found:
            case Order():
                return replace(general, order=found, read_at=self._clock.now())
            case Item():
                return replace(general, item=found, read_at=self._clock.now())
            case None:
                return general

    def at_once(self, question: Question) -> Answer | None:
        """As `answer`; None where the shop is to be asked."""
        if question.person is not None and question.about is not None:
            return None
        return self._general_at_once(question) if self._general_at_once else None

    async def _in_general(self, question: Question, show: Show) -> Answer:
        """Without a question there is only how it stands."""
        if not question.text.strip():
            return Answer("unknown", "", (), 0.0, "order")
        return await self._general.answer(question, show)

    async def _read(self, question: Question) -> Order | Item | None:
        """None where it cannot be read: the answer then says so and is general."""
        assert question.person
        assert question.about
        about = question.about
        try:
            async with asyncio.timeout(PATIENCE):
                if about.kind == "order":
                    return await self._shop.order(question.person, OrderId(about.id))
                return await self._shop.item(question.person, ItemId(about.id))
        except (DeskError, TimeoutError) as error:
            log.warning("an order cannot be read: %s", str(error) or "the shop takes too long")
            return None
