"""With an agent: words pass in both directions, only the owner speaks, and a silent agent is noticed."""

from datetime import timedelta

import pytest

from core.model.conversation import Choosing, Closed, Filling, WithAgent
from core.model.effects import Post
from tests.flow.cast import EVA, OTHER_THREAD, TOM, WAYS
from tests.flow.dialogue import Dialogue, speaks_for_customer, to_chat
from tests.flow.scenes import chat_over, with_tom


def test_words_pass_in_both_directions(chat: Dialogue) -> None:
    with_tom(chat).replies(TOM, "Hello Anna").hears(TOM, "Hello Anna")
    chat.customer("Hello Tom").thread_shows("Hello Tom").customer("1").thread_shows("1")
    chat.edits("Hi Tom").thread_shows("Hi Tom", "edited").sends("photo").thread_shows("photo", "file")
    chat.sees("file.person_told")


def test_only_since_when_the_customer_waits_may_be_shown_a_moment_later(chat: Dialogue) -> None:
    with_tom(chat).clock("Tom", chat.now, can_wait=False)
    chat.replies(TOM, "Hello Anna").hears(TOM, "Hello Anna").clock("Tom", None)
    chat.customer("Hello Tom").thread_shows("Hello Tom").clock("Tom", chat.now)


def test_the_assistant_is_silent(chat: Dialogue) -> None:
    with_tom(chat).customer("Where is my refund?").thread_shows("Where is my refund?")
    chat.customer("a person please", wants_person=True).thread_shows("a person please").answer("Old.").silence()


def test_two_agents_claim_and_one_owns(chat: Dialogue) -> None:
    with_tom(chat).claims(EVA).whispers(EVA, "staff.taken").claims(TOM).silence()
    chat.replies(EVA, "Me too").whispers(EVA, "staff.not_owner")
    chat.replies(TOM, "Mine").hears(TOM, "Mine")


def test_the_card_of_an_earlier_case_has_no_say(chat: Dialogue) -> None:
    with_tom(chat).claims(EVA, OTHER_THREAD, "FD-0").whispers(EVA, "staff.case_over", OTHER_THREAD)
    chat.closes(TOM, OTHER_THREAD, "FD-0").whispers(TOM, "staff.case_over", OTHER_THREAD).is_in(WithAgent)


def test_what_the_owner_writes_in_the_thread_of_an_earlier_case_stays_there(chat: Dialogue) -> None:
    with_tom(chat).replies(TOM, "That one was rude", OTHER_THREAD).whispers(TOM, "staff.over", OTHER_THREAD)
    chat.rewrites(TOM, "Nice one", OTHER_THREAD).silence()


def test_the_owner_closes(chat: Dialogue) -> None:
    with_tom(chat).closes(EVA).whispers(EVA, "staff.not_owner").is_in(WithAgent)
    chat.closes(TOM).sees("chat.closed", "rating.solved", buttons=["talk"]).ends_thread("closing.by_agent").is_in(
        Closed
    )


def test_after_closing_the_thread_is_quiet(chat: Dialogue) -> None:
    chat_over(chat).replies(TOM, "PS").whispers(TOM, "staff.over").claims(EVA).whispers(EVA, "staff.over")
    chat.closes(TOM).whispers(TOM, "staff.over").rewrites(TOM, "PPS").silence().edits("Thanks!").silence()


@pytest.mark.fault(
    "People and time", "the customer writes while the agent closes", "answered as a new question: nothing vanishes"
)
def test_what_the_customer_writes_after_closing_is_a_question(chat: Dialogue) -> None:
    chat_over(chat).customer("One more thing").looks_up("One more thing").answer("Yes.").sees("Yes.", buttons=["talk"])


