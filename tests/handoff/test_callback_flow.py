"""A callback from its asking to its end, as its customer and staff live through it."""

from datetime import timedelta

import pytest

from core.model.callback import (
    CallbackCancelled,
    CallbackFile,
    CallbackLine,
    CallbackMoved,
    CallbackNews,
    ShowTask,
    case_in,
    stream_of,
)
from core.model.codec import decode, encode
from core.model.effects import Post
from core.model.events import EffectFailed, Woke
from core.model.ids import EffectId
from core.model.posts import Remark
from core.model.view import text
from handoff.callback_flow import line
from tests.handoff.ringing import (
    AMSTERDAM,
    CASE,
    DAY,
    EVA,
    HOUR,
    MINUTE,
    MONDAY,
    NEVER,
    SHOWN,
    THREAD,
    TOMORROW,
    Ringing,
    asked,
    claim,
    done,
    gone,
    missed,
    reached,
    ringing,
)

WEEK_LATER = MONDAY + 14 * DAY

# --- asking


def test_a_slot_is_booked():
    call = Ringing()
    assert call.do(asked(TOMORROW)) == [
        "Your call is booked (case FD-7K2M9). We’ll call 06 12345678 at this time: Tue 24 Nov, 10:00."
    ]
    assert (call.state, call.news[-1].steps) == ("open", ("move", "cancel"))
    assert call.cards == [call.file]


def test_as_soon_as_possible_has_an_end():
    assert Ringing().do(asked()) == [
        "Your call is booked (case FD-7K2M9). We’ll call 06 12345678 as soon as we can, by Mon 23 Nov, 14:00 at the latest."
    ]


def test_the_customer_reads_times_in_their_zone():
    assert "09:00" in Ringing().do(asked(TOMORROW, zone="Europe/Lisbon"))[0]


def test_a_slot_that_was_taken_meanwhile_is_the_next_one():
    call = Ringing(booked=(TOMORROW,))
    assert call.do(asked(TOMORROW)) == [
        "Sorry, that time isn’t free any more, so we’ve taken the next one.",
        "Your call is booked (case FD-7K2M9). We’ll call 06 12345678 at this time: Tue 24 Nov, 10:30.",
    ]


def test_a_slot_after_all_free_ones_is_as_soon_as_possible():
    assert "as soon as we can" in Ringing().do(asked(WEEK_LATER))[-1]


@pytest.mark.parametrize("items", [0, 1, 3])
def test_up_to_three_items_are_taken(items: int):
    call = Ringing()
    call.do(asked(items=("Vase",) * items))
    assert call.state == "open"


def test_four_items_are_too_many_for_a_call():
    call = Ringing()
    assert call.do(asked(items=("Vase",) * 4)) == [
        "One call can be about up to 3 items or orders, so that there is time for each. "
        "For more than that, e-mail works better: nothing is forgotten there."
    ]
    assert (call.state, call.news[-1].steps, call.cards, call.timer) == ("none", ("email",), [], None)


def test_where_nobody_makes_calls_there_is_email():
    call = Ringing(NEVER)
    said = call.do(asked())
    assert said == ["Sorry, nobody can make calls at the moment. We’d be glad to answer you by e-mail."]
    assert (call.state, call.news[-1].steps) == ("none", ("email",))


def test_the_same_request_twice_is_one():
    call = ringing(TOMORROW)
    before = call.file
    assert (call.do(asked(TOMORROW)), call.file) == ([], before)


def test_what_happens_to_a_callback_that_was_never_asked_for_is_nothing():
    call = Ringing()
    assert (call.do(claim(), missed(), CallbackCancelled(), SHOWN), call.file, call.notes) == ([], None, [])


# --- calling


def test_a_call_from_claim_to_note():
    call = ringing()
    assert call.do(claim()) == ["Tom from our team is about to call you on 06 12345678."]
    assert call.do(reached())[0].startswith(
        "Tom from our team is on the phone with you now (06 12345678, case FD-7K2M9)"
    )
    assert call.do(done()) == [
        "Thank you for the talk! Case FD-7K2M9 is closed. If there’s anything else, just write here."
    ]
    assert call.file is not None
    assert (call.state, call.file.due) == ("done", None)
    assert [(note.by.name, note.words) for note in call.file.notes] == [("Tom", "It comes on Friday.")]
    assert [(attempt.by.name, attempt.result) for attempt in call.file.attempts] == [("Tom", "reached")]


