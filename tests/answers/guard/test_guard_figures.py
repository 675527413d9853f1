"""Every amount, number, date, time and period of an answer stands in a cited source, in whichever language."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.guard import RULES, Source, check
from core.answers.guard.readings import readings
from core.answers.guard.sources import written

LANGUAGES = ("da", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "sv", "zh")


def broken(text: str, language: str, source: str, of: str, question: str = "") -> list[str]:
    """What the rule for figures alone finds."""
    return list(RULES["figure"](written(text, [Source("", source, "", of)], language, question, "")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_says_the_same_figures(article: Callable[[str], Source], language: str) -> None:
    found = {of: broken(article(language).markdown, language, article(of).markdown, of) for of in LANGUAGES}
    assert found == {of: [] for of in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_digit_more_or_less_is_another_figure(article: Callable[[str], Source], language: str) -> None:
    text = article(language).markdown
    for digit in re.finditer(r"\d", text):
        changed = f"{text[: digit.start()]}{(int(digit[0]) + 1) % 10}{text[digit.end() :]}"
        unseen = [of for of in LANGUAGES if not broken(changed, language, article(of).markdown, of)]
        assert unseen == [], changed


@pytest.mark.parametrize(
    ("language", "text", "of", "source"),
    [
        ("en", "within two weeks", "de", "innerhalb von 2 Wochen"),
        ("en", "within a fortnight", "en", "within 2 weeks"),
        ("en", "within the week", "en", "within one week"),
        ("pl", "w ciągu tygodnia", "pl", "w ciągu 1 tygodnia"),
        ("en", "at 5 pm", "de", "um 17 Uhr"),
        ("en", "at 5:30 p.m.", "da", "kl. 17.30"),
        ("en", "at five o'clock or 5 o'clock", "zh", "下午5点 5"),
        ("en", "a dozen photos", "en", "12 photos"),
        ("en", "30 x 20 cm and 10 kg", "zh", "30 x 20 厘米，10 公斤"),
        ("en", "in 30 minutes or half an hour", "fr", "en 30 minutes ou une demi-heure"),
        ("en", "14 September", "en", "14 September 2026"),
        ("en", "on Monday and in May 2026, tomorrow", "en", "Tomorrow, Monday, in May 2026"),
        ("de", "14-tägige Frist", "en", "a period of 14 days"),
        ("de", "am Montag", "pl", "w poniedziałek"),
        ("es", "a las 5", "it", "alle 17"),
        ("fr", "à 17 h, sous 24 h", "nl", "om 17 uur, binnen 24 uur"),
        ("nl", "€ 2.50", "en", "€2.50"),
        ("pl", "3-5 dni roboczych", "sv", "3 till 5 arbetsdagar"),
        ("pt", "duas semanas", "da", "to uger"),
        ("zh", "十四天，百分之九", "es", "14 días, 9 %"),
        ("zh", "3月5日", "en", "March 5, 2027"),
        ("zh", "1.5万欧元", "de", "15.000 €"),
        ("en", "5 %–10 %", "fr", "5 à 10 %"),
        ("en", "twenty 20", "en", "20"),
        ("zh", "３天", "en", "3 days"),
    ],
)
def test_the_same_in_another_form_stands_there(language: str, text: str, of: str, source: str) -> None:
    assert broken(text, language, source, of) == []


@pytest.mark.parametrize(
    ("language", "text", "of", "source"),
    [
        ("en", "14 days", "en", "2 weeks"),  # no conversions
        ("en", "14 days", "en", "14 photos"),
        ("en", "14 days", "en", "14 working days"),
        ("en", "€5", "en", "5 items for $5"),
        ("en", "5%", "en", "5"),
        ("en", "5 items", "en", "€5"),
        ("en", "€1.500", "de", "1.500 €"),
        ("de", "1.000 €", "en", "€1.00"),
        ("en", "five photos", "en", "three photos"),
        ("en", "tomorrow", "en", "in 1 day"),
        ("en", "on Friday", "de", "am Montag"),
        ("en", "in June", "en", "in May"),
        ("en", "14 September 2027", "en", "14 September"),
        ("en", "at 5 pm", "en", "at 5 am"),
        ("en", "an hour", "en", "a day"),
        ("en", "within the year", "en", "within 14 days"),
        ("fr", "dans l’année", "fr", "dans les 14 jours"),
        ("fr", "dans la quinzaine", "fr", "dans les 14 jours"),
        ("it", "entro il mese", "it", "entro 14 giorni"),
        ("pl", "w ciągu roku", "pl", "w ciągu 14 dni"),
        ("zh", "两周", "zh", "三周"),
        ("pl", "tydzień do jeden tydzień", "pl", "dzień"),
        ("en", "3", "en", "1. Open it.\n2. Choose.\n3. Pay."),  # a source's list numbers state nothing
        ("en", "٣ days", "en", "5 days"),
        ("en", "③ photos", "en", "5 photos"),
        ("en", "5**0**0 photos", "en", "5 photos, 0 videos"),
        ("en", "two thousand euros", "en", "two euros"),
        ("de", "tausend Euro", "de", "Euro"),
        ("zh", "一千欧元", "zh", "欧元"),
    ],
)
def test_another_figure_is_refused(language: str, text: str, of: str, source: str) -> None:
    assert broken(text, language, source, of)


def test_vague_periods_are_no_figures() -> None:
    assert dict(readings("a few days, ein paar Tage", "en")) == {}
    assert dict(readings("ein paar Tage", "de")) == {}


def test_the_numbers_of_the_answers_own_list_state_nothing() -> None:
    assert broken("1. Open it\n2. Pay\n\n1. Open it", "en", "Open it. Pay.", "en") == []
    assert broken("1. Open it\n7. Do pay", "en", "Open it.", "en") == ["'7.' numbers no item of a list"]
    assert broken("14. September", "de", "Im September", "de") != []


def test_an_order_number_of_the_question_may_be_repeated_but_no_amount() -> None:
    question = "Where is order AB-123456? I paid 12345 €, is it 5 days?"
    assert broken("Look for AB-123456.", "en", "Look.", "en", question) == []
    assert broken("It is 5 days.", "en", "It is.", "en", question)
    assert broken("Look for AB-123457.", "en", "Look.", "en", question)


@given(st.sampled_from(LANGUAGES), st.integers(20, 10**9).filter(lambda number: str(number) not in SAID))
def test_a_number_that_no_source_has_always_fails(language: str, number: int) -> None:
    source = Source("Help", "Text 1 2 3 14 2026.", "https://help.example/a", language)
    assert check(f"Text {number}.", [source], language)


SAID = {"2026"}


TIMES = """How long it takes depends on the method:

- **iDEAL and bank transfer:** 1 to 3 working days
- **Visa and Mastercard:** 5 to 10 working days

An article is sold within 12 hours. An article is insured from €500, and shipping costs €5."""


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("With Visa it takes 5 to 10 working days.", True),
        ("With Visa it takes 1 to 3 working days.", False),
        ("With iDEAL it takes 1 to 3 working days, and with Visa 5 to 10 working days.", True),
        ("With Mastercard it usually takes at least 5 working days.", True),
        ("A bank transfer takes 10 working days.", False),
    ],
)
def test_a_figure_is_said_of_the_same_thing_as_in_the_source(text: str, *, right: bool) -> None:
    assert (broken(text, "en", TIMES, "en") == []) == right
