"""The sample help centre that ships with Frontdesk is sound, and answers what its articles are there for."""

from pathlib import Path

import pytest

from core.answers.answerer import Answerer
from core.answers.articles import Article, read_help_centre
from core.answers.help_centre import HelpCentre
from core.model.ids import Language

ARTICLES, PROBLEMS = read_help_centre(Path(__file__).parents[2] / "sample" / "help")
HELP_CENTRE = HelpCentre(ARTICLES)


def test_every_article_can_be_read() -> None:
    assert PROBLEMS == ()


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article.language}/{article.id}")
async def test_its_own_title_is_answered_from_it(article: Article) -> None:
    answer = await Answerer(HELP_CENTRE).answer(article.title, Language(article.language))
    assert [cited.article for cited in answer.citations] == [article.id]


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
    ],
)
async def test_what_customers_ask_is_answered(language: str, question: str, article: str) -> None:
    answer = await Answerer(HELP_CENTRE).answer(question, Language(language))
    assert [cited.article for cited in answer.citations] == [article]
