"""The summary on a card: only of long conversations, a machine's only where nothing speaks against it, else how people began."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bots.playground.openai import OpenAIServer, Trouble, trouble
from core.answers import model_summary
from core.answers.budget import Budget
from core.answers.llm import ModelServer
from core.answers.model_access import ModelAccess
from core.answers.model_summary import MOST_READ, ModelSummary, faults, told
from core.answers.summary import CHARACTERS, LINES, Summaries, beginning, is_long
from core.answers.translating.veil import veiled
from core.engine.clock import SystemClock
from core.model.effects import OpenHandoff
from core.model.handoff import CaseOpening, Summary
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.rows import Message
from core.model.spoken import LAST
from core.store.sqlite import SqliteStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA = ConversationId("telegram:1001")


def line(text: str, author: str = "customer", name: str = "Anna") -> Message:
    return Message(ANNA, 1, author, name, text, NOON)  # type: ignore[arg-type]


def case(*lines: Message, language: str = "en") -> CaseOpening:
    customer = Address("telegram", "1001")
    handoff = OpenHandoff("live_chat", CaseCode("FD-1"), 3, customer, "Anna", Language(language), "Why?")
    return CaseOpening(ANNA, handoff, lines, NOON)


LONG = case(
    line("Where is my parcel? I paid 45.50 EUR for order H-104203."),
    line("It usually takes 5 days.", "assistant", ""),
    *(line(f"Message number {number}") for number in range(1, 12)),
    line("My address is anna@mail.example and I want my money back."),
)
PEOPLES = "Anna: Where is my parcel? I paid 45.50 EUR for order H-104203.\nAnna: Message number 1\n…"


# --- when, and without a model


@pytest.mark.parametrize(
    ("lines", "long"),
    [
        ([line("Hello")] * LINES, False),
        ([line("Hello")] * (LINES + 1), True),
        ([line("a\n" * LINES + "b")], True),
        ([line("a" * CHARACTERS)], False),
        ([line("a" * CHARACTERS), line("b")], True),
        ([*[line("Hello")] * LINES, line("By rote", "desk", ""), line("A note", "note", "Tom"), line(" ")], False),
        ([*[line("Hello")] * LINES, line("[Talk to customer support]"), line("/support")], False),
    ],
)
def test_only_more_than_a_screen_is_summed_up(lines: list[Message], long: bool) -> None:
    assert is_long(lines) == long


async def test_without_a_model_it_is_shown_how_people_began() -> None:
    assert await Summaries().summary(LONG) == Summary(PEOPLES)


async def test_what_stands_among_the_last_messages_is_not_said_twice() -> None:
    few = [line("word " * 400), *[line(f"Message number {number}") for number in range(LAST - 1)]]
    assert await Summaries().summary(case(*few)) is None
    assert beginning([*few, line("One more")]) == f"Anna: {('word ' * 44).strip()}…"


def test_presses_are_no_words() -> None:
    pressed = line("[Talk to customer support]")
    assert beginning([line("Yes\nNo", "agent", "Tom"), pressed, *[line("Hello")] * LAST]) == "Tom: Yes No"


# --- by a model


@pytest.fixture
async def playground() -> AsyncIterator[OpenAIServer]:
    playground = OpenAIServer()
    await playground.start()
    yield playground
    await playground.stop()


@pytest.fixture
async def store() -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


@pytest.fixture
async def summaries(playground: OpenAIServer, store: SqliteStore) -> AsyncIterator[Summaries]:
    access = ModelAccess(playground.base_url, "playground", first_token=0.4, stall=0.2, whole=1.5, completion_price=8.0)
    server = ModelServer(access)
    await server.warm_up()
    budget = Budget(store, SystemClock(), tokens_per_customer=5_000)
    yield Summaries(ModelSummary(server, budget))
    await server.close()


async def spent(store: SqliteStore) -> int:
    return (await store.transact(lambda tx: tx.spending.spent(datetime.now(UTC).date(), "telegram:1001"))).answers


async def test_a_models_summary_is_marked_as_a_machines_and_paid_for(
    summaries: Summaries, playground: OpenAIServer, store: SqliteStore
) -> None:
    summary = await summaries.summary(LONG)
    assert summary
    assert summary.by_machine
    assert summary.text.startswith("The customer began with “Where is my parcel? I paid 45.50 EUR for order H-104203.”")
    assert await spent(store) == 1


async def test_the_model_sees_no_addresses_and_they_come_back(summaries: Summaries, playground: OpenAIServer) -> None:
    summary = await summaries.summary(LONG)
    assert summary
    assert "anna@mail.example" in summary.text
    assert "anna@mail.example" not in str(playground.requests[0].body)


async def test_a_short_conversation_costs_nothing(summaries: Summaries, playground: OpenAIServer) -> None:
    assert await summaries.summary(case(line("Hello"))) is None
    assert playground.asked() == 0


@pytest.mark.parametrize(
    "script",
    [
        trouble.says("Anna paid 99.00 EUR and wants it back."),
        trouble.says("See https://refunds.evil.example/now for it."),
        trouble.says("Write to eva@evil.example."),
        trouble.says("It is about order H-999999."),
        trouble.says("The parcel of ⟦40⟧ is late."),
        trouble.says("<b>She</b> wants her money<script>alert(1)</script>"),
        trouble.says("She wants it back. " * 100),
        trouble.says("NONE"),
        trouble.LEAKED_RULES,
        trouble.EMPTY,
        trouble.ENDLESS,
        trouble.BROKEN,
        trouble.REFUSAL,
        trouble.late(0.6),
        trouble.stalls(),
        trouble.breaks_off(),
    ],
)
async def test_whatever_else_it_says_people_are_quoted(
    summaries: Summaries, playground: OpenAIServer, script: Trouble
) -> None:
    playground.script(script)
    assert await summaries.summary(LONG) == Summary(PEOPLES)


async def test_it_is_not_waited_for_longer_than_a_card_may_take(
    summaries: Summaries, playground: OpenAIServer, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_summary, "DEADLINE", 0.1)
    playground.script(trouble.late(4))
    began = time.monotonic()
    assert await summaries.summary(LONG) == Summary(PEOPLES)
    assert time.monotonic() - began < 4
    assert await spent(store) == 1


async def test_a_spent_budget_asks_nobody(summaries: Summaries, playground: OpenAIServer, store: SqliteStore) -> None:
    await asyncio.gather(*(summaries.summary(LONG) for _ in range(2)))
    for _ in range(20):
        await summaries.summary(LONG)
    asked = playground.asked()
    assert asked < 22
    assert await summaries.summary(LONG) == Summary(PEOPLES)
    assert playground.asked() == asked


# --- the guard


@pytest.mark.parametrize(
    ("said", "conversation", "language", "broken"),
    [
        ("She paid 1,000.50 EUR.", "Zapłaciłam 1000,50 EUR", "pl", []),
        ("She paid 1,000.50 EUR.", "I paid 1,000.50 EUR", "pl", []),
        ("She paid 1,000.50 EUR.", "Zapłaciłam 100,50 EUR", "pl", ["figures"]),
        ("It is order H-104203.", "Chodzi o zamówienie H-104203", "pl", []),
        ("It is order H-104204.", "Chodzi o zamówienie H-104203", "pl", ["codes"]),
        ("She asks where it is.", "Gdzie jest paczka za 20 zł?", "pl", []),
        ("She sent photos of ⟦1⟧.", "anna@mail.example", "en", []),
        ("She sent photos of ⟦2⟧.", "anna@mail.example", "en", ["marks"]),
        ("", "Hello", "en", ["empty"]),
    ],
)
def test_a_summary_may_leave_out_and_not_add(said: str, conversation: str, language: str, broken: list[str]) -> None:
    assert [*faults(said, veiled(conversation), language)] == broken


def test_of_a_very_long_conversation_its_beginning_and_its_end_are_read() -> None:
    text = told([line("The beginning"), *[line("a" * 1_000)] * 40, line("The end")])
    assert len(text) <= MOST_READ + 3
    assert text.startswith("Customer: The beginning")
    assert text.endswith("Customer: The end")
