"""What a decision may hold, which part of it a second person confirms, and what then goes to the shop."""

from typing import get_args

import msgspec
import pytest

from core.model.dispute import By, Measure, MeasureKind, OrderFacts
from core.model.shop import Outcome
from handoff.decisions import CARRIED
from handoff.deeds import confirm, learn, ready, record, unconfirmed, unfinished
from handoff.disputes import decide, move
from tests.handoff.quarrel import (
    ADA,
    BUYER,
    DESK,
    EVA,
    FULL,
    ITEM,
    LATER,
    MONDAY,
    NOTHING,
    SELLER,
    TOM,
    agreed,
    decided,
    decision,
    done,
    euro,
    key_of,
    order,
    part,
    quarrel,
    under_review,
    walk,
    why,
)

CANCEL, REMOVE, POLICE = Measure("cancel_order"), Measure("remove_item"), Measure("referred_to_police")
RESTRICT, SUSPEND = Measure("restrict_account", account="seller"), Measure("suspend_account", account="seller")


@pytest.mark.parametrize(
    ("measures", "refused"),
    [
        ([], "no_measure"),
        ([NOTHING], ""),
        ([NOTHING, POLICE], "no_action_alone"),
        ([FULL], ""),
        ([part("45.00")], ""),
        ([part("45.01")], "amount_too_high"),
        ([part("0.00")], "amount_unreadable"),
        ([part("-5")], "amount_unreadable"),
        ([part("12,50")], "amount_unreadable"),
        ([part("Infinity")], "amount_unreadable"),
        ([part("12.50", "SEK")], "other_currency"),
        ([Measure("partial_refund")], "amount_missing"),
        ([FULL, part("5")], "full_and_partial"),
        ([FULL, FULL], "twice"),
        ([FULL, CANCEL, REMOVE, SUSPEND, POLICE], ""),
        ([RESTRICT, SUSPEND], "restrict_and_suspend"),
        ([SUSPEND, Measure("restrict_account", account="buyer")], ""),
        ([RESTRICT, RESTRICT], "twice"),
        ([Measure("restrict_account")], "nobody_named"),
        ([POLICE], ""),
    ],
)
def test_what_goes_together(measures: list[Measure], refused: str):
    assert why(decide(under_review(), decision(*measures), TOM, MONDAY)) == refused


@pytest.mark.parametrize(
    ("facts", "measure", "refused"),
    [
        (order("paid", "awaited"), FULL, "not_paid"),
        (order("paid", "failed"), part("5"), "not_paid"),
        (order(payment="refunded"), FULL, "nothing_left"),
        (order(payment="refund_started"), part("5"), "nothing_left"),
        (order(payment="refunded", refunded=euro("40.00")), part("5.00"), ""),
        (order(payment="refunded", refunded=euro("40.00")), part("5.01"), "amount_too_high"),
        (order("disputed", item=None), REMOVE, "no_item"),
    ],
)
def test_what_the_order_allows(facts: OrderFacts, measure: Measure, refused: str):
    dispute = under_review(quarrel("other", facts=facts))
    assert why(decide(dispute, decision(measure), TOM, MONDAY)) == refused


def test_what_is_cancelled_is_not_cancelled_again():
    dispute = under_review(quarrel("cancelled", facts=order("cancelled")))
    assert why(decide(dispute, decision(CANCEL), TOM, MONDAY)) == "already_cancelled"


def test_an_account_that_the_shop_does_not_name_is_not_touched():
    dispute = under_review(quarrel(seller=None))
    assert why(decide(dispute, decision(SUSPEND), TOM, MONDAY)) == "nobody_named"


@pytest.mark.parametrize(
    ("reasons", "articles", "refused"),
    [
        ("", ("4.2",), "no_reasons"),
        (" \n", ("4.2",), "no_reasons"),
        ("It is broken.", (), "no_articles"),
        ("It is broken.", (" ",), "no_articles"),
    ],
)
def test_both_reasons_and_articles_are_required(reasons: str, articles: tuple[str, ...], refused: str):
    given = decision(FULL, reasons=reasons, articles=articles)
    assert why(decide(under_review(), given, TOM, MONDAY)) == refused


