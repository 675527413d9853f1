"""Live chat: one card where staff are, whose thread is the conversation."""

from core.model.effects import Effect, OpenHandoff
from core.model.events import HandoffOpened
from core.model.ids import ConversationId
from core.model.rows import Done, Limit, OutboxRow
from core.ports import StaffDesk, Store
from handoff.methods.opening import read_opening


class LiveChat:
    """Opens in the same lane as later posts of the conversation, so that the card comes first."""

    def __init__(self, desk: StaffDesk, store: Store) -> None:
        self._desk = desk
        self._store = store

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return f"staff:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return self._desk.opening_limits()

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        assert isinstance(row.effect, OpenHandoff)
        opening = await read_opening(self._store, row)
        thread = await self._desk.open_thread(opening, row.id, again=row.attempts > 1)
        opened = HandoffOpened(row.effect.turn, row.effect.method, row.effect.case, thread)
        return Done(receipt=str(thread), event=opened)
