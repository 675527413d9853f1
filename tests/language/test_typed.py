"""What typed words stand for: tables of texts at the screens where they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.catalog import read_catalog
from core.language.normal import folded
from core.language.typed import email_in, typed, wants_person
from core.model.ids import Language
from core.model.view import Button, text

CATALOG = read_catalog()

CHOOSING = (
    Button(text("button.live_chat"), "offer.live_chat"),
    Button(text("button.email"), "offer.email"),
    Button(text("button.cancel"), "cancel"),
)
ADDRESS = (
    Button(text("button.use_email", email="anna@example.com"), "use_email"),
    Button(text("button.cancel"), "cancel"),
)
IDLE = (Button(text("button.talk"), "talk"),)


def stands_for(words: str, buttons: tuple[Button, ...], language: str = "en", digits: bool = False) -> str:
    return typed(words, buttons, Language(language), CATALOG, digits)


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("/start", "start"),
        ("/start article-17", "start"),
        ("/START", "start"),
        ("/support", "talk"),
        (" /support ", "talk"),
        ("/support@hamerslag_bot", "talk"),
        ("/support@hamerslag_bot my parcel\nis lost", "talk"),
        ("/cancel", "cancel"),
        ("/help", ""),
        ("/starting", ""),
        ("start", ""),
        ("go to /start", ""),
    ],
)
def test_commands(words: str, action: str):
    assert stands_for(words, IDLE) == action


@pytest.mark.parametrize(
    ("words", "language", "action"),
    [
        ("Talk to customer support", "en", "talk"),
        ("talk to customer support!", "en", "talk"),
        ("👤 Talk to customer support", "nl", "talk"),
        ("praat met de klantenservice", "nl", "talk"),
        ("Porozmawiaj z obsługą klienta", "pl", "talk"),
        ("porozmawiaj z obsluga klienta", "pl", "talk"),
        ("Porozmawiaj z obsługą klienta", "nl", ""),
        ("I want to talk to customer support about my parcel", "en", ""),
        ("", "en", ""),
        ("!!!", "en", ""),
    ],
)
def test_a_buttons_label_in_the_customers_language_or_in_english(words: str, language: str, action: str):
    assert stands_for(words, IDLE, language) == action


def test_a_label_with_an_address_in_it():
    assert stands_for("use anna@example.com", ADDRESS) == "use_email"


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("1", "offer.live_chat"),
        ("2", "offer.email"),
        ("2.", "offer.email"),
        ("2️⃣", "offer.email"),
        ("3", "cancel"),
        ("4", ""),
        ("0", ""),
        ("12", ""),
        ("1 2", ""),
    ],
)
def test_numbers_where_ways_are_listed(words: str, action: str):
    assert stands_for(words, CHOOSING, digits=True) == action


def test_a_number_elsewhere_is_a_number():
    assert stands_for("1", CHOOSING, digits=False) == ""


@pytest.mark.parametrize(
    ("words", "buttons", "action"),
    [
        ("chat", CHOOSING, "offer.live_chat"),
        ("Live chat", CHOOSING, "offer.live_chat"),
        ("czat", CHOOSING, "offer.live_chat"),
        ("email", CHOOSING, "offer.email"),
        ("E-mail!", CHOOSING, "offer.email"),
        ("mail", CHOOSING, "offer.email"),
        ("per e-mail", CHOOSING, "offer.email"),
        ("e-mailem", CHOOSING, "offer.email"),
        ("email", IDLE, ""),
        ("chat", ADDRESS, ""),
        ("what is your email?", CHOOSING, ""),
    ],
)
def test_short_words_for_ways_that_are_offered(words: str, buttons: tuple[Button, ...], action: str):
    assert stands_for(words, buttons) == action


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("talk to a human", "en"),
        ("I want to speak with a person", "en"),
        ("Real agent please!", "en"),
        ("can i talk to someone", "en"),
        ("Hi, I’d like to speak to someone from support", "en"),
        ("connect me to an agent", "en"),
        ("is there a real person here?", "en"),
        ("I need a human", "en"),
        ("customer service", "en"),
        ("HUMAN!!!", "nl"),
        ("medewerker", "nl"),
        ("mag ik een mens spreken?", "nl"),
        ("Kan ik met een medewerker praten?", "nl"),
        ("ik wil graag iemand van de klantenservice spreken", "nl"),
        ("ik wil een echt mens aub", "nl"),
        ("verbind me door met een collega", "nl"),
        ("geen robot", "nl"),
        ("chcę rozmawiać z człowiekiem", "pl"),
        ("Chciałabym porozmawiać z konsultantem", "pl"),
        ("konsultant", "pl"),
        ("proszę o kontakt z konsultantem", "pl"),
        ("poproszę konsultanta", "pl"),
        ("czy mogę z kimś porozmawiać?", "pl"),
        ("polacz mnie z obsluga klienta", "pl"),
        ("czy jest tu jakiś człowiek?", "pl"),
    ],
)
def test_who_asks_for_a_person(words: str, language: str):
    assert wants_person(words, Language(language))


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("help", "en"),
        ("I need help", "en"),
        ("support", "en"),
        ("can you help me please", "en"),
        ("are you a human?", "en"),
        ("I need support with my parcel", "en"),
        ("the seller is not a real person", "en"),
        ("how do I contact the seller", "en"),
        ("what are the hours of customer service", "en"),
        ("someone bid on my item", "en"),
        ("please", "en"),
        ("hulp", "nl"),
        ("kun je me helpen", "nl"),
        ("iemand heeft mijn pakket", "nl"),
        ("hoe bereik ik de verkoper", "nl"),
        ("ik wil mijn geld terug", "nl"),
        ("pomoc", "pl"),
        ("potrzebuję pomocy", "pl"),
        ("chcę zwrot pieniędzy", "pl"),
        ("osoba sprzedająca nie odpowiada", "pl"),
        ("jak skontaktować się ze sprzedawcą", "pl"),
        ("", "pl"),
    ],
)
def test_who_asks_for_something_else(words: str, language: str):
    assert not wants_person(words, Language(language))


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("anna@example.com", "anna@example.com"),
        ("  Anna.Kowalska@Example.COM. ", "Anna.Kowalska@example.com"),
        ("my address is anna@example.com, thanks", "anna@example.com"),
        ("mailto:anna@example.com", "anna@example.com"),
        ("<anna@example.com>", "anna@example.com"),
        ("“anna@example.com”!", "anna@example.com"),
        ("mailto:anna@example.com?subject=Parcel", "anna@example.com"),
        ("E-mail: anna+shop@mail.example.co.uk", "anna+shop@mail.example.co.uk"),
        ("anna@müller.de", "anna@müller.de"),
        ("that's o'brien@example.com", "o'brien@example.com"),
        ("'anna@example.com'", "anna@example.com"),
        ("*anna_k@example.com*", "anna_k@example.com"),
        ("żółw@przykład.pl", "żółw@przykład.pl"),
        ("anna@@example.com", ""),
        ("anna@localhost", ""),
        ("anna@example", ""),
        ("@anna", ""),
        ("anna at example.com", ""),
        ("ask @seller then write to anna@example.com", "anna@example.com"),
        ("one@example.com or two@example.com", "one@example.com"),
        ("", ""),
    ],
)
def test_an_address_in_a_text(words: str, address: str):
    assert email_in(words) == address


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading_of_words(words: str):
    assert stands_for(words, CHOOSING, digits=True) in {"", "offer.live_chat", "offer.email", "cancel", "talk", "start"}
    assert wants_person(words, Language("pl")) in (True, False)
    assert email_in(words) == "" or "@" in words


@given(st.text(max_size=100))
def test_folded_words_stay_as_they_are(words: str):
    assert folded(folded(words)) == folded(words)
