"""E-mail tickets that cannot be handed over: nobody is left with a code behind which nothing is."""

from core.model.conversation import Answering, Choosing, Closed, Filling, Idle, Queued
from core.model.effects import OpenHandoff
from core.model.facts import MailFacts
from core.model.ids import CaseCode
from core.model.ticket import TicketLine
from tests.flow.cast import NOON, WAYS
from tests.flow.dialogue import Dialogue, to_mailbox
from tests.flow.scenes import QUESTION, ticket_follows, ticketed


def is_ticket(effect: object) -> bool:
    return isinstance(effect, OpenHandoff) and effect.method == "email"


def test_a_ticket_that_cannot_be_mailed_shows_the_ways_again(chat: Dialogue) -> None:
    ticketed(chat).fails(is_ticket, "exhausted").sees("ticket.refused", *WAYS).is_in(Choosing)
    chat.presses("offer.email").sees("filling.email").presses("use_email")
    ticket_follows(chat).is_in(Closed)


def test_a_ticket_that_fails_does_not_drop_the_question_under_way(chat: Dialogue) -> None:
    ticketed(chat).customer("And by card?").looks_up("And by card?")
    chat.fails(is_ticket).sees("ticket.refused", buttons=["talk"]).is_in(Answering)
    chat.answer("By card too.").sees("By card too.")


def test_a_ticket_that_fails_does_not_cost_the_place_in_the_queue(chat: Dialogue) -> None:
    ticketed(chat).presses("talk", 1).sees(*WAYS).presses("offer.live_chat").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat").fails(is_ticket)
    chat.sees("ticket.refused", buttons=["offer.email", "wait", "cancel"]).is_in(Queued)


def test_a_mailbox_that_refuses_us_is_asked_for_again_and_the_case_stays(chat: Dialogue) -> None:
    ticketed(chat).fails(to_mailbox, "refused").sees("ticket.bad_address", "filling.email", buttons=["cancel"])
    chat.is_in(Filling).customer("b@example.com", email="b@example.com")
    ticket_follows(chat, email="b@example.com")
    assert chat.case == "FD-1"


def test_a_bad_address_does_not_drop_the_question_under_way(chat: Dialogue) -> None:
    ticketed(chat).customer("And by card?").looks_up("And by card?")
    chat.fails(to_mailbox).sees("ticket.bad_address", buttons=["talk"]).is_in(Answering)
    chat.answer("By card too.").sees("By card too.").is_in(Idle)
    chat.presses("talk").sees(*WAYS).presses("offer.email").sees("filling.email", buttons=["cancel"])


def test_an_address_that_was_given_up_already_is_not_asked_for_twice(chat: Dialogue) -> None:
    ticketed(chat).fails(to_mailbox).sees("ticket.bad_address", "filling.email").fails(to_mailbox).silence()


def test_a_ticket_without_a_thread_opens_quietly(chat: Dialogue) -> None:
    ticketed(chat).thread_opens(None).silence().is_in(Closed)


def test_while_a_form_is_open_a_failed_ticket_shows_the_ways(chat: Dialogue) -> None:
    ticketed(chat).presses("talk", 1).sees(*WAYS).presses("offer.email").sees("filling.message")
    chat.fails(is_ticket).sees("ticket.refused", *WAYS).is_in(Choosing)
    chat.presses("offer.email").sees("filling.email").presses("use_email")
    ticket_follows(chat)


def test_who_wants_a_person_after_all_need_not_say_it_again(chat: Dialogue) -> None:
    ticketed(chat)
    chat.mails = MailFacts(own=(TicketLine(CaseCode("FD-1"), "waiting", QUESTION, NOON),), joins=CaseCode("FD-1"))
    chat.presses("talk", chat.turn).sees(*WAYS).presses("offer.live_chat")
    chat.sees("queued.joined", "joining.under", "promise.live").hands_over("live_chat", question=QUESTION, case="FD-1")
