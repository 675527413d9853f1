"""How a dispute goes from its opening to its end: who moves it, until when, and what a party reads."""

from datetime import timedelta
from itertools import product
from typing import get_args

import pytest

from core.model.codec import decode, encode
from core.model.dispute import Deadlines, Dispute, Evidence, Measure, Party, Stage, Wish
from core.model.ids import CaseCode
from core.model.shop import Outcome, Role
from core.model.view import Line, Listing, Moment, Money, Text
from handoff.deeds import record
from handoff.dispute_views import Side, reads, statement, summary, took
from handoff.disputes import (
    MOVES,
    add,
    allowed_moves,
    decide,
    due,
    move,
    open_dispute,
    working_days_later,
)
from tests.handoff.hearing import said_in
from tests.handoff.quarrel import (
    BUYER,
    DESK,
    EVA,
    FULL,
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
    quarrel,
    under_review,
    walk,
    why,
)

STAGES: tuple[Stage, ...] = get_args(Stage)
ROLES: tuple[Role, ...] = get_args(Role)
HALF_A_YEAR = timedelta(days=190)


def test_it_opens_with_a_deadline_and_its_first_step():
    dispute = quarrel()
    assert (dispute.stage, dispute.due) == ("open", MONDAY + timedelta(days=2))
    assert [(step.stage, step.by.kind) for step in dispute.steps] == [("open", "buyer")]


def test_a_buyer_cannot_complain_of_not_being_paid():
    parties = (Party("buyer"), Party("seller"))
    assert why(open_dispute(CaseCode("FD-1"), "not_paid", "buyer", order(), parties, MONDAY)) == "reason_does_not_fit"


@pytest.mark.parametrize(
    ("wish", "refused"),
    [
        (Wish("full_refund"), ""),
        (Wish("partial_refund", euro("45.00")), ""),
        (Wish("partial_refund", euro("45.01")), "amount_too_high"),
        (Wish("partial_refund", euro("0")), "amount_unreadable"),
        (Wish("partial_refund", euro("a lot")), "amount_unreadable"),
        (Wish("partial_refund", euro("NaN")), "amount_unreadable"),
        (Wish("partial_refund", Money("10", "SEK")), "other_currency"),
        (Wish("partial_refund"), "amount_missing"),
    ],
)
def test_nobody_wishes_for_more_than_the_order_was(wish: Wish, refused: str):
    parties = (Party("buyer", wish=wish), Party("seller"))
    assert why(open_dispute(CaseCode("FD-1"), "damaged", "buyer", order(), parties, MONDAY)) == refused


def test_the_first_three_deadlines_keep_the_fifteen_days_of_spain():
    days = Deadlines()
    assert days.open + days.waiting_other_party + days.under_review <= 15


def test_a_decision_may_be_appealed_for_six_months():
    dispute = decided(NOTHING)
    assert dispute.due is not None
    assert dispute.due - dispute.decisions[0].at >= timedelta(days=184)


@pytest.mark.parametrize(
    ("days", "weekday", "date"),
    [(0, "Mon", 23), (1, "Tue", 24), (4, "Fri", 27), (5, "Mon", 30)],
)
def test_weekends_are_no_working_days(days: int, weekday: str, date: int):
    end = working_days_later(MONDAY, days)
    assert (end.strftime("%a"), end.day, end.hour) == (weekday, date, 9)


def test_a_deadline_set_on_a_saturday_counts_from_monday():
    assert working_days_later(MONDAY - timedelta(days=2), 1) == MONDAY


@pytest.mark.parametrize(("here", "to"), list(product(STAGES, STAGES)))
def test_what_the_table_does_not_hold_is_refused_to_everybody(here: Stage, to: Stage):
    dispute = at(here)
    assert dispute.stage == here
    if to not in allowed_moves(here):
        for by in (TOM, BUYER, SELLER, DESK):
            assert why(move(dispute, to, by, MONDAY + HALF_A_YEAR)) == (
                "closed" if here == "closed" else "not_from_here"
            )


