"""Whether people are there: chats that nobody takes, the last one who leaves, and languages that none of them speaks."""

import pytest
from msgspec.structs import replace

from core.model.conversation import Choosing, Closed, Filling, Idle, Queued, WithAgent
from core.model.effects import CloseHandoff, OpenHandoff, WakeReason
from core.model.facts import StaffFacts
from core.model.ids import Language
from core.model.offer import Eta
from core.model.tongue import Tongue
from core.model.view import Text
from core.model.wait import Wait
from tests.flow.cast import CALL, EMAIL, EVA, LIVE, LIVE_CLOSED, THREAD, TOM
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import answered, choosing, queued, waiting_for_thread

NOBODY = StaffFacts(there=False)
LEFT = ("queued.nobody", "way.call", "way.email", "queued.place")
WAITING = ["offer.email", "wait", "cancel"]
ENGLISH, POLISH = Tongue(Language("en"), "English"), Tongue(Language("pl"), "Polski")


def left_alone(chat: Dialogue) -> Dialogue:
    """The last agent has gone while the customer waits."""
    queued(chat).offers = (CALL, EMAIL, LIVE_CLOSED)
    return chat.wakes("place", chat.turn, staff=NOBODY).sees(
        *LEFT, buttons=["offer.callback", "offer.email", "wait", "cancel"]
    )


# --- nobody takes it


def test_who_did_not_take_the_chat_in_time_is_put_off_duty_and_told_so(chat: Dialogue) -> None:
    queued(chat).is_due("untaken", seconds=90)
    chat.wakes("untaken", chat.turn, staff=StaffFacts(idle=(TOM, EVA))).puts_off_duty(TOM, EVA).is_in(Queued)


def test_whoever_is_on_duty_later_has_as_much_time(chat: Dialogue) -> None:
    queued(chat).passes(seconds=90)
    chat.is_due("untaken", seconds=90).passes(seconds=80).wakes("untaken", chat.turn).silence()
    chat.is_due("untaken", seconds=90)


def test_who_is_busy_is_not_blamed(chat: Dialogue) -> None:
    queued(chat).wakes("untaken", chat.turn, staff=StaffFacts()).silence().is_in(Queued)


def test_a_chat_that_was_in_no_thread_yet_was_before_nobody(chat: Dialogue) -> None:
    waiting_for_thread(chat).wakes("untaken", chat.turn, staff=StaffFacts(idle=(TOM,))).silence().is_in(Queued)


def test_after_a_form_the_agents_have_the_time_that_was_left(chat: Dialogue) -> None:
    queued(chat).presses("offer.email", chat.turn).sees("filling.email").passes(seconds=30)
    chat.presses("cancel").sees("queued.place").is_due("untaken", seconds=60)


# --- nobody is left


def test_when_the_last_agent_leaves_who_waits_reads_the_other_ways_and_keeps_the_place(chat: Dialogue) -> None:
    left_alone(chat).is_in(Queued).claims(TOM).sees("chat.joined").card("claimed", "Tom").is_in(WithAgent)


@pytest.mark.parametrize("reason", ["place", "unclaimed"])
def test_when_the_hours_are_over_nobody_is_promised_that_somebody_comes(chat: Dialogue, reason: WakeReason) -> None:
    queued(chat).offers = (CALL, EMAIL, LIVE_CLOSED)
    chat.wakes(reason, chat.turn, wait=Wait(1, Eta(1, 4), changed=True)).sees(*LEFT).is_in(Queued)


def test_it_is_said_once(chat: Dialogue) -> None:
    left_alone(chat).wakes("place", chat.turn, staff=NOBODY).silence().is_due("place", minutes=1)


def test_another_way_is_confirmed_before_the_place_is_given_up(chat: Dialogue) -> None:
    left_alone(chat).presses("offer.email", chat.turn).sees("filling.email").is_in(Filling)
    chat.customer("anna@example.com", email="anna@example.com").is_in(Closed)
    assert chat.untold.pop() == CloseHandoff(THREAD, chat.case, Text("closing.by_email", {"email": "anna@example.com"}))
    chat.untold.clear()


