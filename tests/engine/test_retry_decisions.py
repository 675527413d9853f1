"""Whether a failed try is made again, and when: a table."""

from datetime import timedelta

import pytest

from core.engine.retry import next_try
from core.model.effects import Ask, CloseHandoff, Effect, Note, OpenHandoff, Post, Say
from core.model.errors import Limited, Transient, Uncertain
from core.model.ids import Address, CaseCode, ConversationId, EffectId
from core.model.posts import Remark
from core.model.rows import OutboxRow
from core.model.view import Text, View
from tests.engine.fakes import ANNA, ENGLISH, NOON, say

THREAD = Address("slack", "C1/1.0")
CASE = CaseCode("FD-1")

SAY = say("hello")
MAIL = Say(Address("email", "anna@shop.example"), View(()), ENGLISH)
POST = Post(THREAD, Remark(Text("x")))
ASK = Ask("Where?", ENGLISH, 1, ANNA)
OPEN = OpenHandoff("live_chat", CASE, 1, ANNA, "Anna", ENGLISH, "Where?")
TICKET = OpenHandoff("email", CASE, 1, ANNA, "Anna", ENGLISH, "Where?")
CLOSE = CloseHandoff(THREAD, CASE, Text("x"))

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MOMENT = timedelta(milliseconds=1)


def tried(effect: Effect, attempts: int) -> OutboxRow:
    return OutboxRow(1, EffectId("1.0"), ConversationId("c"), "lane", effect, 1, 0, attempts, NOON, NOON)


@pytest.mark.parametrize(
    ("effect", "pauses"),
    [
        (
            SAY,
            [SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND, 32 * SECOND, 64 * SECOND, 2 * MINUTE, 2 * MINUTE],
        ),
        (MAIL, [5 * SECOND, 10 * SECOND, 20 * SECOND, 40 * SECOND, 80 * SECOND]),
        (POST, [SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND, 30 * SECOND, 30 * SECOND]),
        (ASK, [SECOND, 2 * SECOND, 2 * SECOND]),
        (OPEN, [SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND, 10 * SECOND, 10 * SECOND]),
        (TICKET, [5 * SECOND, 10 * SECOND]),
        (CLOSE, [SECOND, 2 * SECOND]),
    ],
    ids=["say", "mail", "post", "ask", "open", "ticket", "close"],
)
def test_pauses_double_up_to_the_longest(effect: Effect, pauses: list[timedelta]) -> None:
    for attempts, pause in enumerate(pauses, start=1):
        assert next_try(tried(effect, attempts), Transient("502"), NOON) == NOON + pause


@pytest.mark.parametrize(
    ("effect", "longest"),
    [
        (SAY, DAY),
        (MAIL, 5 * DAY),
        (POST, 10 * MINUTE),
        (ASK, 20 * SECOND),
        (OPEN, 2 * MINUTE),
        (TICKET, 5 * DAY),
        (CLOSE, DAY),
    ],
    ids=["say", "mail", "post", "ask", "open", "ticket", "close"],
)
@pytest.mark.parametrize("error", [Transient("502"), Uncertain("no answer"), Limited("429", 7)], ids=str)
def test_each_kind_is_given_up_in_its_time(effect: Effect, longest: timedelta, error: Transient) -> None:
    assert next_try(tried(effect, 3), error, NOON + longest - MOMENT) is not None
    assert next_try(tried(effect, 3), error, NOON + longest) is None


@pytest.mark.parametrize("seconds", [0, 1, 600])
def test_what_the_platform_says_is_obeyed_whatever_the_number_of_tries(seconds: float) -> None:
    for attempts in (1, 50):
        assert next_try(tried(SAY, attempts), Limited("429", seconds), NOON) == NOON + timedelta(seconds=seconds)


def test_a_thousand_tries_are_no_overflow() -> None:
    assert next_try(tried(SAY, 1000), Transient("502"), NOON) == NOON + 2 * MINUTE


@pytest.mark.fault("People and time", "clock a day off")
def test_a_clock_that_was_set_back_gives_nothing_up() -> None:
    assert next_try(tried(Note("x"), 1), Transient("502"), NOON - DAY) == NOON - DAY + SECOND
