"""Carries out `Ask`: one question, one answer, under one deadline, for as long as the customer waits for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from core.model.answer import Answer
from core.model.conversation import Answering
from core.model.effects import Ask, Effect
from core.model.errors import DeskError, Transient
from core.model.events import AnswerReady
from core.model.ids import Address, ConversationId
from core.model.question import Question
from core.model.rows import Done, Limit, OutboxRow
from core.ports import AnswersAtOnce, AnswerSource, Signs, Store

log = logging.getLogger(__name__)

DEADLINE = 20.0  # seconds
SHOW_TYPING_AFTER = 0.3  # seconds; what comes sooner needs no sign of life
TYPING_SHOWS = 4.5  # seconds: Telegram shows a chat action for 5 (https://core.telegram.org/bots/api#sendchataction)
LOOKS_EVERY = 0.5  # seconds: whether the customer still waits

Waits = Callable[[], Awaitable[bool]]


class Asking:
    """With a `store`, who has gone on meanwhile, to a person or to another question, sees no more of the answer."""

    def __init__(self, source: AnswerSource, signs: Signs, store: Store | None = None) -> None:
        self._source = source
        self._at_once = source.at_once if isinstance(source, AnswersAtOnce) else None
        self._signs = signs
        self._store = store

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"ask:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return 1

    def at_once(self, ask: Ask, conversation: ConversationId) -> AnswerReady | None:
        """What comes of it, where the source need not wait for anything; what goes wrong goes wrong again in its lane."""
        if self._at_once is None:
            return None
        try:
            answer = self._at_once(_question(ask, conversation))
        except Exception:  # the edge of a short cut: the lane tries again, and tells of it
            log.exception("a question of %s is not answered at once by a mistake of ours", conversation)
            return None
        return AnswerReady(ask.turn, answer) if answer else None

    async def perform(self, row: OutboxRow) -> Done:
        assert isinstance(row.effect, Ask)
        ask = row.effect
        question = _question(ask, row.conversation)
        waits = partial(self._waits, row.conversation, ask.turn)
        if not await waits():  # taken up after a restart, or queued behind another question
            return Done()
        sign = _SignOfLife(self._signs, ask.customer, row.seq, waits)
        answering = asyncio.create_task(self._source.answer(question, sign.show))
        left, typing = asyncio.create_task(_left(waits)), asyncio.create_task(sign.typing())
        try:
            answer = await _first(answering, left)
        finally:
            for task in (answering, left, typing):
                task.cancel()
            await asyncio.gather(answering, left, typing, return_exceptions=True)
        return Done(event=AnswerReady(ask.turn, answer) if answer else None)

    async def _waits(self, conversation: ConversationId, turn: int) -> bool:
        if self._store is None:
            return True
        try:
            now = await self._store.transact(lambda tx: tx.conversations.load(conversation))
        except DeskError:  # what cannot be known is no reason to withhold an answer
            return True
        return now is not None and now.turn == turn and isinstance(now.stage, Answering)


def _question(ask: Ask, conversation: ConversationId) -> Question:
    return Question(
        ask.question,
        ask.language,
        ask.before,
        str(ask.customer),
        conversation,
        person=ask.person,
        about=ask.about,
        audience=ask.about.role if ask.about else "",  # who sold does not read what buyers do
    )


async def _left(waits: Waits) -> None:
    """Ends when the customer waits no more."""
    while True:
        await asyncio.sleep(LOOKS_EVERY)
        if not await waits():
            return


async def _first(answering: asyncio.Task[Answer], left: asyncio.Task[None]) -> Answer | None:
    """The answer, or None when nobody waits for it any more. Raises Transient at the deadline."""
    await asyncio.wait((answering, left), timeout=DEADLINE, return_when=asyncio.FIRST_COMPLETED)
    if answering.done():
        return answering.result()
    if left.done():
        return left.result()
    raise Transient(f"no answer within {DEADLINE:.0f} s")


class _SignOfLife:
    """Shows that somebody types until there is a text to show, and goes on with typing where drafts cannot be shown."""

    def __init__(self, signs: Signs, customer: Address, draft: int, waits: Waits) -> None:
        self._signs = signs
        self._customer = customer
        self._draft = draft
        self._waits = waits
        self._drafts = True

    async def typing(self) -> None:
        await asyncio.sleep(SHOW_TYPING_AFTER)
        while True:
            await self._signs.show_typing(self._customer)
            await asyncio.sleep(TYPING_SHOWS)

    async def show(self, markdown: str) -> None:
        if self._drafts and await self._waits():
            self._drafts = await self._signs.show_draft(self._customer, self._draft, markdown)
