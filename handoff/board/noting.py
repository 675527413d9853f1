"""Notes in the audit what a visitor of the board took along or did, by whom."""

from handoff.board.room import Room
from handoff.board.visitors import Visitor

EXPORTED = "board: exported"  # the audit's word for a table that was taken along


async def note(room: Room, visitor: Visitor, kind: str, what: str, about: str = "") -> None:
    """`about`: the conversation, if it is about one."""
    agent, now = visitor.agent, room.clock.now()
    await room.store.transact(lambda tx: tx.audit.note(kind, about, f"{agent.id} {agent.name}: {what}", now, agent.id))
