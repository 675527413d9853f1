"""Live chat: one card where staff are, whose thread is the conversation."""

from core.model.effects import Effect, OpenHandoff
from core.model.events import HandoffOpened
from core.model.handoff import CaseOpening
from core.model.ids import ConversationId, EffectId
from core.model.rows import Done, Limit, OutboxRow
from core.ports import StaffDesk, Store
from handoff.methods.background import Background
from handoff.methods.opening import read_opening

MOST_KEPT = 100  # openings that are being tried again


class LiveChat:
    """Opens in the same lane as later posts of the conversation, so that the card comes first."""

    def __init__(self, desk: StaffDesk, store: Store, background: Background | None = None) -> None:
        self._desk = desk
        self._store = store
        self._background = background
        self._known: dict[EffectId, CaseOpening] = {}  # so that a repeat asks, and pays, nobody again

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"staff:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        assert isinstance(effect, OpenHandoff)
        return self._desk.opening_limits(effect)

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        assert isinstance(row.effect, OpenHandoff)
        opening = await self._opening(row)
        thread = await self._desk.open_thread(opening, row.id, again=row.attempts > 1)
        self._known.pop(row.id, None)
        opened = HandoffOpened(row.effect.turn, row.effect.method, row.effect.case, thread)
        return Done(receipt=str(thread), event=opened)

    async def _opening(self, row: OutboxRow) -> CaseOpening:
        if row.id in self._known:
            return self._known[row.id]
        opening = await read_opening(self._store, row)
        if self._background is None:
            return opening
        known = await self._background.known(opening)
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        self._known[row.id] = known
        return known
