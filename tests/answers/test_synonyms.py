"""Different words for the same thing find the same article, in every language."""

import pytest

from core.answers.articles import Article
from core.answers.help_centre import HelpCentre
from core.answers.synonyms import FOLDER, meanings, synonym_words
from core.answers.tokens import LANGUAGES, all_words

SHARED = {"order", "cancel", "change", "refund", "invoice", "password", "deliver", "fraud", "contact", "fee"}


def found(text: str, language: str) -> set[str]:
    return {meaning for _, meaning in meanings(all_words(text, language), language)}


def lines(language: str) -> list[tuple[str, list[str]]]:
    rows = [
        line.split(" = ") for line in (FOLDER / f"{language}.toml").read_text("utf-8").splitlines() if " = " in line
    ]
    return [(name, [each.strip() for each in expressions.strip('"').split(",")]) for name, expressions in rows]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_expression_of_a_language_is_found_by_its_meaning(language: str) -> None:
    for name, expressions in lines(language):
        for expression in expressions:
            assert name in found(f"{expression}.", language), (name, expression)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_speaks_of_the_same_main_things(language: str) -> None:
    names = [name for name, _ in lines(language)]
    assert len(names) == len(set(names))
    assert set(names) >= SHARED


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_line_says_a_word_twice(language: str) -> None:
    assert [name for name, expressions in lines(language) if len(expressions) != len(set(expressions))] == []


def test_several_words_mean_what_none_of_them_means_alone() -> None:
    assert "refund" in found("I want my money back", "en")
    assert "refund" not in found("the back of the money", "en")


def test_a_language_without_a_list_has_no_meanings() -> None:
    assert found("Qapla", "tlh") == set()
    assert synonym_words("tlh") == frozenset()


@pytest.mark.parametrize(
    ("language", "question", "title", "other"),
    [
        ("da", "jeg vil gerne have pengene tilbage", "Refusion", "Adresse"),
        ("de", "ich möchte mein Geld zurück", "Erstattung", "Anschrift"),
        ("en", "can I annul my purchase", "Cancelling an order", "Changing an order"),
        ("en", "where is my parcel", "Tracking a package", "Paying for a package"),
        ("es", "quiero anular la compra", "Cancelar un pedido", "Pagar un pedido"),
        ("fr", "j'ai perdu mes identifiants", "Mot de passe", "Livraison"),
        ("it", "vorrei i soldi indietro", "Rimborso", "Consegna"),
        ("nl", "ik wil mijn aankoop afzeggen", "Bestelling annuleren", "Bestelling betalen"),
        ("pl", "chcę odzyskać pieniądze", "Zwrot", "Dostawa"),
        ("pt", "quero mudar o meu endereço", "Alterar a morada", "Pagar a fatura"),
        ("sv", "jag vill ha pengarna tillbaka", "Återbetalning", "Leverans"),
        ("zh", "我想把钱退还", "退款", "发票"),
    ],
)
def test_a_question_finds_what_its_article_calls_otherwise(
    language: str, question: str, title: str, other: str
) -> None:
    centre = HelpCentre([Article("asked", language, title, "…"), Article("other", language, other, "…")])
    assert centre.search(question, language)[0].article.id == "asked"


def test_the_word_itself_counts_more_than_its_synonym() -> None:
    centre = HelpCentre([Article("same", "en", "Your invoice", "…"), Article("like", "en", "Your receipt", "…")])
    assert [hit.article.id for hit in centre.search("where is my invoice", "en")] == ["same", "like"]
