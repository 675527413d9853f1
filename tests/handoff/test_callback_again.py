"""A call whose case goes on: asked for once more while it is owed, after it is over, or beside an e-mail ticket."""

from msgspec.structs import replace

from core.model.callback import CallbackAdded, CallbackCancelled
from core.model.effects import Pass
from core.model.ticket import stream_of
from core.model.ticket_events import TicketMoved
from handoff.callback_flow import decide
from handoff.callback_slots import facts_at
from tests.handoff.ringing import CASE, HOUR, NEVER, OFFICE, TOMORROW, asked, claim, done, missed, reached, ringing


def test_words_that_ask_again_stand_on_the_card() -> None:
    call = ringing()
    call.do(CallbackAdded("And where is my refund?"))
    assert call.file
    assert call.cards[-1].question == call.file.question == "Where is it?\nAnd where is my refund?"
    assert call.remarks == ["The customer has asked for the same once more. What they wrote stands on the card."]


def test_the_same_words_are_not_written_twice() -> None:
    call = ringing()
    before = call.file
    call.do(CallbackAdded("Where is it?"), CallbackAdded("  "))
    assert (call.file, call.remarks) == (before, [])


def test_words_that_come_before_the_card_stand_on_it_when_it_does() -> None:
    call = ringing()
    assert call.file
    unseen = replace(call.file, thread=None)
    after, effects = decide(CASE, unseen, CallbackAdded("Hello?"), facts_at(call.now, OFFICE))
    assert after
    assert after.question == "Where is it?\nHello?"
    assert [type(effect).__name__ for effect in effects] == ["Note"]


def test_a_call_after_one_that_is_over_has_a_card_of_its_own_with_the_old_notes() -> None:
    call = ringing()
    call.do(claim(), reached(), done("It comes on Friday."))
    assert call.file
    turn = call.file.turn
    assert call.do(asked(TOMORROW))[0].startswith("Your call is booked (case FD-7K2M9)")
    card = call.cards[-1]
    assert (card.thread, card.state, card.attempts, card.slot) == (None, "open", (), TOMORROW)
    assert [note.words for note in card.notes] == ["It comes on Friday."]
    assert card.turn > turn


def test_after_a_call_that_was_cancelled_three_tries_are_free_again() -> None:
    call = ringing()
    call.do(claim(), missed(), CallbackCancelled(), asked())
    assert call.file
    assert (call.file.state, call.file.attempts) == ("open", ())


def test_a_call_that_nobody_can_make_leaves_the_old_one_as_it_was() -> None:
    call = ringing()
    call.do(CallbackCancelled())
    before = call.file
    call.hours = NEVER
    assert call.do(asked())[-1].startswith("Sorry, nobody can make calls")
    assert call.file == before


def test_a_call_that_is_owed_is_not_begun_anew() -> None:
    call = ringing(TOMORROW)
    before = call.file
    assert call.do(asked(TOMORROW + HOUR)) == []
    assert call.file == before


def test_the_team_is_told_to_leave_the_mail_once_the_customer_was_reached() -> None:
    call = ringing()
    assert call.file
    call.file = replace(call.file, ticket=True)
    call.do(claim())
    facts = facts_at(call.now, OFFICE)
    _, effects = decide(CASE, call.file, missed(), facts)
    assert Pass(stream_of(CASE), TicketMoved("callback")) not in effects
    _, effects = decide(CASE, call.file, reached(), facts)
    assert Pass(stream_of(CASE), TicketMoved("callback")) in effects
