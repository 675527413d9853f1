"""Waiting for a person: words are held or shown, the place is kept, nobody waits without a word."""

from msgspec.structs import replace

from core.model.conversation import Choosing, Filling, Idle, Queued, WithAgent
from core.model.effects import CloseHandoff, OpenHandoff
from core.model.offer import Eta
from core.model.wait import Wait
from tests.flow.cast import EVA, OTHER_THREAD, TOM
from tests.flow.dialogue import Dialogue, speaks_for_customer, to_chat
from tests.flow.scenes import QUESTION, choosing, queued, waiting_for_thread

WAITING = ["offer.email", "wait", "cancel"]


def test_words_are_held_until_the_thread_is_open_and_then_shown_in_order(chat: Dialogue) -> None:
    waiting_for_thread(chat).customer("Order 17").silence().customer("It is urgent").silence()
    chat.edits("Order 18").silence().sends("photo", "the box").sees("file.person_told")
    chat.thread_opens().thread_shows("Order 17").thread_shows("It is urgent")
    chat.thread_shows("Order 18", "edited").thread_shows("photo: the box", "file")
    chat.customer("Hello?").thread_shows("Hello?")


def test_in_an_open_thread_everything_is_shown_at_once(chat: Dialogue) -> None:
    queued(chat).customer("Order 17").thread_shows("Order 17").edits("Order 18").thread_shows("Order 18", "edited")
    chat.sends("photo").thread_shows("photo", "file").sees("file.person_told")


def test_an_agent_claims(chat: Dialogue) -> None:
    queued(chat).claims(TOM).sees("chat.joined").card("claimed", "Tom").is_in(WithAgent).is_due("reply_due", minutes=10)


def test_an_agent_claims_before_the_thread_is_known_to_be_open(chat: Dialogue) -> None:
    waiting_for_thread(chat).customer("Order 17").silence()
    chat.claims(TOM).sees("chat.joined").card("claimed", "Tom").thread_shows("Order 17").is_in(WithAgent)
    chat.thread_opens().silence()
    chat.thread_opens(OTHER_THREAD).ends_thread("closing.not_needed", OTHER_THREAD)


def test_a_card_of_an_earlier_case_cannot_be_claimed_or_closed(chat: Dialogue) -> None:
    queued(chat).claims(TOM, OTHER_THREAD, "FD-0").whispers(TOM, "staff.case_over", OTHER_THREAD).is_in(Queued)
    chat.closes(TOM, OTHER_THREAD, "FD-0").whispers(TOM, "staff.case_over", OTHER_THREAD)
    chat.replies(TOM, "Hi", OTHER_THREAD).whispers(TOM, "staff.over", OTHER_THREAD)


def test_nobody_writes_or_closes_without_claiming(chat: Dialogue) -> None:
    queued(chat).replies(TOM, "Hi").whispers(TOM, "staff.claim_first").closes(EVA).whispers(EVA, "staff.claim_to_close")
    chat.rewrites(TOM, "Hello").silence().deletes(TOM).silence().is_in(Queued)


def test_the_news_of_a_thread_twice_is_the_same_thread_and_a_second_thread_is_closed(chat: Dialogue) -> None:
    queued(chat).thread_opens().silence().thread_opens(OTHER_THREAD).ends_thread("closing.not_needed", OTHER_THREAD)
    chat.customer("Hello?").thread_shows("Hello?")


def test_a_thread_of_another_case_is_closed(chat: Dialogue) -> None:
    waiting_for_thread(chat).thread_opens(OTHER_THREAD, "FD-0").ends_thread("closing.not_needed", OTHER_THREAD)
    chat.thread_opens(None).silence().is_in(Queued)


def test_unclaimed_offers_e_mail_and_keeps_the_place_with_doubled_pauses(chat: Dialogue) -> None:
    queued(chat).passes(minutes=3).sees("queued.unclaimed", "queued.place", buttons=WAITING)
    chat.is_in(Queued).is_due("unclaimed", minutes=6)
    chat.passes(minutes=6).sees("queued.unclaimed", "queued.place").is_due("unclaimed", minutes=12)
    chat.passes(minutes=12).sees("queued.unclaimed", "queued.place").is_due("unclaimed", minutes=24)
    chat.passes(minutes=24).sees("queued.unclaimed", "queued.place").is_due("unclaimed", minutes=48)
    chat.passes(minutes=48).sees("queued.unclaimed", "queued.place").is_due("unclaimed", hours=1)
    chat.claims(TOM).sees("chat.joined").card("claimed", "Tom")


def test_after_a_day_the_queue_is_given_up_for_the_other_ways(chat: Dialogue) -> None:
    queued(chat)
    chat.now = chat.now.replace(day=chat.now.day + 1)
    chat.wakes("unclaimed", chat.turn).sees("queued.given_up", "choosing.ways", "way.email")
    chat.ends_thread("closing.customer_left").is_in(Choosing).is_due("expire", hours=24)


def test_a_timer_of_an_older_turn_is_ignored(chat: Dialogue) -> None:
    queued(chat).wakes("expire", chat.turn - 1).silence().wakes("answer_due", 1).silence().is_in(Queued)


def test_keep_waiting(chat: Dialogue) -> None:
    queued(chat).presses("wait", chat.turn).sees("queued.place", buttons=WAITING).is_in(Queued)


def test_stop_waiting(chat: Dialogue) -> None:
    queued(chat).presses("cancel", chat.turn).sees("queued.stopped", "idle.ask", buttons=["talk"])
    chat.ends_thread("closing.customer_left").is_in(Idle)


