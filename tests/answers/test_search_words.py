"""Texts become search words: stemmed, without accents and case, and cut into n-grams."""

import pytest

from core.answers.function_words import FUNCTION_WORDS
from core.answers.tokens import LANGUAGES, content_words, fold


def stems(text: str, language: str) -> list[str]:
    return [word.stem for word in content_words(text, language)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "How do I CANCEL my bids?", "a cancelled bid"),
        ("nl", "verkopers", "de Verkoper"),
        ("pl", "zwrot pieniędzy", "ZWROT pieniedzy"),
        ("pl", "wpłata", "wplata"),
        ("de", "Straße", "strasse"),
        ("fr", "l'élève", "eleve"),
        ("da", "købere", "køber"),
        ("zh", "退款", "退款？"),
        ("en", "ｆｅｅｓ", "fee"),
        ("tlh", "Qapla", "qapla"),
    ],
)
def test_two_ways_of_writing_are_the_same_words(language: str, one: str, other: str) -> None:
    assert stems(one, language) == stems(other, language)


def test_function_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert stems("What is the fee?", "en") == ["fee"]
    assert stems("What is it?", "en") == ["what", "is", "it"]


def test_negations_are_kept() -> None:
    assert "not" in stems("I have not received it", "en")


def test_a_compound_shares_its_ngrams_with_its_parts() -> None:
    (compound,), (part,) = content_words("verzendkosten", "nl"), content_words("kosten", "nl")
    assert set(part.grams) - set(compound.grams) == {"_kos"}


def test_chinese_is_cut_into_characters_and_pairs_and_keeps_foreign_words() -> None:
    assert stems("用PayPal付款", "zh") == ["用", "paypal", "付", "款", "付款"]


@pytest.mark.parametrize("text", ["", " \n", "?!", "\ud800", "\0", "🙂"])
def test_what_has_no_words_gives_none(text: str) -> None:
    assert content_words(text, "en") == ()


def test_every_language_has_function_words_each_once() -> None:
    assert set(FUNCTION_WORDS) == LANGUAGES
    for words in FUNCTION_WORDS.values():
        assert len(words.split()) == len(set(words.split()))


def test_folding_leaves_plain_letters() -> None:
    assert fold("Zażółć gęślą jaźń, Ærø, œuf") == "zazolc gesla jazn, aero, oeuf"
