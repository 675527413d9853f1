"""Whatever parties, staff and the clock do to a dispute, in whatever order: what must never happen does not."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import get_args

import pytest
from hypothesis import given

from core.model.dispute import By, Decision, Dispute, Measure, MeasureKind, Refusal, Stage
from core.model.dispute_amounts import decimal
from core.model.shop import Outcome
from core.model.view import Money
from handoff.decisions import left
from handoff.deeds import confirm, ready, record
from handoff.disputes import MOVES, add, allowed_moves, decide, move
from tests.handoff.quarrel import (
    ADA,
    BUYER,
    DESK,
    EURO,
    EVA,
    FULL,
    MONDAY,
    NOTHING,
    SELLER,
    TOM,
    decision,
    part,
    quarrel,
)
from tests.seeds import seeds

STAGES: tuple[Stage, ...] = get_args(Stage)
STAFF = (TOM, EVA, ADA)
PEOPLE = (*STAFF, By("staff"), BUYER, SELLER, DESK)
SOUND = (
    decision(FULL),
    decision(part("20")),
    decision(part("5.00"), Measure("cancel_order")),
    decision(part("9.99")),
    decision(NOTHING),
    decision(Measure("suspend_account", account="seller"), Measure("referred_to_police")),
)
HOURS = (1, 1, 1, 24, 24 * 8)
A_YEAR = 24 * 366

Answer = Dispute | Refusal


def wild(dice: Random) -> Decision:
    kinds = [dice.choice(get_args(MeasureKind)) for _ in range(dice.randrange(4))]
    amounts = [None, *(Money(amount, EURO) for amount in ("5.00", "20", "45.00", "46", "x"))]
    measures = [Measure(kind, dice.choice(amounts), dice.choice([None, "buyer", "seller"])) for kind in kinds]
    return Decision(tuple(measures), dice.choice(["", " ", "Because."]), dice.choice([(), ("",), ("4.2",)]))


def moved(dispute: Dispute, dice: Random, now: datetime) -> Answer:
    to = dice.choice(STAGES if dice.random() < 0.2 else (allowed_moves(dispute.stage) or STAGES))
    by = dice.choice((BUYER, SELLER) if to == "appealed" else (*PEOPLE, *STAFF))
    withdrawn = to == "closed" and by == BUYER and dice.random() < 0.8  # it would end most histories early
    return move(dispute, to, TOM if withdrawn else by, now)


def tried(dispute: Dispute, dice: Random, now: datetime) -> Answer:
    """Mostly what fits the stage, by somebody who mostly may; sometimes anything by anybody."""
    by = dice.choice(PEOPLE if dice.random() < 0.2 else STAFF)
    ruling = dice.choice(SOUND) if dice.random() < 0.8 else wild(dice)
    key = dice.choice([deed.proposal.key for deed in dispute.deeds] or ["none"])
    outcome = dice.choice([Outcome("r-1"), Outcome("r-2"), Outcome(refused="no")])
    ways: list[Callable[[], Answer]] = [
        lambda: moved(dispute, dice, now),
        lambda: decide(dispute, ruling, by, now),
        lambda: confirm(dispute, key, by, now),
        lambda: record(dispute, key, outcome, now),
        lambda: add(dispute, "seller", "Not true."),
    ]
    looked_at = dispute.stage in ("under_review", "appealed")
    return dice.choices(ways, weights=[4, 12 if looked_at else 1, 4, 4, 1])[0]()


State = tuple[Dispute, datetime]


@cache
def lived(seed: int) -> list[State]:
    """The dispute after each of fifty tries and at last a year later; as it was where it was refused."""
    dice = Random(seed)
    dispute, now = quarrel(), MONDAY
    states = [(dispute, now)]
    for hours in [*(dice.choice(HOURS) for _ in range(50)), A_YEAR]:
        now += timedelta(hours=hours)
        answer = move(dispute, "closed", DESK, now) if hours == A_YEAR else tried(dispute, dice, now)
        dispute = answer if isinstance(answer, Dispute) else dispute
        states.append((dispute, now))
    return states


histories = seeds.map(lived)


@pytest.mark.parametrize(
    "reached",
    [
        lambda dispute: bool(ready(dispute)),
        lambda dispute: len(dispute.decisions) > 2 and len(dispute.appeals) == 2,
        lambda dispute: sum(deed.done and deed.proposal.measure == "refund" for deed in dispute.deeds) > 1,
        lambda dispute: dispute.stage == "closed" and any(deed.done for deed in dispute.deeds),
        lambda dispute: any(deed.outcome and deed.outcome.refused for deed in dispute.deeds),
    ],
    ids=["ready", "appealed twice", "refunded twice", "closed", "failed"],
)
def test_the_histories_go_far_enough_to_say_something(reached: Callable[[Dispute], bool]):
    assert sum(any(reached(dispute) for dispute, _ in lived(seed)) for seed in range(200)) >= 3


@given(histories)
def test_nothing_goes_to_the_shop_without_two_people(states: list[State]):
    for dispute, _ in states:
        for proposal in ready(dispute):
            decider, *others = proposal.confirmed_by
            assert decider in {decided.by for decided in dispute.decisions}
            assert [person for person in others if person and person != decider]


@given(histories)
def test_a_closed_dispute_waits_for_nothing(states: list[State]):
    for dispute, _ in states:
        assert (dispute.due is None) == (dispute.stage == "closed")
        if dispute.stage == "closed":
            assert all(deed.done for deed in dispute.deeds)


@given(histories)
def test_what_is_decided_has_reasons_and_articles(states: list[State]):
    for dispute, _ in states:
        assert dispute.decisions or dispute.stage not in ("decided", "appealed")
        for decided in dispute.decisions:
            assert decided.decision.reasons.strip()
            assert any(article.strip() for article in decided.decision.articles)


@given(histories)
def test_stages_follow_the_table(states: list[State]):
    stages = [step.stage for step in states[-1][0].steps]
    assert stages[0] == "open"
    assert all(after in MOVES[before] for before, after in itertools.pairwise(stages))


@given(histories)
def test_a_deadline_is_never_set_in_the_past(states: list[State]):
    for (before, _), (after, now) in itertools.pairwise(states):
        if after.due != before.due and after.due is not None:
            assert after.due > now


@given(histories)
def test_nobody_gets_back_more_than_was_paid(states: list[State]):
    for dispute, _ in states:
        assert left(dispute) >= 0
        refunds = [deed.proposal.amount for deed in dispute.deeds if deed.confirmed and deed.proposal.amount]
        assert sum(decimal(amount) or 0 for amount in refunds) <= 45


@given(histories)
def test_what_the_shop_did_is_never_forgotten_and_keys_are_never_used_twice(states: list[State]):
    for (before, _), (after, _) in itertools.pairwise(states):
        keys = [deed.proposal.key for deed in after.deeds]
        assert len(keys) == len(set(keys))
        assert {deed.proposal.key for deed in before.deeds if deed.done} <= set(keys)