def test_who_claims_a_call_of_tomorrow_does_not_call_yet():
    call = ringing(TOMORROW)
    assert (call.do(claim()), call.state) == ([], "claimed")


def test_the_card_is_shown_anew_with_each_change():
    call = ringing()
    call.do(claim(), reached(), done())
    assert [card.state for card in call.cards] == ["open", "open", "claimed", "reached", "done"]
    assert call.cards[-1].thread == THREAD


def test_a_card_that_comes_late_shows_the_present_state():
    call = Ringing()
    call.do(asked(), claim())
    assert len(call.cards) == 1
    call.do(SHOWN)
    assert [card.state for card in call.cards] == ["open", "claimed"]
    call.do(SHOWN)
    assert len(call.cards) == 2


# --- not reached


def test_the_customer_reads_when_we_called_and_when_we_call_again():
    call = ringing()
    call.do(claim())
    assert call.do(missed()) == [
        "We called 06 12345678 and couldn’t reach you (Mon 23 Nov, 10:00).",
        "We’ll try again at this time: Mon 23 Nov, 11:00.",
        "If that doesn’t suit you, choose another time or cancel the call.",
    ]
    offered = [slot.at - MONDAY for slot in call.news[-1].slots]
    assert offered == [HOUR / 2, 2 * HOUR, 23 * HOUR, 26 * HOUR, 47 * HOUR, 50 * HOUR]
    assert (call.state, call.news[-1].steps) == ("open", ("move", "cancel"))
    assert call.remarks == ["Tom hasn’t reached the customer. The next call is at this time: Mon 23 Nov, 11:00."]


def test_when_every_slot_is_booked_the_next_call_is_as_soon_as_possible():
    call = ringing()
    call.booked = tuple(MONDAY + HOUR / 2 * slot for slot in range(500))
    call.do(claim())
    assert "We’ll try again as soon as we can, by Mon 23 Nov, 14:00 at the latest." in call.do(missed())
    assert call.remarks == ["Tom hasn’t reached the customer. The next call is due by Mon 23 Nov, 14:00."]


def test_the_time_of_the_next_call_is_none_of_the_others():
    call = ringing()
    call.booked = (MONDAY + HOUR / 2,)
    call.do(claim(), missed())
    assert call.file is not None
    assert (call.file.slot, call.news[-1].slots[0].at) == (MONDAY + HOUR, MONDAY + 3 * HOUR / 2)


def test_after_the_third_attempt_there_is_email_and_the_case_is_closed():
    call = ringing()
    for _ in range(2):
        call.do(claim(), missed())
        call.wait(HOUR)
    call.do(claim())
    assert call.do(missed()) == [
        "We called 06 12345678 and couldn’t reach you (Mon 23 Nov, 12:00).",
        "We won’t call again and have closed case FD-7K2M9, so that you don’t wait in vain. "
        "We’d be glad to answer you by e-mail.",
    ]
    assert (call.state, call.news[-1].steps) == ("failed", ("email",))
    assert call.remarks[-1] == "Nobody calls this customer any more. They were offered an answer by e-mail instead."
    assert call.wait(30 * DAY) == []


def test_the_second_attempt_may_reach_the_customer():
    call = ringing()
    call.do(claim(), missed())
    call.wait(HOUR)
    call.do(claim(EVA), reached(EVA), done(agent=EVA))
    assert call.file is not None
    assert [attempt.result for attempt in call.file.attempts] == ["not_reached", "reached"]
    assert call.state == "done"


# --- who may do what


def test_nobody_says_how_it_went_who_has_not_claimed_it():
    call = ringing()
    assert (call.do(missed(), reached()), call.state) == ([], "open")
    assert call.whispers == ["Press Claim first, so that nobody else calls as well."] * 2


