"""What became of a deed that pages show at once: whether it is done, and of two who press in the same moment who came too late."""

from time import monotonic

from core.model.board_acts import BoardAct, ChatAssigned, CustomerUnblocked
from core.model.view import Text
from core.ports import Transaction
from handoff.board.acting.checks import has_it
from handoff.board.room import Room


async def too_late(room: Room, act: BoardAct, patience: float) -> Text | None:
    """Waits until it is decided, for so many seconds at most. Who has the chat, where it is somebody else; None otherwise."""
    given_up = monotonic() + patience
    while True:
        seen = room.changes.count
        decided, why = await room.store.transact(lambda tx: _stands(tx, act))
        left = given_up - monotonic()
        if decided or left <= 0:
            return why
        await room.changes.after(seen, left)


async def _stands(tx: Transaction, act: BoardAct) -> tuple[bool, Text | None]:
    """Whether it is decided, and why it is not as it was meant; whatever no page waits for counts as decided."""
    match act:
        case ChatAssigned(held=held) if held is not None:
            return await _given(tx, act)
        case CustomerUnblocked(case=case):
            conversation = await tx.cases.conversation(case)
            talk = await tx.conversations.load(conversation) if conversation else None
            return talk is None or talk.blocked is None, None
        case _:
            return True, None


async def _given(tx: Transaction, act: ChatAssigned) -> tuple[bool, Text | None]:
    chat = next((each for each in await tx.chats.live() if each.case == act.case), None)
    if chat is None or chat.agent == act.to.id:
        return True, None
    if chat.agent in ("", act.held):
        return False, None
    return True, await has_it(tx, chat)
