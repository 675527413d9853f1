"""The pseudo-language: longer, in brackets, no plain letter, and the variables as they were."""

import pytest

from core.language.catalog import read_catalog
from core.language.check import VARIABLE, longest, variables
from core.language.pseudo import CLOSING, OPENING, PSEUDO, pseudo, pseudo_catalog
from core.language.spec import BY_CODE, ENGLISH

ENGLISH_TEXTS = read_catalog().texts[ENGLISH].entries
CATALOG = pseudo_catalog(read_catalog())
TEXTS = CATALOG.texts[PSEUDO].entries


@pytest.mark.parametrize(
    ("english", "shown"),
    [
        ("Hello", "⟦Ĥéļļö·⟧"),
        ("Case {case}", "⟦Çåšé {case}·⟧"),
        ("{language}", "⟦{language}⟧"),
        ("We’ll answer to {email}.", "⟦Ŵé’ļļ åñšŵéŕ ţö {email}.·····⟧"),
    ],
)
def test_a_text_and_what_becomes_of_it(english: str, shown: str) -> None:
    assert pseudo(english) == shown


def test_every_text_is_there_with_its_variables_and_its_forms() -> None:
    assert {key: (len(entry.forms), variables(entry)) for key, entry in TEXTS.items()} == {
        key: (len(entry.forms), variables(entry)) for key, entry in ENGLISH_TEXTS.items()
    }


def test_every_text_is_in_brackets_longer_and_without_a_plain_letter() -> None:
    for key, entry in TEXTS.items():
        for form, english in zip(entry.forms, ENGLISH_TEXTS[key].forms, strict=True):
            words = VARIABLE.sub("", form)
            assert (form[0], form[-1]) == (OPENING, CLOSING), key
            assert not any(letter.isascii() and letter.isalpha() for letter in words), key
            assert len(words) >= len(VARIABLE.sub("", english)) * 4 // 3, key


def test_who_reads_any_language_reads_it() -> None:
    assert {CATALOG.say("button.cancel", {}, code) for code in (*BY_CODE, PSEUDO)} == {"⟦Çåñçéļ··⟧"}


def test_there_is_room_for_a_language_that_is_a_third_longer() -> None:
    bounded = {key: most for key in TEXTS if (most := longest(key))}
    assert bounded
    assert {key for key, most in bounded.items() if len(TEXTS[key].forms[0]) > most} == set()