def test_only_one_agent_calls():
    call = ringing()
    call.do(claim())
    assert call.do(claim(EVA), missed(EVA), reached(EVA)) == []
    assert call.whispers == ["Already taken by Tom."] * 3


def test_the_same_press_twice_counts_once():
    call = ringing()
    call.do(claim(), claim(), reached(), reached())
    assert call.file is not None
    assert (len(call.file.attempts), call.whispers) == (1, [])


def test_who_was_reached_is_not_missed_any_more():
    call = ringing()
    call.do(claim(), reached())
    assert (call.do(missed()), call.state) == ([], "reached")
    assert call.whispers == ["The customer was reached. Please write in a few words what came of it."]


def test_a_call_is_not_done_before_the_customer_was_reached():
    call = ringing()
    call.do(claim())
    assert (call.do(done()), call.state) == ([], "claimed")
    assert call.whispers == ["Say first that the customer was reached. Then you can end the call with a note."]


def test_a_call_is_not_done_without_a_note():
    call = ringing()
    call.do(claim(), reached())
    assert (call.do(done("  ")), call.state) == ([], "reached")
    assert call.whispers == ["The customer was reached. Please write in a few words what came of it."]


@pytest.mark.parametrize("slot", [None, TOMORROW])
def test_a_call_of_an_agent_who_leaves_is_anybodys_again_at_the_same_time(slot):
    call = ringing(slot)
    call.do(claim())
    assert call.file is not None
    due, timer = call.file.due, call.timer
    assert (call.do(gone()), call.state, call.cards[-1].state) == ([], "open", "open")
    assert call.remarks == ["Tom is no longer available. Who’ll make this call?"]
    assert (call.file.due, call.timer) == (due, timer)
    call.do(claim(EVA))
    assert call.file.owner == EVA


def test_a_colleague_who_leaves_takes_nobodys_call_along():
    call = ringing()
    call.do(claim(EVA), gone())
    assert (call.state, call.remarks) == ("claimed", [])


def test_who_leaves_after_the_call_leaves_the_note_to_a_colleague():
    call = ringing()
    call.do(claim(), reached(), gone())
    assert call.state == "reached"
    call.do(done(agent=EVA))
    assert call.state == "done"


def test_a_colleague_may_write_the_note():
    call = ringing()
    call.do(claim(), reached(), done(agent=EVA))
    assert call.state == "done"


# --- moving and cancelling


def test_the_customer_moves_the_call():
    call = ringing(TOMORROW)
    assert call.do(CallbackMoved(TOMORROW + HOUR)) == [
        "All right, we’ll call 06 12345678 at the new time: Tue 24 Nov, 11:00."
    ]
    assert call.remarks == ["The customer has chosen another time: Tue 24 Nov, 11:00. Anybody can claim the call."]


def test_the_customer_moves_the_call_to_as_soon_as_possible():
    call = ringing(TOMORROW)
    assert call.do(CallbackMoved()) == [
        "All right, we’ll call 06 12345678 as soon as we can, by Mon 23 Nov, 14:00 at the latest."
    ]
    assert call.remarks == [
        "The customer wants the call as soon as possible, by Mon 23 Nov, 14:00 at the latest. Anybody can claim it."
    ]


def test_a_moved_call_is_anybodys_again():
    call = ringing(TOMORROW)
    call.do(claim(), CallbackMoved(TOMORROW + DAY))
    assert call.file is not None
    assert (call.state, call.file.owner) == ("open", None)


@pytest.mark.parametrize("slot", [MONDAY - HOUR, MONDAY, TOMORROW + 2 * HOUR, TOMORROW + 10 * HOUR, WEEK_LATER])
def test_a_call_is_not_moved_to_where_none_is_free(slot):
    call = ringing(TOMORROW)
    call.booked = (TOMORROW + 2 * HOUR,)
    before = call.file
    assert call.do(CallbackMoved(slot)) == [
        "Sorry, that time isn’t free any more, so nothing has changed. You can choose another one."
    ]
    assert call.file == before
    assert call.news[-1].slots


def test_moving_does_not_give_more_attempts():
    call = ringing()
    for _ in range(3):
        call.do(CallbackMoved(), claim(), missed())
    assert call.state == "failed"


