"""The desk was away: who wrote hours ago gets one apology and a case at the team, and no answers that come too late."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from core.model.conversation import (
    Answering,
    Choosing,
    Closed,
    Conversation,
    Filling,
    Idle,
    Queued,
    WithAgent,
)
from core.model.effects import Ask, OpenHandoff, Pass, Post, Rate, Say
from core.model.events import CustomerEdited, CustomerWrote
from core.model.facts import Late
from core.model.ids import CaseCode
from core.model.posts import Relay
from core.model.ticket import TicketLine
from core.model.ticket_events import AddressGiven, CustomerAdded
from core.model.view import Line
from tests.flow.cast import CHAT, NOON, THREAD, TOM, WAYS
from tests.flow.dialogue import Dialogue
from tests.flow.histories import History, after, histories
from tests.flow.scenes import (
    HEARING,
    MAIL,
    QUESTION,
    answered,
    asked_for_email,
    asked_to_prove,
    chat_over,
    choosing,
    queued,
    ticket_asked,
    ticketed,
    waiting_for_thread,
    with_tom,
)
from tests.flow.world import Step

PARCEL = "Where is my parcel?"
AGO = timedelta(hours=3)
MINUTES = timedelta(minutes=1)


@pytest.fixture
def chat() -> Iterator[Dialogue]:
    dialogue = Dialogue()
    yield dialogue
    dialogue.silence()


def late(ago: timedelta = AGO, now: datetime = NOON) -> Late:
    return Late(now - ago, now)


def apologised(chat: Dialogue) -> Dialogue:
    """Mails come in here, so the team's answer is read in the chat."""
    chat.mails = HEARING
    chat.customer(PARCEL, late=late()).sees(
        "greeting", "late.sorry", "ticket.saved_here", "promise.email", "late.ask_again", buttons=["requests", "talk"]
    )
    chat.hands_over("email", question=PARCEL, email="")
    ticket_asked(chat)
    return chat.is_in(Closed)


def test_who_wrote_hours_ago_gets_an_apology_and_a_case_without_a_press(chat: Dialogue) -> None:
    apologised(chat)


def test_five_messages_get_one_apology_and_the_team_has_all_of_them_in_order(chat: Dialogue) -> None:
    apologised(chat)
    for words, ago in (("Hello?", 170), ("It was a vase.", 160), ("Order H-1", 150), ("Please answer!", 40)):
        chat.customer(words, late=late(ago * MINUTES)).ticket_hears(CustomerAdded(words))
    chat.is_in(Closed)


def test_the_newest_message_is_answered_where_it_is_fresh(chat: Dialogue) -> None:
    apologised(chat).customer("Do you ship to Poland?", late=late(10 * MINUTES)).looks_up("Do you ship to Poland?")
    chat.answer("Yes, we do.").sees("Yes, we do.")


def test_half_an_hour_is_as_long_as_the_assistant_may_be_late(chat: Dialogue) -> None:
    chat.customer(PARCEL, late=late(timedelta(minutes=29, seconds=59))).looks_up(PARCEL)
    chat.customer("And now?", late=late(timedelta(minutes=30))).sees(
        "greeting", "late.sorry", "late.saved", "late.ask_again"
    )
    chat.hands_over("email", question="And now?").is_in(Closed)


def test_a_late_answer_to_what_was_asked_before_is_dropped(chat: Dialogue) -> None:
    chat.mails = HEARING
    chat.customer(QUESTION).looks_up(QUESTION).is_in(Answering)
    chat.customer("Anybody there?", late=late())
    chat.untold.clear()
    chat.answer("Refunds take 5 days.").silence().is_in(Closed)


# --- where nobody has an address


def test_without_an_address_nothing_is_promised_and_the_team_has_it_all_the_same(chat: Dialogue) -> None:
    chat.customer(PARCEL, late=late()).sees("greeting", "late.sorry", "late.saved", "late.ask_again")
    chat.hands_over("email", question=PARCEL, email="")


def waits_for_address(chat: Dialogue) -> Dialogue:
    chat.customer(PARCEL, late=late())
    chat.untold.clear()
    chat.mails = replace(chat.mails, own=(TicketLine(CaseCode("FD-1"), "waiting", PARCEL, NOON),))
    return chat


def test_the_address_is_simply_written(chat: Dialogue) -> None:
    waits_for_address(chat).customer(MAIL, email=MAIL).sees("ticket.address_saved")
    chat.is_mailed(MAIL, "ticket.mail.address").ticket_hears(AddressGiven(MAIL))