@pytest.mark.parametrize("by", [BUYER, SELLER, DESK, By("staff")])
def test_only_a_member_of_staff_decides_and_confirms(by: By):
    assert why(decide(under_review(), decision(FULL), by, MONDAY)) == "only_staff"
    dispute = decided(FULL)
    assert why(confirm(dispute, key_of(dispute), by, MONDAY)) == "only_staff"


def test_it_is_decided_only_where_it_was_looked_at():
    assert why(decide(quarrel(), decision(NOTHING), TOM, MONDAY)) == "not_from_here"


@pytest.mark.parametrize("kind", get_args(MeasureKind))
def test_money_and_accounts_wait_for_a_second_person_and_words_do_not(kind: MeasureKind):
    measure = Measure(
        kind,
        amount=euro("5.00") if kind == "partial_refund" else None,
        account="seller" if kind.endswith("_account") else None,
    )
    deeds = decided(measure).deeds
    assert [deed.proposal.measure for deed in deeds] == [carried for carried in [CARRIED[kind]] if carried]


def test_the_proposals_say_what_the_shop_is_to_do():
    dispute = decided(part("12.50"), CANCEL, REMOVE, SUSPEND, POLICE)
    told = [(p.key, p.amount, p.item, p.person) for p in (deed.proposal for deed in dispute.deeds)]
    assert told == [
        ("FD-7K2M9.1.refund", euro("12.50"), None, None),
        ("FD-7K2M9.1.cancel_order", None, None, None),
        ("FD-7K2M9.1.remove_item", None, ITEM, None),
        ("FD-7K2M9.1.suspend_account.seller", None, None, "c-2"),
    ]
    assert {p.order for p in (deed.proposal for deed in dispute.deeds)} == {"H-104233"}


def test_a_full_refund_is_what_is_left():
    dispute = decided(FULL, dispute=under_review(quarrel(facts=order(payment="refunded", refunded=euro("5.00")))))
    assert dispute.deeds[0].proposal.amount == euro("40.00")


def test_who_decided_does_not_confirm():
    dispute = decided(FULL)
    assert ready(dispute) == ()
    assert [proposal.key for proposal in unconfirmed(dispute)] == [key_of(dispute)]
    assert why(confirm(dispute, key_of(dispute), TOM, MONDAY)) == "own_decision"


def test_a_second_person_confirms_once():
    dispute = agreed(decided(FULL))
    assert [proposal.confirmed_by for proposal in ready(dispute)] == [("UTOM", "UEVA")]
    assert (unconfirmed(dispute), dispute.deeds[0].confirmed_at) == ((), MONDAY + 3 * LATER)
    assert why(confirm(dispute, key_of(dispute), ADA, MONDAY)) == "already_confirmed"


def test_what_nobody_proposed_cannot_be_confirmed():
    assert why(confirm(decided(FULL), "FD-7K2M9.9.refund", EVA, MONDAY)) == "no_such_proposal"


def test_while_it_is_appealed_nothing_more_is_confirmed():
    dispute = walk(decided(FULL), ("appealed", SELLER, MONDAY + 3 * LATER))
    assert why(confirm(dispute, key_of(dispute), EVA, MONDAY + 4 * LATER)) == "not_from_here"


def test_what_the_shop_has_given_back_meanwhile_is_not_given_back_again():
    meanwhile = order(payment="refunded", refunded=euro("45.00"), read_at=MONDAY + 3 * LATER)
    dispute = learn(decided(FULL), meanwhile)
    assert why(confirm(dispute, key_of(dispute), EVA, MONDAY + 4 * LATER)) == "amount_too_high"


