"""The sample help centre that ships with Frontdesk is sound, and answers what its articles are there for."""

from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from core.answers.answerer import Answerer
from core.answers.articles import Article, read_help_centre
from core.answers.confidence import ANSWER, CAREFUL, confidence
from core.answers.help_centre import HelpCentre
from core.answers.tokens import LANGUAGES
from core.answers.writing import unseen
from core.model.ids import Language
from core.model.question import Question
from scripts.articles import findings

SAMPLE = Path(__file__).parents[2] / "sample" / "help"
ARTICLES, PROBLEMS = read_help_centre(SAMPLE)
HELP_CENTRE = HelpCentre(ARTICLES)


def test_every_article_can_be_read() -> None:
    assert PROBLEMS == ()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
async def test_an_articles_own_title_and_aliases_are_answered_from_it(language: str) -> None:
    names = [(name, each.id) for each in ARTICLES if each.language == language for name in (each.title, *each.aliases)]
    assert names
    for name, article in names:
        answer = await Answerer(HELP_CENTRE).answer(Question(name, Language(language)), unseen)
        assert [(cited.article, cited.language) for cited in answer.citations] == [(article, language)], name


class Judged(NamedTuple):
    confidence: float
    right: bool


def judged(language: str, held_out: int) -> list[Judged]:
    """How an alias is answered that its article does not have; of each article the one at this place."""
    shelf = [article for article in ARTICLES if article.language == language]
    centre = HelpCentre([_without_alias(article, held_out) for article in shelf])
    return [
        _judgement(centre, article.aliases[held_out], article) for article in shelf if held_out < len(article.aliases)
    ]


def _without_alias(article: Article, place: int) -> Article:
    return msgspec.structs.replace(article, aliases=article.aliases[:place] + article.aliases[place + 1 :])


def _judgement(centre: HelpCentre, question: str, article: Article) -> Judged:
    hits = centre.search(question, article.language)
    return Judged(confidence(hits), bool(hits) and hits[0].article.id == article.id)


@pytest.mark.figures
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_no_alias_says_is_seldom_answered_wrongly(language: str) -> None:
    judgements = [each for place in range(5) for each in judged(language, place)]
    for threshold, right, wrong in ((ANSWER, 0.33, 0.3), (CAREFUL, 0.38, 0.38)):
        given = [each.right for each in judgements if each.confidence >= threshold]
        assert sum(given) >= right * len(judgements), threshold
        assert len(given) - sum(given) <= wrong * len(judgements), threshold


def test_the_languages_say_the_same() -> None:
    """Every article in every language, with the same figures, links and build, and aliases of its own."""
    assert set(findings(SAMPLE)) == set()


@pytest.mark.parametrize(
    ("language", "question", "article"),
    [
        ("en", "my payment was declined", "payment-failed"),
        ("en", "how do I cancel my bid", "cancel-bid"),
        ("en", "where is my refund?", "refund-timing"),
        ("nl", "mijn pakje is niet aangekomen", "parcel-not-arrived"),
        ("nl", "wachtwoord vergeten", "login-and-account"),
        ("nl", "wat zijn de verzendkosten", "shipping-costs-times"),
        ("pl", "kiedy dostane zwrot pieniedzy", "refund-timing"),
        ("pl", "jak zapłacić", "how-to-pay"),
        ("pl", "podejrzana wiadomość", "report-suspicious"),
        ("en", "I can't get into my account", "login-and-account"),
        ("en", "seller fees", "seller-fees"),
        ("de", "wie hoch sind die verkaufsgebuehren?", "seller-fees"),
        ("da", "hvornår får jeg pengene tilbage", "refund-timing"),
        ("zh", "忘记密码了怎么办", "login-and-account"),
        ("zh", "賣家費用", "seller-fees"),
    ],
)
async def test_what_customers_ask_is_answered(language: str, question: str, article: str) -> None:
    answer = await Answerer(HELP_CENTRE).answer(Question(question, Language(language)), unseen)
    assert [cited.article for cited in answer.citations] == [article]
