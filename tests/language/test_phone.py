"""Telephone numbers as people write them, and what is said about those that cannot be called."""

import time
from typing import get_args

import pytest

from core.language.catalog import read_catalog
from core.language.phone import number_in
from core.language.spec import LANGUAGES
from core.model.callback import Phone, PhoneTrouble, WhyNoNumber

CATALOG = read_catalog()


def called(written: str, country: str = "", language: str = "") -> str:
    """E.164, or why not."""
    found = number_in(written, country, language)
    return found.number if isinstance(found, Phone) else found.why


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("06 12345678", "NL", "+31612345678"),
        ("06-12345678", "NL", "+31612345678"),
        ("(020) 123 4567", "NL", "+31201234567"),
        ("0031612345678", "NL", "+31612345678"),
        ("tel:+31(0)612345678", "NL", "+31612345678"),
        ("+44 7911 123456", "NL", "+447911123456"),  # somebody who lives abroad
        ("512 345 678", "PL", "+48512345678"),
        ("0151 23456789", "DE", "+4915123456789"),
        ("312 345 6789", "IT", "+393123456789"),
        ("02 1234 5678", "IT", "+390212345678"),  # Italians dial the zero from abroad as well
        ("912 345 678", "PT", "+351912345678"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("我的电话是13812345678", "CN", "+8613812345678"),
        ("٠٦١٢٣٤٥٦٧٨", "NL", "+31612345678"),  # in Arabic digits
        ("Order H-104233, please call me on 06 12345678 after 17:00", "NL", "+31612345678"),
        ("06 12345678, or at work 020 123 4567", "NL", "+31612345678"),
        ("not 0900 1234567, but 06 12345678", "NL", "+31612345678"),
    ],
)
def test_a_number_is_found_and_kept_in_its_international_form(written: str, country: str, number: str) -> None:
    assert called(written, country) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+31 6 12345678", "+31612345678"),
        ("(+31) 6 12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("00 48 512 345 678", "+48512345678"),
        ("06 12345678", "no_country"),
        ("112", "no_country"),
    ],
)
def test_without_a_country_only_international_numbers_are_read(written: str, number: str) -> None:
    assert called(written) == number


@pytest.mark.parametrize(
    ("written", "language", "number"),
    [
        ("06 12345678", "nl", "+31612345678"),
        ("0470 12 34 56", "nl", "+32470123456"),  # a number in Belgium and none in the Netherlands
        ("0475 12 34 56", "nl", "no_country"),  # one in both: no stranger is called
        ("512 345 678", "pl", "+48512345678"),
        ("06 12345678", "en", "no_country"),
        ("06 12345678", "zh", "no_country"),
        ("+44 7911 123456", "nl", "+447911123456"),
    ],
)
def test_the_language_tells_the_country_where_it_can_be_just_one(written: str, language: str, number: str) -> None:
    assert called(written, language=language) == number


def test_the_country_counts_before_the_language() -> None:
    assert called("0475 12 34 56", "BE", "nl") == "+32475123456"


@pytest.mark.parametrize(
    ("written", "country", "why"),
    [
        ("hello", "NL", "none"),
        ("I have 42 of them", "NL", "none"),
        ("+", "NL", "none"),
        ("0612", "NL", "too_short"),
        ("+31 6 123", "", "too_short"),
        ("06 99999999999", "NL", "too_long"),
        ("+316123456789012", "", "too_long"),
        ("4111 1111 1111 1111", "NL", "too_long"),  # a card
        ("0000000000", "NL", "not_possible"),
        ("+999 12345678", "", "not_possible"),
        ("112", "NL", "short"),
        ("0900 1234567", "NL", "premium"),
        ("+1 900 555 0199", "", "premium"),
        ("+44 70 1234 5678", "", "premium"),  # "personal numbers" cost as much as premium ones
        ("+881 6 12345678", "", "premium"),  # a satellite
        ("+979 123 456 789", "", "premium"),
    ],
)
def test_what_cannot_be_called_is_explained(written: str, country: str, why: str) -> None:
    assert called(written, country) == why


@pytest.mark.parametrize("why", get_args(WhyNoNumber))
def test_every_trouble_is_said_in_every_language(why: WhyNoNumber) -> None:
    text = PhoneTrouble(why).text
    assert len({CATALOG.say(text.key, text.params, row.code) for row in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("written", "country", "shown", "international"),
    [
        ("0612345678", "NL", "06 12345678", "+31 6 12345678"),
        ("+31612345678", "NL", "06 12345678", "+31 6 12345678"),
        ("+31612345678", "DE", "+31 6 12345678", "+31 6 12345678"),
        ("+31612345678", "", "+31 6 12345678", "+31 6 12345678"),
        ("+44 20 7946 0018 ext. 12", "NL", "+44 20 7946 0018 x12", "+44 20 7946 0018 x12"),
    ],
)
def test_it_is_shown_as_its_owner_knows_it(written: str, country: str, shown: str, international: str) -> None:
    phone = number_in(written, country)
    assert isinstance(phone, Phone)
    assert (phone.shown, phone.international) == (shown, international)


@pytest.mark.parametrize(
    "written",
    ["1 " * 2000, "+" * 4000, "+1" * 2000, "(" * 4000, "1-1/1.1(1)" * 400, "0612345678," * 400, "0" * 4000],
)
def test_a_hostile_text_takes_no_time(written: str) -> None:
    called("warm up", "NL")
    start = time.perf_counter()
    called(written, language="de")
    assert time.perf_counter() - start < 1