def test_a_deed_that_the_shop_refused_is_ready_again_under_the_same_key():
    dispute = agreed(decided(FULL))
    failed = done(record(dispute, key_of(dispute), Outcome(refused="The bank is closed."), MONDAY))
    assert [proposal.key for proposal in ready(failed)] == [key_of(dispute)]
    paid = done(record(failed, key_of(dispute), Outcome("r-1"), MONDAY + LATER))
    assert (ready(paid), unfinished(paid)) == ((), False)


def test_the_first_success_stays():
    dispute = agreed(decided(FULL))
    paid = done(record(dispute, key_of(dispute), Outcome("r-1"), MONDAY))
    assert record(paid, key_of(dispute), Outcome(refused="Again?"), MONDAY + LATER) == paid


def test_the_shop_does_nothing_that_was_not_confirmed():
    dispute = decided(FULL)
    assert why(record(dispute, key_of(dispute), Outcome("r-1"), MONDAY)) == "no_such_proposal"


def test_a_referral_puts_the_case_under_legal_hold_for_good():
    held = walk(decided(POLICE), ("appealed", SELLER, MONDAY + 3 * LATER))
    again = done(decide(held, decision(NOTHING), EVA, MONDAY + 4 * LATER))
    assert (decided(NOTHING).legal_hold, held.legal_hold, again.legal_hold) == (False, True, True)


@pytest.mark.parametrize("back_in_review", [False, True])
def test_an_appeal_is_decided_by_somebody_else(back_in_review: bool):
    dispute = walk(decided(NOTHING), ("appealed", BUYER, MONDAY + 3 * LATER))
    if back_in_review:
        dispute = done(move(dispute, "under_review", EVA, MONDAY + 4 * LATER))
    assert why(decide(dispute, decision(FULL), TOM, MONDAY + 5 * LATER)) == "same_person"
    assert done(decide(dispute, decision(FULL), EVA, MONDAY + 5 * LATER)).deeds[0].proposal.key == "FD-7K2M9.2.refund"


def test_without_an_appeal_one_may_think_again():
    dispute = done(move(decided(NOTHING), "under_review", TOM, MONDAY + 3 * LATER))
    assert why(decide(dispute, decision(FULL), TOM, MONDAY + 4 * LATER)) == ""


def test_a_later_decision_replaces_what_nobody_had_confirmed():
    dispute = walk(decided(FULL), ("appealed", SELLER, MONDAY + 3 * LATER))
    again = done(decide(dispute, decision(part("5.00")), EVA, MONDAY + 4 * LATER))
    assert [deed.proposal.key for deed in again.deeds] == ["FD-7K2M9.2.refund"]


def test_two_decisions_never_give_back_more_than_was_paid():
    dispute = walk(agreed(decided(part("30.00"))), ("appealed", BUYER, MONDAY + 4 * LATER))
    assert why(decide(dispute, decision(part("15.01")), EVA, MONDAY + 5 * LATER)) == "amount_too_high"
    whole = done(decide(dispute, decision(FULL), EVA, MONDAY + 5 * LATER))
    assert [deed.proposal.amount for deed in whole.deeds] == [euro("30.00"), euro("15.00")]


def test_a_refund_that_the_shop_tells_of_is_counted_once():
    dispute = agreed(decided(part("30.00")))
    paid = done(record(dispute, key_of(dispute), Outcome("r-1"), MONDAY + 4 * LATER))
    told = learn(paid, order(payment="refunded", refunded=euro("30.00"), read_at=MONDAY + 5 * LATER))
    appealed = walk(told, ("appealed", BUYER, MONDAY + 6 * LATER))
    assert why(decide(appealed, decision(part("15.00")), EVA, MONDAY + 7 * LATER)) == ""


def test_a_refusal_says_what_would_be_allowed():
    answer = decide(under_review(), decision(part("99")), TOM, MONDAY)
    assert msgspec.to_builtins(answer)["params"] == {"most": {"is": "Money", "amount": "45.00", "currency": "EUR"}}
