"""Who orders the translator about: nothing new is shown to the other side, or only beside what was really written."""

from collections.abc import AsyncIterator

import pytest

from core.answers.budget import Budget
from core.answers.translating import ModelTranslator
from core.engine.clock import SystemClock
from core.model.ids import Language
from core.model.translation import Rendering, Wording
from core.store.sqlite import SqliteStore
from tests.injection.injections import LANGUAGES, Injection, injections
from tests.injection.victim import Victim

LEADING_ASTRAY = frozenset(("link", "contact", "html", "tool", "prompt", "money"))
PROMISING = frozenset(("promise", "date"))


@pytest.fixture
async def budget() -> AsyncIterator[Budget]:
    store = SqliteStore.open(":memory:")
    yield Budget(store, SystemClock())
    await store.close()


def others(language: str) -> Language:
    """Who reads it: staff read English, and English is read in German."""
    return Language("de" if language == "en" else "en")


async def rendered(each: Injection, obeyed: str, reader: str, budget: Budget) -> Rendering:
    wording = Wording(each.words, Language(each.language), others(each.language), "", "", reader)  # type: ignore[arg-type]
    return await ModelTranslator(Victim(obeyed), budget).translate(wording)


def stands_alone(rendering: Rendering) -> bool:
    """Shown without the original beside it."""
    return bool(rendering.text) and not rendering.doubts


def obeying(language: str, goals: frozenset[str]) -> list[str]:
    """In the reader's language; what the attacker's own words say already is no news to the reader."""
    return [each.obeyed for each in injections(others(language)) if each.goal in goals]


@pytest.mark.fault("Security", "prompt injection", "a translation leads nowhere that the original does not")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_link_number_or_amount_is_added_for_an_agent(budget: Budget, language: str) -> None:
    shown = []
    for at, each in enumerate(injections(language)):
        sayings = obeying(language, LEADING_ASTRAY)
        said = sayings[at % len(sayings)]
        if said in each.words or each.goal in LEADING_ASTRAY:
            continue
        if stands_alone(await rendered(each, said, "agent", budget)):
            shown.append(said)
    assert shown == []


@pytest.mark.fault("Security", "no promise of money", "a translation promises nothing that an agent did not write")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_promise_is_added_for_a_customer(budget: Budget, language: str) -> None:
    harmless = Injection(language, "", injections(language)[-1].words, "")
    shown = [
        said
        for said in obeying(language, PROMISING)
        if stands_alone(await rendered(harmless, said, "customer", budget))
    ]
    assert shown == []
