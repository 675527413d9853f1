"""Who is on duty: as the agents say, as their messenger sees it, and without those who are gone or did not take what they were offered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec.structs import replace

from core.engine.history_spells import keep_spell
from core.model.callback import stream_of
from core.model.codec import encode
from core.model.conversation import Queued
from core.model.events import OwnerGone, Woke
from core.model.heard import AgentSettings, DutyChanged, PresenceSeen
from core.model.ids import AgentId, ConversationId
from core.model.people import Agent, Duty, Veto
from core.model.rows import ChatRow, Received
from core.ports import Transaction


# --- what agents say
async def change_duty(tx: Transaction, change: DutyChanged, cause: str, now: datetime, by: str = "") -> None:
    """`cause` is unique for what brought it, `by` is who of the staff did, if not they themselves. Who says that they are there is
    at it, whatever was seen before; what they say of themselves in their messenger, and do-not-disturb, hold until they are
    taken back there.
    """
    known = await tx.staff.get(change.agent.id) or Duty(change.agent, on_duty=False)
    languages = known.languages if change.languages is None else change.languages
    vetoes = tuple(veto for veto in known.vetoes if veto.sign != "presence")
    since = now if change.on_duty else None
    duty = replace(known, on_duty=change.on_duty, languages=languages, since=since, vetoes=vetoes)
    await tx.audit.note("on duty" if change.on_duty else "off duty", "", known.agent.id, now, by or known.agent.id)
    await _put(tx, known, _as_seen(duty, now), cause, now)
    if known.on_duty != change.on_duty:
        await _leave_chats(tx, known.agent.id, "back" if change.on_duty else "off_duty", cause, now)


async def change_settings(tx: Transaction, change: AgentSettings, cause: str, now: datetime) -> None:
    """An empty name is the one that their messenger shows, as soon as it is asked for it."""
    known = await tx.staff.get(change.agent.id) or Duty(change.agent, on_duty=False)
    duty = replace(
        known,
        agent=Agent(known.agent.id, change.name or known.agent.name),
        named=known.named if change.name is None else bool(change.name),
        languages=known.languages if change.languages is None else change.languages,
        capacity=known.capacity if change.capacity is None else change.capacity,
    )
    await tx.audit.note("agent's settings", "", known.agent.id, now, known.agent.id)
    await _put(tx, known, duty, cause, now)


# --- what their messenger sees
async def see_presence(tx: Transaction, seen: PresenceSeen, cause: str, now: datetime) -> bool:
    """Whether it is news. It vetoes duty and never sets it; who is off duty is not away, but what they say of themselves is
    remembered for when they come.
    """
    known = await tx.staff.get(seen.agent)
    if known is None or (seen.sign == "presence" and not known.on_duty):
        return False
    others = tuple(veto for veto in known.vetoes if veto.sign != seen.sign)
    over = seen.until is not None and seen.until <= now
    vetoes = (*others, Veto(seen.sign, seen.since, seen.until)) if seen.away and not over else others
    return await _see(tx, known, vetoes, cause, now)


async def time_passes(tx: Transaction, now: datetime) -> bool:
    """Vetoes begin and end by themselves; whether any did."""
    changed = False
    for known in await tx.staff.all():
        left = tuple(veto for veto in known.vetoes if veto.until is None or now < veto.until)
        if known.vetoes and await _see(tx, known, left, f"veto/{known.agent.id}/{now.timestamp()}", now):
            changed = True
    return changed


async def _see(tx: Transaction, known: Duty, vetoes: tuple[Veto, ...], cause: str, now: datetime) -> bool:
    seen = _as_seen(replace(known, vetoes=vetoes), now)
    if seen.away != known.away:
        await tx.audit.note("away" if seen.away else "back", "", known.agent.id, now)
        seen = replace(seen, since=now)
    if seen != known:
        await _put(tx, known, seen, cause, now)
    return seen != known


def _as_seen(duty: Duty, now: datetime) -> Duty:
    return replace(duty, away=duty.on_duty and any(veto.holds(now) for veto in duty.vetoes))


# --- who goes
async def leave(tx: Transaction, agent: AgentId, cause: str, now: datetime) -> bool:
    """Off duty for good, and their chats and calls are anybody's again; whether there was anything to leave."""
    known = await tx.staff.get(agent)
    on_duty = known is not None and known.on_duty
    calls = await _calls_of(tx, agent)
    if not on_duty and not calls and not await _chats_of(tx, agent):
        return False
    await tx.audit.note("left the staff", "", agent, now)
    if known is not None and on_duty:
        await _put(tx, known, _off(known), cause, now)
    await _leave_chats(tx, agent, "left", cause, now)
    await _gone(tx, agent, "left", calls, cause, now)
    return True


