"""A streamed answer is checked as far as its sentences are whole."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.answers.guard import check, complete_sentences
from core.answers.guard.units import units


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Open it. Then pa", "Open it."),
        ("Open it.", ""),  # ".com" may follow
        ("Open it. ", ""),  # "then" may follow
        ("Really? ", "Really?"),
        ("Really? Yes", "Really?"),
        ("It costs €1.", ""),
        ("It costs €1.50. Then", "It costs €1.50."),
        ("Am 14. September ist", ""),
        ("Pay, z. B. mit", ""),
        ("Pay, e.g. with", ""),
        ("See https://help.example/a.b", ""),
        ("See [Fees. And more](https://help.exam", ""),
        ("See **Fees.** Then", "See **Fees.**"),
        ("1.", ""),
        ("1. Open", ""),
        ("1. Open\n2. Pa", "1. Open\n"),
        ("Do this:\n\n1. Open\n2.", "Do this:\n\n1. Open\n"),
        ("- a\n- b\n", "- a\n- b\n"),
        ("请付款。然后", "请付款。"),
        ("请付款。", "请付款。"),
        ("", ""),
    ],
)
def test_as_far_as_sentences_are_whole(text: str, whole: str) -> None:
    assert complete_sentences(text) == whole


@pytest.mark.parametrize("language", ["da", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv", "zh"])
def test_each_beginning_of_a_right_answer_passes(article, language: str) -> None:
    text = article(language).markdown
    for end in range(len(text)):
        if whole := complete_sentences(text[:end]):
            assert check(whole, [article(language)], language) == ()


@given(st.text("aB1. \n!?。[]()*-", max_size=60))
@example(". a")
@example("B!. a")
def test_a_longer_beginning_never_takes_anything_back(text: str) -> None:
    grown = [complete_sentences(text[:end]) for end in range(len(text) + 1)]
    assert all(text.startswith(whole) for whole in grown)
    assert list(map(len, grown)) == sorted(map(len, grown))


def test_sentences_and_items_are_the_units() -> None:
    text = "# Fees\n\nPay 9%. See [x. y](https://a.example/b.c). Fine\n\n1. Open\n2. Wait 3 days. Then go\n14. September z. B. heute."
    assert list(units(text)) == [
        "Fees",
        "Pay 9%.",
        "See [x. y](https://a.example/b.c).",
        "Fine",
        "Open",
        "Wait 3 days.",
        "Then go",
        "14. September z. B. heute.",
    ]
