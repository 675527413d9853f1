"""A chat changes hands: back to everybody, to a colleague, to a queue, or because its agent has gone. Nothing is said twice."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.model.controls import Release, SendHeld, StayWithIt, Transfer
from core.model.conversation import Choosing, Closed, Filling, Queued, WithAgent
from core.model.effects import OpenHandoff
from core.model.facts import StaffFacts, ThreadFacts, TranslationFacts
from core.model.ids import AgentId, CaseCode, Language
from core.model.people import Agent
from tests.flow.cast import EVA, NOON, OTHER_THREAD, THREAD, TOM, WAYS
from tests.flow.control_dialogue import ControlDialogue
from tests.flow.scenes import QUESTION, chat_over, email_form_from_chat, queued, with_tom

ZOE = Agent(AgentId("U0ZOE"), "Zoe")
SWEDISH = Language("sv")
WAITING = ["offer.email", "wait", "cancel"]


@pytest.fixture
def chat() -> Iterator[ControlDialogue]:
    dialogue = ControlDialogue()
    yield dialogue
    dialogue.silence()


def talking(chat: ControlDialogue) -> ControlDialogue:
    with_tom(chat)
    return chat


def released(chat: ControlDialogue) -> ControlDialogue:
    talking(chat).uses(TOM, Release()).sees("chat.released", buttons=WAITING).calls("staff.released")
    return chat.puts_on_card("waiting", since=chat.now, due=chat.now + timedelta(minutes=3))


# --- back to everybody


def test_a_released_chat_waits_again_under_its_case_and_in_its_thread(chat: ControlDialogue) -> None:
    released(chat).is_in(Queued)
    assert isinstance(chat.stage, Queued)
    assert (chat.stage.case, chat.stage.thread, chat.stage.since) == (CaseCode("FD-1"), THREAD, chat.now)


def test_a_colleague_goes_on_with_it(chat: ControlDialogue) -> None:
    released(chat).customer("Hello?").thread_shows("Hello?")
    chat.claims(EVA).sees("chat.joined").card("claimed", "Eva").replies(EVA, "Hi").hears(EVA, "Hi")
    chat.writes(TOM, "And?").marks("inside").whispers(TOM, "staff.not_owner")


def test_with_a_note_for_whoever_comes(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, Release("Needs a refund")).sees("chat.released").calls("staff.released")
    chat.shows_note(TOM, "Needs a refund").card("waiting", "")


def test_who_gave_it_back_is_not_put_off_duty_for_not_taking_it(chat: ControlDialogue) -> None:
    released(chat).known |= {"staff": StaffFacts(idle=(TOM,))}
    chat.passes(minutes=2).silence().is_in(Queued)


def test_where_nobody_comes_the_customer_hears_as_ever(chat: ControlDialogue) -> None:
    released(chat).passes(minutes=3).sees("queued.unclaimed", "queued.place", buttons=WAITING)


def test_where_nobody_else_is_there_the_customer_reads_it_at_once_and_the_other_ways(chat: ControlDialogue) -> None:
    talking(chat).known |= {"staff": StaffFacts(there=False)}
    chat.uses(TOM, Release()).sees("chat.released", "queued.nobody", "way.email", "queued.place", buttons=WAITING)
    chat.calls("staff.released").card("waiting", "")
    chat.known |= {"staff": StaffFacts()}
    chat.passes(minutes=1).sees("queued.somebody", "queued.place", buttons=WAITING)


def test_so_does_whose_agent_has_left_last(chat: ControlDialogue) -> None:
    talking(chat).known |= {"staff": StaffFacts(there=False)}
    chat.is_gone(TOM).sees("chat.owner_left", "queued.nobody", "way.email", "queued.place", buttons=WAITING)
    chat.calls("staff.owner_left").card("waiting", "")


def test_where_nobody_is_there_any_more_the_customer_hears_within_a_minute(chat: ControlDialogue) -> None:
    released(chat).known |= {"staff": StaffFacts(there=False)}
    chat.passes(minutes=1).sees("queued.nobody", "way.email", "queued.place")


def test_two_agents_at_once(chat: ControlDialogue) -> None:
    talking(chat).uses(EVA, Release()).whispers(EVA, "staff.not_owner").is_in(WithAgent)
    chat.uses(EVA, Transfer(EVA)).whispers(EVA, "staff.not_owner").is_in(WithAgent)


def test_pressed_twice(chat: ControlDialogue) -> None:
    released(chat).uses(TOM, Release()).whispers(TOM, "staff.claim_first").is_in(Queued)


def test_words_on_their_way_to_translation_go_as_they_are_before_it(chat: ControlDialogue) -> None:
    swedish(chat, reads="en")
    chat.writes(TOM, "One moment").asks_for_translation("One moment", "en>sv")
    chat.uses(TOM, Release()).reads(TOM, "One moment", "chat.untranslated", buttons=[])
    chat.sees("chat.released").calls("staff.released").card("waiting", "")
    chat.translates("One moment", "Ett ögonblick").silence()


def test_that_a_machine_translates_is_not_told_again(chat: ControlDialogue) -> None:
    swedish(chat, reads="en").writes(TOM, "On its way").asks_for_translation("On its way", "en>sv")
    chat.translates("On its way", "På väg").reads(TOM, "chat.translated", "På väg", buttons=["original.1"])
    chat.uses(TOM, Release()).sees("chat.released").calls("staff.released").card("waiting", "").claims(EVA)
    chat.untold.clear()
    assert isinstance(chat.stage, WithAgent)
    assert chat.stage.told


def swedish(chat: ControlDialogue, reads: str) -> ControlDialogue:
    """A customer who writes Swedish, with Tom, who reads this language."""
    talking(chat).known |= {"translation": TranslationFacts(machine=True)}
    assert isinstance(chat.stage, WithAgent)
    chat.conversation = replace(
        chat.conversation, language=SWEDISH, stage=replace(chat.stage, reads=(Language(reads),))
    )
    return chat


def test_what_was_held_stays_inside(chat: ControlDialogue) -> None:
    talking(chat).writes(TOM, "// angry").marks("held")._question()
    chat.uses(TOM, Release()).sees("chat.released").settles("held.1", "control.over").marks("inside")
    chat.calls("staff.released").card("waiting", "")
    chat.uses(TOM, SendHeld("1")).whispers(TOM, "staff.claim_first")


def test_a_form_of_the_customers_ends_for_it_is_told(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    chat.uses(TOM, Release()).sees("chat.released", buttons=WAITING).calls("staff.released").card("waiting", "")
    chat.is_in(Queued)


# --- to a colleague


def test_a_colleague_has_it_at_once_and_is_called(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, Transfer(EVA, note="Angry")).sees("chat.passed").calls("staff.transferred", EVA)
    chat.shows_note(TOM, "Angry").card("claimed", "Eva").is_due("reply_due", minutes=10)
    chat.replies(EVA, "Hi").hears(EVA, "Hi").writes(TOM, "Thanks").marks("inside").whispers(TOM, "staff.not_owner")


def test_how_long_the_customer_waits_is_not_forgotten(chat: ControlDialogue) -> None:
    talking(chat).passes(minutes=5).uses(TOM, Transfer(EVA)).sees("chat.passed").calls("staff.transferred", EVA)
    chat.puts_on_card("claimed", "Eva", since=NOON, due=NOON + timedelta(minutes=10))


def test_who_is_not_there_does_not_get_it(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, Transfer(EVA), thread=ThreadFacts(there=False)).whispers(TOM, "staff.not_there")
    chat.replies(TOM, "Still me").hears(TOM, "Still me")


def test_to_oneself(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, Transfer(TOM)).whispers(TOM, "staff.already_yours")


def test_who_reads_another_language_has_it_translated(chat: ControlDialogue) -> None:
    swedish(chat, reads="sv").uses(TOM, Transfer(EVA), thread=ThreadFacts(reads=(Language("en"),)))
    chat.sees("chat.passed").calls("staff.transferred", EVA).card("claimed", "Eva")
    chat.thread_remarks("staff.translation").asks_for_translation(QUESTION, "sv>en", "earlier")


def test_passed_on_behind_a_form(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    chat.uses(TOM, Transfer(EVA)).sees("chat.passed").calls("staff.transferred", EVA).card("claimed", "Eva")
    chat.is_in(WithAgent)


# --- to a queue


def test_a_queue_in_the_same_channel(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, Transfer(queue="returns", note="A vase")).sees("chat.released", buttons=WAITING)
    chat.calls("staff.to_queue").shows_note(TOM, "A vase").card("waiting", "").is_in(Queued)


def test_a_queue_in_another_channel_is_another_thread_of_the_same_case(chat: ControlDialogue) -> None:
    moved(chat).customer("Hello?").thread_opens(OTHER_THREAD, "FD-1").thread_shows("Hello?", thread=OTHER_THREAD)
    chat.claims(EVA, OTHER_THREAD, "FD-1").sees("chat.joined")
    chat.untold.clear()
    chat.replies(EVA, "Hi", OTHER_THREAD).hears(EVA, "Hi")


def moved(chat: ControlDialogue) -> ControlDialogue:
    talking(chat).uses(TOM, Transfer(queue="returns", note="A vase", moves=True)).sees("chat.released", buttons=WAITING)
    return chat.ends_thread("closing.moved").opens_thread("returns", "A vase")


def test_the_old_thread_has_no_say_any_more(chat: ControlDialogue) -> None:
    moved(chat).thread_opens(OTHER_THREAD, "FD-1").claims(EVA, case="FD-1").whispers(EVA, "staff.moved")
    chat.uses(EVA, Transfer(queue="billing")).whispers(EVA, "staff.moved")
    chat.writes(TOM, "Hello").marks("inside").whispers(TOM, "staff.over").is_in(Queued)


def test_news_of_the_old_thread_that_come_late_do_not_bring_it_back(chat: ControlDialogue) -> None:
    moved(chat)
    older = next(effect for effect, _ in chat._done if isinstance(effect, OpenHandoff))
    chat.opens_late(older, THREAD).ends_thread("closing.not_needed").thread_opens(OTHER_THREAD, "FD-1").is_in(Queued)
    assert isinstance(chat.stage, Queued)
    assert chat.stage.thread == OTHER_THREAD


def test_a_thread_that_cannot_be_opened_there_leads_to_the_other_ways(chat: ControlDialogue) -> None:
    moved(chat).fails(OpenHandoff).sees("queued.not_opened", "choosing.ways", "way.email").is_in(Choosing)


def test_from_the_queue_any_colleague_may(chat: ControlDialogue) -> None:
    queued(chat)
    chat.uses(EVA, Transfer(queue="returns")).calls("staff.to_queue").is_in(Queued)
    chat.uses(EVA, Transfer(queue="billing", moves=True)).sees("chat.moved", buttons=WAITING)
    chat.ends_thread("closing.moved").opens_thread("billing").is_in(Queued)


def test_from_the_queue_to_a_colleague_it_has_to_be_claimed_first(chat: ControlDialogue) -> None:
    queued(chat)
    chat.uses(EVA, Transfer(ZOE)).whispers(EVA, "staff.claim_first")


def test_moved_from_the_queue_behind_a_form(chat: ControlDialogue) -> None:
    queued(chat).presses("offer.email", chat.turn).sees("filling.email")
    chat.uses(EVA, Transfer(queue="billing", moves=True)).sees("chat.moved")
    chat.ends_thread("closing.moved").opens_thread("billing").is_in(Queued)


# --- gone


def test_an_agent_who_leaves_loses_the_chat_to_the_queue(chat: ControlDialogue) -> None:
    talking(chat).is_gone(TOM).sees("chat.owner_left", buttons=WAITING).calls("staff.owner_left")
    chat.card("waiting", "").is_in(Queued).claims(EVA).sees("chat.joined").card("claimed", "Eva")


def test_somebody_else_leaves(chat: ControlDialogue) -> None:
    talking(chat).is_gone(EVA).silence().is_gone(EVA, "off_duty").silence().is_in(WithAgent)


def test_an_agent_who_leaves_while_the_customer_fills_in_a_form(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    chat.is_gone(TOM).sees("chat.owner_left", buttons=WAITING).calls("staff.owner_left").card("waiting", "")
    chat.is_in(Queued)


def test_off_duty_with_a_chat_open_is_asked_once(chat: ControlDialogue) -> None:
    talking(chat).is_gone(TOM, "off_duty").asks_to_stay(TOM).is_gone(TOM, "off_duty").silence().is_in(WithAgent)
    chat.uses(EVA, StayWithIt()).whispers(EVA, "staff.not_owner")
    chat.uses(TOM, StayWithIt()).settles_stay("staff.stays").uses(TOM, StayWithIt()).whispers(
        TOM, "staff.already_yours"
    )
    chat.passes(hours=20)
    chat.untold.clear()
    chat.is_gone(TOM, "off_duty").asks_to_stay(TOM)


def test_off_duty_and_handed_over(chat: ControlDialogue) -> None:
    talking(chat).is_gone(TOM, "off_duty").asks_to_stay(TOM)
    chat.uses(TOM, Release()).sees("chat.released").settles_stay("control.over").calls("staff.released")
    chat.card("waiting", "")


def test_who_is_back_on_duty_is_not_asked_any_more(chat: ControlDialogue) -> None:
    talking(chat).is_gone(TOM, "back").silence()
    chat.is_gone(TOM, "off_duty").asks_to_stay(TOM).is_gone(TOM, "back").settles_stay("control.over").is_in(WithAgent)
    chat.passes(hours=1)
    chat.untold.clear()
    chat.is_gone(TOM, "off_duty").asks_to_stay(TOM)


def test_off_duty_behind_a_form_disturbs_nobody(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    chat.is_gone(TOM, "off_duty").asks_to_stay(TOM).is_in(Filling)
    chat.uses(TOM, StayWithIt()).settles_stay("staff.stays").is_in(Filling)


def test_who_is_asked_closes_instead(chat: ControlDialogue) -> None:
    talking(chat).is_gone(TOM, "off_duty").asks_to_stay(TOM)
    chat.closes(TOM).sees("chat.closed", "rating.solved").settles_stay("control.over").ends_thread("closing.by_agent")
    chat.is_in(Closed)


def test_after_the_chat_nobody_can_be_gone(chat: ControlDialogue) -> None:
    chat_over(chat)
    chat.is_gone(TOM).silence().uses(TOM, Release()).whispers(TOM, "staff.case_over")
    chat.uses(TOM, Transfer(EVA)).whispers(TOM, "staff.case_over").presses("talk").sees(*WAYS)
