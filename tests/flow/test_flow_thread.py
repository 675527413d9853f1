"""What is written in the thread: only the owner's words go to the customer, and what looks like a note waits for a decision."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from core.model.controls import KeepHeld, KeepNote, SendHeld
from core.model.conversation import Filling, WithAgent
from core.model.effects import Post
from core.model.file import File
from core.model.file_limits import LONGEST_CAPTION, TO_TELEGRAM
from core.model.posts import Memo
from tests.flow.cast import EVA, THREAD, TOM
from tests.flow.scenes import with_tom
from tests.flow.thread_dialogue import ThreadDialogue

INVOICE = File("slack:F1", "invoice.pdf", "application/pdf", 1000)


@pytest.fixture
def chat() -> Iterator[ThreadDialogue]:
    dialogue = ThreadDialogue()
    with_tom(dialogue)
    yield dialogue
    dialogue.silence()


def held(chat: ThreadDialogue, words: str = "note: she is angry", ref: str = "1", *, mentions: bool = False) -> None:
    chat.writes(TOM, words, ref, mentions=mentions).marks("held", ref)
    chat.asks_staff(f"held.{ref}", "staff.held", SendHeld(ref), KeepHeld(ref), quoted=words)


def test_the_owners_words_go_under_their_first_file(chat: ThreadDialogue) -> None:
    chat.writes(TOM, "Here", files=(INVOICE, INVOICE)).passes_file(INVOICE, under="Here").passes_file(INVOICE)
    chat.writes(TOM, "", "2", files=(INVOICE,)).passes_file(INVOICE, "2")


def test_words_that_are_too_long_for_that_go_before_it(chat: ThreadDialogue) -> None:
    fits = "x" * (LONGEST_CAPTION - len("Tom\n"))
    chat.writes(TOM, fits, files=(INVOICE,)).passes_file(INVOICE, under=fits)
    chat.writes(TOM, fits + "x", "2", files=(INVOICE,)).says(TOM, fits + "x", "2").passes_file(INVOICE, "2")


def test_words_do_not_stay_behind_with_a_file_that_is_too_large(chat: ThreadDialogue) -> None:
    film = replace(INVOICE, size=TO_TELEGRAM.bytes + 1)
    chat.writes(TOM, "The film", files=(film,)).says(TOM, "The film").passes_file(film)


def test_a_colleagues_words_stay_inside_and_the_colleague_is_told_once(chat: ThreadDialogue) -> None:
    chat.writes(EVA, "Is she angry?").marks("inside").whispers(EVA, "staff.not_owner")
    chat.writes(EVA, "I think so", "2").marks("inside", "2")


@pytest.mark.parametrize("words", ["note: she is angry", "NOTE: she is angry", "  Note:she is", "// angry"])
def test_what_begins_as_notes_do_is_held(chat: ThreadDialogue, words: str) -> None:
    held(chat, words)


@pytest.mark.parametrize("words", ["Please note: it takes a week", "http://shop.example", "notebook"])
def test_what_only_contains_such_words_goes_to_the_customer(chat: ThreadDialogue, words: str) -> None:
    chat.writes(TOM, words).says(TOM, words)


def test_what_calls_a_colleague_is_held(chat: ThreadDialogue) -> None:
    held(chat, "@Eva what do we do?", mentions=True)


def test_what_is_held_goes_when_its_owner_says_so_after_what_came_later(chat: ThreadDialogue) -> None:
    held(chat)
    chat.writes(TOM, "Hello", "2").says(TOM, "Hello", "2")
    chat.uses(TOM, SendHeld("1")).says(TOM, "note: she is angry").settles("held.1", "staff.held_sent")
    chat.uses(TOM, SendHeld("1")).whispers(TOM, "staff.not_held")


def test_what_is_held_goes_with_its_files(chat: ThreadDialogue) -> None:
    chat.writes(TOM, "// see", files=(INVOICE,)).marks("held")
    chat.asks_staff("held.1", "staff.held", SendHeld("1"), KeepHeld("1"), quoted="// see")
    chat.uses(TOM, SendHeld("1")).passes_file(INVOICE, under="// see").settles("held.1", "staff.held_sent")


def test_what_is_kept_is_a_note(chat: ThreadDialogue) -> None:
    held(chat)
    chat.uses(TOM, KeepHeld("1")).settles("held.1", "staff.held_kept").marks("inside")
    chat.uses(TOM, KeepHeld("1")).whispers(TOM, "staff.not_held")


def test_who_names_none_means_the_last_message_that_is_held(chat: ThreadDialogue) -> None:
    chat.uses(TOM, SendHeld("")).whispers(TOM, "staff.not_held")
    held(chat)
    held(chat, "// call Eva", ref="2")
    chat.uses(TOM, KeepHeld("")).settles("held.2", "staff.held_kept").marks("inside", "2")
    chat.uses(TOM, SendHeld("")).says(TOM, "note: she is angry").settles("held.1", "staff.held_sent")
    chat.uses(TOM, KeepHeld("")).whispers(TOM, "staff.not_held")


def test_only_the_owner_decides(chat: ThreadDialogue) -> None:
    held(chat)
    chat.uses(EVA, SendHeld("1")).whispers(EVA, "staff.not_owner")


def test_after_the_chat_nothing_that_was_held_goes_anymore(chat: ThreadDialogue) -> None:
    held(chat)
    chat.closes(TOM).sees("chat.closed", "rating.solved").settles("held.1", "control.over").marks("inside")
    chat.ends_thread("closing.by_agent")
    chat.uses(TOM, SendHeld("1")).whispers(TOM, "staff.case_over")


def test_what_is_held_is_changed_before_the_decision(chat: ThreadDialogue) -> None:
    held(chat)
    chat.changes(TOM, "You are right")
    chat.asks_staff("held.1", "staff.held", SendHeld("1"), KeepHeld("1"), quoted="You are right")
    chat.uses(TOM, SendHeld("1")).says(TOM, "You are right").settles("held.1", "staff.held_sent")


def test_what_is_held_is_taken_back_before_the_decision(chat: ThreadDialogue) -> None:
    held(chat)
    chat.removes(TOM).settles("held.1", "staff.held_gone")
    chat.uses(TOM, SendHeld("1")).whispers(TOM, "staff.not_held")


def test_what_is_held_behind_a_form_is_decided_there(chat: ThreadDialogue) -> None:
    chat.presses("offer.email", chat.turn).sees("filling.email")
    held(chat)
    chat.is_in(Filling).uses(TOM, KeepHeld("1")).settles("held.1", "staff.held_kept").marks("inside").is_in(Filling)
    held(chat, ref="2")
    chat.uses(TOM, SendHeld("2")).says(TOM, "note: she is angry", "2").settles("held.2", "staff.held_sent")
    chat.is_in(WithAgent)


def test_a_note_is_for_colleagues_alone(chat: ThreadDialogue) -> None:
    chat.uses(EVA, KeepNote("She is angry"))
    assert chat.untold.pop() == Post(THREAD, Memo(EVA, "She is angry"))


def test_the_customers_edit_shows_what_it_said_before(chat: ThreadDialogue) -> None:
    chat.customer_edits("Order 13", before="Order 12")
    post = chat.untold.pop(0)
    assert isinstance(post, Post)
    assert (post.body.text, post.body.before, post.body.mark) == ("Order 13", "Order 12", "edited")  # type: ignore[union-attr]
    chat.customer_edits("Order 13", before="Order 13")
