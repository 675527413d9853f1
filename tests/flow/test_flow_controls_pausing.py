"""A chat that is put aside: nothing is due until its time, and the customer's next word ends it in any case."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.model.controls import Snooze, Transfer
from core.model.conversation import Closed, Filling, Queued, WithAgent
from core.model.effects import CloseHandoff
from tests.flow.cast import EVA, NOON, TOM
from tests.flow.control_dialogue import ControlDialogue
from tests.flow.scenes import queued, with_tom

ONE = NOON + timedelta(hours=1)


@pytest.fixture
def chat() -> Iterator[ControlDialogue]:
    dialogue = ControlDialogue()
    with_tom(dialogue)
    yield dialogue
    dialogue.silence()


def aside(chat: ControlDialogue) -> ControlDialogue:
    return chat.uses(TOM, Snooze(ONE)).sees("chat.snoozed").puts_on_card("snoozed", "Tom", until=ONE)


def test_until_a_time(chat: ControlDialogue) -> None:
    aside(chat).passes(minutes=59).silence().is_in(WithAgent)
    chat.passes(minutes=1).calls("staff.snooze_over", TOM)
    chat.puts_on_card("claimed", "Tom", since=ONE, due=ONE + timedelta(minutes=10))
    chat.passes(minutes=10).thread_remarks("staff.customer_waits", minutes=10)


def test_until_the_customer_writes(chat: ControlDialogue) -> None:
    chat.uses(TOM, Snooze()).sees("chat.your_turn").puts_on_card("snoozed", "Tom").passes(hours=30).silence()
    chat.customer("Here it is").thread_shows("Here it is").calls("staff.snooze_wrote", TOM).card("claimed", "Tom")
    chat.is_due("reply_due", minutes=10)


def test_the_customer_writes_before_the_time(chat: ControlDialogue) -> None:
    aside(chat).passes(minutes=5).customer("And?").thread_shows("And?").calls("staff.snooze_wrote", TOM)
    chat.card("claimed", "Tom").replies(TOM, "Soon").hears(TOM, "Soon").passes(hours=2).silence()


def test_a_file_ends_it_too(chat: ControlDialogue) -> None:
    aside(chat).sends("photo").thread_shows("photo", "file").calls("staff.snooze_wrote", TOM).card("claimed", "Tom")
    chat.sees("file.person_told")


def test_another_time_is_no_news_to_the_customer(chat: ControlDialogue) -> None:
    two = NOON + timedelta(hours=2)
    aside(chat).uses(TOM, Snooze(two)).silence().passes(minutes=110).silence()
    chat.passes(minutes=10).calls("staff.snooze_over", TOM).card("claimed", "Tom")


def test_from_a_time_to_the_customers_turn_is_news(chat: ControlDialogue) -> None:
    aside(chat).uses(TOM, Snooze()).sees("chat.your_turn").passes(hours=2).silence()


def test_a_time_that_is_past(chat: ControlDialogue) -> None:
    chat.uses(TOM, Snooze(NOON)).whispers(TOM, "staff.snooze_past")
    chat.passes(minutes=10).thread_remarks("staff.customer_waits", minutes=10)


def test_only_its_owner_puts_it_aside(chat: ControlDialogue) -> None:
    chat.uses(EVA, Snooze(ONE)).whispers(EVA, "staff.not_owner").is_in(WithAgent)


def test_in_the_queue_it_has_to_be_claimed_first() -> None:
    chat = ControlDialogue()
    queued(chat)
    chat.uses(TOM, Snooze(ONE)).whispers(TOM, "staff.claim_first").is_in(Queued)


def test_a_form_that_was_opened_and_left_does_not_end_it(chat: ControlDialogue) -> None:
    aside(chat).presses("offer.email", chat.turn).sees("filling.email").presses("cancel").sees("chat.with")
    chat.passes(minutes=30).silence().passes(minutes=30).calls("staff.snooze_over", TOM).card("claimed", "Tom")


def test_a_time_that_comes_behind_a_form_is_told_when_that_is_left(chat: ControlDialogue) -> None:
    aside(chat).passes(minutes=55).presses("offer.email", chat.turn).sees("filling.email").passes(minutes=6).silence()
    chat.is_in(Filling).presses("cancel").sees("chat.with").passes(seconds=1).calls("staff.snooze_over", TOM)
    chat.card("claimed", "Tom")


def test_put_aside_while_the_customer_fills_in_a_form(chat: ControlDialogue) -> None:
    chat.presses("offer.email", chat.turn).sees("filling.email")
    aside(chat).is_in(WithAgent).passes(hours=1).calls("staff.snooze_over", TOM).card("claimed", "Tom")


def test_passed_on_it_is_no_longer_aside(chat: ControlDialogue) -> None:
    aside(chat).uses(TOM, Transfer(EVA)).sees("chat.passed").calls("staff.transferred", EVA).card("claimed", "Eva")
    chat.passes(minutes=10).thread_remarks("staff.customer_waits", minutes=10)


def test_closed_while_it_is_aside(chat: ControlDialogue) -> None:
    aside(chat).closes(TOM).sees("chat.closed", "rating.solved")
    assert isinstance(chat.untold.pop(), CloseHandoff)
    chat.passes(hours=2).silence().is_in(Closed)
