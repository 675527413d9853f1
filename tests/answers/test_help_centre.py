"""Questions find their article, and in it the passage that answers."""

import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from core.answers.articles import Article, read_help_centre
from core.answers.help_centre import HelpCentre

ARTICLES, PROBLEMS = read_help_centre(Path(__file__).parent / "help")
HELP_CENTRE = HelpCentre(ARTICLES)


def test_the_fixtures_are_sound() -> None:
    assert PROBLEMS == ()
    assert HELP_CENTRE.languages == {"en", "nl", "pl"}


@pytest.mark.parametrize(
    ("language", "question", "article"),
    [
        ("en", "where is my refund?", "refund"),
        ("en", "When will I get the money back", "refund"),
        ("en", "can i withdraw an offer", "cancel-bid"),
        ("en", "the package didn't arrive", "parcel"),
        ("en", "I forgot my pasword", "password"),
        ("en", "what commission do sellers pay", "seller-costs"),
        ("nl", "waar blijft mijn geld", "refund"),
        ("nl", "wat zijn de kosten van verzending", "shipping"),
        ("nl", "bezorging duurt lang", "shipping"),
        ("nl", "ik wil mijn bod annuleren", "cancel-bid"),
        ("pl", "kiedy zwrot pieniedzy", "refund"),
        ("pl", "jak moge zaplacic karta", "payment"),
        ("pl", "gdzie jest moja paczka", "parcel"),
    ],
)
def test_a_question_finds_its_article(language: str, question: str, article: str) -> None:
    first = HELP_CENTRE.search(question, language)[0].article
    assert (first.id, first.language) == (article, language)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("when do I get my money back", "We send a refund within"),
        ("how do I see the status of my refund", "To see where your refund is:\n\n1. Open **My purchases**"),
        ("my card has expired, what about the refund", "If your card has expired"),
        ("what does a reserve price cost", "## Reserve prices\n\nA reserve price costs"),
        ("tracking has not moved", "Tell us when the tracking has not moved"),
    ],
)
def test_the_passage_that_answers_is_chosen(question: str, begins: str) -> None:
    assert HELP_CENTRE.search(question, "en")[0].passage.markdown.startswith(begins)


def test_a_language_without_articles_is_answered_in_english_and_says_so() -> None:
    assert {hit.article.language for hit in HELP_CENTRE.search("refund", "sv")} == {"en"}


def test_hits_come_best_first_and_no_more_than_asked() -> None:
    hits = HELP_CENTRE.search("refund of my parcel to my card", "en", limit=2)
    assert len(hits) == 2
    assert hits[0].score > hits[1].score


def test_coverage_is_the_share_of_the_question_that_the_article_speaks_of() -> None:
    whole, half = HELP_CENTRE.search("parcel tracking", "en")[0], HELP_CENTRE.search("parcel zebra", "en")[0]
    assert whole.coverage == 1
    assert 0 < half.coverage < 0.5


@pytest.mark.parametrize("question", ["", "   ", "?", "\0", "\ud800", "🙂", "x" * 100_000, "zzz " * 50_000])
def test_questions_without_known_words_find_nothing(question: str) -> None:
    assert HELP_CENTRE.search(question, "en") == ()


def test_an_empty_help_centre_finds_nothing() -> None:
    assert HelpCentre([]).search("refund", "en") == ()


def test_one_article_is_enough() -> None:
    hits = HelpCentre([Article("a", "en", "Paying", "By card.")]).search("pay by card", "en")
    assert [hit.article.id for hit in hits] == ["a"]


def test_where_links_lead_is_not_searched() -> None:
    article = Article("a", "en", "Paying", "See [this page](https://help.example/zebra).")
    assert HelpCentre([article]).search("zebra", "en") == ()


def test_fifty_articles_are_indexed_at_once_and_searched_in_a_blink() -> None:
    articles = [Article(f"{a.id}{copy}", "en", a.title, a.body) for a in ARTICLES[:5] for copy in range(10)]
    start = perf_counter()
    centre = HelpCentre(articles)
    indexed = perf_counter()
    centre.search("where is my refund", "en")
    assert indexed - start < 0.5
    times = []
    for _ in range(21):
        began = perf_counter()
        centre.search("where is my refund", "en")
        times.append(perf_counter() - began)
    assert sorted(times)[10] < 0.005


def test_heavy_libraries_wait_for_the_first_search() -> None:
    code = "import sys, core.answers.answerer; print({'tantivy', 'Stemmer', 'markdown_it'} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "set()"
