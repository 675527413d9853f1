"""What every store promises of agents' messages: which effects brought them to the customer, and how each of these stands."""

from datetime import UTC, datetime

from msgspec.structs import replace

from core.model.effects import Amend, Effect, Say
from core.model.ids import Address, AgentId, ConversationId, EffectId, Language
from core.model.people import Agent
from core.model.rows import CopyPart, CopyRow, Message, NewEffect
from core.model.view import View, Words
from core.ports import Store, Transaction

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA, BERT = ConversationId("telegram:1"), ConversationId("telegram:2")
CHAT, THREAD = Address("telegram", "1"), Address("slack", "C1/100:1")
TOM = Agent(AgentId("U0TOM"), "Tom")
HELLO = Say(CHAT, View((Words("Hello"),)), Language("en"), TOM, ref="1.1")
GONE = Amend(CHAT, "1.1", Language("en"), TOM)


async def sent(
    store: Store, id: str, effect: Effect = HELLO, *, parts: int = 1, ref: str = "1.1", talk: ConversationId = ANNA
) -> None:
    """With its row, into the outbox."""

    async def work(tx: Transaction) -> None:
        rows = [NewEffect(EffectId(id), talk, "telegram:1", effect, 1, part) for part in range(parts)]
        await tx.outbox.add(rows, NOON)
        await tx.copies.put(CopyRow(talk, ref, THREAD, EffectId(id), NOON))

    await store.transact(work)


async def of(store: Store, ref: str = "1.1", talk: ConversationId = ANNA) -> list[CopyPart]:
    return await store.transact(lambda tx: tx.copies.of(talk, ref))


async def settle(store: Store, at: int, state: str, receipt: str = "") -> None:
    """The row of the outbox at this place."""

    async def work(tx: Transaction) -> None:
        seq = (await tx.outbox.waiting())[at].seq
        await tx.outbox.settle(seq, state, receipt)

    await store.transact(work)


async def test_a_message_comes_back_with_all_that_brought_it(store):
    await sent(store, "1.0", parts=2)
    await sent(store, "7.0", GONE)
    assert await of(store) == [
        CopyPart(THREAD, EffectId("1.0"), 0, HELLO, "waiting"),
        CopyPart(THREAD, EffectId("1.0"), 1, HELLO, "waiting"),
        CopyPart(THREAD, EffectId("7.0"), 0, GONE, "waiting"),
    ]


async def test_each_piece_stands_as_it_stands_in_the_outbox(store):
    await sent(store, "1.0", parts=3)
    await settle(store, 0, "done", "77")
    await settle(store, 0, "failed")
    assert [(part.state, part.receipt) for part in await of(store)] == [("done", "77"), ("failed", ""), ("waiting", "")]


async def test_the_same_effect_twice_is_there_once(store):
    await sent(store, "1.0")
    await sent(store, "1.0")
    assert len(await of(store)) == 1


async def test_each_message_of_each_conversation_for_itself(store):
    await sent(store, "1.0")
    await sent(store, "2.0", replace(HELLO, ref="1.2"), ref="1.2")
    await sent(store, "3.0", talk=BERT)
    assert [part.id for part in await of(store)] == ["1.0"]
    assert [part.id for part in await of(store, "1.2")] == ["2.0"]
    assert [part.id for part in await of(store, talk=BERT)] == ["3.0"]
    assert await of(store, "9.9") == []


async def failed(store: Store, thread: Address = THREAD, talk: ConversationId = ANNA) -> list[str]:
    return await store.transact(lambda tx: tx.copies.failed(talk, thread))


async def test_what_failed_is_known_the_last_first_and_each_message_once(store):
    await sent(store, "1.0", parts=2)
    await sent(store, "2.0", replace(HELLO, ref="1.2"), ref="1.2")
    await sent(store, "3.0", replace(HELLO, ref="1.3"), ref="1.3")
    await sent(store, "4.0", talk=BERT)
    for _ in range(3):
        await settle(store, 0, "failed")
    await settle(store, 0, "done", "77")
    await settle(store, 0, "failed")
    assert await failed(store) == ["1.2", "1.1"]
    assert await failed(store, talk=BERT) == ["1.1"]
    assert await failed(store, thread=Address("slack", "C2/9.9")) == []


async def test_what_was_written_in_a_thread_is_known_each_message_once(store):
    await sent(store, "1.0", parts=2)
    await sent(store, "2.0", replace(HELLO, ref="1.2"), ref="1.2")
    await sent(store, "7.0", GONE)
    await sent(store, "4.0", replace(HELLO, ref="1.4"), ref="1.4", talk=BERT)
    assert await store.transact(lambda tx: tx.copies.written(ANNA, THREAD)) == ["1.1", "1.2"]
    assert await store.transact(lambda tx: tx.copies.written(ANNA, Address("slack", "C2/9.9"))) == []


async def test_a_restart_forgets_nothing(opens):
    store = await opens()
    await sent(store, "1.0")
    await settle(store, 0, "done", "77")
    await store.close()
    again = await opens()
    assert await of(again) == [CopyPart(THREAD, EffectId("1.0"), 0, HELLO, "done", "77")]
    await again.close()


# --- what a customer's message said ---


def line(text: str, ref: str, *, talk: ConversationId = ANNA, author: str = "customer") -> Message:
    return Message(talk, 1, author, "Anna", text, NOON, ref=ref)  # type: ignore[arg-type]


async def said(store: Store, ref: str) -> str:
    return await store.transact(lambda tx: tx.transcript.said(ANNA, ref))


async def test_a_customers_message_is_known_as_it_said_last(store):
    lines = [line("Order 12", "5"), line("Hello", "6"), line("Order 13", "5")]
    await store.transact(lambda tx: tx.transcript.add(lines))
    assert (await said(store, "5"), await said(store, "6"), await said(store, "7")) == ("Order 13", "Hello", "")


async def test_no_other_message_is_taken_for_it(store):
    lines = [line("Order 12", "5"), line("Not hers", "5", talk=BERT), line("A note", "5", author="note")]
    await store.transact(lambda tx: tx.transcript.add(lines))
    assert await said(store, "5") == "Order 12"
