"""One case, not five: what joins an open case, what goes on under its code, and how the customer says that it is another."""

import pytest
from msgspec.structs import replace

from core.flow.choices import choices
from core.model.callback import CallbackAdded, CallbackAsked, CallbackLine, stream_of
from core.model.conversation import Closed, Corresponding, Filling, Queued, WithAgent
from core.model.effects import Pass, Say
from core.model.facts import CallFacts, MailFacts
from core.model.ids import CaseCode
from core.model.offer import Offer
from core.model.ticket import TicketLine
from core.model.ticket_events import CustomerAdded, TicketMoved
from core.model.view import Line
from tests.flow.cast import MESSAGE_FIRST, NOON, PHONE, SLOTS, TOM, WAYS, WITH_CALLS
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import MAIL, QUESTION, answered, choosing, ticket_follows

OPEN = CaseCode("FD-7")
JOINS = MailFacts(joins=OPEN)
CALL = CallbackLine(OPEN, "open", SLOTS[0].at, None, ("move", "cancel"), "Europe/Amsterdam")
OWED = CallFacts(joins=CALL)
AGAIN = CustomerAdded(QUESTION, again=True)


def joined(chat: Dialogue) -> Dialogue:
    """By e-mail, once more about what there is a ticket for."""
    return choosing(chat).presses("offer.email", mails=JOINS).ticket_hears(AGAIN, OPEN).is_in(Corresponding)


def ways_with_calls(chat: Dialogue) -> Dialogue:
    answered(chat).offers = WITH_CALLS
    return chat.presses("talk").sees("choosing.ways", "way.live", "way.call", "way.email")


def buttons(chat: Dialogue) -> list[str]:
    return [button.action for button in chat._last(Say).view.buttons]


# --- e-mail


def test_the_same_request_by_mail_joins_the_open_ticket_which_says_the_rest(chat: Dialogue) -> None:
    joined(chat).team_tells("ticket.news.again", steps=("reply", "close"), case=OPEN)
    chat.sees("ticket.news.again", buttons=["mail.other.FD-7", "mail.close.FD-7", "talk"])


def test_what_is_written_next_belongs_to_it(chat: Dialogue) -> None:
    joined(chat).customer("It was on Monday.").ticket_hears(CustomerAdded("It was on Monday."), OPEN)
    chat.sees("mail.passed_on", buttons=["mail.other.FD-7", "mail.close.FD-7", "talk"])


def test_one_tap_makes_a_case_of_its_own_with_the_same_question(chat: Dialogue) -> None:
    joined(chat).presses("mail.other.FD-7", chat.turn).sees("joining.apart", "filling.email", buttons=["cancel"])
    ticket_follows(chat.customer(MAIL, email=MAIL))
    assert chat.case == "FD-1"


def test_where_only_the_question_of_the_case_is_known_the_other_one_is_asked_for(chat: Dialogue) -> None:
    own = TicketLine(OPEN, "waiting", QUESTION, NOON)
    joined(chat).presses("mail.other.FD-7", chat.turn, mails=replace(JOINS, own=(own,)))
    chat.sees("joining.apart", "filling.message").customer("My lamp?").sees("filling.email").is_in(Filling)


def test_a_request_that_is_like_none_is_a_case_of_its_own(chat: Dialogue) -> None:
    choosing(chat).presses("offer.email", mails=MailFacts()).sees("filling.email").is_in(Filling)


def test_what_is_asked_for_first_is_compared_when_it_is_written(chat: Dialogue) -> None:
    chat.presses("talk", 0).sees("greeting", *WAYS).presses("offer.email").sees("filling.message")
    chat.customer("Where is it?", mails=JOINS).ticket_hears(CustomerAdded("Where is it?", again=True), OPEN)
    chat.is_in(Corresponding).presses("mail.other.FD-7", chat.turn).sees("joining.apart", "filling.email")


def test_the_caption_of_a_photo_is_compared_as_well(chat: Dialogue) -> None:
    chat.presses("talk", 0).sees("greeting", *WAYS).presses("offer.email").sees("filling.message")
    chat.sends("photo", "Where is it?", mails=JOINS).ticket_hears(CustomerAdded("Where is it?", again=True), OPEN)
    chat.is_in(Corresponding)


def test_an_address_that_is_given_joins_nothing(chat: Dialogue) -> None:
    choosing(chat).presses("offer.email").sees("filling.email")
    ticket_follows(chat.customer(MAIL, email=MAIL))


def test_what_cannot_wait_has_a_mail_of_its_own(chat: Dialogue) -> None:
    answered(chat).customer("I will hurt myself", urgent=True).sees("urgent.now", "urgent.person", *WAYS)
    chat.presses("offer.email", mails=JOINS).sees("filling.email").is_in(Filling)


# --- a call that is owed


@pytest.mark.parametrize(
    ("way", "other"), [("email", "mail.other.FD-7.email"), ("callback", "mail.other.FD-7.callback")]
)
def test_while_a_call_about_it_is_owed_the_words_go_there(chat: Dialogue, way: str, other: str) -> None:
    ways_with_calls(chat).presses(f"offer.{way}", calls=OWED).sees(
        "joining.call",
        "requests.callback.booked",
        buttons=[other, "call.move.FD-7", "call.cancel.FD-7", "talk"],
    )
    assert chat._next(Pass) == Pass(stream_of(OPEN), CallbackAdded(QUESTION))
    chat.is_in(Closed)