def test_the_customer_cancels_the_call():
    call = ringing()
    assert call.do(CallbackCancelled()) == ["The call is cancelled (case FD-7K2M9). We won’t call you."]
    assert call.remarks == ["The customer has cancelled the call. Please don’t call any more."]
    assert call.wait(30 * DAY) == []


def test_a_cancelled_call_is_not_made():
    call = ringing()
    call.do(claim(), CallbackCancelled(), missed(), reached(), claim(EVA))
    assert call.file is not None
    assert (call.state, call.file.attempts) == ("cancelled", ())
    assert call.whispers == ["The customer has cancelled this call. Please don’t call any more."] * 3


@pytest.mark.parametrize("press", [CallbackCancelled(), CallbackMoved(TOMORROW), CallbackMoved()])
def test_an_old_button_changes_nothing(press):
    call = ringing()
    call.do(claim(), reached(), done())
    assert call.do(press) == ["Nothing can be changed about the call of case FD-7K2M9 any more."]
    assert call.state == "done"


def test_what_staff_press_on_a_closed_callback_changes_nothing():
    call = ringing()
    call.do(claim(), reached(), done())
    call.do(claim(), missed(), done())
    assert call.whispers == ["This callback is closed, so nothing has changed."] * 3


# --- the promise


def test_staff_are_reminded_before_a_slot():
    call = ringing(TOMORROW)
    call.wait(DAY - 6 * MINUTE)
    assert call.remarks == []
    cards = len(call.cards)
    call.wait(MINUTE)
    assert len(call.cards) == cards
    assert call.remarks == ["The customer expects a call, and nobody has claimed it yet. Its time: Tue 24 Nov, 10:00."]


def test_who_has_claimed_it_is_reminded_by_name():
    call = ringing(TOMORROW)
    call.do(claim())
    call.wait(DAY)
    assert call.remarks == ["Tom, the customer expects the call at this time: Tue 24 Nov, 10:00."]


@pytest.mark.parametrize("claimed", [False, True])
def test_a_slot_that_passes_is_apologised_for_with_a_new_promise(claimed: bool):
    call = ringing(TOMORROW)
    if claimed:
        call.do(claim())
    assert call.wait(DAY + 14 * MINUTE) == []
    assert call.wait(MINUTE) == [
        "We should have called you by Tue 24 Nov, 10:15, and we haven’t managed that. We’re sorry.",
        "We’ll call you as soon as we can now, by Tue 24 Nov, 14:15 at the latest. "
        "You can also choose another time, or have the answer by e-mail.",
    ]
    assert (call.state, call.news[-1].steps) == ("open", ("move", "cancel", "email"))
    assert call.news[-1].slots
    assert call.remarks[-1] == (
        "Nobody called by Tue 24 Nov, 10:15. The customer has read our apology and now expects the call "
        "by Tue 24 Nov, 14:15. Please claim it."
    )


def test_as_soon_as_possible_is_kept_within_four_hours_of_work():
    call = ringing(now=MONDAY + 6 * HOUR)  # four o'clock: one hour is left today
    assert call.wait(18 * HOUR) == []
    assert call.wait(4 * HOUR)[0].startswith("We should have called you by Tue 24 Nov, 12:00")


def test_who_claims_late_has_time_to_call():
    call = ringing(TOMORROW)
    call.wait(DAY + 14 * MINUTE)
    call.do(claim())
    assert call.wait(14 * MINUTE) == []
    assert "We should have called you by Tue 24 Nov, 10:29" in call.wait(MINUTE)[0]


def test_after_three_broken_promises_there_is_email():
    call = ringing()
    said = call.wait(3 * DAY)
    assert [words for words in said if words.startswith("We should have called")] == [
        "We should have called you by Mon 23 Nov, 14:00, and we haven’t managed that. We’re sorry.",
        "We should have called you by Tue 24 Nov, 10:00, and we haven’t managed that. We’re sorry.",
        "We should have called you by Tue 24 Nov, 14:00, and we haven’t managed that. We’re sorry.",
    ]
    assert (call.state, call.news[-1].steps) == ("failed", ("email",))
    assert call.notes.count("callback late") == 3


