"""Which reasons are offered for an order, and when it is advised to write to the other party first."""

from itertools import product
from typing import get_args

import pytest

from core.model.dispute import Reason
from core.model.dispute_tables import OTHER_PARTY_FIRST, Trouble, WhyNot, advise, fitting
from core.model.shop import OrderStatus, Role


@pytest.mark.parametrize(
    ("role", "status", "reasons"),
    [
        ("buyer", "awaiting_payment", "wrong_amount other"),
        ("buyer", "paid", "not_received counterfeit wrong_amount other"),
        ("buyer", "sent", "not_received counterfeit wrong_amount other"),
        ("buyer", "delivered", "not_received not_as_described damaged counterfeit wrong_amount other"),
        ("buyer", "completed", "not_received not_as_described damaged counterfeit wrong_amount other"),
        ("buyer", "cancelled", "wrong_amount cancelled other"),
        ("buyer", "returned", "not_as_described damaged counterfeit wrong_amount other"),
        ("buyer", "disputed", "not_received not_as_described damaged counterfeit wrong_amount cancelled other"),
        ("seller", "awaiting_payment", "not_paid other"),
        ("seller", "paid", "wrong_amount other"),
        ("seller", "sent", "wrong_amount not_paid other"),
        ("seller", "delivered", "wrong_amount not_paid other"),
        ("seller", "completed", "wrong_amount not_paid other"),
        ("seller", "cancelled", "wrong_amount cancelled other"),
        ("seller", "returned", "not_received not_as_described damaged counterfeit wrong_amount other"),
        (
            "seller",
            "disputed",
            "not_received not_as_described damaged counterfeit wrong_amount cancelled not_paid other",
        ),
    ],
)
def test_which_reasons_fit_an_order(role: Role, status: OrderStatus, reasons: str):
    assert " ".join(fitting(role, status)) == reasons


@pytest.mark.parametrize(("role", "status"), list(product(get_args(Role), get_args(OrderStatus))))
def test_there_is_always_another_reason(role: Role, status: OrderStatus):
    assert "other" in fitting(role, status)


ROWS: list[tuple[Reason | Trouble, WhyNot, WhyNot]] = [
    ("not_received", "", "unreachable"),
    ("not_as_described", "", "unreachable"),
    ("damaged", "", "unreachable"),
    ("counterfeit", "counterfeit", "counterfeit"),
    ("wrong_amount", "", "unreachable"),
    ("cancelled", "", "unreachable"),
    ("not_paid", "", "unreachable"),
    ("other", "", "unreachable"),
    ("question", "", "unreachable"),
    ("fraud", "fraud", "fraud"),
    ("threats", "threats", "threats"),
    ("payout", "only_we", "only_we"),
]


@pytest.mark.parametrize(("about", "reachable", "unreachable"), ROWS)
def test_when_to_write_to_the_other_party_first(about: Reason | Trouble, reachable: WhyNot, unreachable: WhyNot):
    with_a_way, without = advise(about, True), advise(about, False)
    assert (with_a_way.why_not, bool(with_a_way)) == (reachable, not reachable)
    assert (without.why_not, bool(without)) == (unreachable, False)


def test_every_row_of_the_advice_is_tested():
    assert {about for about, *_ in ROWS} == set(OTHER_PARTY_FIRST) == {*get_args(Reason), *get_args(Trouble)}


@pytest.mark.parametrize(
    ("about", "reachable", "key"),
    [
        ("damaged", True, None),
        ("damaged", False, "advice.not.unreachable"),
        ("counterfeit", True, "advice.not.counterfeit"),
        ("fraud", False, "advice.not.fraud"),
    ],
)
def test_where_it_is_wrong_the_customer_reads_why(about: Reason | Trouble, reachable: bool, key: str | None):
    warning = advise(about, reachable).warning
    assert (warning and warning.key) == key
