"""Writes down how live handoffs stand: what the waits of others are reckoned from, and what a supervisor sees of them."""

from datetime import datetime

from msgspec.structs import replace

from core.engine.needs import topic_of
from core.model.conversation import Conversation, Filling, Queued, Stage, WithAgent
from core.model.people import Agent, Duty
from core.model.rows import ChatRow, Decided
from core.ports import Transaction


async def keep_chat(tx: Transaction, decided: Decided) -> None:
    """Only what has changed with this decision."""
    before, after = live(decided.before.stage), live(decided.after.stage)
    if before and (after is None or after.case != before.case):
        chat = await _known(tx, before)
        if chat:
            await tx.chats.put(replace(chat, ended_at=decided.facts.now))
    if isinstance(after, WithAgent) and (before is None or owner(before) != owner(after)):
        await _is_introduced(tx, after.agent, decided.facts.now)
    if after and (before is None or before.case != after.case):
        await tx.chats.put(_standing(_begun(decided, after), decided.after, after, decided))
    elif after and before and _differs(before, after, decided) and (chat := await _known(tx, after)):
        await tx.chats.put(_standing(_changed(chat, before, after, decided), decided.after, after, decided))


async def _is_introduced(tx: Transaction, agent: Agent, now: datetime) -> None:
    """Who takes a chat without ever having been on duty is known by their name from then on."""
    if await tx.staff.get(agent.id) is None:
        await tx.staff.put(Duty(agent, on_duty=False), now)


def live(stage: Stage) -> Queued | WithAgent | None:
    """The live handoff that is open in it, also behind a form."""
    if isinstance(stage, Filling):
        return stage.meanwhile
    return stage if isinstance(stage, Queued | WithAgent) else None


def _begun(decided: Decided, stage: Queued | WithAgent) -> ChatRow:
    """In the queue, or with an agent at once who opens it again."""
    talk, now = decided.after, decided.facts.now
    if isinstance(stage, Queued):
        return ChatRow(stage.case, talk.id, talk.staff_language, stage.since, stage.told)
    return ChatRow(stage.case, talk.id, talk.staff_language, now, agent=stage.agent.id, claimed_at=now)


def _differs(before: Queued | WithAgent, after: Queued | WithAgent, decided: Decided) -> bool:
    """Who has it, in which language, and how it stands; what is said in it is no news here."""
    if owner(before) != owner(after) or decided.before.staff_language != decided.after.staff_language:
        return True
    row = ChatRow(after.case, decided.after.id, decided.after.staff_language, decided.facts.now)
    return _standing(row, decided.before, before, decided) != _standing(row, decided.after, after, decided)


def owner(stage: Queued | WithAgent) -> str:
    """Empty while nobody has it."""
    return stage.agent.id if isinstance(stage, WithAgent) else ""


def _changed(chat: ChatRow, before: Queued | WithAgent, after: Queued | WithAgent, decided: Decided) -> ChatRow:
    """Who claims it has it, and whoever it is passed to. What is put back keeps its place, and no promise is learnt from it."""
    language = decided.after.staff_language
    match before, after:
        case Queued(), WithAgent(agent=agent):
            return replace(chat, agent=agent.id, claimed_at=decided.facts.now, language=language)
        case WithAgent(), Queued():
            return replace(chat, agent="", claimed_at=None, told=None, language=language)
        case _:
            return replace(chat, agent=owner(after), language=language)


def _standing(chat: ChatRow, talk: Conversation, stage: Queued | WithAgent, decided: Decided) -> ChatRow:
    """As it is now. What the customer was told last of the wait stays when somebody has come."""
    known = replace(
        chat,
        name=talk.name,
        topic=topic_of(talk, decided.facts.disputes),
        urgent=talk.urgent,
        thread=stage.thread,
        waiting_since=None,
        snoozed=False,
    )
    if isinstance(stage, Queued):
        return replace(known, shown=stage.told, shown_at=stage.told_at, offered_at=stage.offered_at)
    return replace(known, waiting_since=stage.waiting_since, snoozed=stage.snoozed)


async def _known(tx: Transaction, stage: Queued | WithAgent) -> ChatRow | None:
    """None for one that was queued before chats were written down."""
    chat = await tx.chats.get(stage.case)
    return chat if chat and chat.ended_at is None else None