def at(stage: Stage) -> Dispute:
    match stage:
        case "open":
            return quarrel()
        case "waiting_other_party" | "closed":
            return walk(quarrel(), (stage, TOM if stage != "closed" else BUYER, MONDAY))
        case "under_review":
            return under_review()
        case "decided":
            return decided(NOTHING)
        case "appealed":
            return walk(decided(NOTHING), ("appealed", BUYER, MONDAY + 3 * LATER))


@pytest.mark.parametrize(
    ("here", "to", "may"),
    [
        ("open", "waiting_other_party", "staff"),
        ("open", "under_review", "staff"),
        ("open", "closed", "buyer"),
        ("waiting_other_party", "under_review", "staff seller desk"),
        ("waiting_other_party", "closed", "buyer"),
        ("under_review", "waiting_other_party", "staff"),
        ("under_review", "closed", "buyer"),
        ("decided", "under_review", "staff"),
        ("decided", "appealed", "buyer seller"),
        ("decided", "closed", "desk"),
        ("appealed", "waiting_other_party", "staff"),
        ("appealed", "under_review", "staff"),
    ],
)
def test_who_may_move_it(here: Stage, to: Stage, may: str):
    answers = {by.kind: why(move(at(here), to, by, MONDAY + HALF_A_YEAR)) for by in (TOM, BUYER, SELLER, DESK)}
    assert answers == {kind: "" if kind in may.split() else "not_yours" for kind in answers}


def test_every_stage_leads_somewhere_but_the_last():
    assert [stage for stage in STAGES if not MOVES[stage]] == ["closed"]


def test_it_is_decided_with_reasons_and_in_no_other_way():
    assert why(move(under_review(), "decided", TOM, MONDAY + LATER)) == "decide_with_reasons"


def test_the_desk_goes_on_when_the_other_party_has_not_answered_in_time():
    waiting = at("waiting_other_party")
    assert why(move(waiting, "under_review", DESK, MONDAY + timedelta(days=6))) == "too_early"
    assert done(move(waiting, "under_review", DESK, MONDAY + timedelta(days=7))).stage == "under_review"


def test_nobody_waits_for_somebody_who_cannot_be_reached():
    assert why(move(quarrel(reachable=False), "waiting_other_party", TOM, MONDAY)) == "not_reachable"


def test_each_party_may_appeal_once():
    first = at("appealed")
    again = done(decide(first, decision(NOTHING), EVA, MONDAY + 4 * LATER))
    assert why(move(again, "appealed", BUYER, MONDAY + 5 * LATER)) == "already_appealed"
    assert done(move(again, "appealed", SELLER, MONDAY + 5 * LATER)).appeals == ("buyer", "seller")


def test_it_does_not_close_over_money_that_has_not_gone_back():
    dispute = agreed(decided(FULL))
    end = MONDAY + HALF_A_YEAR
    assert why(move(dispute, "closed", DESK, end)) == "unfinished"
    paid = done(record(dispute, key_of(dispute), Outcome("r-1"), MONDAY + 4 * LATER))
    assert done(move(paid, "closed", DESK, end)).due is None


def test_what_comes_later_is_added_to_the_same_dispute():
    photo = Evidence("file-1", "photo", "vase.jpg", MONDAY)
    dispute = done(add(quarrel(), "buyer", "The foot, too.", (photo,)))
    assert (dispute.buyer.account, dispute.buyer.evidence) == ("It is broken.\n\nThe foot, too.", (photo,))
    assert dispute.seller == quarrel().seller


def test_nothing_is_added_to_a_closed_one():
    assert why(add(at("closed"), "buyer", "One more thing.")) == "closed"


def test_a_deadline_that_has_come_is_overdue():
    dispute = quarrel()
    states = [due(dispute, MONDAY + timedelta(days=days)) for days in (1, 2)]
    assert [state and state.overdue for state in states] == [False, True]
    assert due(at("closed"), MONDAY) is None


