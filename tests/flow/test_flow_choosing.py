"""The ways to a person: shown, chosen, left, gone."""

from datetime import timedelta

from core.model.conversation import Answering, Choosing, Closed, Filling, Idle, Queued
from tests.flow.cast import WAYS, WAYS_OFF_DUTY
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import answered, chat_over, choosing, ticketed


def test_all_ways_are_on_one_screen(chat: Dialogue) -> None:
    answered(chat).presses("talk").sees(*WAYS, buttons=["offer.live_chat", "offer.email", "cancel"])
    chat.is_in(Choosing).is_due("expire", hours=24)


def test_a_way_that_is_closed_shows_its_reason_and_no_button(chat: Dialogue) -> None:
    answered(chat).nobody_on_duty().presses("talk").sees(*WAYS_OFF_DUTY, buttons=["offer.email", "cancel"])


def test_asking_for_a_person_can_be_the_first_word(chat: Dialogue) -> None:
    chat.customer("a person please", wants_person=True).sees("greeting", *WAYS)


def test_support_can_be_typed(chat: Dialogue) -> None:
    chat.customer("/support", typed="talk").sees("greeting", *WAYS)


def test_an_agent_in_live_chat_is_chosen(chat: Dialogue) -> None:
    choosing(chat).presses("offer.live_chat").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat", name="Anna", question="Where is my refund?", sources=("Refund timing",), email="")
    chat.is_in(Queued).is_due("unclaimed", minutes=3)


def test_a_choice_can_be_typed(chat: Dialogue) -> None:
    choosing(chat).customer("1", typed="offer.live_chat").sees("queued.joined", "promise.live").hands_over("live_chat")


def test_live_chat_that_closed_meanwhile_shows_the_ways_as_they_are_now(chat: Dialogue) -> None:
    choosing(chat).nobody_on_duty().presses("offer.live_chat").sees("choosing.gone", *WAYS_OFF_DUTY).is_in(Choosing)


def test_e_mail_asks_for_the_address(chat: Dialogue) -> None:
    choosing(chat).presses("offer.email").sees("filling.email", buttons=["cancel"]).is_in(Filling)


def test_cancelling_leads_back_to_the_assistant(chat: Dialogue) -> None:
    choosing(chat).presses("cancel").sees("choosing.cancelled", "idle.ask", buttons=["talk"]).is_in(Idle)


def test_a_question_instead_of_a_choice_is_answered(chat: Dialogue) -> None:
    choosing(chat).customer("And by card?").looks_up("And by card?").is_in(Answering)


def test_start_and_files_and_edits_leave_the_choice_open(chat: Dialogue) -> None:
    choosing(chat).customer("/start", typed="start").sees(*WAYS)
    chat.sends("photo").sees("file.words_only", *WAYS)
    chat.edits("Where is my money?").silence()
    chat.presses("offer.live_chat").sees("queued.joined", "promise.live").hands_over("live_chat")


def test_who_does_not_choose_in_a_day_is_left_in_peace(chat: Dialogue) -> None:
    choosing(chat).passes(hours=24).silence().is_in(Idle)


def test_after_a_case_is_over_the_next_one_asks_what_it_is_about(chat: Dialogue) -> None:
    chat_over(chat).presses("talk").sees(*WAYS).presses("offer.email").sees("filling.message")


# --- presses ---


def test_an_old_button_has_expired_and_the_present_choices_are_shown(chat: Dialogue) -> None:
    choosing(chat)
    old = chat.turn
    chat.presses("cancel").sees("choosing.cancelled", "idle.ask")
    chat.presses("offer.live_chat", old).sees("choice.expired", "idle.ask", buttons=["talk"])


def test_a_button_that_was_never_offered_has_expired(chat: Dialogue) -> None:
    answered(chat).presses("rm -rf", chat.turn).sees("choice.expired", "idle.ask")
    chat.customer("/cancel", typed="cancel").sees("idle.ask")  # who typed it has pressed no button


def test_the_way_to_a_person_never_expires(chat: Dialogue) -> None:
    answered(chat)
    old = chat.turn
    chat.customer("And by card?").looks_up("And by card?").answer("By card too.").sees("By card too.")
    chat.presses("talk", old).sees(*WAYS)


def test_a_double_press_is_met_with_silence(chat: Dialogue) -> None:
    choosing(chat).presses("offer.live_chat").sees("queued.joined", "promise.live").hands_over("live_chat")
    chat.presses("offer.live_chat", chat.turn - 1).silence()


def test_the_same_press_later_has_expired(chat: Dialogue) -> None:
    choosing(chat).presses("offer.live_chat").sees("queued.joined", "promise.live").hands_over("live_chat")
    chat.passes(seconds=6).presses("offer.live_chat", chat.turn - 1).sees("choice.expired", "queued.place")


def test_a_press_after_the_conversation_went_on_is_a_new_press(chat: Dialogue) -> None:
    answered(chat).presses("talk").sees(*WAYS)
    talk = chat.turn - 1
    chat.customer("And by card?").looks_up("And by card?")
    chat.presses("talk", talk).sees(*WAYS)


def test_a_clock_that_was_set_back_makes_no_button_dead(chat: Dialogue) -> None:
    answered(chat).presses("talk").sees(*WAYS)
    chat.now -= timedelta(hours=1)
    chat.presses("talk", chat.turn - 1).sees(*WAYS)


def test_two_buttons_of_one_screen_are_one_choice(chat: Dialogue) -> None:
    choosing(chat)
    screen = chat.turn
    chat.presses("offer.live_chat").sees("queued.joined", "promise.live").hands_over("live_chat")
    chat.presses("offer.email", screen).sees(
        "choice.expired", "queued.place", buttons=["offer.email", "wait", "cancel"]
    )


# --- after a ticket ---


def test_a_saved_ticket_leaves_the_assistant_ready(chat: Dialogue) -> None:
    ticketed(chat).customer("And by card?").looks_up("And by card?").is_in(Answering)


def test_a_closed_conversation_says_what_can_be_done(chat: Dialogue) -> None:
    ticketed(chat).customer("/start", typed="start").sees("greeting", "idle.ask", buttons=["talk"]).is_in(Closed)
