"""Writes down when live handoffs are queued, claimed and over: what the waits of others are reckoned from."""

from msgspec.structs import replace

from core.model.conversation import Filling, Queued, Stage, WithAgent
from core.model.rows import ChatRow, Decided
from core.ports import Transaction


async def keep_chat(tx: Transaction, decided: Decided) -> None:
    """Only what has changed with this decision."""
    before, after = _live(decided.before.stage), _live(decided.after.stage)
    if before and (after is None or after.case != before.case):
        chat = await _known(tx, before)
        if chat:
            await tx.chats.put(replace(chat, ended_at=decided.facts.now))
    if isinstance(after, Queued) and (before is None or before.case != after.case):
        talk = decided.after
        await tx.chats.put(ChatRow(after.case, talk.id, talk.staff_language, after.since, after.told))
    if isinstance(after, WithAgent) and isinstance(before, Queued) and (chat := await _known(tx, after)):
        await tx.chats.put(replace(chat, agent=after.agent.id, claimed_at=decided.facts.now))


def _live(stage: Stage) -> Queued | WithAgent | None:
    if isinstance(stage, Filling):
        return stage.meanwhile
    return stage if isinstance(stage, Queued | WithAgent) else None


async def _known(tx: Transaction, stage: Queued | WithAgent) -> ChatRow | None:
    """None for one that was queued before chats were written down."""
    return next((chat for chat in await tx.chats.live() if chat.case == stage.case), None)
