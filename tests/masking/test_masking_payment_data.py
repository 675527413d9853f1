"""Card numbers and IBANs are found however people write them, and numbers that shops live by are left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language.payment_data import payment_data, without_payment_data, without_payment_data_across

VISA = "4111111111111111"
IBANS = ("NL91ABNA0417164300", "DE89370400440532013000", "FR1420041010050500013M02606", "PL61109010140000071219812874")


@pytest.mark.fault("Security", "card numbers and IBANs masked before storage and before the model", "[card], [IBAN]")
@pytest.mark.parametrize(
    "card",
    [
        VISA,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111  1111 – 1111 — 1111",
        "4111\u00a01111\u202f1111\u20091111",
        "4111\u200b1111\u200b1111\u200b1111",
        "41111111 11111111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "4111* _1111_ *1111* 1111",
        "4222222222222",  # 13 digits
        "5555 5555 5555 4444",
        "2223003122003222",  # Mastercard's newer numbers
        "3782 822463 10005",  # American Express
        "3056 930902 5904",  # Diners Club
        "6011111111111117",
        "3530111333300000",
        "6759649826438453",  # Maestro
        "4111111111111111110",  # 19 digits
        "４１１１ １１１１ １１１１ １１１１",
        "٤١١١ ١١١١ ١١١١ ١١١١",
        "४१११ ११११ ११११ ११११",
    ],
)
def test_a_card_number_goes(card: str):
    assert without_payment_data(f"it is {card}, valid till 12/27") == "it is [card], valid till 12/27"
    assert without_payment_data(f"卡号{card}谢谢") == "卡号[card]谢谢"


@pytest.mark.parametrize(
    "card",
    [
        "4111 1111\n1111 1111",
        "4111-1111-\r\n1111-1111",
        "4111 1111 1111\n1111",
        "4111\n1111\n1111\n1111",
        "4111\n\n1111\n\n1111\n\n1111",
        "4111, 1111, 1111, 1111",
        "4111,1111,1111,1111",
        "4111,\n1111,\n1111,\n1111",
        "4111, 1111\n1111, 1111",
        "4111/1111/1111/1111",
        "4111 / 1111 / 1111 / 1111",
        "4242, 4242, 4242, 4242",
        "3782/822463/10005",
        "3782, 822463, 10005",
        "3056 930902\n5904",
        "6212, 3456, 7890, 1234, 569",
        "４１１１，１１１１，１１１１，１１１１",
        "4111、1111、1111、1111",
        "٤١١١/١١١١/١١١١/١١١١",
    ],
)
def test_a_card_number_goes_that_stands_over_lines_or_between_commas_or_slashes(card: str):
    assert without_payment_data(card) == "[card]"
    assert without_payment_data(f"order A-1042, {card}. 3 days ago") == "order A-1042, [card]. 3 days ago"
    assert without_payment_data(f"卡号{card}谢谢") == "卡号[card]谢谢"
    assert without_payment_data(f"my card:\n{card}\n12/27\n123") == "my card:\n[card]\n12/27\n123"


@pytest.mark.parametrize("before", ["order 1042. ", "order 1042, ", "05.03.2026\n"])
def test_numbers_that_stand_before_a_card_in_another_way_hide_nothing(before: str):
    assert without_payment_data(f"{before}4111 1111\n1111 1111") == f"{before}[card]"


def test_of_several_cards_in_rows_each_goes():
    assert without_payment_data("4111,1111,1111,1111\n5555,5555,5555,4444") == "[card]\n[card]"


@pytest.mark.parametrize("iban", IBANS)
def test_an_iban_goes(iban: str):
    by_four = " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))
    full_width = "".join(chr(ord(character) + 0xFEE0) for character in iban)
    for written in (iban, iban.lower(), by_four, by_four.replace(" ", "-"), by_four.replace(" ", "\u00a0"), full_width):
        assert without_payment_data(f"IBAN: {written}.") == "IBAN: [IBAN]."


@pytest.mark.parametrize(
    "words",
    [
        "order A-1042 of 2026-03-02",
        "4111111111111112",  # its check digit is another
        "1234567812345670",  # no network's
        "3SKABC0123456789",
        "3SDEVC4111111111111111",
        "1Z999AA10123456784",
        "00340434161094042557",
        "RR123456785NL",
        "+31 6 1234 5678 or 020 794 6095",
        "+49 1512 3456789",
        "06 12 34 56 78 / 06 98 76 54 32",
        "from 23.11.2026 - 25.11.2026, 24.11.2026 - 26.11.2026",
        "1.234.567,89 EUR",
        "NL92ABNA0417164300",  # its check digits are others
        "https://shop.example/orders/1042?page=2",
        # What follows has a card's check digit, and is none for where it stands.
        "4123 4567 / 4234 5679, or 4123 4567, 4234 5679",
        "+4111 1111\n1111 1111",
        "4500, 2500, 3200, 1230",
        "4500, 2599, 3200, 1273 EUR",
        "4500, 2599, 3200, 1273 €",
        "4500, 2599, 3200, 1273.50",
        "€4501, 2599, 3200, 1272",
        "€ 4501, 2599, 3200, 1272",
        "1.4501, 2599, 3200, 1272",
        "4120, 4188, 4139, 4167",
        "4120/3500/3266/1023",
        "2266\n3500\n4120\n5505",
        "#5120, 4388, 5903, 4700",
        "A-5120, 4388, 5903, 4700",
        "4711, 5120, 4388, 5900, 4402",
        "7001, 4711, 5120, 4388, 5900",
        "4711, 5120, 4388, 5900, 12345",
        "4711,5120,4388,5900\n4815,1623,4200,1009",
        "12,50, 13,99, 4111,11, 1111,11",
        "20.11.2026, 21.11.2026\n22.11.2026, 23.11.2026",
        "4111, 1111 / 1111\n1111",
    ],
)
def test_what_a_shop_lives_by_stays(words: str):
    assert without_payment_data(words) == words


def test_several_in_one_text_go_and_the_words_between_stay():
    text = f"pay to {IBANS[0]} or {IBANS[1]}, not with {VISA} or 5555 5555 5555 4444!"
    assert without_payment_data(text) == "pay to [IBAN] or [IBAN], not with [card] or [card]!"


def test_a_number_that_stands_in_several_pieces_goes_from_all_of_them():
    assert without_payment_data_across(["my card 4111 ", "1111", " 1111 1111 ok"]) == ["my card [card]", "", " ok"]


_NUMBERS = st.sampled_from(
    [VISA, "3782 822463 10005", *IBANS, "A-1042", "+31 6 1234 5678", "23.11.2026", "4111", "1111"]
)
_PIECES = st.lists(st.one_of(st.text(max_size=12), _NUMBERS, st.text("0123456789 -.+", max_size=20)), max_size=8)


@given(_PIECES)
def test_masking_again_changes_nothing(pieces: list[str]):
    once = without_payment_data("".join(pieces))
    assert without_payment_data(once) == once
    assert not payment_data(once)


@given(_PIECES)
def test_all_that_is_not_found_stays_as_it_is(pieces: list[str]):
    text = "".join(pieces)
    ends = [0, *(end for place in payment_data(text) for end in (place.start, place.end)), len(text)]
    between = [text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
    rest = without_payment_data(text)
    if len(between) == 1:
        assert rest == text
    for part in between:
        assert without_payment_data(part) in rest


@given(_PIECES)
def test_pieces_together_are_what_the_whole_becomes(pieces: list[str]):
    assert "".join(without_payment_data_across(pieces)) == without_payment_data("".join(pieces))


@given(st.text("0123456789", min_size=12, max_size=18).filter(lambda digits: digits[0] in "4"))
def test_whatever_is_found_fits_its_check_digit(digits: str):
    for place in payment_data(digits):
        found = digits[place.start : place.end]
        odd, even = found[-1::-2], found[-2::-2]
        assert (sum(map(int, odd)) + sum(sum(divmod(2 * int(each), 10)) for each in even)) % 10 == 0


def test_a_common_message_costs_next_to_nothing():
    words = "Hello, my order A-1042 has not arrived yet. I paid 25.00 euros on 3 March; the parcel is 3SKABC0123456789."
    began = time.process_time()
    for _ in range(1_000):
        without_payment_data(words)
    assert time.process_time() - began < 1  # seconds: 50 microseconds each, and a busy machine


def test_a_long_row_of_digits_takes_no_time():
    began = time.process_time()
    without_payment_data("4 1 " * 1_024)
    assert time.process_time() - began < 4
