"""Drafts for agents: of what the customer wrote last, in the language that is asked for, and for nobody who waits no more."""

import asyncio

import pytest
from msgspec.structs import replace

from core.engine import suggesting
from core.engine.suggesting import LONGEST, Suggesting, last_words
from core.model.answer import Answer, Citation, Quotation
from core.model.conversation import Conversation, Filling, Idle, Suggestion, WithAgent
from core.model.effects import Suggesting as Order
from core.model.errors import Refused
from core.model.events import Suggested
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.offer import Offer
from core.model.people import Agent
from core.model.question import Question
from core.model.rows import Done, Message, OutboxRow
from core.model.shop import About, CustomerId, OrderId, OtherParty, Payment
from core.model.shop import Order as ShopOrder
from core.model.translation import Rendering, Wording
from core.model.view import Money, text
from core.ports import Translator
from core.store.sqlite import SqliteStore
from tests.engine.fakes import ANNA, ENGLISH, NOON, Clock, FewWords

ID = ConversationId("telegram:1001")
ORDER = Order(2, "Asked before", ENGLISH, ANNA, ("Asked first",))
ROW = OutboxRow(1, EffectId("7.0"), ID, f"suggest:{ID}", ORDER, 7, 0, 1, NOON, NOON)
CHAT = WithAgent(Agent(AgentId("U0TOM"), "Tom"), CaseCode("FD-1"), Address("slack", "C1/1"), draft=Suggestion(2))
TALK = Conversation(ID, ANNA, "Anna", stage=CHAT)
EMAIL = Offer("email", True, False, text("offer.email"), text("offer.email"))
CITED = Citation("refunds", "Refund timing", "https://help.example/refunds", "en")
QUOTED = Answer("answered", "Five **days**.", (CITED,), 0.9, quotes=(Quotation("Five **days**.", CITED),))
TEXT = "Five days.\n\nhttps://help.example/refunds"


class Source:
    def __init__(self, answer: Answer = QUOTED, takes: float = 0.0) -> None:
        self.answer_ = answer
        self.takes = takes
        self.asked: list[Question] = []

    async def answer(self, question: Question, show: object) -> Answer:
        self.asked.append(question)
        await asyncio.sleep(self.takes)
        return self.answer_


class Machine:
    def __init__(self, rendering: Rendering) -> None:
        self.rendering = rendering
        self.asked: list[Wording] = []

    async def translate(self, wording: Wording) -> Rendering:
        self.asked.append(wording)
        return self.rendering


def line(text: str, author: str = "customer", ref: str = "1") -> Message:
    return Message(ID, 1, author, "", text, NOON, ref=ref)  # type: ignore[arg-type]


async def keep(store: SqliteStore, talk: Conversation, *lines: Message) -> None:
    await store.transact(lambda tx: tx.conversations.save(talk, NOON))
    await store.transact(lambda tx: tx.transcript.add(lines))


async def performed(
    source: Source, store: SqliteStore, order: Order = ORDER, machine: Translator | None = None
) -> Done:
    return await Suggesting(source, store, Clock(), FewWords(), machine).perform(replace(ROW, effect=order))


# --- what is asked


async def test_what_the_customer_wrote_since_the_agent_did_is_answered(store: SqliteStore) -> None:
    await keep(store, TALK, line("Old"), line("Hello", "agent"), line("And now?"), line("When is my refund?"))
    source = Source()
    assert await performed(source, store) == Done(event=Suggested(2, TEXT, ("Refund timing",)))
    [question] = source.asked
    assert (question.text, question.language) == ("And now?\nWhen is my refund?", "en")
    assert (question.before, question.customer) == (("Asked first", "Asked before"), str(ANNA))


async def test_where_they_wrote_nothing_what_they_asked_the_assistant_is(store: SqliteStore) -> None:
    await keep(store, TALK, line("[Talk to a person]", ref=""))
    source = Source()
    await performed(source, store)
    assert [(each.text, each.before) for each in source.asked] == [("Asked before", ("Asked first",))]


@pytest.mark.parametrize(
    ("transcript", "words"),
    [
        ((), ""),
        ((line("One"), line("Two", "agent")), "One"),
        ((line("One"), line("Two", "assistant"), line("Three")), "Three"),
        ((line("One"), line("Two", "agent"), line("[Yes]", ref="")), "One"),
        ((line("[photo] Look at this"),), "Look at this"),
        ((line("[photo]"), line("One")), "One"),
        ((line("One"), line("A note", "note"), line("By rote", "desk"), line("Two")), "One\nTwo"),
        (tuple(line(str(number)) for number in range(9)), "4\n5\n6\n7\n8"),
    ],
)
def test_the_last_words(transcript: tuple[Message, ...], words: str) -> None:
    assert last_words(transcript) == words


