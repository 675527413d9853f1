"""How long one waits for a live chat now, and for whom: for those who do not join yet at most once a second for each language."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from core.model.conversation import Choosing, Conversation, Queued, WithAgent
from core.model.events import Event, Woke
from core.model.facts import StaffFacts
from core.model.ids import Language
from core.model.offer import Eta
from core.model.people import Duty
from core.model.rows import ChatRow
from core.model.wait import Wait
from core.ports import LiveQueue, Transaction

FRESH = timedelta(seconds=1)
LEARNT = timedelta(minutes=1)  # so long what was learnt from chats that are over holds
REMEMBERED = 400  # chats that are over

ChangedMuch = Callable[[Eta, Eta, timedelta], bool]


class Waits:
    """`reckon` and `changed_much` are the handoff's, handed in by the composition root."""

    def __init__(self, reckon: LiveQueue, changed_much: ChangedMuch) -> None:
        self._reckon = reckon
        self._changed_much = changed_much
        self._joining: dict[Language, tuple[datetime, Wait | None]] = {}
        self._ended: tuple[datetime, Sequence[ChatRow]] | None = None

    async def of(
        self, tx: Transaction, conversation: Conversation, language: Language, staff: Sequence[Duty], now: datetime
    ) -> Wait | None:
        """Of somebody in the queue, at their place; of anybody else, if they joined now."""
        if isinstance(conversation.stage, Queued):
            return await self._of_waiting(tx, conversation, conversation.stage, staff, now)
        known = self._joining.get(language)
        joins = isinstance(conversation.stage, Choosing)  # two who join at once have different places
        if joins or known is None or not timedelta() <= now - known[0] < FRESH:
            ended, live = await self._learnt(tx, now), await tx.chats.live()
            known = self._joining[language] = (now, self._reckon(language, None, live, ended, staff, now))
        return known[1]

    async def _of_waiting(
        self, tx: Transaction, conversation: Conversation, stage: Queued, staff: Sequence[Duty], now: datetime
    ) -> Wait | None:
        live = await tx.chats.live()
        own = next((chat for chat in live if chat.case == stage.case), None)
        wait = self._reckon(conversation.staff_language, own, live, await self._learnt(tx, now), staff, now)
        if wait is None or wait.eta is None or stage.told is None or stage.told.eta is None or stage.told_at is None:
            return wait
        return replace(wait, changed=self._changed_much(stage.told.eta, wait.eta, now - stage.told_at))

    async def staff(
        self, tx: Transaction, conversation: Conversation, event: Event, staff: Sequence[Duty]
    ) -> StaffFacts:
        """Who is there for somebody in the queue or a chat; who did not take the chat, once the time for it is over."""
        stage, language = conversation.stage, conversation.staff_language
        if not isinstance(stage, Queued | WithAgent):
            return StaffFacts()
        there = bool(self._reckon.there(language, staff))
        untaken = isinstance(event, Woke) and event.reason == "untaken"
        if not untaken or not isinstance(stage, Queued) or stage.offered_at is None:
            return StaffFacts(there)
        chats = [*await tx.chats.live(), *await tx.chats.ended(REMEMBERED)]
        return StaffFacts(there, self._reckon.idle(language, stage.offered_at, chats, staff))

    async def _learnt(self, tx: Transaction, now: datetime) -> Sequence[ChatRow]:
        if self._ended is None or not timedelta() <= now - self._ended[0] < LEARNT:
            self._ended = (now, await tx.chats.ended(REMEMBERED))
        return self._ended[1]
