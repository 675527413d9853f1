"""A question and a line are the more alike, the more words they share, and the more of them in the same order."""

import pytest

from core.answers.likeness import features, likeness, lines
from core.answers.tokens import all_words


def like(question: str, text: str, language: str = "en") -> float:
    stems = tuple(word.stem for word in all_words(question, language))
    return likeness(features(stems), lines(text, language))


@pytest.mark.parametrize(
    ("question", "nearer", "farther"),
    [
        ("where is my refund", "Where is my refund?", "Where is my parcel?"),
        ("where is my refund", "Where is my parcel?", "Change a password."),
        ("my card was stolen", "My card was stolen.", "Was stolen my card."),
        ("my card was stolen", "My card was stolen.", "My card was stolen while I was in Italy for work."),
        ("my cards were stolen", "My card was stolen.", "My profile."),
    ],
)
def test_some_lines_are_more_alike_than_others(question: str, nearer: str, farther: str) -> None:
    assert like(question, nearer) > like(question, farther)


@pytest.mark.parametrize("text", ["Hello.\nWhere is my refund?\nBye.", "Hello. Where is my refund? Bye."])
def test_the_line_that_is_most_alike_counts(text: str) -> None:
    assert like("where is my refund", text) == pytest.approx(1)


def test_chinese_sentences_need_no_space_between_them() -> None:
    assert like("我的退款在哪里", "你好。我的退款在哪里？再见。", "zh") == pytest.approx(1)


@pytest.mark.parametrize(("question", "text"), [("", "Refunds"), ("refund", ""), ("?", "?"), ("refund", "Parcels")])
def test_what_shares_no_word_is_not_alike(question: str, text: str) -> None:
    assert like(question, text) == 0
