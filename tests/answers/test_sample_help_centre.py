"""The sample help centre that ships with Frontdesk is sound, and answers what its articles are there for."""

from collections import Counter
from pathlib import Path

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


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article.language}/{article.id}")
async def test_its_own_title_and_aliases_are_answered_from_it(article: Article) -> None:
    for name in (article.title, *article.aliases):
        answer = await Answerer(HELP_CENTRE).answer(Question(name, Language(article.language)), unseen)
        assert [(cited.article, cited.language) for cited in answer.citations] == [(article.id, article.language)]


def judged(language: str, held_out: int, threshold: float) -> Counter[str]:
    """How an alias is answered that its article does not have; of each article the one at this place."""
    shelf = [article for article in ARTICLES if article.language == language]
    centre = HelpCentre([_without_alias(article, held_out) for article in shelf])
    return Counter(
        _judgement(centre, article.aliases[held_out], article, threshold)
        for article in shelf
        if held_out < len(article.aliases)
    )


def _without_alias(article: Article, place: int) -> Article:
    return msgspec.structs.replace(article, aliases=article.aliases[:place] + article.aliases[place + 1 :])


def _judgement(centre: HelpCentre, question: str, article: Article, threshold: float) -> str:
    hits = centre.search(question, article.language)
    if confidence(hits) < threshold:
        return "withheld"
    return "right" if hits[0].article.id == article.id else "wrong"


@pytest.mark.parametrize(("threshold", "right", "wrong"), [(ANSWER, 0.33, 0.3), (CAREFUL, 0.38, 0.38)])
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_no_alias_says_is_seldom_answered_wrongly(
    language: str, threshold: float, right: float, wrong: float
) -> None:
    judgements = sum((judged(language, place, threshold) for place in range(5)), Counter[str]())
    assert judgements["right"] >= right * judgements.total()
    assert judgements["wrong"] <= wrong * judgements.total()


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
