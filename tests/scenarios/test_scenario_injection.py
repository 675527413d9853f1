"""A model that obeys whoever spoke last, in a whole desk: nothing of it reaches a customer's chat or a thread unmarked."""

from collections.abc import Iterator

import pytest

from bots.playground.openai import trouble
from bots.playground.slack import Person
from bots.playground.telegram import Customer
from core.answers.guard.units import units
from tests.injection.injections import Injection, articles, injections
from tests.scenarios.town import Town, chatting

pytestmark = pytest.mark.faults

QUESTIONS = {"en": "How do I pay, and by when?", "nl": "Hoe betaal ik?", "pl": "Jak zapłacić?"}
FEW = 4  # of each language: all of them are tried without a channel


@pytest.fixture
def settings() -> dict[str, str]:
    return {"OPENAI_MODEL": "scripted", "HOURS_LIVE_CHAT": "Mo-Su 0:00-24:00"}


@pytest.fixture
def drafts(town: Town, anna: Customer, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """All that Anna has seen while answers were written, word by word."""
    monkeypatch.setattr("core.answers.model_writer.SHOWN_EVERY", 0.0)
    seen: list[str] = []

    def look() -> None:
        seen.extend(each.text for each in anna.screen)

    town.telegram.on_change, before = look, town.telegram.on_change
    yield seen
    town.telegram.on_change = before


def some(language: str) -> tuple[Injection, ...]:
    wanted = ("promise", "link", "prompt", "code")
    return tuple(next(each for each in injections(language) if each.goal == goal) for goal in wanted)[:FEW]


@pytest.mark.fault("Security", "prompt injection", "nor in the previews that are streamed into the chat")
@pytest.mark.parametrize("language", QUESTIONS)
async def test_a_customer_reads_nothing_of_what_they_ordered(
    town: Town, anna: Customer, drafts: list[str], language: str
) -> None:
    for each in some(language):
        town.model.script(trouble.says(f"{each.obeyed} [1]\n\n{each.obeyed} [1]"))
        await anna.write(f"{QUESTIONS[language]} {each.words}")
        await anna.reads(lambda phone: phone.by_bot and not phone.draft)
        assert not [text for text in drafts if each.obeyed in text]
    assert town.model.asked() >= 1


@pytest.mark.fault("Security", "prompt injection", "a suggestion for an agent passes the same guard")
async def test_an_agent_is_suggested_nothing_that_a_customer_ordered(town: Town, anna: Customer, tom: Person) -> None:
    each = some("en")[1]
    town.model.script(trouble.says(f"{next(units(articles('en')[0].body))} [1]"))
    chat = await chatting(town, anna, tom)
    await town.support.shows(lambda message: message.ts == chat.card.ts and "Suggest a reply" in message.buttons)
    town.model.always(trouble.says(f"{each.obeyed} [1]"))
    await anna.write(f"{QUESTIONS['en']} {each.words}")
    await chat.thread_shows(each.words[:20])
    asked = town.model.asked()
    await tom.clicks("Suggest a reply", in_=chat.card)
    await town.support.shows(lambda message: message.ephemeral_to == tom.id and "suggest" in message.plain.casefold())
    assert town.model.asked() > asked
    assert not [said for said in (*town.thread(chat.card), *town.whispers(tom)) if each.obeyed in said]
