"""A call that is asked for in the chat: the number, the time, and what may be changed afterwards."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from core.flow.present import present
from core.model.callback import (
    CallbackAsked,
    CallbackCancelled,
    CallbackLine,
    CallbackMoved,
    CallbackNews,
    Phone,
    stream_of,
)
from core.model.conversation import Closed, Filling, Idle, Queued
from core.model.effects import Pass, Say
from core.model.facts import CallFacts
from core.model.ids import CaseCode
from core.model.ticket import TicketLine
from core.model.view import Line, Text
from tests.flow.cast import ANNA, CALL, EMAIL, NOON, PHONE, SLOTS, TOM, WITH_CALLS
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import (
    HEARING,
    MAIL,
    QUESTION,
    answered,
    asked_for_email,
    queued,
    ticket_follows,
    told_of_order,
    with_tom,
)

CASE = CaseCode("FD-1")
NUMBER = CallFacts(PHONE, slots=SLOTS)


def asked_for_number(chat: Dialogue) -> Dialogue:
    answered(chat).offers = WITH_CALLS
    chat.presses("talk").sees("choosing.ways", "way.live", "way.call", "way.email")
    return chat.presses("offer.callback").sees("callback.ask.number", buttons=["cancel"]).is_in(Filling)


def asked_for_time(chat: Dialogue) -> Dialogue:
    asked_for_number(chat).customer("06 12345678", calls=NUMBER)
    return chat.sees("callback.ask.time", buttons=["slot.soon", "slot.0", "slot.1", "cancel"])


def asks(chat: Dialogue) -> CallbackAsked:
    passed = chat._next(Pass)
    assert passed.to == stream_of(CASE)
    assert isinstance(passed.event, CallbackAsked)
    return passed.event


def news(chat: Dialogue, *lines: str, **more: object) -> Dialogue:
    blocks = tuple(Line(Text(line)) for line in lines)
    return chat._happens(CallbackNews(CASE, more.pop("person", None), blocks, **more))  # type: ignore[arg-type]


def test_a_call_needs_a_number_and_a_time(chat: Dialogue) -> None:
    asked_for_time(chat).presses("slot.1")
    call = asks(chat.is_in(Closed))
    assert (call.phone, call.slot, call.zone, call.question) == (PHONE, SLOTS[1].at, "Europe/Amsterdam", QUESTION)
    assert (call.case, call.conversation, call.spoken, call.items) == (CASE, chat.conversation.id, "en", ())


def test_as_soon_as_possible_is_a_time_too(chat: Dialogue) -> None:
    asked_for_time(chat).presses("slot.soon", calls=CallFacts(zone="Europe/Lisbon"))
    call = asks(chat)
    assert (call.slot, call.zone) == (None, "Europe/Lisbon")


@pytest.mark.parametrize("why", ["none", "no_country", "too_short", "premium"])
def test_a_number_that_cannot_be_called_is_explained_and_asked_for_again(chat: Dialogue, why: str) -> None:
    asked_for_number(chat).customer("12", calls=CallFacts(trouble=why)).sees(
        f"callback.phone.{why}", "callback.ask.number"
    )


def test_a_wrong_number_is_written_again_when_the_time_is_asked_for(chat: Dialogue) -> None:
    other = Phone("+31687654321", "NL", "06 87654321", "+31 6 87654321")
    asked_for_time(chat).customer("06 87654321", calls=CallFacts(other, slots=SLOTS)).sees("callback.ask.time")
    chat.presses("slot.0")
    assert asks(chat).phone == other


def test_the_order_that_is_talked_about_is_what_the_call_is_about(chat: Dialogue) -> None:
    told_of_order(chat).offers = (CALL, EMAIL)
    chat.customer("a person please", wants_person=True, shop=True).sees("choosing.ways", "way.call", "way.email")
    chat.presses("offer.callback").sees("callback.ask.number")
    chat.customer("06 12345678", calls=NUMBER).sees("callback.ask.time").presses("slot.0")
    call = asks(chat)
    assert (call.items, call.person) == (("H-104233 Delft vase",), ANNA.id)


def test_who_cancels_the_form_is_not_called(chat: Dialogue) -> None:
    asked_for_time(chat).presses("cancel").sees("choosing.cancelled", "idle.ask").is_in(Idle)


# --- what comes of it

LINE = CallbackLine(CASE, "open", SLOTS[0].at, None, ("move", "cancel"))
OWN = CallFacts(own=(LINE,))


def test_news_of_the_call_bring_what_may_be_done(chat: Dialogue) -> None:
    answered(chat)
    news(chat, "callback.booked", steps=("move", "cancel")).sees(
        "callback.booked", buttons=["call.move.FD-1", "call.cancel.FD-1", "talk"]
    )


def test_another_time_is_offered_and_chosen(chat: Dialogue) -> None:
    answered(chat)
    news(chat, "callback.booked", steps=("move", "cancel")).sees("callback.booked")
    chat.presses("call.move.FD-1", calls=CallFacts(own=(LINE,), slots=SLOTS)).sees("callback.ask.other_time")
    buttons = [button.action for button in chat._last(Say).view.buttons]
    at = int(SLOTS[0].at.timestamp()) // 60
    assert buttons[:3] == [f"call.{at}.FD-1", f"call.{at + 120}.FD-1", "call.soon.FD-1"]
    chat.presses(buttons[1], calls=OWN)
    assert chat._next(Pass).event == CallbackMoved(SLOTS[1].at)
    chat.presses("call.soon.FD-1", calls=OWN)
    assert chat._next(Pass).event == CallbackMoved(None)


def test_a_call_is_cancelled_from_any_message(chat: Dialogue) -> None:
    answered(chat)
    news(chat, "callback.booked", steps=("cancel",)).sees("callback.booked")
    chat.customer(QUESTION).looks_up(QUESTION)
    chat.presses("call.cancel.FD-1", calls=OWN)
    assert chat._next(Pass) == Pass(stream_of(CASE), CallbackCancelled())


def test_the_button_of_anothers_call_does_nothing(chat: Dialogue) -> None:
    answered(chat)
    news(chat, "callback.booked", steps=("cancel",)).sees("callback.booked")
    chat.presses("call.cancel.FD-2", calls=OWN).sees("choice.expired", "idle.ask")


def test_news_for_somebody_who_has_signed_out_are_said_to_nobody(chat: Dialogue) -> None:
    answered(chat)
    news(chat, "callback.booked", person=ANNA.id).audits("callback news not shown")


# --- e-mail instead


def given_up(chat: Dialogue) -> Dialogue:
    """Nobody calls for this case any more."""
    return news(chat, "callback.given_up", steps=("email",)).sees(
        "callback.given_up", buttons=["call.email.FD-1", "talk"]
    )


def called_in_vain(chat: Dialogue) -> Dialogue:
    asks(asked_for_time(chat).presses("slot.soon"))
    return given_up(chat)


def test_a_call_that_failed_leads_to_a_ticket_about_the_same_question(chat: Dialogue) -> None:
    called_in_vain(chat).presses("call.email.FD-1").sees("filling.email", buttons=["cancel"])
    ticket_follows(chat.customer(MAIL, email=MAIL)).silence()


def test_the_ticket_is_about_the_call_whatever_was_talked_about_since(chat: Dialogue) -> None:
    given_up(told_of_order(chat)).presses("call.email.FD-1", calls=CallFacts(question="Who pays the parcel?"))
    chat.sees("filling.email")
    assert (chat.conversation.question, chat.conversation.about) == ("Who pays the parcel?", None)


def test_what_the_call_was_about_is_asked_for_where_it_is_not_known(chat: Dialogue) -> None:
    given_up(answered(chat)).presses("call.email.FD-1").sees("filling.message", buttons=["cancel"])


def test_a_call_that_is_still_owed_is_given_up_with_the_ticket(chat: Dialogue) -> None:
    called_in_vain(chat).presses("call.email.FD-1", calls=OWN).sees("filling.email")
    ticket_follows(chat.customer(MAIL, email=MAIL))
    assert chat._next(Pass) == Pass(stream_of(CASE), CallbackCancelled())


def test_who_gives_no_address_keeps_the_call(chat: Dialogue) -> None:
    called_in_vain(chat).presses("call.email.FD-1", calls=OWN).sees("filling.email")
    chat.presses("cancel").sees("choosing.cancelled", "idle.ask").silence()


def test_a_second_tap_is_met_with_silence(chat: Dialogue) -> None:
    shown = called_in_vain(chat).turn
    chat.presses("call.email.FD-1").sees("filling.email").presses("call.email.FD-1", shown).silence()


@pytest.mark.parametrize("scene", [asked_for_email, queued, with_tom], ids=lambda scene: scene.__name__)
def test_who_is_on_the_way_to_a_person_reads_where_they_stand(
    chat: Dialogue, scene: Callable[[Dialogue], Dialogue]
) -> None:
    before = scene(chat).conversation
    chat.presses("call.email.FD-9", 0)
    assert (chat._next(Say), chat.stage) == (present(before), before.stage)


# --- when it is over


def called(chat: Dialogue) -> Dialogue:
    return news(chat, "callback.done", called_by=TOM)


def test_after_the_call_the_customer_is_asked_once_whether_it_was_solved(chat: Dialogue) -> None:
    called(answered(chat)).sees("callback.done", "rating.solved").is_in(Closed)
    chat.presses("solved").is_rated("agent", solved=True).sees("rating.stars")
    called(chat).sees("callback.done")


def test_nobody_is_asked_in_the_middle_of_something_else(chat: Dialogue) -> None:
    called(queued(chat)).sees("callback.done").is_in(Queued)


def test_nobody_is_asked_while_another_case_is_open(chat: Dialogue) -> None:
    answered(chat).mails = replace(HEARING, own=(TicketLine(CaseCode("FD-2"), "waiting", QUESTION, NOON),))
    called(chat).sees("callback.done").is_in(Idle)
