"""Live contact is closed to a customer for abuse: asked for by one person, confirmed by another, and e-mail stays."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.flow.blocking import allowed
from core.model.controls import Block, ConfirmBlock, RefuseBlock, Reopen, Unblock
from core.model.conversation import Closed, Filling, Idle, Queued, WithAgent
from tests.flow.cast import EVA, LIVE, NOON, OTHER_THREAD, TOM, WAYS, WITH_CALLS
from tests.flow.control_dialogue import ControlDialogue
from tests.flow.scenes import answered, chat_over, email_form_from_chat, queued, with_tom


@pytest.fixture
def chat() -> Iterator[ControlDialogue]:
    dialogue = ControlDialogue()
    yield dialogue
    dialogue.silence()


def asked(chat: ControlDialogue) -> ControlDialogue:
    with_tom(chat)
    return chat.uses(TOM, Block("threats")).asks_to_block("threats").is_in(WithAgent)


def blocked(chat: ControlDialogue) -> ControlDialogue:
    asked(chat).uses(EVA, ConfirmBlock(), supervisor=True).sees("chat.blocked", buttons=["talk"])
    return chat.ends_thread("closing.blocked").settles_block("staff.block_confirmed").audits("blocked").is_in(Closed)


# --- asked for


def test_until_it_is_confirmed_the_chat_goes_on(chat: ControlDialogue) -> None:
    asked(chat).customer("Well?").thread_shows("Well?").replies(TOM, "No").hears(TOM, "No")
    chat.uses(TOM, Block()).whispers(TOM, "staff.block_asked")


def test_only_the_owner_asks_for_it_in_a_chat(chat: ControlDialogue) -> None:
    with_tom(chat)
    chat.uses(EVA, Block()).whispers(EVA, "staff.not_owner")


def test_in_the_queue_any_colleague_does(chat: ControlDialogue) -> None:
    queued(chat)
    chat.uses(EVA, Block("threats")).asks_to_block("threats").is_in(Queued)
    chat.uses(TOM, ConfirmBlock(), supervisor=True).sees("chat.blocked").ends_thread("closing.blocked")
    chat.settles_block("staff.block_confirmed").audits("blocked").is_in(Closed)


def test_what_was_asked_in_an_old_case_is_settled_by_a_new_one(chat: ControlDialogue) -> None:
    asked(chat).closes(TOM, reason="spam").sees("chat.closed").ends_thread("closing.spam")
    chat.presses("talk").sees(*WAYS).presses("offer.live_chat").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat", case="FD-2").thread_opens(OTHER_THREAD, "FD-2").claims(TOM, OTHER_THREAD, "FD-2")
    chat.untold.clear()
    chat.uses(TOM, Block("again"), OTHER_THREAD, "FD-2")
    settled, new = chat.untold
    chat.untold.clear()
    assert (settled.to.key, new.to.key) == ("C1/100.1", "C1/200.2")  # type: ignore[union-attr]
    chat.uses(EVA, ConfirmBlock(), supervisor=True).whispers(EVA, "staff.no_block")


# --- decided


def test_confirmed_by_a_supervisor_the_chat_ends_and_nobody_is_asked_how_it_was(chat: ControlDialogue) -> None:
    blocked(chat)
    assert chat.conversation.blocked == NOON + timedelta(days=30)


def test_of_a_chat_that_is_blocked_nothing_is_left_to_decide_about(chat: ControlDialogue) -> None:
    asked(chat).is_gone(TOM, "off_duty").asks_to_stay(TOM)
    chat.uses(EVA, ConfirmBlock(), supervisor=True).sees("chat.blocked").settles_stay("control.over")
    chat.ends_thread("closing.blocked").settles_block("staff.block_confirmed").audits("blocked").is_in(Closed)


def test_nobody_confirms_what_they_asked_for(chat: ControlDialogue) -> None:
    asked(chat).uses(TOM, ConfirmBlock(), supervisor=True).whispers(TOM, "staff.block_by_another")
    chat.uses(TOM, RefuseBlock(), supervisor=True).whispers(TOM, "staff.block_by_another").is_in(WithAgent)


def test_nor_does_anybody_who_is_no_supervisor(chat: ControlDialogue) -> None:
    asked(chat).uses(EVA, ConfirmBlock()).whispers(EVA, "staff.supervisors_only").is_in(WithAgent)


def test_refused_the_chat_goes_on(chat: ControlDialogue) -> None:
    asked(chat).uses(EVA, RefuseBlock(), supervisor=True).settles_block("staff.block_refused").is_in(WithAgent)
    chat.uses(EVA, ConfirmBlock(), supervisor=True).whispers(EVA, "staff.no_block")
    chat.uses(TOM, Block("again")).asks_to_block("again")


def test_confirmed_after_the_chat_was_closed(chat: ControlDialogue) -> None:
    asked(chat).closes(TOM, reason="spam").sees("chat.closed").ends_thread("closing.spam")
    chat.customer("Ha").looks_up("Ha")
    chat.uses(EVA, ConfirmBlock(), supervisor=True).sees("chat.blocked", "answering.looking")
    chat.settles_block("staff.block_confirmed").audits("blocked")


def test_confirmed_while_the_customer_fills_in_a_form(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    chat.uses(TOM, Block("threats")).asks_to_block("threats").is_in(Filling)
    chat.uses(EVA, ConfirmBlock(), supervisor=True).sees("chat.blocked").ends_thread("closing.blocked")
    chat.settles_block("staff.block_confirmed").audits("blocked").is_in(Closed)


def test_confirmed_while_the_customer_asks_for_a_call(chat: ControlDialogue) -> None:
    asked(chat).closes(TOM, reason="spam").sees("chat.closed").ends_thread("closing.spam").offers = WITH_CALLS
    chat.presses("talk").sees("choosing.ways", "way.live", "way.call", "way.email")
    chat.presses("offer.callback").sees("filling.message").is_in(Filling)
    chat.uses(EVA, ConfirmBlock(), supervisor=True).sees("chat.blocked").settles_block("staff.block_confirmed")
    chat.audits("blocked").is_in(Idle)


# --- what it means


def test_only_e_mail_is_left_and_the_others_say_why(chat: ControlDialogue) -> None:
    blocked(chat)
    offers = allowed(WITH_CALLS, chat.conversation, NOON)
    assert [(offer.method, offer.available) for offer in offers] == [
        ("live_chat", False),
        ("callback", False),
        ("email", True),
    ]
    assert [offer.reason.key for offer in offers[:2]] == ["offer.live_chat.blocked", "offer.callback.blocked"]


def test_for_everybody_else_nothing_changes(chat: ControlDialogue) -> None:
    answered(chat)
    assert allowed(WITH_CALLS, chat.conversation, NOON) == WITH_CALLS


def test_when_the_time_is_over_all_is_as_before(chat: ControlDialogue) -> None:
    blocked(chat)
    assert allowed((LIVE,), chat.conversation, NOON + timedelta(days=30)) == (LIVE,)


def test_the_way_to_a_person_leads_to_e_mail(chat: ControlDialogue) -> None:
    blocked(chat).offers = allowed(WITH_CALLS, replace(chat.conversation, blocked=NOON + timedelta(days=1)), NOON)
    chat.presses("talk").sees("choosing.ways", "offer.live_chat.blocked", "offer.callback.blocked", "way.email")
    chat.presses("offer.live_chat").sees(
        "choice.expired", "choosing.ways", "offer.live_chat.blocked", "offer.callback.blocked", "way.email"
    )
    chat.presses("offer.email").sees("filling.message")


# --- lifted


def test_a_blocked_customers_case_is_not_opened_again(chat: ControlDialogue) -> None:
    blocked(chat).uses(TOM, Reopen()).whispers(TOM, "staff.is_blocked")


def test_a_supervisor_lifts_it(chat: ControlDialogue) -> None:
    blocked(chat).uses(TOM, Unblock()).whispers(TOM, "staff.supervisors_only")
    chat.uses(EVA, Unblock(), supervisor=True).sees("chat.unblocked", buttons=["talk"]).calls("staff.unblocked")
    chat.audits("unblocked").uses(TOM, Reopen()).sees("chat.reopened").card("claimed", "Tom")


def test_nothing_to_lift(chat: ControlDialogue) -> None:
    chat_over(chat)
    chat.uses(EVA, Unblock(), supervisor=True).whispers(EVA, "staff.not_blocked")


def test_lifted_while_the_customer_fills_in_a_form_its_question_stands_last(chat: ControlDialogue) -> None:
    blocked(chat).presses("talk").sees(*WAYS).presses("offer.email").sees("filling.message").is_in(Filling)
    chat.uses(EVA, Unblock(), supervisor=True).sees("chat.unblocked", "filling.message", buttons=["cancel"])
    chat.calls("staff.unblocked").audits("unblocked")
