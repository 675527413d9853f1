"""Who is on duty: as the agents say, as their messenger sees it, and without those who did not take what they were offered."""

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from core.model.codec import encode
from core.model.conversation import Queued
from core.model.events import Woke
from core.model.heard import DutyChanged, PresenceSeen
from core.model.people import Agent, Duty
from core.model.rows import Received
from core.ports import Transaction


async def change_duty(tx: Transaction, change: DutyChanged, cause: str, now: datetime) -> None:
    """`cause` is unique for what brought it. Who says that they are there is not away, whatever was seen before."""
    known = await tx.staff.get(change.agent.id) or Duty(change.agent, on_duty=False)
    languages = known.languages if change.languages is None else change.languages
    duty = Duty(known.agent, change.on_duty, languages, since=now if change.on_duty else None)
    await tx.audit.note("on duty" if change.on_duty else "off duty", "", known.agent.id, now)
    await _put(tx, known, duty, cause, now)


async def see_presence(tx: Transaction, seen: PresenceSeen, cause: str, now: datetime) -> bool:
    """Whether it changes anything: presence vetoes duty, and says nothing of those who are off."""
    known = await tx.staff.get(seen.agent)
    if known is None or not known.on_duty or known.away == seen.away:
        return False
    await tx.audit.note("away" if seen.away else "back", "", seen.agent, now)
    await _put(tx, known, replace(known, away=seen.away, since=now), cause, now)
    return True


async def put_off_duty(tx: Transaction, agents: Sequence[Agent], cause: str, conversation: str, now: datetime) -> None:
    """They had a chat before them and did not take it in time."""
    for agent in agents:
        known = await tx.staff.get(agent.id)
        if known is not None and known.on_duty:
            await tx.audit.note("put off duty", conversation, agent.id, now)
            await _put(tx, known, replace(known, on_duty=False, away=False, since=None), f"{cause}/{agent.id}", now)


async def _put(tx: Transaction, before: Duty, after: Duty, cause: str, now: datetime) -> None:
    await tx.staff.put(after, now)
    if before.there and not after.there:
        await _look_at_the_queue(tx, cause, now)


async def _look_at_the_queue(tx: Transaction, cause: str, now: datetime) -> None:
    """Perhaps nobody is left for some who wait: they learn it at once. Behind a form it is looked at when that is left."""
    for chat in await tx.chats.live():
        talk = await tx.conversations.load(chat.conversation) if chat.claimed_at is None else None
        if talk and isinstance(talk.stage, Queued):
            woke = encode(Woke("place", talk.turn))
            await tx.inbox.add([Received(f"roster/{cause}/{talk.id}", "core", talk.id, woke)], now)
