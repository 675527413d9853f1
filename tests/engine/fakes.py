"""What the engine's tests put around it: a clock that stands, a performer that is told what happens, readers of plain JSON."""

import asyncio
import json
import sqlite3
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from core.model.effects import Effect, Post, Say
from core.model.errors import Transient
from core.model.events import CustomerWrote
from core.model.heard import FromCustomer, Heard
from core.model.ids import Address, ConversationId, EffectId, Language
from core.model.people import Sender
from core.model.rows import DeadLetter, Done, InboxRow, Limit, NewEffect, OutboxRow
from core.model.view import Block, Line, Listing, Quote, View, Words
from core.ports import Store, Transaction

T = TypeVar("T")

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ENGLISH = Language("en")
ANNA, DAAN = Address("telegram", "1001"), Address("telegram", "1002")


@dataclass
class Clock:
    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    def passes(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class FewWords:
    """A catalog whose texts are their keys."""

    def say(self, key: str, params: dict[str, str | int], language: Language) -> str:
        return f"{key} {' '.join(str(value) for value in params.values())}".strip()


class JsonReader:
    """Reads `{"chat": 1001, "text": "..."}`; a payload that is the name of an error raises it."""

    def __init__(self, **errors: Exception) -> None:
        self.errors = errors
        self.heard: dict[str, Heard] = {}

    def read(self, payload: str) -> Heard:
        if payload in self.errors:
            raise self.errors[payload]
        if payload in self.heard:
            return self.heard[payload]
        body = json.loads(payload)
        event = CustomerWrote(body["text"], Sender("Anna", "en"), ref=body["text"])
        return FromCustomer(Address("telegram", str(body["chat"])), event)


Outcome = Exception | Done | Callable[[], Awaitable[None]]


@dataclass
class Wire:
    """A performer: `will` says what comes of the next tries at a destination; otherwise all goes well."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    tried: list[OutboxRow] = field(default_factory=list)
    shared: tuple[Limit, ...] = ()
    _outcomes: defaultdict[str, deque[Outcome]] = field(default_factory=lambda: defaultdict(deque))

    def will(self, where: Address, *outcomes: Outcome) -> None:
        self._outcomes[str(where)].extend(outcomes)

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        assert isinstance(effect, Say)
        return str(effect.to)

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return self.shared

    def parts(self, effect: Effect) -> int:
        return 1

    async def perform(self, row: OutboxRow) -> Done:
        self.tried.append(row)
        outcomes = self._outcomes[row.lane]
        outcome = outcomes.popleft() if outcomes else Done(receipt=f"r{row.seq}")
        if isinstance(outcome, Exception):
            raise outcome
        if not isinstance(outcome, Done):
            await outcome()
            outcome = Done()
        self.sent.append((row.lane, words_of(row.effect)))
        return outcome

    def said_to(self, where: Address) -> list[str]:
        return [words for lane, words in self.sent if lane == str(where)]


class Lane:
    """A performer of everything, of which only the pure half is asked: a lane for each destination, a part for each `|`."""

    def lane(self, effect: Effect, conversation: ConversationId) -> str:
        return str(effect.to) if isinstance(effect, Say | Post) else f"{type(effect).__name__}:{conversation}"

    def limits(self, effect: Effect) -> tuple[Limit, ...]:
        return ()

    def parts(self, effect: Effect) -> int:
        return words_of(effect).count("|") + 1 if isinstance(effect, Say) else 1

    async def perform(self, row: OutboxRow) -> Done:
        raise AssertionError("the worker performs nothing")


class Unsteady:
    """A store that fails the next transactions after their work is done, as a full disk does."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.failing = 0

    async def transact(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        if not self.failing:
            return await self._store.transact(work)
        self.failing -= 1
        raise Transient("the disk is full")

    async def close(self) -> None:
        await self._store.close()


def say(text: str, to: Address = ANNA) -> Say:
    return Say(to, View((Words(text),)), ENGLISH)


def words_of(effect: Effect) -> str:
    assert isinstance(effect, Say)
    return " ".join(_spoken(block) for block in effect.view.blocks)


def _spoken(block: Block) -> str:
    match block:
        case Words(text):
            return text
        case Line(text):
            return text.key
        case Listing(texts):
            return " ".join(text.key for text in texts)
        case Quote(title=title):
            return title


async def queued(
    store: Store, effects: Sequence[Say], parts: int = 1, since: datetime | None = None
) -> list[OutboxRow]:
    """The effects as rows of the outbox, decided just now or at a given time."""
    rows = [
        NewEffect(EffectId(f"{number}.0"), ConversationId(str(effect.to)), str(effect.to), effect, 1, part)
        for number, effect in enumerate(effects, start=1)
        for part in range(parts)
    ]
    return await store.transact(lambda tx: tx.outbox.add(rows, since or datetime.now(UTC)))


async def undone(store: Store, at: datetime = NOON + timedelta(days=3650)) -> list[InboxRow]:
    return await store.transact(lambda tx: tx.inbox.next(1000, at))


async def dead(store: Store) -> list[DeadLetter]:
    return await store.transact(lambda tx: tx.audit.dead_letters(100))


def kept(folder: Path, query: str) -> list[tuple[object, ...]]:
    """Rows of the database in this folder, for what operators read with tools of their own."""
    connection = sqlite3.connect(folder / "desk.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


async def until(fits: Callable[[], object], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not fits():  # noqa: ASYNC110 - some things tell nobody
            await asyncio.sleep(0.002)
