"""In which language a customer is answered: tables of what they write, as first words and within a conversation."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language.detect import detect, warm_up
from core.language.spec import BY_CODE, ours
from core.model.ids import Language

EN, NL, PL = Language("en"), Language("nl"), Language("pl")
TEXTS = Path(__file__).parents[3] / "shared" / "data" / "language" / "lid.jsonl"


@pytest.fixture(scope="module", autouse=True)
def _model() -> None:
    warm_up()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my parcel?", "en"),
        ("hello", "en"),
        ("I paid yesterday but the auction still says unpaid", "en"),
        ("can I cancel a bid", "en"),
        ("How long does a refund take?", "en"),
        ("WHERE IS MY MONEY", "en"),
        ("Waar is mijn pakket?", "nl"),
        ("hoi", "nl"),
        ("Hallo!", "nl"),
        ("goedemorgen", "nl"),
        ("ik heb per ongeluk te veel geboden", "nl"),
        ("hoe lang duurt een terugbetaling", "nl"),
        ("de verkoper reageert niet meer", "nl"),
        ("Kan ik met iDEAL betalen?", "nl"),
        ("Gdzie jest moja paczka?", "pl"),
        ("gdzie jest moja paczka", "pl"),
        ("cześć", "pl"),
        ("dzien dobry", "pl"),
        ("nie dostalem jeszcze zwrotu pieniedzy", "pl"),
        ("jak wycofać ofertę", "pl"),
        ("Sprzedawca nie odpowiada na wiadomości od tygodnia", "pl"),
        ("paczka przyszła uszkodzona https://example.com/where-is-my-parcel-now", "pl"),
    ],
)
def test_first_words_without_any_hint(text: str, language: str):
    assert detect(text, None) == language


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("ok", "nl"),
        ("ok", "pl"),
        ("Ok, super!", "pl"),
        ("hej", "nl"),
        ("no", "pl"),
        ("super", "nl"),
        ("iPhone 13 Pro", "pl"),
        ("PostNL", "pl"),
        ("Jan Kowalski", "nl"),
        ("Mary Jones", "pl"),
        ("van der Berg", "en"),
        ("Anna van der Berg", "en"),
        ("FD-7K2M9", "pl"),
        ("3SABCD1234567", "nl"),
        ("1", "pl"),
        ("👍", "nl"),
        ("?!", "pl"),
        ("", "nl"),
        ("anna.kowalska@example.com", "nl"),
        ("https://www.example.com/how-to-pay", "pl"),
        ("/support", "pl"),
        ("/start where_is_my_parcel", "nl"),
        ("Amsterdam", "en"),
        ("дякую", "pl"),
        ("謝謝你的幫助", "nl"),
        ("Wo ist mein Paket geblieben?", "pl"),
    ],
)
def test_what_never_switches_a_conversation(text: str, spoken: str):
    assert detect(text, Language(spoken)) == spoken


@pytest.mark.parametrize(
    ("text", "spoken", "language"),
    [
        ("Where is my parcel?", "pl", "en"),
        ("can I get my money back", "nl", "en"),
        ("Waar blijft mijn pakket?", "en", "nl"),
        ("ik wil graag mijn geld terug", "pl", "nl"),
        ("Gdzie jest moja paczka?", "en", "pl"),
        ("kiedy dostanę zwrot pieniędzy", "nl", "pl"),
        ("Gdzie paczka?", "en", "pl"),
    ],
)
def test_a_clear_sentence_switches_at_once(text: str, spoken: str, language: str):
    assert detect(text, Language(spoken)) == language


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("ok", "pl", "pl"),
        ("hi", "nl", "nl"),
        ("", "pl-PL", "pl"),
        ("/start", "nl", "nl"),
        ("/start", "uk", "en"),
        ("123456", "de", "en"),
        ("123456", "", "en"),
        ("Where is my parcel?", "pl", "en"),
        ("Gdzie jest moja paczka?", "en", "pl"),
        ("Wo ist mein Paket geblieben?", "de", "en"),
        ("Où est mon colis ?", "", "en"),
        ("Де моя посилка?", "uk", "en"),
    ],
)
def test_the_messengers_language_helps_where_words_do_not(text: str, hint: str, language: str):
    assert detect(text, None, hint) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [("pl", "pl"), ("nl-BE", "nl"), ("EN_us", "en"), ("uk", None), ("", None), ("plx", None)],
)
def test_a_tag_of_a_messenger_names_one_of_ours_or_none(tag: str, language: str | None):
    assert ours(tag) == language


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from([None, EN, NL, PL]), st.text(max_size=8))
def test_any_text_at_all_is_answered_in_one_of_ours(text: str, spoken: Language | None, hint: str):
    assert detect(text, spoken, hint) in BY_CODE


def figures() -> list[tuple[str, Language]]:
    if not TEXTS.exists():
        pytest.skip("needs the short texts of shared/data/language beside the checkout")
    rows = (json.loads(line) for line in TEXTS.read_text("utf-8").splitlines())
    return [(row["text"], Language(row["lang"])) for row in rows if row["lang"] in BY_CODE]


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def test_short_texts_are_told_apart_without_any_prior():
    assert share([detect(text, None) == language for text, language in figures()]) >= 0.97


def test_a_conversation_is_next_to_never_switched_by_mistake():
    assert share([detect(text, language) == language for text, language in figures()]) >= 0.998


def test_a_sentence_in_another_language_is_noticed():
    sentences = [(text, language) for text, language in figures() if len(text.split()) >= 3]
    others = [(text, language, other) for text, language in sentences for other in (EN, NL, PL) if other != language]
    assert share([detect(text, other) == language for text, language, other in others]) >= 0.96
