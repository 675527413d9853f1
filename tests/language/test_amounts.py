"""An amount of money as somebody types it, and the currency that they name."""

import pytest

from core.language.amounts import amount_in, currency_in


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12,50", "12.50"),
        ("€ 1.250", "1250"),
        ("1 250,5 zł", "1250.5"),
        ("45 euro", "45"),
        ("１２.５０", "12.50"),
        ("from 10 to 20", ""),
        ("a lot", ""),
    ],
)
def test_the_one_number_is_read(typed: str, amount: str):
    assert amount_in(typed) == amount


@pytest.mark.parametrize(
    ("typed", "usual", "currency"),
    [
        ("12,50", "EUR", "EUR"),
        ("€12.50", "EUR", "EUR"),
        ("50zł", "EUR", "PLN"),
        ("50 PLN", "EUR", "PLN"),
        ("30 USD please", "EUR", "USD"),
        ("200 kr.", "EUR", "SEK"),
        ("200 kr.", "DKK", "DKK"),
        ("100元", "EUR", "CNY"),
        ("all of it, 20 Euro", "EUR", "EUR"),
        ("20 doubloons", "EUR", "EUR"),
    ],
)
def test_another_currency_is_noticed(typed: str, usual: str, currency: str):
    assert currency_in(typed, usual) == currency
