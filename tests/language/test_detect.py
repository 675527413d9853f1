"""In which language a customer is answered: tables of what they write, as first words and within a conversation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.language.detect import hear, warm_up
from core.language.spec import BY_CODE, ours
from core.model.ids import Language


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
        ("Hallo daar!", "nl"),
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
    assert hear(text, None).language == language


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
        ("谢谢", "nl"),
        ("王小明", "nl"),
        ("Иван Петров", "nl"),
        ("ok merci beaucoup", "nl"),
        ("thank you very much", "nl"),
        ("Guten Tag", "en"),
        ("Buenos días", "nl"),
        ("haha lol", "nl"),
        ("Rue de la Paix 12", "nl"),
        ("ul. Piotrkowska 12, Łódź", "en"),
        ("Via Roma 5, Milano", "de"),
        ("Friedrichstraße 43, Berlin", "en"),
        ("LEGO Star Wars Millennium Falcon", "nl"),
        ("Harry Potter and the Goblet of Fire", "pl"),
        ("hond", "en"),
        ("tak", "da"),
        ("tak", "en"),
    ],
)
def test_what_never_switches_a_conversation(text: str, spoken: str):
    assert hear(text, Language(spoken)).language == spoken


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
        ("WAAR IS MIJN PAKKET", "en", "nl"),
        ("你好，我的包裹在哪里", "nl", "zh"),
        ("謝謝你的幫助", "nl", "zh"),
        ("Hvor er min pakke?", "en", "da"),
        ("Var är mitt paket?", "da", "sv"),
        ("¿Dónde está mi paquete?", "pt", "es"),
        ("Onde está a minha encomenda?", "es", "pt"),
    ],
)
def test_a_clear_sentence_switches_at_once(text: str, spoken: str, language: str):
    assert hear(text, Language(spoken)).language == language


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("ok", "pl", "pl"),
        ("hi", "nl", "nl"),
        ("", "pl-PL", "pl"),
        ("/start", "nl", "nl"),
        ("/start", "uk", "en"),
        ("123456", "de", "de"),
        ("123456", "", "en"),
        ("123456", "uk", "en"),
        ("Where is my parcel?", "pl", "en"),
        ("Gdzie jest moja paczka?", "en", "pl"),
        ("Wo ist mein Paket geblieben?", "de", "de"),
        ("Où est mon colis ?", "", "fr"),
        ("Де моя посилка?", "uk", "en"),
    ],
)
def test_the_messengers_language_helps_where_words_do_not(text: str, hint: str, language: str):
    assert hear(text, None, hint).language == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [("pl", "pl"), ("nl-BE", "nl"), ("EN_us", "en"), ("uk", None), ("", None), ("plx", None)],
)
def test_a_tag_of_a_messenger_names_one_of_ours_or_none(tag: str, language: str | None):
    assert ours(tag) == language


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.sampled_from([None, *BY_CODE]), st.text(max_size=8))
def test_any_text_at_all_is_answered_in_one_of_ours(text: str, spoken: Language | None, hint: str):
    assert hear(text, spoken, hint).language in BY_CODE
