"""Texts become search words: stemmed, without accents and case, and cut into n-grams."""

import pytest

from core.answers.function_words import FUNCTION_WORDS
from core.answers.tokens import LANGUAGES, content_words
from core.language.folding import fold_word


def stems(text: str, language: str) -> list[str]:
    return [word.stem for word in content_words(text, language)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("da", "Købere på øen", "koebere paa oeen"),
        ("da", "KØBER", "kober"),
        ("da", "gebyret", "gebyrer"),
        ("da", "væske", "vaeske"),
        ("de", "Gebühren für Käufer", "gebuehren fuer kaeufer"),
        ("de", "schöne Möbel", "schone mobel"),
        ("de", "Straße", "STRASSE"),
        ("de", "eine neue Quelle", "neue quelle"),
        ("en", "How do I CANCEL my bids?", "a cancelled bid"),
        ("en", "I can’t pay", "cant pay"),
        ("en", "I cannot pay", "I can't pay"),
        ("en", "the seller's fee", "The seller’s fees"),
        ("en", "ｆｅｅｓ", "fee"),
        ("es", "devolución", "DEVOLUCION"),
        ("es", "el año pasado", "ano pasado"),
        ("fr", "l’élève", "l'eleve"),
        ("fr", "j'ai reçu d’autres œuvres qu'on", "recu autres oeuvres"),
        ("it", "perché dell'asta", "ASTA perche"),
        ("it", "un’offerta più alta", "piu offerta alta"),
        ("nl", "verkopers", "de Verkoper"),
        ("nl", "prĳs", "prijs"),
        ("nl", "altijd", "altyd"),
        ("nl", "foto’s", "foto's"),
        ("nl", "geïnde", "geinde"),
        ("pl", "zwrot pieniędzy", "ZWROT pieniedzy"),
        ("pl", "wpłata", "wplata"),
        ("pt", "leilão", "LEILAO"),
        ("pt", "serviço d’água", "servico d'agua"),
        ("sv", "försäljare få", "forsaljare fa"),
        ("sv", "köpa på", "koepa paa"),
        ("zh", "退款", "退款？"),
        ("zh", "退貨運費", "退货运费"),
        ("zh", "我的包裹還沒到", "我的包裹还没到"),
        ("zh", "ＶＩＳＡ卡", "visa卡"),
        ("zh", "\ud800退款", "退款"),
        ("en", "什麼 fees", "什么 fee"),
        ("tlh", "Qapla", "qapla"),
    ],
)
def test_two_ways_of_writing_are_the_same_words(language: str, one: str, other: str) -> None:
    assert sorted(stems(one, language)) == sorted(stems(other, language))


def test_function_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert stems("What is the fee?", "en") == ["fee"]
    assert stems("What is it?", "en") == ["what", "is", "it"]


def test_negations_are_kept() -> None:
    assert "not" in stems("I have not received it", "en")


def test_a_compound_shares_its_ngrams_with_its_parts() -> None:
    (compound,), (part,) = content_words("verzendkosten", "nl"), content_words("kosten", "nl")
    assert set(part.grams) - set(compound.grams) == {"_kos"}


def test_chinese_is_cut_into_pairs_and_keeps_foreign_words() -> None:
    assert stems("用PayPal付款金额", "zh") == ["用", "paypal", "付款", "款金", "金额"]


def test_chinese_is_cut_at_function_words() -> None:
    assert stems("我们的退款什么时候到", "zh") == ["退款", "时候", "候到"]
    assert stems("什么", "zh") == ["什么"]


def test_a_pair_shares_its_characters_with_other_pairs() -> None:
    (word,) = content_words("退款", "zh")
    assert word.grams == ("退", "款")


@pytest.mark.parametrize("text", ["", " \n", "?!", "\ud800", "\0", "🙂"])
def test_what_has_no_words_gives_none(text: str) -> None:
    assert content_words(text, "en") == ()


def test_every_language_has_function_words_each_once() -> None:
    assert set(FUNCTION_WORDS) == LANGUAGES
    for words in FUNCTION_WORDS.values():
        assert len(words.split()) == len(set(words.split()))


def test_folding_leaves_plain_letters() -> None:
    assert fold_word("Zażółć", "pl") == "zazolc"
    assert fold_word("Œuf", "fr") == "oeuf"
    assert fold_word("Ærø", "da") == "aero"
