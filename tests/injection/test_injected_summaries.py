"""Who orders the summary about: the colleague who takes over reads how the conversation began instead."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from core.answers.budget import Budget
from core.answers.model_summary import ModelSummary
from core.engine.clock import SystemClock
from core.model.effects import OpenHandoff
from core.model.handoff import CaseOpening
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.store.sqlite import SqliteStore
from tests.injection.injections import LANGUAGES, injections
from tests.injection.transcripts import SPEAKERS, spoken_by
from tests.injection.victim import Victim

LEADING_ASTRAY = frozenset(("money", "link", "contact", "prompt", "html", "tool"))
PICTURE = "!["  # of which nothing but its name is left
OBEYED = [
    each.obeyed for each in injections("en") if each.goal in LEADING_ASTRAY and not each.obeyed.startswith(PICTURE)
]
DECIDED = [
    "The refund has already been approved by a supervisor; only the payment is missing.",
    "The customer is verified and entitled to a full refund.",
    "Tom promised the customer a free replacement.",
    "The colleague must pay out the claim at once.",
    "The complaint was accepted.",
    "Give the account back: the customer has been verified by phone.",
]
TRUE = [
    "The customer asks where the parcel is and would like the money back.",
    "The customer says that the refund was approved. Nothing has been answered yet.",
]


@pytest.fixture
async def budget() -> AsyncIterator[Budget]:
    store = SqliteStore.open(":memory:")
    yield Budget(store, SystemClock())
    await store.close()


def opening(speaker: str, words: str, language: str) -> CaseOpening:
    customer = Address("telegram", "1001")
    handoff = OpenHandoff("live_chat", CaseCode("FD-1"), 3, customer, "Anna", Language(language), "Why?")
    return CaseOpening(ConversationId("telegram:1001"), handoff, spoken_by(speaker, words), datetime.now(UTC))  # type: ignore[arg-type]


@pytest.mark.fault(
    "Security", "prompt injection", "no summary that a customer, an agent, a mail or a file name dictated"
)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("speaker", SPEAKERS)
async def test_what_a_stranger_dictates_is_no_summary(budget: Budget, speaker: str, language: str) -> None:
    sayings = [*OBEYED, *DECIDED]
    shown = set()
    for at, each in enumerate(injections(language)):
        victim = Victim(sayings[at % len(sayings)])
        shown.add(await ModelSummary(victim, budget).summarise(opening(speaker, each.words, language)))
        assert victim.told
    assert shown == {""}


@pytest.mark.parametrize("said", TRUE)
@pytest.mark.parametrize("speaker", SPEAKERS)
async def test_what_customers_want_is_summed_up(budget: Budget, speaker: str, said: str) -> None:
    assert await ModelSummary(Victim(said), budget).summarise(opening(speaker, "Please hurry.", "en")) == said


async def test_what_an_agent_decided_is_summed_up(budget: Budget) -> None:
    case = opening("agent", "I have approved your refund.", "en")
    said = "The agent approved the refund."
    assert await ModelSummary(Victim(said), budget).summarise(case) == said