def test_where_the_hours_are_given_up_nothing_is_promised():
    call = ringing()
    call.hours = NEVER
    call.wait(DAY)
    assert (call.state, call.news[-1].steps) == ("failed", ("email",))


def test_a_missing_note_is_asked_for_again_and_again():
    call = ringing()
    call.do(claim(), reached())
    assert call.wait(DAY) == []
    assert (
        call.remarks == ["Tom, the customer was reached, but there is no note yet. Please write what came of it."] * 2
    )
    assert call.do(done())


def test_a_timer_of_an_older_plan_means_nothing():
    call = ringing(TOMORROW)
    assert call.timer is not None
    old = Woke("dispute_due", call.timer.turn)
    call.do(CallbackMoved(TOMORROW + DAY))
    call.now = TOMORROW + DAY - MINUTE
    remarks, timer = list(call.remarks), call.timer
    assert (call.do(old), call.remarks, call.timer) == ([], remarks, timer)


# --- what could not be carried out


def failed(effect) -> EffectFailed:
    return EffectFailed(EffectId("1.0"), effect, 1, "channel_not_found", "gone")


def test_a_card_that_is_not_there_is_tried_again():
    call = Ringing()
    call.do(asked())
    assert call.file is not None
    assert call.do(failed(ShowTask(call.file))) == []
    assert call.notes[-1] == "callback not shown"
    call.wait(10 * MINUTE)
    assert len(call.cards) == 2
    call.wait(3 * DAY)
    assert call.state == "failed"  # the promise was kept all the same: the customer knows


def test_a_card_that_is_not_there_delays_no_apology():
    call = Ringing()
    call.do(asked(MONDAY + HOUR / 2))
    call.wait(40 * MINUTE)
    assert call.file is not None
    call.do(failed(ShowTask(call.file)))
    assert call.wait(5 * MINUTE)[0].startswith("We should have called you by Mon 23 Nov, 10:45")


def test_of_a_call_that_was_made_nobody_is_reminded():
    call = Ringing()
    call.do(asked(MONDAY + HOUR / 2))
    call.wait(HOUR / 2)
    call.do(claim(), reached())
    assert call.file is not None
    call.do(failed(ShowTask(call.file)), SHOWN)
    call.wait(10 * MINUTE)
    assert call.remarks == []


def test_a_card_that_is_there_and_cannot_be_changed_is_noted():
    call = ringing()
    timer = call.timer
    assert call.file is not None
    call.do(failed(ShowTask(call.file)))
    call.do(failed(Post(THREAD, Remark(text("callback.thread.given_up")))))
    assert call.notes[-2:] == ["callback not shown"] * 2
    assert call.timer == timer


def test_what_else_fails_is_for_the_operator():
    call = ringing()
    assert (call.do(failed(call.timer)), call.state) == ([], "open")


# --- stored and shown


def test_the_line_of_a_callback_says_what_its_customer_may_do():
    call = ringing(TOMORROW)
    assert call.file is not None
    steps = ("move", "cancel")
    assert line(call.file) == CallbackLine(CASE, "open", TOMORROW, TOMORROW + timedelta(minutes=15), steps, AMSTERDAM)


@pytest.mark.parametrize("press", [claim(), missed(), reached(), done(), CallbackCancelled(), CallbackMoved(TOMORROW)])
def test_a_stored_event_reads_as_what_it_was(press):
    assert decode(encode(press), type(press)) == press
    assert decode(encode(asked(TOMORROW)), type(asked())) == asked(TOMORROW)


def test_a_stored_callback_reads_as_what_it_was():
    call = ringing()
    call.do(claim(), missed(), claim(EVA), reached(EVA), done(agent=EVA))
    assert decode(encode(call.file), CallbackFile) == call.file
    assert [decode(encode(news), CallbackNews) for news in call.news] == call.news


def test_a_callback_has_a_stream_of_its_own():
    assert (case_in(stream_of(CASE)), case_in("telegram:1001"), case_in("dispute:FD-7K2M9")) == (CASE, None, None)
