"""What an agent has before them: their chats, who waits in the queue, and what is due today. Read from the store."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from core.engine.commands import thread_of
from core.model.conversation import WithAgent, live_chat
from core.model.ids import Address, AgentId, CaseCode, Language
from core.model.people import Duty
from core.ports import Transaction


class OwnChat(NamedTuple):
    """A chat of the agent's. `since`: from when the customer waits for a word; none: the word is theirs."""

    case: CaseCode
    name: str
    language: Language
    since: datetime | None
    thread: Address
    snoozed: bool = False


class Waiting(NamedTuple):
    """Those in the queue in one language."""

    language: Language
    customers: int
    since: datetime


class DueCase(NamedTuple):
    """What has to be done by then; `thread`: where, if that is in our channels."""

    case: CaseCode
    kind: Literal["email", "callback", "dispute"]
    due: datetime
    thread: Address | None = None


class OwnDesk(NamedTuple):
    """`duty` is none for somebody who has never been on duty."""

    duty: Duty | None
    chats: tuple[OwnChat, ...]
    queue: tuple[Waiting, ...]
    due: tuple[DueCase, ...]


async def own_desk(tx: Transaction, agent: AgentId, now: datetime, zone: str) -> OwnDesk:
    """`zone` (IANA): whose day is today."""
    tomorrow = _midnight_after(now, zone)
    due = [*await _tickets(tx), *await _calls(tx), *await _disputes(tx)]
    return OwnDesk(
        await tx.staff.get(agent),
        await _chats(tx, agent),
        await _queue(tx),
        tuple(sorted((each for each in due if each.due < tomorrow), key=lambda each: each.due)),
    )


def _midnight_after(now: datetime, zone: str) -> datetime:
    there = ZoneInfo(zone)
    day = now.astimezone(there).date() + timedelta(days=1)
    return datetime.combine(day, time(0), there).astimezone(UTC)


async def _chats(tx: Transaction, agent: AgentId) -> tuple[OwnChat, ...]:
    """The one that waits longest first, those that do not wait last."""
    found = []
    for chat in await tx.chats.live():
        talk = await tx.conversations.load(chat.conversation) if chat.claimed_at and chat.agent == agent else None
        stage = live_chat(talk.stage) if talk else None
        if talk and isinstance(stage, WithAgent) and stage.agent.id == agent:
            found.append(
                OwnChat(stage.case, talk.name, talk.staff_language, stage.waiting_since, stage.thread, stage.snoozed)
            )
    return tuple(sorted(found, key=lambda chat: (chat.since is None, chat.since.timestamp() if chat.since else 0)))


async def _queue(tx: Transaction) -> tuple[Waiting, ...]:
    waiting: dict[Language, list[datetime]] = {}
    for chat in await tx.chats.live():
        if chat.claimed_at is None:
            waiting.setdefault(chat.language, []).append(chat.queued_at)
    rows = [Waiting(language, len(times), min(times)) for language, times in waiting.items()]
    return tuple(sorted(rows, key=lambda row: row.since))


async def _tickets(tx: Transaction) -> list[DueCase]:
    return [
        DueCase(file.case, "email", file.due, await thread_of(tx, file.case))
        for file in await tx.ticket_pace.owed()
        if file.due
    ]


async def _calls(tx: Transaction) -> list[DueCase]:
    waiting = await tx.callbacks.waiting()
    return [DueCase(file.case, "callback", when, file.thread) for file in waiting if (when := file.slot or file.due)]


async def _disputes(tx: Transaction) -> list[DueCase]:
    return [
        DueCase(file.case, "dispute", file.dispute.due, file.thread)
        for file in await tx.disputes.open()
        if file.dispute.due
    ]