def test_also_after_another_question(chat: Dialogue) -> None:
    waits_for_address(chat).customer(QUESTION).looks_up(QUESTION).answer("5 days.").sees("5 days.").is_in(Idle)
    chat.customer(f"my mail is {MAIL}", email=MAIL).sees("ticket.address_saved")
    chat.is_mailed(MAIL, "ticket.mail.address").ticket_hears(AddressGiven(MAIL))


def test_an_address_in_words_from_before_the_apology_is_no_answer_to_it(chat: Dialogue) -> None:
    waits_for_address(chat).customer(f"Write to {MAIL}", email=MAIL, late=late(2 * AGO / 3))
    chat.ticket_hears(CustomerAdded(f"Write to {MAIL}"))
    assert chat.conversation.email == ""


def test_a_known_address_is_named(chat: Dialogue) -> None:
    ticketed(chat).customer(PARCEL, late=late())
    chat.sees("late.sorry", "ticket.saved", "promise.email", "late.ask_again").hands_over("email", email=MAIL)
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "ticket.mail.question", PARCEL)


def test_an_address_that_is_not_proven_reads_nothing(chat: Dialogue) -> None:
    asked_to_prove(chat).customer(PARCEL, late=late())
    chat.sees("late.sorry", "ticket.saved_here", "promise.email", "proof.type", "late.ask_again").hands_over("email")
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "proof.mail.code", "proof.mail.ignore")
    ticket_asked(chat, "FD-2")


# --- one case, not five


def test_what_is_about_an_open_case_joins_it(chat: Dialogue) -> None:
    chat.mails = replace(HEARING, joins=CaseCode("FD-7"))
    chat.customer(PARCEL, late=late()).sees("greeting", "late.sorry", "late.joined", "late.ask_again")
    chat.ticket_hears(CustomerAdded(PARCEL), "FD-7").is_in(Closed)
    chat.customer("Hello?", late=late(2 * AGO / 3)).ticket_hears(CustomerAdded("Hello?"), "FD-7")


def test_words_that_overtook_others_need_no_second_apology(chat: Dialogue) -> None:
    """Written later, and read first: the apology is for all that was written before it."""
    apologised(chat).customer("First", late=late(2 * AGO)).ticket_hears(CustomerAdded("First"))


def test_neither_a_press_nor_a_fresh_word_in_between_makes_a_second_apology(chat: Dialogue) -> None:
    apologised(chat).presses("talk").sees(*WAYS).is_in(Choosing)
    chat.customer("Hello?", late=late(2 * AGO / 3)).ticket_hears(CustomerAdded("Hello?")).is_in(Choosing)


def test_the_next_outage_has_an_apology_and_a_case_of_its_own(chat: Dialogue) -> None:
    apologised(chat)
    tomorrow = NOON + timedelta(days=1)
    chat.customer("Another thing", late=late(now=tomorrow))
    chat.sees("late.sorry", "ticket.saved_here", "promise.email", "late.ask_again").hands_over("email", case="FD-2")
    ticket_asked(chat, "FD-2")


def test_what_was_corrected_meanwhile_reaches_the_team(chat: Dialogue) -> None:
    apologised(chat)
    chat._happens(CustomerEdited("Where is my blue parcel?"), late=late(AGO / 2))
    chat.ticket_hears(CustomerAdded("Where is my blue parcel?"))


def test_a_question_that_was_corrected_while_we_were_away_is_not_answered_late(chat: Dialogue) -> None:
    answered(chat).mails = HEARING
    chat._happens(CustomerEdited("Where is my big refund?"), late=late())
    chat.sees("late.sorry", "ticket.saved_here", "promise.email", "late.ask_again")
    chat.hands_over("email", question="Where is my big refund?")
    ticket_asked(chat)


# --- what is no question of the assistant's goes on as usual


def test_hello_is_answered_at_any_time_and_nobody_need_read_it(chat: Dialogue) -> None:
    chat.customer("Hello", courtesy=True, smalltalk="greeting", late=late()).sees("greeting", "idle.ask")
    chat.mails = HEARING
    chat.customer(PARCEL, late=late(2 * AGO / 3))
    chat.sees("late.sorry", "ticket.saved_here", "promise.email", "late.ask_again").hands_over("email")
    ticket_asked(chat)
    chat.customer("Thanks", courtesy=True, smalltalk="thanks", late=late(AGO / 2)).silence()


def test_who_asks_for_a_person_sees_the_ways(chat: Dialogue) -> None:
    chat.customer("I want a person", wants_person=True, late=late()).sees("greeting", *WAYS).is_in(Choosing)


