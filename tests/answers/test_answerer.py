"""A question is answered with a quotation and its source, or not at all."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.answerer import Answerer
from core.answers.articles import Article, read_help_centre
from core.answers.confidence import CAREFUL, confidence
from core.answers.decision import Thresholds
from core.answers.help_centre import HelpCentre, Hit
from core.answers.passages import Passage
from core.answers.writing import unseen
from core.model.answer import Answer, Citation
from core.model.ids import Language
from core.model.question import Question
from core.ports import AnswerSource

ARTICLES = read_help_centre(Path(__file__).parent / "help")[0]
BODIES = {(article.id, article.language): article.body for article in ARTICLES}
ANSWERER: AnswerSource = Answerer(HelpCentre(ARTICLES))
EAGER = Thresholds(0.0, 0.0)


async def ask(question: str, language: str = "en", answerer: AnswerSource = ANSWERER) -> Answer:
    return await answerer.answer(Question(question, Language(language)), unseen)


async def test_an_answer_is_a_quotation_with_its_source() -> None:
    answer = await ask("I bid by mistake, can I cancel?")
    assert answer.kind == "answered"
    assert answer.markdown == BODIES["cancel-bid", "en"]
    assert answer.citations == (
        Citation("cancel-bid", "Can I cancel a bid?", "https://help.example/en/cancel-bid", "en"),
    )
    assert answer.confidence >= CAREFUL


@pytest.mark.parametrize(
    ("language", "question", "article"),
    [
        ("en", "When do I get my money back?", "refund"),
        ("en", "my parcel has not arrived yet", "parcel"),
        ("en", "how can I change my password", "password"),
        ("nl", "wanneer krijg ik mijn geld terug", "refund"),
        ("nl", "kan ik mijn bod intrekken", "cancel-bid"),
        ("pl", "Kiedy dostanę zwrot pieniędzy?", "refund"),
        ("pl", "moja paczka nie dotarła", "parcel"),
    ],
)
async def test_what_the_help_centre_says_is_answered(language: str, question: str, article: str) -> None:
    answer = await ask(question, language)
    assert [(cited.article, cited.language) for cited in answer.citations] == [(article, language)]


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What is the weather in Amsterdam?"),
        ("en", "who won the football match yesterday"),
        ("en", "play some music"),
        ("en", "hello"),
        ("en", ""),
        ("nl", "wie is de koning van Spanje"),
        ("nl", "zet het licht in de keuken aan"),
        ("pl", "jaka jest dziś pogoda w Krakowie"),
        ("pl", "opowiedz mi dowcip"),
    ],
)
async def test_what_the_help_centre_does_not_say_is_unknown(language: str, question: str) -> None:
    answer = await ask(question, language)
    assert (answer.kind, answer.markdown, answer.citations) == ("unknown", "", ())
    assert answer.confidence < CAREFUL


async def test_a_language_without_articles_is_answered_in_english_and_says_so() -> None:
    answer = await ask("When do I get my money back?", "sv")
    assert answer.citations[0].language == "en"


async def test_what_only_the_english_articles_say_is_answered_from_them() -> None:
    answer = await ask("I forgot my password", "nl")
    assert [(cited.article, cited.language) for cited in answer.citations] == [("password", "en")]


async def test_the_own_language_comes_first() -> None:
    both = HelpCentre([Article("a", "en", "Track & trace", "See it."), Article("a", "nl", "Track & trace", "Zie het.")])
    answer = await ask("track & trace", "nl", Answerer(both))
    assert answer.citations[0].language == "nl"


async def test_what_neither_language_surely_says_is_unknown() -> None:
    assert (await ask("welke kleur heeft de maan", "nl")).kind == "unknown"


async def test_steps_are_quoted_whole() -> None:
    answer = await ask("how do I see the status of my refund")
    assert answer.markdown.split("\n")[2:] == [
        "1. Open **My purchases** and choose the item.",
        "2. Open **Payment**.",
        "3. Read the status.",
    ]


async def test_the_threshold_withholds() -> None:
    strict = Answerer(HelpCentre(ARTICLES), Thresholds(1.0, 1.0))
    assert (await ask("where is my refund", answerer=strict)).kind == "unknown"


async def test_an_empty_help_centre_knows_nothing() -> None:
    answer = await ask("how do fees work", answerer=Answerer(HelpCentre([]), EAGER))
    assert answer == Answer("unknown", "", (), 0.0, "abstain")


words = st.sampled_from(sorted({word for body in BODIES.values() for word in body.split()}))


@given(st.lists(words, max_size=12).map(" ".join), st.sampled_from(["en", "nl", "pl", "sv"]))
async def test_every_line_of_an_answer_stands_in_the_cited_article(question: str, language: str) -> None:
    answer = await ask(question, language, Answerer(HELP_CENTRE, EAGER))
    sources = [BODIES[cited.article, cited.language].split("\n") for cited in answer.citations]
    assert all(any(line in source for source in sources) for line in answer.markdown.split("\n") if line)


HELP_CENTRE = HelpCentre(ARTICLES)


def hit(score: float, *, exact: bool = False) -> Hit:
    return Hit(Article("a", "en", "Title", "Body."), Passage("", "Body."), score, exact)


def test_confidence_grows_with_each_kind_of_evidence() -> None:
    plain = confidence([hit(3.0), hit(2.0)])
    assert 0 < plain < 1
    assert plain < confidence([hit(3.0), hit(1.0)])
    assert plain < confidence([hit(6.0), hit(4.0)])


def test_what_an_article_calls_itself_is_sure() -> None:
    assert confidence([hit(0.1, exact=True), hit(0.1)]) == 1


def test_without_hits_there_is_no_confidence() -> None:
    assert confidence([]) == 0


async def test_who_only_answers_at_once_makes_the_index_that_is_missing() -> None:
    answerer, question = Answerer(HelpCentre(ARTICLES)), Question("When do I get my money back?", Language("en"))
    answer = answerer.at_once(question)
    assert answer is None
    async with asyncio.timeout(10):
        while answer is None:
            await asyncio.sleep(0.01)
            answer = answerer.at_once(question)
    assert answer == await ask(question.text)
