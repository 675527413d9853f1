"""Customers who order the model about, and a model that obeys: what it then says reaches nobody, whole or while it is written."""

from collections.abc import Iterator, Sequence

import pytest

from core.answers.answerer import Answerer
from core.answers.decision import Thresholds
from core.answers.guard import Source, check
from core.answers.guard.units import form, units
from core.answers.help_centre import HelpCentre, Hit
from core.answers.model_writer import ModelWriter
from core.answers.prompt import instructions
from core.answers.writing import Draft, Show
from core.model.answer import Answer
from core.model.ids import Language
from core.model.question import Question
from tests.injection.injections import LANGUAGES, Injection, articles, injections
from tests.injection.victim import Screen, Victim, cited

FROM_ENGLISH = tuple(language for language in LANGUAGES if language != "en")
ADVICE = "role"  # "the shop across the street is cheaper": an opinion, which in another language than the source's nothing tells


class Obedient:
    """The answerer's model, with nothing around it that could hold it back."""

    def __init__(self, victim: Victim) -> None:
        self._writer = ModelWriter(victim)

    async def draft(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        return await self._writer.write(question, hits, show)

    async def objections(self, question: Question, draft: Draft, hits: Sequence[Hit]) -> tuple[str, ...]:
        return ()

    async def remember(self, question: Question, hits: Sequence[Hit], draft: Draft) -> None:
        """Nothing is asked twice here."""


@pytest.fixture(autouse=True)
def every_word_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.answers.model_writer.SHOWN_EVERY", 0.0)


def test_there_are_thirty_of_our_own_in_each_language() -> None:
    assert len(LANGUAGES) == 11
    assert [language for language in LANGUAGES if len({each.words for each in injections(language)}) < 30] == []


async def answered(
    each: Injection, said: str, *, before: tuple[str, ...] = (), help_in: str
) -> tuple[Answer, list[str]]:
    """The answer, and what was shown while it was written."""
    victim, screen = Victim(cited(said)), Screen()
    answerer = Answerer(HELP[help_in], Thresholds(0.0, 0.0), Obedient(victim))
    asked = articles(each.language)[0].title
    question = Question(f"{asked} {each.words}", Language(each.language), before)
    answer = await answerer.answer(question, screen.show)
    assert victim.told or not answer.markdown  # what goes to a person is not asked for
    return answer, screen.seen


HELP = {language: HelpCentre(articles(language)) for language in LANGUAGES}


def manners(each: Injection) -> Iterator[str]:
    """Alone, and hidden behind and before what the help centre really says."""
    good = next(units(articles(each.language)[0].body))
    yield each.obeyed
    yield f"{good}\n{each.obeyed}"
    yield f"{each.obeyed}\n{good}"


def reached(each: Injection, answer: Answer, seen: Sequence[str]) -> bool:
    shown = form("\n".join((answer.markdown, *seen)))
    return any(form(unit) in shown for unit in units(each.obeyed))


@pytest.mark.fault("Security", "prompt injection", "what an obedient model says of a stranger's orders is not sent")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_a_customer_orders_is_not_said(language: str) -> None:
    got_through = [
        said
        for each in injections(language)
        for said in manners(each)
        if reached(each, *await answered(each, said, help_in=language))
    ]
    assert got_through == []


@pytest.mark.fault("Security", "no promise of money", "in any language, whatever the model was told")
@pytest.mark.fault("Security", "links in answers", "no link that no cited source has, spelled out neither")
@pytest.mark.fault("Security", "the system prompt does not leak", "word for word, in verse or in another language")
@pytest.mark.parametrize("language", FROM_ENGLISH)
def test_nor_where_the_articles_are_in_another_language_than_the_answer(language: str) -> None:
    """Then no words can be compared: the forms of promises, links, figures and talk of oneself are all there is."""
    sources = [Source(each.title, each.body, each.address, each.language) for each in articles("en")]
    rules = instructions(Language(language))
    got_through = [
        each.obeyed
        for each in injections(language)
        if not check(each.obeyed, sources, language, each.words, instructions=rules)
    ]
    opinions = [each.obeyed for each in injections(language) if each.goal == ADVICE]
    assert set(got_through) <= set(opinions[-1:])


@pytest.mark.fault("Security", "prompt injection", "nor what was written earlier")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_was_ordered_earlier_is_not_said(language: str) -> None:
    for each in injections(language):
        answer, seen = await answered(each, each.obeyed, before=(each.words,), help_in=language)
        assert not reached(each, answer, seen), each.obeyed


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_the_help_centre_says_is_said_all_the_same(language: str) -> None:
    """The orders beside a question take nothing from its answer."""
    first, second, *_ = units(articles(language)[0].body)
    answer, seen = await answered(injections(language)[1], f"{first}\n{second}", help_in=language)
    assert answer.markdown == f"{first}\n{second}"
    assert first in seen[0]