def test_who_may_come_to_harm_reads_at_once_what_helps(chat: Dialogue) -> None:
    chat.customer("He threatens me", urgent=True, late=late())
    chat.sees("greeting", "urgent.now", "urgent.person", *WAYS).is_in(Choosing)


def test_old_presses_have_expired_as_ever(chat: Dialogue) -> None:
    choosing(chat).mails = HEARING
    chat.customer(PARCEL, late=late())
    chat.untold.clear()
    chat.presses("offer.email", chat.turn - 1).sees("choice.expired", "idle.ask")


def test_a_form_takes_what_it_asked_for(chat: Dialogue) -> None:
    asked_for_email(chat).customer(MAIL, email=MAIL, late=late()).sees("ticket.saved", "promise.email")
    chat.hands_over("email", question=QUESTION, email=MAIL)
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "ticket.mail.question", QUESTION)


def test_a_word_about_the_help_is_no_question(chat: Dialogue) -> None:
    chat_over(chat).presses("solved")
    chat.untold.clear()
    chat.presses("stars.5")
    chat.untold.clear()
    chat.presses("add_word")
    chat.untold.clear()
    chat.customer("Tom was kind", late=late())
    assert [effect.words for effect in chat.untold if isinstance(effect, Rate)] == ["Tom was kind"]
    chat.untold.clear()


# --- agents


def test_a_live_chat_goes_on_and_the_agent_sees_when_it_was_written(chat: Dialogue) -> None:
    with_tom(chat).customer("It came broken.", late=late())
    post = chat._next(Post)
    assert (post.to, post.body) == (THREAD, Relay("Anna", "It came broken.", written=NOON - AGO))
    chat.is_in(WithAgent)


def test_so_it_does_for_who_waits(chat: Dialogue) -> None:
    queued(chat).customer("Anybody?", late=late())
    post = chat._next(Post)
    assert isinstance(post.body, Relay)
    assert post.body.written == NOON - AGO
    chat.is_in(Queued)


def test_what_is_held_until_the_thread_opens_keeps_its_time(chat: Dialogue) -> None:
    waiting_for_thread(chat).customer("Anybody?", late=late()).silence().thread_opens()
    post = chat._next(Post)
    assert isinstance(post.body, Relay)
    assert post.body.written == NOON - AGO


def test_after_a_chat_is_over_its_late_words_go_to_the_team(chat: Dialogue) -> None:
    chat_over(chat).mails = HEARING
    chat.customer(PARCEL, late=late())
    chat.sees("late.sorry", "ticket.saved_here", "promise.email", "late.ask_again").hands_over("email", question=PARCEL)
    ticket_asked(chat, "FD-2")
    assert chat.conversation.asked == ()
    chat.replies(TOM, "Hello?", THREAD)
    chat.untold.clear()


# --- whatever happens


@given(histories)
@settings(max_examples=250, deadline=None)
def test_each_outage_has_one_apology_at_most_and_no_late_question_is_looked_up(history: History) -> None:
    for step in after(history).steps:
        if _apologises(step):
            assert step.facts.late
            before = step.before.apology
            assert before is None or before.at < step.facts.late.written
            assert step.after.apology
            assert step.after.apology.at == step.facts.late.now
        if _is_stale(step):
            assert not any(isinstance(effect, Ask) for effect in step.effects)


@given(histories)
@settings(max_examples=250, deadline=None)
def test_late_words_are_answered_or_with_people(history: History) -> None:
    """Nobody is left without a word: it is said now, or goes where it was said that people read it, or into a form or report."""
    for step in after(history).steps:
        if _is_stale(step) and isinstance(step.event, CustomerWrote) and not _is_live(step.before):
            said = [effect for effect in step.effects if isinstance(effect, Say) and effect.to == CHAT]
            passed = [e for e in step.effects if isinstance(e, Pass | Post | OpenHandoff)]
            assert said or passed or step.facts.courtesy, step


def _is_live(conversation: Conversation) -> bool:
    stage = conversation.stage
    return isinstance(stage.meanwhile if isinstance(stage, Filling) else stage, Queued | WithAgent)


def _is_stale(step: Step) -> bool:
    late = step.facts.late
    return late is not None and late.now - late.written >= 30 * MINUTES


def _apologises(step: Step) -> bool:
    says = (effect for effect in step.effects if isinstance(effect, Say) and effect.to == CHAT)
    return any(isinstance(block, Line) and block.text.key == "late.sorry" for say in says for block in say.view.blocks)
