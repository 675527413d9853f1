"""What an agent changes or deletes changes for the customer too, or is told to them."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from core.model.controls import Resend
from core.model.conversation import Closed, Filling, WithAgent
from core.model.errors import Fault
from core.model.facts import TranslationFacts
from core.model.file import File
from core.model.ids import Language
from tests.flow.cast import EVA, OTHER_THREAD, TOM
from tests.flow.scenes import with_tom
from tests.flow.thread_dialogue import ThreadDialogue

INVOICE = File("slack:F1", "invoice.pdf", "application/pdf", 1000)
SWEDISH, ENGLISH = Language("sv"), Language("en")


@pytest.fixture
def chat() -> Iterator[ThreadDialogue]:
    dialogue = ThreadDialogue()
    with_tom(dialogue)
    yield dialogue
    dialogue.silence()


def sent(chat: ThreadDialogue, words: str = "Helo", ref: str = "1") -> ThreadDialogue:
    return chat.writes(TOM, words, ref).says(TOM, words, ref).arrives(ref).marks("sent", ref)


def test_a_change_changes_what_the_customer_has(chat: ThreadDialogue) -> None:
    sent(chat).changes(TOM, "Hello").amends("Hello").changes(TOM, "Hello!").amends("Hello!")


def test_a_deletion_deletes_what_the_customer_has_and_that_is_the_end_of_it(chat: ThreadDialogue) -> None:
    sent(chat).removes(TOM).takes_back()
    chat.changes(TOM, "Hello").silence().removes(TOM).silence()


def test_after_the_chat_and_without_owning_it_too(chat: ThreadDialogue) -> None:
    sent(chat).closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent").is_in(Closed)
    chat.changes(TOM, "Hello").amends("Hello").removes(TOM).takes_back()


def test_behind_a_form_too(chat: ThreadDialogue) -> None:
    sent(chat).presses("offer.email", chat.turn).sees("filling.email")
    chat.changes(TOM, "Hello").amends("Hello").is_in(Filling)


def test_nobody_elses_and_nowhere_else(chat: ThreadDialogue) -> None:
    sent(chat).changes(EVA, "Hello").silence().removes(EVA).silence()
    chat.changes(TOM, "Hello", thread=OTHER_THREAD).silence()


def test_what_never_was_for_the_customer_stays_inside(chat: ThreadDialogue) -> None:
    chat.writes(EVA, "Hm").marks("inside").whispers(EVA, "staff.not_owner").changes(EVA, "Hmm").silence()


@pytest.mark.parametrize("words", ["note: hello", "// hello"])
def test_a_change_into_a_note_does_not_reach_the_customer(chat: ThreadDialogue, words: str) -> None:
    sent(chat).changes(TOM, words).whispers(TOM, "staff.edit_held")


def test_a_change_into_nothing_does_not_reach_the_customer(chat: ThreadDialogue) -> None:
    sent(chat).changes(TOM, " ").whispers(TOM, "staff.already_sent")


# --- where the messenger does not allow it


@pytest.mark.parametrize("fault", ["refused", "exhausted"])
def test_then_a_correction_is_said(chat: ThreadDialogue, fault: Fault) -> None:
    sent(chat).changes(TOM, "Hello").amends("Hello").is_lost(fault=fault)
    chat.corrects(TOM, "Hello").whispers(TOM, "staff.corrected").arrives().marks("sent")
    chat.changes(TOM, "Hello!").corrects(TOM, "Hello!")


def test_a_correction_that_is_lost_is_said_in_its_new_words(chat: ThreadDialogue) -> None:
    sent(chat).changes(TOM, "Hello").amends("Hello").is_lost(fault="refused")
    chat.corrects(TOM, "Hello").whispers(TOM, "staff.corrected").is_lost(fault="refused").marks("failed")
    chat.asks_staff("failed.1", "staff.failed_refused", Resend("1"), quoted="Hello")
    chat.changes(TOM, "Hello!").corrects(TOM, "Hello!").settles("failed.1", "staff.sent_again")


def test_then_the_agent_takes_it_back(chat: ThreadDialogue) -> None:
    sent(chat).removes(TOM).takes_back().is_lost(fault="refused")
    chat.sees("chat.taken_back").whispers(TOM, "staff.corrected")


def test_a_customer_who_blocked_the_bot_is_told_nothing(chat: ThreadDialogue) -> None:
    sent(chat).changes(TOM, "Hello").amends("Hello").is_lost(fault="blocked").whispers(TOM, "staff.already_sent")


def test_a_correction_gives_the_chat_the_word_back_from_a_form(chat: ThreadDialogue) -> None:
    sent(chat).presses("offer.email", chat.turn).sees("filling.email")
    chat.changes(TOM, "Hello").amends("Hello").is_lost(fault="refused")
    chat.corrects(TOM, "Hello").whispers(TOM, "staff.corrected").is_in(WithAgent)


# --- what has not arrived


def failed(chat: ThreadDialogue) -> ThreadDialogue:
    chat.writes(TOM, "Helo").says(TOM, "Helo").is_lost(fault="refused").marks("failed")
    return chat.asks_staff("failed.1", "staff.failed_refused", Resend("1"), quoted="Helo")


def test_what_was_lost_goes_in_its_new_words(chat: ThreadDialogue) -> None:
    failed(chat).changes(TOM, "Hello").says(TOM, "Hello").settles("failed.1", "staff.sent_again")


def test_a_file_that_was_lost_goes_with_its_new_words(chat: ThreadDialogue) -> None:
    chat.writes(TOM, "Helo", files=(INVOICE,)).passes_file(INVOICE, under="Helo").is_lost(fault="refused")
    chat.marks("failed").asks_staff("failed.1", "staff.failed_file", Resend("1"), quoted="Helo")
    chat.changes(TOM, "Hello").passes_file(INVOICE, under="Hello").settles("failed.1", "staff.sent_again")


def test_the_words_under_a_file_change_too(chat: ThreadDialogue) -> None:
    chat.writes(TOM, "Helo", files=(INVOICE,)).passes_file(INVOICE, under="Helo").changes(TOM, "Hello").amends("Hello")


def test_what_was_lost_is_taken_back(chat: ThreadDialogue) -> None:
    failed(chat).removes(TOM).takes_back().settles("failed.1", "staff.held_gone")
    chat.uses(TOM, Resend("1")).whispers(TOM, "staff.nothing_lost")


# --- with a translation


@pytest.fixture
def translated(chat: ThreadDialogue) -> ThreadDialogue:
    """Anna writes Swedish, and Tom reads English."""
    assert isinstance(chat.stage, WithAgent)
    chat.known |= {"translation": TranslationFacts(machine=True)}
    stage = replace(chat.stage, reads=(ENGLISH,), told=True)
    chat.conversation = replace(chat.conversation, language=SWEDISH, stage=stage)
    return chat


def test_a_translation_is_corrected_in_the_customers_language(translated: ThreadDialogue) -> None:
    translated.writes(TOM, "Helo").asks_for_translation("Helo", "en>sv")
    translated.translates("Helo", "Hje").says(TOM, "Hje")
    translated.changes(TOM, "Hello").asks_for_translation("Hello", "en>sv")
    translated.translates("Hello", "Hej").corrects(TOM, "Hej")


def test_what_waits_for_its_translation_goes_in_its_new_words_alone(translated: ThreadDialogue) -> None:
    translated.writes(TOM, "Helo").asks_for_translation("Helo", "en>sv").writes(TOM, "42", "2")
    translated.changes(TOM, "Hello").asks_for_translation("Hello", "en>sv")
    translated.translates("Helo", "Hje").silence()
    translated.translates("Hello", "Hej").says(TOM, "Hej").says(TOM, "42", "2")


def test_what_waits_for_its_translation_and_is_taken_back_never_goes(translated: ThreadDialogue) -> None:
    translated.writes(TOM, "Helo").asks_for_translation("Helo", "en>sv").writes(TOM, "42", "2")
    translated.removes(TOM).says(TOM, "42", "2").translates("Helo", "Hje").silence()


def test_after_the_chat_a_correction_goes_as_it_was_written(translated: ThreadDialogue) -> None:
    translated.writes(TOM, "Helo").asks_for_translation("Helo", "en>sv").translates("Helo", "Hje").says(TOM, "Hje")
    translated.closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")
    translated.changes(TOM, "Hello").corrects(TOM, "Hello")