@pytest.mark.parametrize(
    ("stage", "buyer", "seller"),
    [
        ("open", "open", "open"),
        ("waiting_other_party", "waiting_other_party", "waiting_for_you"),
        ("under_review", "under_review", "under_review"),
        ("decided", "decided", "decided"),
        ("appealed", "appealed", "appealed"),
        ("closed", "closed", "closed"),
    ],
)
def test_what_each_party_reads_of_a_stage(stage: Stage, buyer: str, seller: str):
    dispute = at(stage)
    said = [reads(dispute, role, "Europe/Paris") for role in ("buyer", "seller")]
    assert [text.key for text in said] == [f"dispute.stage.{buyer}", f"dispute.stage.{seller}"]
    assert said[0].params.get("due") == (dispute.due and Moment(dispute.due, "Europe/Paris"))


def test_when_the_seller_appeals_it_is_the_buyer_who_is_asked():
    appealed = walk(
        decided(NOTHING), ("appealed", SELLER, MONDAY + 3 * LATER), ("waiting_other_party", EVA, MONDAY + 4 * LATER)
    )
    assert reads(appealed, "buyer", "UTC").key == "dispute.stage.waiting_for_you"
    assert done(move(appealed, "under_review", BUYER, MONDAY + 5 * LATER)).stage == "under_review"


def test_staff_see_the_same_of_both_parties():
    buyers, sellers = quarrel("damaged"), quarrel("damaged", "seller", order("returned"))
    for dispute in (buyers, sellers):
        first, second = summary(dispute).sides
        assert (type(first), type(second)) == (Side, Side)
        assert (first.role, second.role) == ("buyer", "seller")


def test_what_differs_between_the_sides_is_only_what_the_parties_did():
    parties = Party("buyer", account="A", tried="B"), Party("seller", account="A", tried="B")
    dispute = done(open_dispute(CaseCode("FD-1"), "damaged", "buyer", order("returned"), parties, MONDAY))
    buyer, seller = summary(dispute).sides
    fields = [name for name in Side.__struct_fields__ if getattr(buyer, name) != getattr(seller, name)]
    assert fields == ["role", "opened"]


SUSPEND, POLICE = Measure("suspend_account", account="seller"), Measure("referred_to_police")


@pytest.mark.parametrize(
    ("role", "measures"),
    [
        ("buyer", ["dispute.measure.full_refund"]),
        ("seller", ["dispute.measure.full_refund", "dispute.measure.suspend_account"]),
    ],
)
def test_a_decision_says_what_why_and_how_to_disagree(role: Role, measures: list[str]):
    dispute = decided(FULL, SUSPEND, POLICE)
    first, *rest = statement(dispute, role, [Text("remedy.kind.any_court")], "UTC")
    said = [key for block in (first, *rest) for key in said_in(block)]
    ending = ["dispute.articles", "dispute.appeal", "dispute.elsewhere", "remedy.kind.any_court"]
    assert said == ["dispute.decided", *measures, "The photos show it.", *ending]
    assert isinstance(first, Listing)
    assert first.texts[1] == Text("dispute.measure.full_refund", {"amount": euro("45.00")})


def test_each_body_stands_together_with_its_conditions():
    adr, condition, court = (Text(f"remedy.{key}") for key in ("kind.adr", "condition.contact_first", "kind.any_court"))
    blocks = statement(decided(NOTHING), "buyer", [adr, condition, court], "UTC")
    assert blocks[-2:] == (Listing((adr, condition)), Listing((court,)))


def test_who_has_appealed_is_told_that_there_is_no_second_time():
    again = done(decide(at("appealed"), decision(NOTHING), EVA, MONDAY + 4 * LATER))
    keys = [
        [block.text.key for block in statement(again, role, [], "UTC") if isinstance(block, Line)] for role in ROLES
    ]
    assert ["dispute.no_second_appeal" in said for said in keys] == [True, False]
    assert ["dispute.appeal" in said for said in keys] == [False, True]


def test_the_board_knows_how_long_it_took():
    assert took(decided(NOTHING)) == 2 * LATER
    assert took(quarrel()) is None


def test_it_is_stored_and_read_again():
    dispute = agreed(decided(FULL))
    assert decode(encode(dispute), Dispute) == dispute