def test_stop_waiting_before_the_thread_is_open(chat: Dialogue) -> None:
    waiting_for_thread(chat).presses("cancel", chat.turn).sees("queued.stopped", "idle.ask")
    chat.claims(TOM).whispers(TOM, "staff.over").thread_opens().ends_thread("closing.not_needed").is_in(Idle)


def test_e_mail_instead(chat: Dialogue) -> None:
    queued(chat).presses("offer.email", chat.turn).sees("filling.email").is_in(Filling)


def test_e_mail_that_is_gone(chat: Dialogue) -> None:
    queued(chat).offers = ()
    chat.presses("offer.email", chat.turn).sees("choosing.gone", "queued.place").is_in(Queued)


def test_asking_for_a_person_again_shows_the_place(chat: Dialogue) -> None:
    queued(chat).customer("/support", typed="talk").sees("queued.place").presses("talk", 1).sees("queued.place")
    chat.customer("/start", typed="start").sees("queued.place")


def test_who_already_waits_says_it_to_the_person(chat: Dialogue) -> None:
    queued(chat).customer("a person please", wants_person=True).thread_shows("a person please").is_in(Queued)


# --- what fails ---


def test_the_thread_cannot_be_opened(chat: Dialogue) -> None:
    waiting_for_thread(chat).customer("Order 17").silence()
    chat.fails(OpenHandoff, "exhausted").sees("queued.not_opened", "choosing.ways", "way.email").is_in(Choosing)
    chat.presses("offer.email").sees("filling.email")


def test_a_thread_that_opened_although_it_had_failed_is_closed(chat: Dialogue) -> None:
    waiting_for_thread(chat).fails(OpenHandoff, "exhausted").sees("queued.not_opened", "choosing.ways", "way.email")
    chat.thread_opens().ends_thread("closing.not_needed")


def test_the_opening_of_an_earlier_case_failed(chat: Dialogue) -> None:
    waiting_for_thread(chat).presses("cancel", chat.turn).sees("queued.stopped", "idle.ask")
    chat.fails(OpenHandoff).silence().is_in(Idle)


def test_words_do_not_reach_the_thread(chat: Dialogue) -> None:
    queued(chat).customer("Order 17").thread_shows("Order 17")
    chat.fails(speaks_for_customer).sees("queued.not_opened", "choosing.ways", "way.email")
    chat.ends_thread("closing.customer_left").is_in(Choosing)
    chat.fails(CloseHandoff).silence()


def test_a_single_refused_word_does_not_cost_the_place(chat: Dialogue) -> None:
    queued(chat).customer("Order 17").thread_shows("Order 17")
    chat.fails(speaks_for_customer, "refused").sees("chat.not_passed_on", buttons=WAITING).is_in(Queued)


def test_the_agents_learn_that_the_customer_cannot_be_reached(chat: Dialogue) -> None:
    waiting_for_thread(chat).fails(to_chat, "blocked").silence()
    chat.thread_opens().fails(to_chat, "blocked").thread_remarks("staff.not_delivered", reason="the reason")


def test_a_late_answer_does_not_disturb(chat: Dialogue) -> None:
    queued(chat).answer("Refunds take 5 days.").silence().is_in(Queued)
    assert chat.conversation.question == QUESTION


def test_a_second_way_is_not_opened_by_the_old_screen(chat: Dialogue) -> None:
    queued(chat).presses("offer.live_chat", chat.turn - 1).silence()
    chat.passes(seconds=10).presses("offer.live_chat", chat.turn - 1).sees("choice.expired", "queued.place")


# --- the place and the time

SOON, LATER = Wait(1, Eta(1, 2), (0.5, 2.0)), Wait(3, Eta(5, 15), (4.0, 13.0))


def told_soon(chat: Dialogue) -> Dialogue:
    choosing(chat).presses("offer.live_chat", wait=SOON).sees("queued.joined", "queued.wait", "promise.live")
    return chat.hands_over("live_chat").thread_opens().is_in(Queued)


def test_who_joins_is_told_the_place_and_the_time(chat: Dialogue) -> None:
    told_soon(chat).is_due("unclaimed", minutes=2).is_due("place", minutes=1)


def test_a_time_that_changed_much_is_told_and_a_little_is_not(chat: Dialogue) -> None:
    told_soon(chat).wakes("place", chat.turn, wait=SOON).silence()
    chat.wakes("place", chat.turn, wait=replace(LATER, changed=True)).sees("queued.news", "queued.wait", "queued.place")
    chat.is_due("unclaimed", minutes=15).is_due("place", minutes=1)


def test_at_the_promised_time_comes_an_apology_with_a_new_one_and_the_other_ways(chat: Dialogue) -> None:
    told_soon(chat).wakes("unclaimed", chat.turn, wait=LATER)
    chat.sees("queued.unclaimed", "queued.wait", "queued.place", buttons=WAITING).is_due("unclaimed", minutes=15)


def test_where_no_time_can_be_said_any_more_the_pauses_grow_as_without(chat: Dialogue) -> None:
    told_soon(chat).wakes("unclaimed", chat.turn, wait=Wait(2)).sees("queued.unclaimed", "queued.place")
    chat.is_due("unclaimed", minutes=6)


def test_asking_for_the_place_shows_the_time_as_it_is_now(chat: Dialogue) -> None:
    told_soon(chat).presses("wait", chat.turn, wait=LATER).sees("queued.wait", "queued.place", buttons=WAITING)


def test_a_form_that_is_left_again_keeps_the_promise(chat: Dialogue) -> None:
    told_soon(chat).presses("offer.email", chat.turn).sees("filling.email").passes(seconds=30)
    chat.presses("cancel").sees("queued.place").is_due("unclaimed", seconds=90)
