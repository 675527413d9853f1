"""Live chat is closed for everybody for now: who waits keeps their place and reads the other ways, who chooses sees what is left."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from core.model.conversation import Choosing, Filling, Idle, Queued, WithAgent
from core.model.facts import CallFacts
from core.model.offer import Eta
from core.model.view import Text
from core.model.wait import Wait
from tests.flow.cast import CALL, CALLS_CLOSED, EMAIL, LIVE_CLOSED, ON_DUTY, PHONE, SLOTS, TOM, WAYS, WITH_CALLS
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import answered, choosing, queued, with_tom

CLOSED = (EMAIL, replace(LIVE_CLOSED, code="closed_now", reason=Text("way.live.meeting")))
WAITING = ["offer.email", "wait", "cancel"]
NUMBER = CallFacts(PHONE, slots=SLOTS)


@pytest.fixture
def chat() -> Iterator[Dialogue]:
    dialogue = Dialogue()
    yield dialogue
    dialogue.silence()


def closes(chat: Dialogue) -> Dialogue:
    """Everybody whom it concerns is looked at, once."""
    chat.offers = CLOSED
    return chat.wakes("place", chat.turn)


def test_who_waits_reads_why_and_the_other_ways_and_keeps_the_place(chat: Dialogue) -> None:
    queued(chat)
    closes(chat).sees("way.live.meeting", "queued.closed_now", "way.email", "queued.place", buttons=WAITING)
    chat.is_in(Queued).claims(TOM).sees("chat.joined").card("claimed", "Tom").is_in(WithAgent)


def test_and_reads_it_once(chat: Dialogue) -> None:
    queued(chat)
    closes(chat).untold.clear()
    chat.wakes("place", chat.turn).silence()


def test_who_waits_on_is_promised_no_time_while_it_is_closed_though_agents_are_there(chat: Dialogue) -> None:
    queued(chat)
    closes(chat).untold.clear()
    chat.wakes("unclaimed", chat.turn, wait=Wait(1, Eta(1, 4)))
    chat.sees("way.live.meeting", "queued.closed_now", "way.email", "queued.place", buttons=WAITING)


def test_who_waits_reads_that_it_is_open_again(chat: Dialogue) -> None:
    queued(chat)
    closes(chat).untold.clear()
    chat.offers = ON_DUTY
    chat.wakes("place", chat.turn).sees("queued.somebody", "queued.place")


def test_who_chooses_sees_at_once_what_is_left(chat: Dialogue) -> None:
    choosing(chat)
    closes(chat).sees(
        "choosing.changed", "choosing.ways", "way.email", "way.live.meeting", buttons=["offer.email", "cancel"]
    )
    chat.is_in(Choosing)


def test_an_old_button_of_the_closed_way_is_answered_with_the_ways_as_they_are(chat: Dialogue) -> None:
    choosing(chat)
    old = chat.turn
    closes(chat).untold.clear()
    chat.presses("offer.live_chat", old).sees("choice.expired", "choosing.ways", "way.email", "way.live.meeting")
    chat.presses("offer.email").sees("filling.email").is_in(Filling)


@pytest.mark.fault("People and time", "closing time reached while the customer chooses")
def test_a_press_in_the_moment_in_which_it_closes(chat: Dialogue) -> None:
    choosing(chat)
    chat.offers = CLOSED
    chat.presses("offer.live_chat").sees("choosing.gone", "choosing.ways", "way.email", "way.live.meeting")


def test_who_chooses_hears_nothing_where_nothing_has_changed(chat: Dialogue) -> None:
    choosing(chat).wakes("place", chat.turn).silence().is_in(Choosing)


def test_who_chooses_sees_that_it_is_open_again(chat: Dialogue) -> None:
    choosing(chat)
    closes(chat).untold.clear()
    chat.offers = ON_DUTY
    chat.wakes("place", chat.turn).sees("choosing.changed", *WAYS)


def test_who_goes_away_is_forgotten_as_ever(chat: Dialogue) -> None:
    choosing(chat)
    closes(chat).untold.clear()
    chat.passes(hours=30).silence().is_in(Idle)


def test_a_chat_that_has_begun_goes_on(chat: Dialogue) -> None:
    with_tom(chat).offers = CLOSED
    chat.replies(TOM, "Hi").hears(TOM, "Hi")


# --- in the middle of a form


def calls(chat: Dialogue, *, number: bool = True) -> Dialogue:
    """Asked for a number, or for the time."""
    answered(chat).offers = WITH_CALLS
    chat.presses("talk").sees("choosing.ways", "way.live", "way.call", "way.email")
    chat.presses("offer.callback").sees("callback.ask.number")
    if number:
        chat.customer("06 12345678", calls=NUMBER).sees("callback.ask.time")
    return chat.is_in(Filling)


@pytest.mark.parametrize("number", [False, True])
def test_a_form_for_what_is_closed_gives_way_to_the_other_ways_at_once(chat: Dialogue, number: bool) -> None:
    calls(chat, number=number).offers = CALLS_CLOSED
    chat.wakes("place", chat.turn).sees("choosing.gone", "choosing.ways", "way.live", "way.email", "way.call.closed")
    chat.is_in(Choosing)


def test_a_number_or_a_time_in_the_moment_in_which_calls_close(chat: Dialogue) -> None:
    calls(chat, number=False).offers = CALLS_CLOSED
    chat.customer("06 12345678", calls=NUMBER).sees(
        "choosing.gone", "choosing.ways", "way.live", "way.email", "way.call.closed"
    )
    chat.is_in(Choosing)


def test_a_time_is_not_agreed_on_any_more(chat: Dialogue) -> None:
    calls(chat).offers = CALLS_CLOSED
    chat.presses("slot.0").sees("choosing.gone", "choosing.ways", "way.live", "way.email", "way.call.closed")
    chat.is_in(Choosing)


def test_a_form_for_another_way_goes_on(chat: Dialogue) -> None:
    choosing(chat).presses("offer.email").sees("filling.email")
    chat.offers = CLOSED
    chat.wakes("place", chat.turn).silence().is_in(Filling)


def test_who_waits_and_asked_for_a_call_meanwhile_waits_on(chat: Dialogue) -> None:
    queued(chat).offers = (LIVE_CLOSED, CALL, EMAIL)
    chat.wakes("place", chat.turn).untold.clear()
    chat.presses("offer.callback").sees("callback.ask.number")
    chat.offers = CALLS_CLOSED
    chat.wakes("place", chat.turn).sees(
        "choosing.gone", "way.email", "way.call.closed", "queued.place", buttons=WAITING
    )
    chat.is_in(Queued)
