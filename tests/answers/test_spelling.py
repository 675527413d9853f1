"""Misspelt words of a question are mended from the words at hand, and others are left alone."""

import pytest

from core.answers.articles import Article
from core.answers.help_centre import HelpCentre
from core.answers.spelling import Spelling
from core.language.spelling import mistakes

SPELLING = Spelling(
    {"refund": 9, "refunds": 1, "delivery": 3, "password": 4, "verification": 2, "card": 7, "cancel": 5}
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("refnd", "refund"),
        ("reffund", "refund"),
        ("refumd", "refund"),
        ("rfeund", "refund"),
        ("pasword", "password"),
        ("passwrod", "password"),
        ("delivrey", "delivery"),
        ("verifcatoin", "verification"),
        ("cancle", "cancel"),
        ("crad", ""),
        ("candle", ""),
        ("defund", ""),
        ("passwords1", ""),
        ("zebra", ""),
        ("", ""),
    ],
)
def test_the_nearest_word_is_found(written: str, meant: str) -> None:
    assert SPELLING.nearest(written) == meant


def test_of_two_words_as_near_the_more_frequent_one_is_meant() -> None:
    assert Spelling({"rates": 1, "rated": 5}).nearest("ratex") == "rated"


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("order", "order", 0), ("order", "oder", 1), ("order", "ordre", 1), ("order", "orders", 1), ("order", "ardex", 2)],
)
def test_slips_are_counted(one: str, other: str, slips: int) -> None:
    assert mistakes(one, other, 2) == mistakes(other, one, 2) == slips


def test_counting_stops_at_the_most_that_is_asked_for() -> None:
    assert mistakes("verification", "communication", 2) > 2


CENTRE = HelpCentre(
    [
        Article("delivery", "en", "Delivery times", "It takes two days."),
        Article("password", "en", "Passwords", "Choose another one."),
        Article("bus", "en", "Buses", "There are none."),
    ]
)


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("my delviery", "delivery"),
        ("what about shpping", "delivery"),
        ("pasword", "password"),
    ],
)
def test_a_misspelt_question_finds_its_article(question: str, article: str) -> None:
    assert CENTRE.search(question, "en")[0].article.id == article


def test_a_guessed_word_is_less_known_than_one_that_was_written() -> None:
    assert CENTRE.search("delviery", "en")[0].known < CENTRE.search("delivery", "en")[0].known == 1.0
