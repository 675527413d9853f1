"""What a decision may know of the staff's thread, as the engine loads it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from core.engine.copies import copy_of, keep_copies
from core.engine.thread_facts import thread_facts
from core.model.controls import Resend, Transfer
from core.model.conversation import Conversation, WithAgent
from core.model.effects import Amend, Effect, Say, SendFile
from core.model.events import (
    AgentControlled,
    AgentDeleted,
    AgentEdited,
    AgentWrote,
    CustomerEdited,
    Delivered,
    EffectFailed,
    Event,
)
from core.model.facts import Copy, Facts, ThreadFacts
from core.model.file import File
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.people import Agent, Duty
from core.model.rows import CopyPart, Decided, Message, NewEffect
from core.model.view import Line, View, Words, text
from core.ports import Store, Transaction
from core.store.sqlite import SqliteStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TALK = ConversationId("telegram:1")
CHAT, THREAD, OTHER = Address("telegram", "1"), Address("slack", "C1/100.1"), Address("slack", "C2/9.9")
EN = Language("en")
TOM, EVA = Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0EVA"), "Eva")
CASE = CaseCode("FD-1")
INVOICE = File("slack:F1", "invoice.pdf")
NOTHING = ThreadFacts()


def say(words: str = "Hello", **more: Any) -> Say:
    return Say(CHAT, View((Words(words),)), EN, TOM, ref="1.1", **more)


def amend(words: str | None) -> Amend:
    return Amend(CHAT, "1.1", EN, TOM, View((Words(words),)) if words else None)


FILE = SendFile(CHAT, INVOICE, EN, TOM, ref="1.1")
MAIL = replace(say(), to=Address("email", "anna@example.com"))


def known(*effects: tuple[Effect, str]) -> Copy | None:
    """From effects with how each of their pieces stands, a word for each piece."""
    parts = [
        CopyPart(THREAD, EffectId(f"{number}.0"), part, effect, state, "7")  # type: ignore[arg-type]
        for number, (effect, states) in enumerate(effects)
        for part, state in enumerate(states.split())
    ]
    return copy_of("1.1", parts)


def as_known(text: str = "Hello", **more: Any) -> Copy:
    return Copy("1.1", text, thread=THREAD, speaker=TOM, **more)


# --- what is known of a message


@pytest.mark.parametrize(
    ("effects", "copy"),
    [
        ((), None),
        (((say(), "done"),), as_known()),
        (((say(), "waiting"),), as_known()),
        (((say(), "done failed failed"),), as_known(failed=True, lost=(say(),))),
        (((say(), "failed"), (say(), "waiting")), as_known()),
        (((say("Helo"), "done"), (amend("Hello"), "done")), as_known()),
        (((say(), "done"), (amend("Bye"), "failed")), as_known()),
        (((say(), "done"), (amend("Bye"), "failed"), (say("Bye", corrects=True), "done")), as_known("Bye", way="correction")),
        (((say(), "done"), (amend(None), "done")), as_known(way="gone")),
        (((say(), "failed"), (MAIL, "done")), as_known(way="mail")),
        (((FILE, "done"),), as_known("")),
        (((say(), "done"), (FILE, "failed")), as_known(failed=True, lost=(FILE,))),
        (((say(), "done"), (FILE, "failed"), (FILE, "waiting")), as_known()),
        (((say(), "failed"), (FILE, "failed")), as_known(failed=True, lost=(say(), FILE))),
    ],
)  # fmt: skip
def test_all_that_was_done_about_a_message_is_one_thing(
    effects: tuple[tuple[Effect, str], ...], copy: Copy | None
) -> None:
    assert known(*effects) == copy


# --- what is loaded


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


BEFORE = Conversation(TALK, CHAT, "Anna", EN, stage=WithAgent(TOM, CASE, THREAD))


async def decided(store: Store, event: Event, *effects: Effect, facts: ThreadFacts = NOTHING, inbox: int = 3) -> None:
    """One decision with its effects, in the outbox and in the copies."""
    whole = Decided(inbox, event, Facts(NOON, EN, (), CASE, thread=facts), BEFORE, BEFORE, effects)
    rows = [NewEffect(EffectId(f"{inbox}.{n}"), TALK, "lane", effect, 1) for n, effect in enumerate(effects)]
    await store.transact(lambda tx: tx.outbox.add(rows, NOON))
    await store.transact(lambda tx: keep_copies(tx, whole))


async def load(store: Store, event: Event, *staff: Duty) -> ThreadFacts:
    return await store.transact(lambda tx: thread_facts(tx, BEFORE, event, staff))


ABOUT: dict[str, Event] = {
    "edited": AgentEdited(TOM, THREAD, "Hi", "1.1"),
    "deleted": AgentDeleted(TOM, THREAD, "1.1"),
    "delivered": Delivered("1.1"),
    "resent": AgentControlled(TOM, THREAD, CASE, Resend("1.1")),
    "failed": EffectFailed(EffectId("3.0"), say(), 1, "no", "refused"),
    "amendment failed": EffectFailed(EffectId("3.0"), amend(None), 1, "no", "refused"),
}


@pytest.mark.parametrize("event", ABOUT.values(), ids=ABOUT)
async def test_where_it_is_about_a_message_its_copy_is_known(store: Store, event: Event) -> None:
    await decided(store, AgentWrote(TOM, THREAD, "Hello", "1.1"), say())
    assert (await load(store, event)).copy == as_known()


async def failed(store: Store, *refs: str) -> None:
    """All that was sent so far arrives, but for these messages."""

    async def work(tx: Transaction) -> None:
        for row in await tx.outbox.waiting():
            lost = isinstance(row.effect, Say) and row.effect.ref in refs
            await tx.outbox.settle(row.seq, "failed" if lost else "done", "7")

    await store.transact(work)


RESEND = AgentControlled(TOM, THREAD, CASE, Resend(""))


async def test_where_no_message_is_named_it_is_the_last_one_that_failed_and_is_not_sent_again(store: Store) -> None:
    wrote = AgentWrote(TOM, THREAD, "Hello", "1")
    one, two, three = (replace(say(), ref=ref) for ref in ("1.1", "1.2", "1.3"))
    await decided(store, wrote, one, two, three)
    assert (await load(store, RESEND)).copy is None
    await failed(store, "1.1", "1.2")
    assert (await load(store, RESEND)).copy == Copy("1.2", "Hello", True, thread=THREAD, speaker=TOM, lost=(two,))
    await decided(store, RESEND, two, inbox=4)
    assert (await load(store, RESEND)).copy == Copy("1.1", "Hello", True, thread=THREAD, speaker=TOM, lost=(one,))
    assert (await load(store, replace(RESEND, thread=OTHER))).copy is None


async def test_where_it_is_about_none_nothing_is_looked_up(store: Store) -> None:
    await decided(store, AgentWrote(TOM, THREAD, "Hello", "1.1"), say())
    assert await load(store, AgentWrote(TOM, THREAD, "Hi", "1.1")) == ThreadFacts()
    assert await load(store, Delivered("")) == ThreadFacts()


async def test_words_of_ours_are_nobodys_copy(store: Store) -> None:
    ours = Say(CHAT, View((Line(text("chat.slow")),)), EN)
    await decided(store, AgentWrote(TOM, THREAD, "Hello", "1.1"), ours)
    assert (await load(store, Delivered("1.1"))).copy is None


async def test_what_is_said_later_belongs_to_the_thread_in_which_it_was_written(store: Store) -> None:
    facts = ThreadFacts(copy=Copy("1.1", "Hello", thread=OTHER))
    await decided(store, EffectFailed(EffectId("1.0"), amend("x"), 1, "no", "refused"), say(), facts=facts)
    copy = (await load(store, Delivered("1.1"))).copy
    assert copy
    assert copy.thread == OTHER


async def test_a_translation_that_comes_later_belongs_to_the_chats_thread(store: Store) -> None:
    await decided(store, Delivered("0"), say())
    copy = (await load(store, Delivered("1.1"))).copy
    assert copy
    assert copy.thread == THREAD


async def test_what_an_edited_message_said_before(store: Store) -> None:
    line = Message(TALK, 1, "customer", "Anna", "Order 12", NOON, ref="5")
    await store.transact(lambda tx: tx.transcript.add([line]))
    assert await load(store, CustomerEdited("Order 13", ref="5")) == ThreadFacts(before="Order 12")
    assert await load(store, CustomerEdited("Order 13")) == ThreadFacts()


@pytest.mark.parametrize(
    ("staff", "there"),
    [
        ((), False),
        ((Duty(EVA, on_duty=True),), True),
        ((Duty(EVA, on_duty=False),), False),
        ((Duty(EVA, on_duty=True, away=True),), False),
        ((Duty(TOM, on_duty=True),), False),
    ],
)
async def test_whether_a_colleague_can_take_the_chat(store: Store, staff: tuple[Duty, ...], there: bool) -> None:
    transfer = AgentControlled(TOM, THREAD, CASE, Transfer(to=EVA))
    assert (await load(store, transfer, *staff)).there is there


async def test_which_languages_a_colleague_reads(store: Store) -> None:
    transfer = AgentControlled(TOM, THREAD, CASE, Transfer(to=EVA))
    reads = (await load(store, transfer, Duty(EVA, on_duty=True, languages=("pl", "xx", "en")))).reads
    assert reads == ("pl", "en")