def test_it_is_told_apart_from_the_call_in_the_way_that_was_chosen(chat: Dialogue) -> None:
    ways_with_calls(chat).presses("offer.callback", calls=OWED).sees("joining.call", "requests.callback.booked")
    chat._next(Pass)
    chat.presses("mail.other.FD-7.callback").sees("joining.apart", "callback.ask.number", buttons=["cancel"])


def test_where_no_calls_are_made_any_more_it_goes_by_mail(chat: Dialogue) -> None:
    ways_with_calls(chat).presses("offer.callback", calls=OWED).sees("joining.call", "requests.callback.booked")
    chat._next(Pass)
    chat.nobody_on_duty().presses("mail.other.FD-7.callback").sees("joining.apart", "filling.email")


def test_the_button_of_another_case_has_expired(chat: Dialogue) -> None:
    joined(chat).presses("mail.other.FD-8", chat.turn)
    (first, *_) = chat._next(Say).view.blocks
    assert isinstance(first, Line)
    assert (first.text.key, type(chat.stage)) == ("choice.expired", Corresponding)


def test_once_something_else_is_talked_about_it_has_expired(chat: Dialogue) -> None:
    turn = joined(chat).turn
    chat.presses("mail.other.FD-7", turn).sees("joining.apart", "filling.email").presses("cancel").sees(
        "choosing.cancelled", "idle.ask"
    )
    chat.passes(minutes=1).presses("mail.other.FD-7", turn).sees("choice.expired", "idle.ask")


# --- a person, under the code of the ticket


def live(chat: Dialogue) -> Dialogue:
    choosing(chat).presses("offer.live_chat", mails=JOINS)
    chat.sees("queued.joined", "joining.under", "promise.live").hands_over("live_chat", case=OPEN)
    return chat.is_in(Queued)


def test_a_live_chat_about_it_has_its_code_and_the_ticket_waits_until_somebody_claims(chat: Dialogue) -> None:
    live(chat).thread_opens().silence()
    chat.claims(TOM).sees("chat.joined").card("claimed", "Tom").ticket_hears(TicketMoved("live_chat"), OPEN)
    chat.is_in(WithAgent)


def test_who_gives_up_waiting_still_has_the_ticket(chat: Dialogue) -> None:
    live(chat).thread_opens().presses("cancel").sees("queued.stopped", "idle.ask").ends_thread("closing.customer_left")


def test_a_chat_about_something_else_leaves_the_ticket_alone(chat: Dialogue) -> None:
    live(chat).thread_opens()
    assert buttons(chat)[0] == "mail.other.FD-7"
    chat.presses("mail.other.FD-7").sees("joining.apart", "queued.place")
    chat.claims(TOM).sees("chat.joined").card("claimed", "Tom").silence()


@pytest.mark.parametrize("claimed", [False, True], ids=["waiting", "with an agent"])
def test_by_mail_instead_goes_back_to_the_ticket_without_asking_anything(chat: Dialogue, claimed: bool) -> None:
    live(chat).thread_opens()
    if claimed:
        chat.claims(TOM).sees("chat.joined").card("claimed", "Tom").ticket_hears(TicketMoved("live_chat"), OPEN)
    chat.presses("offer.email", chat.turn).ticket_hears(AGAIN, OPEN).ends_thread("closing.not_needed")
    chat.is_in(Corresponding)


def test_a_chat_for_which_the_message_is_asked_first(chat: Dialogue) -> None:
    chat.offers = MESSAGE_FIRST
    chat.presses("talk", 0).sees("greeting", *WAYS).presses("offer.live_chat").sees("filling.message")
    chat.customer("Where is it?", mails=JOINS).sees("queued.joined", "joining.under", "promise.live")
    chat.hands_over("live_chat", case=OPEN)


def test_a_call_about_it_has_its_code(chat: Dialogue) -> None:
    ways_with_calls(chat).presses("offer.callback", mails=JOINS)
    chat.sees("joining.under", "callback.ask.number", buttons=["mail.other.FD-7", "cancel"])
    call = calls(chat)
    assert (call.case, call.ticket) == (OPEN, True)


def test_a_call_about_something_else_has_a_code_of_its_own(chat: Dialogue) -> None:
    ways_with_calls(chat).presses("offer.callback", mails=JOINS).sees("joining.under", "callback.ask.number")
    chat.presses("mail.other.FD-7").sees("joining.apart", "callback.ask.number", buttons=["cancel"])
    call = calls(chat)
    assert (call.case, call.ticket) == ("FD-1", False)


def calls(chat: Dialogue) -> CallbackAsked:
    chat.customer("06 12345678", calls=CallFacts(PHONE, slots=SLOTS)).sees("callback.ask.time")
    chat.presses("slot.0")
    asked = chat._next(Pass).event
    assert isinstance(asked, CallbackAsked)
    return asked


@pytest.mark.parametrize("offer", WITH_CALLS, ids=lambda offer: offer.method)
def test_every_button_that_tells_apart_can_be_pressed(chat: Dialogue, offer: Offer) -> None:
    """Under the message, and typed from the choices of the stage."""
    ways_with_calls(chat).presses(f"offer.{offer.method}", mails=JOINS)
    shown = [button.action for button in choices(chat.conversation)]
    chat.untold.clear()
    assert ("mail.other.FD-7" in shown) is (offer.method != "live_chat")
