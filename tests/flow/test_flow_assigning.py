"""A supervisor takes a chat or gives it to a colleague: from the queue, from whoever has it, behind a form, and too late."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from core.model.controls import Assign, SendHeld
from core.model.conversation import Closed, Queued, WithAgent
from core.model.facts import ThreadFacts, TranslationFacts
from core.model.ids import AgentId, CaseCode, Language
from core.model.people import Agent
from tests.flow.cast import EVA, OTHER_THREAD, THREAD, TOM
from tests.flow.control_dialogue import ControlDialogue
from tests.flow.scenes import (
    QUESTION,
    chat_over,
    email_form_from_chat,
    email_form_from_queue,
    queued,
    waiting_for_thread,
    with_tom,
)

ZOE = Agent(AgentId("U0ZOE"), "Zoe")


@pytest.fixture
def chat() -> Iterator[ControlDialogue]:
    dialogue = ControlDialogue()
    yield dialogue
    dialogue.silence()


def talking(chat: ControlDialogue) -> ControlDialogue:
    with_tom(chat)
    return chat


def gives(chat: ControlDialogue, to: Agent, note: str = "", **known: object) -> ControlDialogue:
    """Eva, who is a supervisor."""
    return chat.uses(EVA, Assign(to, note), supervisor=True, **known)


# --- from the queue


def test_a_supervisor_takes_a_chat_from_the_queue(chat: ControlDialogue) -> None:
    queued(chat)
    gives(chat, EVA).sees("chat.joined").card("claimed", "Eva").calls("board.thread.taken", EVA)
    chat.audits("board: assigned").is_in(WithAgent).replies(EVA, "Hi").hears(EVA, "Hi")


@pytest.mark.parametrize("held", ["", "U0ZOE"])
def test_who_was_second_in_the_same_moment_takes_it_from_nobody(chat: ControlDialogue, held: str) -> None:
    talking(chat).uses(EVA, Assign(EVA, held=AgentId(held)), supervisor=True).calls("board.thread.raced")
    chat.is_in(WithAgent).replies(TOM, "Hi").hears(TOM, "Hi")


def test_a_chat_that_was_seen_with_a_colleague_is_taken_from_them(chat: ControlDialogue) -> None:
    talking(chat).uses(EVA, Assign(EVA, held=TOM.id), supervisor=True)
    chat.untold.clear()
    chat.is_in(WithAgent)
    assert chat.stage.agent == EVA


def test_who_is_given_a_chat_from_the_queue_is_called_to_it(chat: ControlDialogue) -> None:
    queued(chat)
    gives(chat, TOM, "Be quick").sees("chat.joined").card("claimed", "Tom").calls("board.thread.given", TOM)
    chat.shows_note(EVA, "Be quick").audits("board: assigned")
    chat.replies(TOM, "Hi").hears(TOM, "Hi").is_due("reply_due", minutes=10)


def test_a_second_press_changes_nothing(chat: ControlDialogue) -> None:
    queued(chat)
    gives(chat, TOM).untold.clear()
    gives(chat, TOM).silence()
    assert isinstance(chat.stage, WithAgent)
    assert chat.stage.agent == TOM


def test_while_the_thread_is_being_opened_it_cannot_be_given(chat: ControlDialogue) -> None:
    waiting_for_thread(chat)
    chat.uses(EVA, Assign(TOM), OTHER_THREAD, supervisor=True)
    chat.calls("board.thread.opening", thread=OTHER_THREAD).is_in(Queued)
    chat.thread_opens().untold.clear()


# --- from whoever has it


def test_from_a_colleague_whose_words_stay_inside_from_then_on(chat: ControlDialogue) -> None:
    talking(chat)
    gives(chat, ZOE, "Take a break").sees("chat.passed").calls("board.thread.given", ZOE)
    chat.shows_note(EVA, "Take a break").card("claimed", "Zoe").audits("board: assigned")
    chat.writes(TOM, "But").marks("inside").whispers(TOM, "staff.not_owner").replies(ZOE, "Hi").hears(ZOE, "Hi")


def test_a_supervisor_takes_over(chat: ControlDialogue) -> None:
    talking(chat)
    gives(chat, EVA, thread=ThreadFacts(there=False)).sees("chat.passed").calls("board.thread.taken", EVA)
    chat.card("claimed", "Eva").audits("board: assigned")


def test_what_was_held_stays_inside(chat: ControlDialogue) -> None:
    talking(chat).writes(TOM, "// angry").marks("held")._question()
    gives(chat, ZOE).sees("chat.passed").settles("held.1", "control.over").marks("inside")
    chat.calls("board.thread.given", ZOE).card("claimed", "Zoe").audits("board: assigned")
    chat.uses(TOM, SendHeld("1")).whispers(TOM, "staff.not_owner")


def test_to_whom_it_belongs_already(chat: ControlDialogue) -> None:
    gives(talking(chat), TOM).silence().is_in(WithAgent)


@pytest.mark.parametrize("scene", [queued, with_tom])
def test_who_is_not_there_does_not_get_it(chat: ControlDialogue, scene) -> None:
    scene(chat)
    before = chat.conversation
    gives(chat, ZOE, thread=ThreadFacts(there=False)).calls("board.thread.not_there")
    assert chat.conversation == before


@pytest.mark.parametrize("scene", [queued, with_tom])
def test_only_a_supervisor_may(chat: ControlDialogue, scene) -> None:
    scene(chat)
    before = chat.conversation
    chat.uses(ZOE, Assign(ZOE)).whispers(ZOE, "staff.supervisors_only")
    assert chat.conversation == before


# --- wherever the customer is


def test_behind_a_form_of_somebody_who_waits(chat: ControlDialogue) -> None:
    email_form_from_queue(chat)
    gives(chat, TOM).sees("chat.joined").card("claimed", "Tom").calls("board.thread.given", TOM)
    chat.audits("board: assigned").is_in(WithAgent)


def test_behind_a_form_of_somebody_in_a_chat(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    gives(chat, ZOE).sees("chat.passed").calls("board.thread.given", ZOE).card("claimed", "Zoe")
    chat.audits("board: assigned").is_in(WithAgent)


def test_who_reads_another_language_has_it_translated(chat: ControlDialogue) -> None:
    queued(chat)
    chat.conversation = replace(chat.conversation, language=Language("sv"))
    chat.known |= {"translation": TranslationFacts(machine=True, reads=(Language("sv"),))}
    gives(chat, TOM, thread=ThreadFacts(reads=(Language("en"),))).sees("chat.joined").card("claimed", "Tom")
    chat.thread_remarks("staff.translation").asks_for_translation(QUESTION, "sv>en", "earlier")
    chat.calls("board.thread.given", TOM).audits("board: assigned")


def test_too_late_is_said_in_the_thread(chat: ControlDialogue) -> None:
    chat_over(chat)
    gives(chat, TOM).calls("board.thread.over").is_in(Closed)


def test_of_an_older_case_than_the_one_that_goes_on(chat: ControlDialogue) -> None:
    talking(chat)
    chat.uses(EVA, Assign(ZOE), OTHER_THREAD, "FD-0", supervisor=True)
    chat.calls("board.thread.over", thread=OTHER_THREAD)
    assert isinstance(chat.stage, WithAgent)
    assert (chat.stage.agent, chat.stage.case, chat.stage.thread) == (TOM, CaseCode("FD-1"), THREAD)
