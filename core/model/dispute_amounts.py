"""Amounts of money in a dispute: read, written, and what may be wrong with one that somebody typed."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from core.model.dispute import OrderFacts, Refusal
from core.model.view import Money


def amount_fault(amount: Money | None, order: OrderFacts, most: Decimal) -> Iterator[Refusal]:
    """What is wrong with an amount that somebody typed; `most` is what may still go back, in the order's currency."""
    if amount is None:
        yield Refusal("amount_missing")
        return
    value = decimal(amount)
    if value is None or value <= 0:
        yield Refusal("amount_unreadable")
    elif amount.currency != order.total.currency:
        yield Refusal("other_currency", {"currency": order.total.currency})
    elif value > most:
        yield Refusal("amount_too_high", {"most": money(most, order)})


def decimal(money: Money) -> Decimal | None:
    """The number, or none where it is not one: a person may type "12,50" or "NaN"."""
    try:
        value = Decimal(money.amount)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def money(value: Decimal, order: OrderFacts) -> Money:
    """An amount in the order's currency, written without an exponent."""
    return Money(f"{value:f}", order.total.currency)
