"""The same words again and again: two answers, one word about it, then nothing until something else is written."""

import pytest

from core.flow.repeating import FLAG
from core.model.conversation import Choosing, Idle
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import answered

QUESTION = "When am I paid?"


@pytest.fixture
def chat(chat: Dialogue) -> Dialogue:
    """Greeted, with something else."""
    answered(chat)
    return chat


def asks(chat: Dialogue, words: str = QUESTION) -> None:
    chat.customer(words).looks_up(words).answer("It takes 5 days.", "Refund timing").sees("It takes 5 days.")


def asks_until_left(chat: Dialogue) -> None:
    for _ in range(2):
        asks(chat)
    chat.customer(QUESTION).sees("repeat.heard", buttons=["talk"]).audits(FLAG)


@pytest.mark.fault(
    "Coming in", "the same text ten times in a minute", "two answers at most, then one kind word about it"
)
def test_ten_times_the_same_within_a_minute(chat: Dialogue) -> None:
    asks_until_left(chat)
    for _ in range(7):
        chat.customer(QUESTION).silence()
    assert isinstance(chat.conversation.stage, Idle)


@pytest.mark.fault(
    "People and time", "a bot talks to our bot", "two answers and a word, then silence, and a line in the audit"
)
def test_a_machine_that_answers_each_of_our_answers_is_left_alone(chat: Dialogue) -> None:
    """As one that says that it is away, in the name of a customer."""
    away = "I am out of the office until Monday."
    for _ in range(2):
        asks(chat, away)
    chat.customer(away).sees("repeat.heard").audits(FLAG)
    for _ in range(5):
        chat.passes(seconds=60).customer(away).silence()


def test_other_words_are_answered_again(chat: Dialogue) -> None:
    asks_until_left(chat)
    asks(chat, "And by card?")
    asks(chat)


def test_it_does_not_matter_how_it_is_spaced_or_capitalised(chat: Dialogue) -> None:
    asks(chat)
    asks(chat)
    chat.customer(" when AM  I paid? ").sees("repeat.heard").audits(FLAG)


def test_after_a_while_it_is_a_new_question(chat: Dialogue) -> None:
    asks_until_left(chat)
    chat.passes(seconds=61)
    asks(chat)


def test_a_way_to_a_person_is_never_left_out(chat: Dialogue) -> None:
    asks_until_left(chat)
    chat.customer(QUESTION).silence()
    chat.presses("talk").sees("choosing.ways", "way.live", "way.email").is_in(Choosing)
