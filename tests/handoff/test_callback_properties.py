"""Whatever the customer, two agents and the clock do to a callback, in whatever order: what must never happen does not."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from itertools import pairwise
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given

from core.model.callback import (
    MOST_ATTEMPTS,
    CallbackAsked,
    CallbackCancelled,
    CallbackFile,
    CallbackMoved,
    CallbackNews,
    ShowTask,
)
from core.model.events import CallbackEvent, EffectFailed
from core.model.ids import EffectId
from handoff.callback_card import presses
from handoff.callback_slots import LEAD, SLOT
from handoff.hours import worked
from tests.handoff.ringing import (
    DAY,
    EVA,
    HOUR,
    MINUTE,
    MONDAY,
    OFFICE,
    SHOWN,
    TOM,
    Ringing,
    asked,
    claim,
    done,
    gone,
    known_at,
    missed,
    reached,
)
from tests.seeds import seeds

PAUSES = (MINUTE, 10 * MINUTE, HOUR, HOUR, 5 * HOUR, 17 * HOUR, 3 * DAY)
SEEDS = 100
BEFORE_THE_CLOCKS_CHANGE = (MONDAY, MONDAY - 31 * DAY, MONDAY + 123 * DAY)  # two days before winter, before summer


class Told(NamedTuple):
    """A step of a history: the callback before and after it, the time after it, and the news in between."""

    before: CallbackFile
    after: CallbackFile
    now: object
    news: tuple[CallbackNews, ...]
    timer_set: bool
    anew: bool  # it was asked for once more


@cache
def lived(seed: int) -> list[Told]:
    dice = Random(seed)
    call = Ringing(now=dice.choice(BEFORE_THE_CLOCKS_CHANGE) + timedelta(minutes=dice.randrange(24 * 60)))
    free = known_at(call.now, OFFICE).free
    call.booked = tuple(slot for slot in free if dice.random() < 0.2)
    call.do(asked(dice.choice([None, *free])))
    history = []
    for _ in range(30):
        assert call.file is not None
        before, told = call.file, len(call.news)
        event = pressed(dice, call) if dice.random() >= 0.2 else None
        call.do(event) if event else call.wait(dice.choice(PAUSES))
        after, anew = call.file, isinstance(event, CallbackAsked)
        history.append(Told(before, after, call.now, tuple(call.news[told:]), call.timer is not None, anew))
    return history


def pressed(dice: Random, call: Ringing) -> CallbackEvent:
    """Mostly what staff do, mostly by who has claimed it; sometimes anything by anybody."""
    assert call.file is not None
    who = call.file.owner or dice.choice([TOM, EVA])
    agent = who if dice.random() < 0.8 else dice.choice([TOM, EVA])
    free = known_at(call.now, OFFICE, call.booked).free
    lost = EffectFailed(EffectId("1.0"), ShowTask(call.file), 1, "channel_not_found", "gone")
    events: list[tuple[int, CallbackEvent]] = [
        (10, claim(agent)),
        (8, missed(agent)),
        (3, reached(agent)),
        (2, done(agent=agent, note=dice.choice(["", "Sent."]))),
        (2, CallbackMoved(dice.choice([None, MONDAY, call.now, *free[:20]]))),
        (1, CallbackCancelled()),
        (1, gone(agent)),
        (1, SHOWN),
        (1, lost),
        (1, asked()),
    ]
    weights, choices = zip(*events, strict=True)
    return dice.choices(choices, weights)[0]


histories = seeds.map(lived)


@pytest.mark.parametrize(
    "came_to",
    [
        lambda file: file.state == "reached" and len(file.attempts) == MOST_ATTEMPTS,
        lambda file: file.state == "failed" and len(file.attempts) == MOST_ATTEMPTS,
        lambda file: file.state == "failed" and file.late > 2,
        lambda file: file.state == "cancelled" and file.attempts,
        lambda file: file.waits and file.late and file.attempts,
        lambda file: file.state == "claimed" and file.slot,
        lambda file: file.state == "done",
    ],
    ids=["reached at last", "not reached", "late", "cancelled", "late once", "claimed for a slot", "done"],
)
def test_the_histories_go_far_enough_to_say_something(came_to: Callable[[CallbackFile], bool]):
    assert sum(any(came_to(step.after) for step in lived(seed)) for seed in range(SEEDS)) >= 2


@given(histories)
def test_nobody_is_called_more_than_three_times(history: list[Told]):
    for step in history:
        assert len(step.after.attempts) <= MOST_ATTEMPTS
        if len(step.after.attempts) == MOST_ATTEMPTS:
            assert not step.after.waits
            assert not {"claim", "reached", "not_reached"} & set(presses(step.after))


@given(histories)
def test_who_has_cancelled_is_not_called_unless_they_ask_anew(history: list[Told]):
    for step in history:
        if step.before.state == "cancelled" and not step.anew:
            assert step.after.state == "cancelled"
            assert step.after.attempts == step.before.attempts
            assert presses(step.after) == ()
            assert promised(step.news) == []


def promised(news: tuple[CallbackNews, ...]):
    """The lines in which a call is promised."""
    said = (block.text for told in news for block in told.blocks)
    return [words for words in said if {"at", "due"} & words.params.keys() or words.key == "callback.calling"]


@given(histories)
def test_the_customer_hears_after_each_attempt(history: list[Told]):
    for step in history:
        for attempt in step.after.attempts[len(step.before.attempts) :]:
            key = f"callback.{attempt.result}"
            assert key in [block.text.key for told in step.news for block in told.blocks]


@given(histories)
def test_every_slot_is_free_within_hours_and_in_the_future(history: list[Told]):
    for step in history:
        slots = [moment.at for told in step.news for moment in told.slots]
        if step.after.slot != step.before.slot and step.after.slot:
            slots.append(step.after.slot)
        for slot in slots:
            assert worked(OFFICE, slot, slot + SLOT) == SLOT
        if step.before.turn != step.after.turn and step.after.slot and step.after.waits and len(step.news) == 1:
            assert step.after.slot >= step.now + LEAD


@given(histories)
def test_a_promise_is_always_in_the_future_and_has_a_timer(history: list[Told]):
    for step in history:
        if step.after.waits:
            assert step.after.due is not None
            assert step.after.due > step.now
            assert step.timer_set


@given(histories)
def test_the_customer_hears_of_every_new_promise_and_of_the_end(history: list[Told]):
    for step in history:
        replanned = (step.before.slot, step.before.late) != (step.after.slot, step.after.late)
        if replanned or (step.before.waits and not step.after.waits):
            assert step.news


@given(histories)
def test_what_is_over_stays_over_unless_it_is_asked_for_anew(history: list[Told]):
    for before, after in pairwise(history):
        if before.after.state in ("done", "failed", "cancelled") and not after.anew:
            assert after.after.state == before.after.state