async def end_shift(tx: Transaction, known: Duty, now: datetime) -> None:
    """The hours of all their languages are over: off duty, and asked what becomes of their chats."""
    cause = f"shift/{known.agent.id}/{known.since.timestamp() if known.since else 0}"
    await tx.audit.note("shift over", "", known.agent.id, now)
    await _put(tx, known, _off(known), cause, now)
    await _leave_chats(tx, known.agent.id, "off_duty", cause, now)


async def put_off_duty(tx: Transaction, agents: Sequence[Agent], cause: str, conversation: str, now: datetime) -> None:
    """They had a chat before them and did not take it in time."""
    for agent in agents:
        known = await tx.staff.get(agent.id)
        if known is not None and known.on_duty:
            await tx.audit.note("put off duty", conversation, agent.id, now)
            await _put(tx, known, _off(known), f"{cause}/{agent.id}", now)


def _off(duty: Duty) -> Duty:
    return replace(duty, on_duty=False, away=False, since=None)


async def _leave_chats(
    tx: Transaction, agent: AgentId, why: Literal["left", "off_duty", "back"], cause: str, now: datetime
) -> None:
    """Each customer's conversation decides what it means there, behind a form too."""
    await _gone(tx, agent, why, [chat.conversation for chat in await _chats_of(tx, agent)], cause, now)


async def _gone(
    tx: Transaction,
    agent: AgentId,
    why: Literal["left", "off_duty", "back"],
    streams: Sequence[ConversationId],
    cause: str,
    now: datetime,
) -> None:
    gone = encode(OwnerGone(agent, why))
    await tx.inbox.add([Received(f"gone/{cause}/{stream}", "core", stream, gone) for stream in streams], now)


async def _calls_of(tx: Transaction, agent: AgentId) -> list[ConversationId]:
    """The streams of the callbacks that they have claimed."""
    waiting = await tx.callbacks.waiting()
    return [stream_of(file.case) for file in waiting if file.owner and file.owner.id == agent]


async def _chats_of(tx: Transaction, agent: AgentId) -> list[ChatRow]:
    return [chat for chat in await tx.chats.live() if chat.claimed_at and chat.agent == agent]


# --- what becomes of those who wait
async def _put(tx: Transaction, before: Duty, after: Duty, cause: str, now: datetime) -> None:
    await tx.staff.put(after, now)
    await keep_spell(tx, before, after, now)
    if before.there and (not after.there or before.languages != after.languages):
        await look_at_the_queue(tx, cause, now)


async def look_at_the_queue(tx: Transaction, cause: str, now: datetime) -> None:
    """Perhaps nobody is left for some who wait: they learn it at once. Behind a form it is looked at when that is left."""
    for chat in await tx.chats.live():
        talk = await tx.conversations.load(chat.conversation) if chat.claimed_at is None else None
        if talk and isinstance(talk.stage, Queued):
            woke = encode(Woke("place", talk.turn))
            await tx.inbox.add([Received(f"roster/{cause}/{talk.id}", "core", talk.id, woke)], now)
