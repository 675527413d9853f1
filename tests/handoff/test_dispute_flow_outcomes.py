"""A dispute from its opening to each end that it can have."""

import pytest

from core.model.dispute import Measure, other
from core.model.effects import CarryOut
from core.model.shop import Role
from tests.handoff.hearing import CANCEL, POLICE, REMOVE, RESTRICT, SUSPEND, Hearing
from tests.handoff.quarrel import FULL, NOTHING, part

BOTH: tuple[Role, Role] = ("buyer", "seller")


@pytest.mark.parametrize(
    ("measures", "carried", "buyer", "seller"),
    [
        ([FULL], "refund", "full_refund", "full_refund"),
        ([part("12.50")], "refund", "partial_refund", "partial_refund"),
        ([CANCEL], "cancel_order", "cancel_order", "cancel_order"),
        ([REMOVE], "remove_item", "remove_item", "remove_item"),
        ([RESTRICT], "restrict_account", "", "restrict_account"),
        ([SUSPEND], "suspend_account", "", "suspend_account"),
        ([Measure("restrict_account", account="buyer")], "restrict_account", "restrict_account", ""),
        ([POLICE], "", "", ""),
        ([NOTHING], "", "no_action", "no_action"),
        ([FULL, CANCEL, SUSPEND, POLICE], "refund cancel_order suspend_account", "full_refund cancel_order",
         "full_refund cancel_order suspend_account"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", BOTH)
def test_from_the_opening_to_the_end(role: Role, measures: list[Measure], carried: str, buyer: str, seller: str):
    hearing = Hearing(role).opened().asks_other().says(other(role), "answer", "I did nothing wrong.")
    sent, read = [], {each: [] for each in BOTH}  # type: ignore[var-annotated]
    hearing.decides(*measures)
    for key in [deed.proposal.key for deed in hearing.file.dispute.deeds] or [""]:
        if key:
            hearing.confirms(key)
        sent += [carry.proposal.measure for carry in hearing.of(CarryOut)]
        for each in BOTH:
            read[each] += [said.removeprefix("dispute.measure.") for said in hearing.read(each) if ".measure." in said]
    assert (" ".join(sent), " ".join(read["buyer"]), " ".join(read["seller"])) == (carried, buyer, seller)
    assert hearing.file.dispute.legal_hold == (POLICE in measures)
    hearing.shop_does_all().deadline().is_at("closed")


def test_withdrawn():
    Hearing().opened().asks_other().says("buyer", "withdraw", "We have agreed.").is_at("closed")


def test_decided_without_the_other_party():
    hearing = Hearing().filed().card().nobody_found().reviews().decides(FULL).confirms().shop_does().deadline()
    hearing.is_at("closed").reads("buyer", "dispute.stage.closed")


def test_an_appeal_is_upheld():
    hearing = Hearing().opened().reviews().decides(NOTHING).says("buyer", "appeal", "Look at the second photo.")
    assert hearing.decides(FULL).whispered == ["dispute.refused.same_person"]
    hearing.decides_as_eva(FULL).is_at("decided").reads("buyer")
    assert hearing.confirms().whispered == ["dispute.refused.own_decision"]
    hearing.confirms_as_tom()
    for role in BOTH:
        assert "dispute.measure.full_refund" in hearing.read(role)
    hearing.shop_does().deadline().is_at("closed")


def test_an_appeal_is_denied():
    hearing = Hearing().opened().reviews().decides(FULL).confirms().shop_does()
    hearing.says("seller", "appeal", "It was whole.").asks_other().says("buyer", "answer", "It was not.")
    hearing.decides_as_eva(NOTHING).deadline().is_at("closed")
    assert hearing.file.told == 2
    assert [deed.done for deed in hearing.file.dispute.deeds] == [True]


def test_the_shop_refuses_and_then_does_it():
    hearing = Hearing().opened().reviews().decides(FULL).confirms().shop_refuses().deadline().is_at("decided")
    hearing.tries_again().shop_does().deadline().is_at("closed")


def test_the_shop_refuses_and_staff_decide_anew():
    hearing = Hearing().opened().reviews().decides(FULL, CANCEL).confirms_all().shop_refuses("It is sent.")
    hearing.reviews().decides(part("20.00"))
    assert hearing.whispered == ["dispute.refused.nothing_left"]  # the refund is on its way
    hearing.decides(NOTHING).reads("buyer", *hearing.read("seller"))
    assert [deed.proposal.key for deed in hearing.file.dispute.deeds] == ["FD-7K2M9.1.refund"]
    hearing.shop_does().deadline().is_at("closed")


@pytest.mark.parametrize("signed_in", [(), ("buyer",), ("seller",)])
def test_who_is_not_signed_in_goes_the_same_way_by_mail(signed_in: tuple[Role, ...]):
    hearing = Hearing(signed_in=signed_in).opened().asks_other().deadline().decides(NOTHING)
    for role in BOTH:
        assert hearing.read(role)[0] == "dispute.decided"
        if role not in signed_in:
            assert hearing.read(role)[-1] == "dispute.mail_answer"
    hearing.deadline().is_at("closed")