def test_a_new_case_after_the_old_one(chat: Dialogue) -> None:
    chat_over(chat).presses("talk").sees(*WAYS).presses("offer.live_chat").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat", case="FD-2", question="").thread_opens(OTHER_THREAD)
    chat.claims(TOM, OTHER_THREAD)
    assert [type(effect).__name__ for effect in chat.untold] == ["Say", "Post"]
    chat.untold.clear()
    chat.customer("Me again").thread_shows("Me again", thread=OTHER_THREAD)


def test_a_silent_agent_is_reminded_and_then_the_customer_is_offered_e_mail(chat: Dialogue) -> None:
    with_tom(chat).passes(minutes=10).thread_remarks("staff.customer_waits", minutes=10)
    chat.passes(minutes=10).thread_remarks("staff.customer_waits", minutes=20)
    chat.sees("chat.slow", "chat.with", buttons=["offer.email"]).is_due("reply_due", minutes=20)
    chat.passes(minutes=20).thread_remarks("staff.customer_waits", minutes=40).is_due("reply_due", minutes=40)


def test_an_agent_who_answered_is_not_reminded_until_the_customer_waits_again(chat: Dialogue) -> None:
    with_tom(chat).replies(TOM, "Hello").hears(TOM, "Hello").passes(hours=5).silence()
    chat.customer("Thanks, and?").thread_shows("Thanks, and?").customer("Hello?").thread_shows("Hello?")
    chat.is_due("reply_due", minutes=10).passes(minutes=10).thread_remarks("staff.customer_waits", minutes=10)


@pytest.mark.fault("People and time", "clock an hour off", "no negative time")
def test_a_clock_that_was_set_back_makes_no_negative_wait(chat: Dialogue) -> None:
    with_tom(chat).now -= timedelta(hours=1)
    chat.wakes("reply_due", chat.turn).thread_remarks("staff.customer_waits", minutes=0)


def test_e_mail_instead(chat: Dialogue) -> None:
    with_tom(chat).presses("offer.email", chat.turn).sees("filling.email").is_in(Filling)


def test_e_mail_that_is_gone(chat: Dialogue) -> None:
    with_tom(chat).offers = ()
    chat.presses("offer.email", chat.turn).sees("choosing.gone", "chat.with").is_in(WithAgent)


def test_asking_for_a_person_says_who_is_there(chat: Dialogue) -> None:
    with_tom(chat).customer("/support", typed="talk").sees("chat.with").customer("/start", typed="start")
    chat.sees("chat.with").presses("offer.live_chat", 1).sees("choice.expired", "chat.with", buttons=["offer.email"])


# --- what fails ---


def test_the_thread_is_gone(chat: Dialogue) -> None:
    with_tom(chat).customer("Hello?").thread_shows("Hello?").fails(speaks_for_customer)
    chat.sees("chat.not_passed_on", *WAYS).ends_thread("closing.not_reachable").is_in(Choosing)
    chat.fails(speaks_for_customer).silence()


def test_a_refused_word_is_told_and_the_chat_goes_on(chat: Dialogue) -> None:
    with_tom(chat).customer("Hello?").thread_shows("Hello?").fails(speaks_for_customer, "refused")
    chat.sees("chat.not_passed_on", buttons=["offer.email"]).is_in(WithAgent)


def test_words_that_did_not_reach_the_thread_before_it_closed_are_told(chat: Dialogue) -> None:
    with_tom(chat).customer("Wait!").thread_shows("Wait!")
    chat.closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")
    chat.fails(speaks_for_customer).sees("chat.not_passed_on", buttons=["talk"]).is_in(Closed)


def test_the_agent_learns_that_words_did_not_arrive(chat: Dialogue) -> None:
    with_tom(chat).replies(TOM, "Hello").hears(TOM, "Hello")
    chat.fails(to_chat, "blocked").thread_remarks("staff.not_delivered", reason="the reason").is_in(WithAgent)


def test_our_own_lines_that_fail_are_for_the_operator(chat: Dialogue) -> None:
    with_tom(chat).fails(Post).silence().is_in(WithAgent)
