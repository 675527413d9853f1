"""A mail finds its ticket by the token in the address, whichever header the address stands in."""

import pytest

from bots.mail.addresses import ALPHABET, TOKEN_LENGTH, new_token, reply_address, token_in

BASE = "support@shop.example"
TOKEN = "0123456789abcdefghjkmnpqrs"
OTHER = "zzzzzzzzzzzzzzzzzzzzzzzzzz"
ADDRESS = f"support+fd-{TOKEN}@shop.example"


def test_a_token_has_128_bits_in_letters_that_look_unlike_each_other() -> None:
    tokens = {new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert {len(token) for token in tokens} == {TOKEN_LENGTH}
    assert set("".join(tokens)) <= set(ALPHABET)
    assert {*ALPHABET} == {*"0123456789abcdefghijklmnopqrstuvwxyz"} - {*"ilou"}


def test_the_first_letter_of_a_token_is_as_random_as_128_bits_leave_it() -> None:
    assert {new_token()[0] for _ in range(300)} == set("01234567")


def test_the_token_stands_in_the_address() -> None:
    assert reply_address(BASE, TOKEN) == ADDRESS
    assert token_in([reply_address("me+desk@shop.example", TOKEN)], "me+desk@shop.example") == TOKEN


@pytest.mark.parametrize(
    ("recipients", "token"),
    [
        ([ADDRESS], TOKEN),
        ([f"Hamerslag <{ADDRESS}>"], TOKEN),
        ([ADDRESS.upper()], TOKEN),
        ([f"anna@shop.example, {ADDRESS}, team@shop.example"], TOKEN),
        (["anna@shop.example", "", ADDRESS], TOKEN),
        ([ADDRESS, f"support+fd-{OTHER}@shop.example"], TOKEN),
        ([f"support+fd-short@shop.example, support+fd-{OTHER}@shop.example"], OTHER),
        ([], ""),
        ([BASE], ""),
        ([f"support+fd-{TOKEN}@shop.example.evil.example"], ""),
        ([f"support+fd-{TOKEN}@shop.exampl"], ""),
        ([f"xsupport+fd-{TOKEN}@shop.example"], ""),
        ([f"evil.support+fd-{TOKEN}@shop.example"], ""),
        ([f"support+fd-{TOKEN}x@shop.example"], ""),
        ([f"support+fd-{TOKEN[:-1]}@shop.example"], ""),
        ([f"support+fd-{TOKEN[:-1]}u@shop.example"], ""),
        ([f"support+fd-{TOKEN}@other.example"], ""),
        (["support+" * 5000], ""),
    ],
)
def test_the_token_of_the_first_address_that_is_a_tickets(recipients: list[str], token: str) -> None:
    assert token_in(recipients, BASE) == token


def test_without_an_address_of_ours_there_is_no_token() -> None:
    assert token_in([ADDRESS, f"+fd-{TOKEN}@"], "") == ""