async def test_about_their_order_it_is_asked_in_their_name(store: SqliteStore) -> None:
    await keep(store, TALK, line("Where is it?"))
    about = About("order", "H-1", "Boots", "seller", OtherParty("Ben"))
    source = Source()
    await performed(source, store, replace(ORDER, person=CustomerId("c-1"), about=about))
    assert [(each.person, each.about, each.audience) for each in source.asked] == [("c-1", about, "seller")]


# --- in which language


async def test_words_in_another_language_are_translated_first(store: SqliteStore) -> None:
    await keep(store, replace(TALK, language=Language("sv")), line("När får jag pengarna?"))
    source, machine = Source(), Machine(Rendering("When do I get the money?"))
    await performed(source, store, machine=machine)
    assert [(each.text, each.language, each.before) for each in source.asked] == [
        ("When do I get the money?", "en", ())
    ]
    assert [(each.source, each.target) for each in machine.asked] == [("sv", "en")]


@pytest.mark.parametrize("machine", [None, Machine(Rendering(failure="the budget is spent"))])
async def test_without_a_translation_the_customers_language_is_searched(
    store: SqliteStore, machine: Machine | None
) -> None:
    await keep(store, replace(TALK, language=Language("sv")), line("När får jag pengarna tillbaka?"))
    source = Source()
    await performed(source, store, machine=machine)
    assert [(each.text, each.language) for each in source.asked] == [("När får jag pengarna tillbaka?", "sv")]


async def test_who_writes_in_the_drafts_language_already_needs_none(store: SqliteStore) -> None:
    await keep(store, replace(TALK, language=Language("sv")), line("When do I get my money back?"))
    source, machine = Source(), Machine(Rendering("?"))
    await performed(source, store, machine=machine)
    assert [each.language for each in source.asked] == ["en"]
    assert machine.asked == []


# --- what comes of it


@pytest.mark.parametrize(
    "answer",
    [
        Answer("unknown", "", (), 0.1, "abstain"),
        Answer("answered", "Without a source", (), 0.9),
        replace(QUOTED, verdict="person"),
        replace(QUOTED, verdict="urgent"),
    ],
)
async def test_what_has_no_source_is_no_draft(store: SqliteStore, answer: Answer) -> None:
    await keep(store, TALK, line("When?"))
    assert await performed(Source(answer), store) == Done(event=Suggested(2))


async def test_a_models_words_are_plain_too(store: SqliteStore) -> None:
    await keep(store, TALK, line("When?"))
    written = Answer("answered", "**Five** days.", (CITED, CITED), 0.9, writer="model")
    assert await performed(Source(written), store) == Done(event=Suggested(2, TEXT, ("Refund timing",)))


async def test_their_order_comes_first(store: SqliteStore) -> None:
    await keep(store, TALK, line("When?"))
    price = Money("45.50", "EUR")
    boots = ShopOrder(OrderId("H-1"), "Boots", "buyer", "paid", NOON, price, Payment("paid", price), OtherParty("Ben"))
    done = await performed(Source(replace(QUOTED, order=boots, read_at=NOON)), store)
    assert isinstance(done.event, Suggested)
    assert done.event.text.startswith("order.bought ")
    assert done.event.text.endswith(TEXT)
    assert done.event.sources == ("H-1 Boots", "Refund timing")


async def test_it_is_never_longer_than_its_form_takes(store: SqliteStore) -> None:
    await keep(store, TALK, line("When?"))
    for body in ("word " * 2_000, "\n\n".join(["paragraph"] * 500)):
        done = await performed(Source(replace(QUOTED, quotes=(Quotation(body, CITED),))), store)
        assert isinstance(done.event, Suggested)
        assert LONGEST - 100 < len(done.event.text) <= LONGEST
        assert body.startswith(done.event.text)


@pytest.mark.parametrize("stage", [Idle(), replace(CHAT, draft=None), replace(CHAT, draft=Suggestion(2, "Here"))])
async def test_nobody_is_asked_for_what_nobody_waits_for(store: SqliteStore, stage: Idle | WithAgent) -> None:
    await keep(store, replace(TALK, stage=stage), line("When?"))
    source = Source()
    assert await performed(source, store) == Done()
    assert source.asked == []


async def test_behind_a_form_it_is_waited_for_too(store: SqliteStore) -> None:
    await keep(store, replace(TALK, stage=Filling(EMAIL, ("email",), meanwhile=CHAT)), line("When?"))
    assert (await performed(Source(), store)).event


async def test_a_source_that_thinks_too_long_is_left(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await keep(store, TALK, line("When?"))
    monkeypatch.setattr(suggesting, "DEADLINE", 0.02)
    with pytest.raises(Refused):
        await performed(Source(takes=5), store)
