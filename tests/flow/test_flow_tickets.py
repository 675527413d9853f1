"""E-mail tickets that cannot be handed over, or go on in another: nobody is left with a code behind which nothing is."""

from msgspec.structs import replace

from core.model.conversation import Answering, Choosing, Closed, Filling, Idle, Queued
from core.model.effects import OpenHandoff, Pass
from core.model.facts import MailFacts
from core.model.ids import CaseCode, Language
from core.model.ticket import TicketLine
from core.model.ticket_events import CustomerAdded, TicketAsked, TicketSolved
from tests.flow.cast import NOON, WAYS
from tests.flow.dialogue import Dialogue, to_mailbox
from tests.flow.scenes import HEARING, MAIL, QUESTION, choosing, ticket_follows, ticketed


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


def test_the_ticket_knows_in_which_language_its_team_answers(chat: Dialogue) -> None:
    choosing(chat).mails = HEARING
    chat.conversation = replace(chat.conversation, spoken=Language("pl"))
    chat.presses("offer.email").sees("filling.email").customer(MAIL, email=MAIL)
    [asked] = [each.event for each in chat.untold if isinstance(each, Pass)]
    chat.untold.clear()
    assert isinstance(asked, TicketAsked)
    assert (asked.language, asked.spoken) == ("en", "pl")


# --- buttons of a case that was merged into another


def merged(chat: Dialogue) -> Dialogue:
    """FD-1 goes on in FD-2, as far as it is known when a button of FD-1 is pressed."""
    into = TicketLine(CaseCode("FD-2"), "waiting", QUESTION, NOON, email=MAIL, merged=CaseCode("FD-1"))
    chat.mails = replace(HEARING, own=(into,))
    return chat


def test_who_writes_about_it_writes_to_the_team_of_the_other(chat: Dialogue) -> None:
    merged(ticketed(chat)).presses("mail.reply.FD-1").sees(
        "mail.writing", buttons=["mail.close.FD-2", "cancel", "talk"]
    )
    chat.customer("When?").ticket_hears(CustomerAdded("When?"), "FD-2").sees("mail.passed_on")


def test_who_has_it_solved_closes_the_other(chat: Dialogue) -> None:
    merged(ticketed(chat)).presses("mail.close.FD-1").ticket_hears(TicketSolved(), "FD-2").is_rated(
        "email", solved=True
    )
    chat.sees("mail.closed", "rating.stars_email")
    assert chat.is_in(Closed).conversation.rated == ("FD-2",)


def test_another_address_is_for_the_other(chat: Dialogue) -> None:
    merged(ticketed(chat)).presses("mail.address.FD-1").sees("filling.email")
    assert isinstance(chat.stage, Filling)
    assert chat.stage.case == "FD-2"


def test_what_is_something_else_leaves_the_other_alone(chat: Dialogue) -> None:
    choosing(chat).presses("offer.email", mails=MailFacts(joins=CaseCode("FD-1")))
    chat.ticket_hears(CustomerAdded(QUESTION, again=True))
    chat.team_tells("ticket.news.merged", into="FD-2").sees("ticket.news.merged")
    merged(chat).presses("mail.other.FD-1", chat.turn).sees("joining.apart", "filling.message").is_in(Filling)
