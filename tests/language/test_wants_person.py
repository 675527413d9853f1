"""A wish for a person, in the words of each language: tables beside this module, and what the tables leave out."""

import time
import tomllib
from pathlib import Path

import pytest

from core.language.spec import LANGUAGES
from core.language.spelling import Speller, mistakes
from core.language.typed import wants_person
from core.language.vocabulary import vocabularies
from core.model.ids import Language

TABLES = Path(__file__).parent / "person_wishes"
CODES = [row.code for row in LANGUAGES]
SENT = "abcdefghij " * 400


def table(code: str, kind: str) -> list[str]:
    lines: str = tomllib.loads((TABLES / f"{code}.toml").read_text("utf-8"))[kind]
    return [line for line in lines.splitlines() if line]


@pytest.mark.parametrize("code", CODES)
def test_who_asks_for_a_person(code: str):
    asks = table(code, "asks")
    assert asks
    assert [words for words in asks if not wants_person(words, Language(code))] == []


@pytest.mark.parametrize("code", CODES)
def test_who_says_something_like_it(code: str):
    others = table(code, "others")
    assert others
    assert [words for words in others if wants_person(words, Language(code))] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "en",
            "My parcel has been on its way for three weeks. Nobody tells me anything! Let me talk to a human being.",
        ),
        ("en", "I paid €45 twice and this chat tells me nothing, so please connect me with one of your colleagues."),
        (
            "de",
            "Seit drei Wochen warte ich auf mein Paket. So geht das nicht! Verbinden Sie mich mit einem Mitarbeiter.",
        ),
        ("fr", "J'ai payé deux fois et rien ne se passe. Je voudrais parler à un conseiller, s'il vous plaît."),
        ("es", "Llevo tres semanas esperando el paquete y nadie me contesta. Quiero hablar con una persona."),
        ("it", "Ho pagato due volte e non è successo niente. Vorrei parlare con un operatore, grazie."),
        ("pt", "Paguei duas vezes e nada aconteceu. Quero falar com um atendente, por favor."),
        ("nl", "Ik heb twee keer betaald en er gebeurt niets. Ik wil graag een medewerker spreken."),
        ("pl", "Zapłaciłem dwa razy i nic się nie dzieje. Chcę porozmawiać z konsultantem."),
        ("sv", "Jag har betalat två gånger och inget händer. Jag vill prata med en människa."),
        ("da", "Jeg har betalt to gange og intet sker. Jeg vil tale med et menneske."),
        ("zh", "我付了两次款，什么都没有发生。我要找人工客服。"),
    ],
)
def test_a_wish_at_the_end_of_a_complaint(code: str, words: str):
    assert wants_person(words, Language(code))


@pytest.mark.parametrize("code", CODES)
def test_english_is_understood_in_every_language(code: str):
    assert wants_person(
        "I want to speak to a real person about my parcel, this does not help me at all", Language(code)
    )


@pytest.mark.parametrize("code", CODES)
def test_the_words_of_a_language_are_not_empty(code: str):
    words = vocabularies()[code].person
    assert all(getattr(words, field).strip() for field in ("openings", "talks", "persons", "negations", "refusals"))


@pytest.mark.parametrize(
    ("word", "mended"),
    [
        ("operator", "operator"),
        ("opertaor", "operator"),
        ("opperatr", "operator"),
        ("humna", "human"),
        ("uman", "human"),
        ("taok", "talk"),
        ("walk", "walk"),
        ("talkto", "talk to"),
        ("havegot", "have got"),
        ("vase", "vase"),
        ("12345", "12345"),
        ("x" * 60, "x" * 60),
    ],
)
def test_a_misspelt_word_is_what_it_must_have_been(word: str, mended: str):
    words = ["operator", "human", "talk", "to", "have", "got"]
    assert Speller(words, ["operator", "human", "talk"]).mended(word) == mended


@pytest.mark.parametrize(
    ("word", "other", "count"), [("", "", 0), ("", "ab", 2), ("abc", "acb", 1), ("abc", "abc", 0), ("abcd", "bcde", 2)]
)
def test_mistakes_are_counted(word: str, other: str, count: int):
    assert mistakes(word, other, 2) == mistakes(other, word, 2) == count


@pytest.mark.parametrize("words", [SENT, "talk to " * 500, "please, " * 500, "i want " * 500, "请" * 4000, "a," * 2000])
def test_no_message_takes_long(words: str):
    wants_person(words, Language("en"))
    start = time.perf_counter()
    wants_person(f"{words}!", Language("en"))
    assert time.perf_counter() - start < 0.5
