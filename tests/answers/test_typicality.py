"""A help centre's own words are told from anybody's, and those from strangers'."""

import pytest

from core.answers.tokens import content_words
from core.answers.typicality import Seen, frequent_stems, typicality

TEXTS = 40
CONTAINING = {"bitcoin": 20, "wallet": 4, "make": 3, "钱包": 8}
MEANT = {"purs"}  # as it is stemmed


def typical(text: str, language: str = "en") -> float:
    stems = (word.stem for word in content_words(text, language))
    return typicality((Seen(stem, CONTAINING.get(stem, 0), stem in MEANT) for stem in stems), language, TEXTS)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("bitcoin", "wallet"),
        ("wallet", "make"),
        ("make", "dinner"),
        ("wallet", "purse"),
        ("purse", "dinner"),
        ("bitcoin wallet", "bitcoin dinner"),
    ],
)
def test_some_words_are_more_typical_than_others(more: str, less: str) -> None:
    assert typical(more) > typical(less)


def test_chinese_ones_too() -> None:
    assert typical("钱包", "zh") > typical("晚饭", "zh")


def test_its_own_words_are_likelier_here_and_strange_ones_elsewhere() -> None:
    assert typical("bitcoin") > 0 > typical("dinner")


def test_another_word_for_its_own_says_nothing() -> None:
    assert typical("purse") == 0


def test_a_number_that_it_does_not_have_says_nothing() -> None:
    assert typical("bitcoin 4711") == typical("bitcoin")


@pytest.mark.parametrize("text", ["", "?", "4711"])
def test_a_question_without_words_says_nothing(text: str) -> None:
    assert typical(text) == 0


@pytest.mark.parametrize("language", ["da", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv"])
def test_frequent_words_are_known_in_each_language(language: str) -> None:
    assert len(frequent_stems(language)) > 200


def test_a_language_without_a_list_has_no_frequent_words() -> None:
    assert frequent_stems("zh") == frequent_stems("xx") == frozenset()