def test_a_form_that_is_left_leads_back_to_the_place_and_the_ways(chat: Dialogue) -> None:
    left_alone(chat).presses("offer.callback", chat.turn)
    chat.untold.clear()
    chat.presses("cancel").sees(*LEFT[1:]).is_in(Queued)


def test_after_a_while_the_ways_are_said_again_as_they_are_then(chat: Dialogue) -> None:
    left_alone(chat).offers = (EMAIL, LIVE_CLOSED)
    chat.wakes("unclaimed", chat.turn, staff=NOBODY)
    chat.sees("queued.nobody", "way.email", "queued.place", buttons=WAITING)


def test_who_waits_reads_that_somebody_is_there_again_and_how_long_it_takes(chat: Dialogue) -> None:
    wait = Wait(1, Eta(1, 4))
    left_alone(chat).offers = (LIVE, EMAIL)
    chat.wakes("place", chat.turn, wait=wait).sees("queued.somebody", "queued.wait", "queued.place")
    chat.is_due("unclaimed", minutes=4)


def test_one_who_stops_waiting_then_is_asked_nothing_more(chat: Dialogue) -> None:
    left_alone(chat).presses("cancel", chat.turn).sees("queued.stopped", "idle.ask").ends_thread(
        "closing.customer_left"
    )
    chat.is_in(Idle)


# --- languages that people do not speak


def choosing_in_swedish(chat: Dialogue) -> Dialogue:
    answered(chat)
    chat.conversation = replace(chat.conversation, language=Language("sv"))
    chat.presses("talk", spoken=(ENGLISH, POLISH)).sees("choosing.ways", "way.live", "way.email", "choosing.speak")
    return chat.is_in(Choosing)


def test_who_nobody_speaks_with_chooses_a_language_and_reads_the_ways_for_it(chat: Dialogue) -> None:
    choosing_in_swedish(chat).presses("speak.en", spoken=(POLISH,))
    chat.sees("choosing.spoken", "choosing.ways", "way.live", "way.email", "choosing.speak").is_in(Choosing)
    assert (chat.conversation.language, chat.conversation.staff_language) == ("sv", "en")


def test_the_agent_reads_which_language_was_chosen(chat: Dialogue) -> None:
    choosing_in_swedish(chat).presses("speak.en")
    chat.untold.clear()
    chat.presses("offer.live_chat").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat", language="sv", spoken="en")


def test_another_language_may_be_chosen_after_that(chat: Dialogue) -> None:
    choosing_in_swedish(chat).presses("speak.en", spoken=(POLISH,))
    chat.untold.clear()
    chat.presses("speak.pl")
    chat.untold.clear()
    assert chat.conversation.staff_language == "pl"


def test_a_language_that_was_not_offered_cannot_be_chosen(chat: Dialogue) -> None:
    choosing(chat).presses("speak.pl").sees("choice.expired", "choosing.ways", "way.live", "way.email")
    assert chat.conversation.spoken is None


def test_who_goes_on_in_another_language_chooses_anew(chat: Dialogue) -> None:
    choosing_in_swedish(chat).presses("speak.en")
    chat.untold.clear()
    chat.presses("cancel")
    chat.untold.clear()
    chat.customer("Gdzie jest moja paczka?", language=Language("pl"), writes="pl")
    chat.untold.clear()
    assert chat.conversation.spoken is None


def test_a_person_who_is_on_the_way_keeps_the_language_that_was_chosen(chat: Dialogue) -> None:
    choosing_in_swedish(chat).presses("speak.en")
    chat.untold.clear()
    chat.presses("offer.live_chat")
    assert any(isinstance(effect, OpenHandoff) for effect in chat.untold)
    chat.untold.clear()
    chat.customer("Hvor er min pakke?", language=Language("da"), writes="da")
    assert (chat.conversation.language, chat.conversation.staff_language) == ("da", "en")
