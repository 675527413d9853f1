"""Files in a live chat: shown to staff, held until there is a thread, and one word about many of them."""

from core.model.conversation import Filling, Queued, WithAgent
from core.model.effects import Say, SendFile, ShowFile
from core.model.events import AgentWrote
from core.model.file import File
from core.model.file_limits import FROM_TELEGRAM
from core.model.view import Words
from tests.flow.cast import THREAD, TOM
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import QUESTION, email_form_from_chat, queued, waiting_for_thread, with_tom
from tests.flow.test_flow_translation import claimed, waiting

TOO_LARGE = FROM_TELEGRAM.bytes + 1


def test_the_agent_is_shown_the_file(chat: Dialogue) -> None:
    with_tom(chat).sends("photo", "the crack", file="A1").thread_gets("photo", "the crack", file="A1")
    chat.sees("file.passed_on").is_in(WithAgent)


def test_an_album_gets_one_word(chat: Dialogue) -> None:
    with_tom(chat).sends("photo", file="A0").thread_gets("photo", file="A0").sees("file.passed_on")
    for number in range(1, 10):
        chat.sends("photo", file=f"A{number}").thread_gets("photo", file=f"A{number}")
    chat.passes(seconds=59).sends("photo", file="A10").thread_gets("photo", file="A10")
    chat.passes(seconds=1).sends("photo", file="A11").thread_gets("photo", file="A11").sees("file.passed_on")


def test_what_is_too_large_is_told_each_time_on_both_sides(chat: Dialogue) -> None:
    with_tom(chat)
    for _ in range(2):
        chat.sends("video", "the film", file="V", size=TOO_LARGE).thread_shows("video (21 MB): the film", "file")
        chat.thread_remarks("staff.file_too_large", limit=20).sees("file.too_large")


def test_as_much_as_telegram_gives_is_not_too_large(chat: Dialogue) -> None:
    with_tom(chat).sends("video", file="V", size=FROM_TELEGRAM.bytes).thread_gets("video", file="V")
    chat.sees("file.passed_on")


def test_a_place_is_shown_in_words(chat: Dialogue) -> None:
    with_tom(chat).sends("location", name="52.4, 4.9").thread_shows("location: 52.4, 4.9", "file")
    chat.sees("file.passed_on")


def test_what_cannot_be_had_is_asked_for_in_words(chat: Dialogue) -> None:
    with_tom(chat).sends("story").thread_shows("story", "file").sees("file.person_told")


def test_until_the_thread_opens_files_are_held(chat: Dialogue) -> None:
    waiting_for_thread(chat).customer("Look:").sends("photo", "this", file="A1").sees("file.passed_on")
    chat.sends("photo", file="A2").thread_opens().thread_shows("Look:")
    chat.thread_gets("photo", "this", file="A1").thread_gets("photo", file="A2").is_in(Queued)
    assert isinstance(chat.stage, Queued)
    assert chat.stage.files == ()


def test_in_the_queue_they_are_shown_at_once(chat: Dialogue) -> None:
    queued(chat).sends("voice message", file="V").thread_gets("voice message", file="V").sees("file.passed_on")
    chat.sends("video", file="W", size=TOO_LARGE).thread_shows("video (21 MB)", "file")
    chat.thread_remarks("staff.file_too_large", limit=20).sees("file.too_large")


def test_behind_a_form_they_are_for_the_agent_too(chat: Dialogue) -> None:
    email_form_from_chat(chat).sends("photo", file="A").thread_gets("photo", file="A")
    chat.sees("file.passed_on", "filling.email").is_in(Filling)


def test_what_is_not_shown_in_the_end_is_told_on_both_sides(chat: Dialogue) -> None:
    with_tom(chat).sends("photo", "the crack", file="A").thread_gets("photo", "the crack", file="A")
    chat.sees("file.passed_on").fails(ShowFile, "exhausted").thread_shows("photo: the crack", "file")
    chat.thread_remarks("staff.file_not_shown", reason="the reason").sees("file.not_passed_on")


def test_a_caption_in_another_language_is_translated_beside_its_file(chat: Dialogue) -> None:
    claimed(waiting(chat)).asks_for_translation(QUESTION, "sv>en", "earlier")
    chat.translates(QUESTION, "[question]").thread_reads("[question]", QUESTION, mark="earlier")
    chat.sends("photo", "Sprickan", file="A").thread_gets("photo", file="A").asks_for_translation("Sprickan", "sv>en")
    chat.sees("file.passed_on").translates("Sprickan", "The crack").thread_reads("The crack", "Sprickan", mark="file")


def test_an_agents_file_stays_behind_words_that_are_being_translated(chat: Dialogue) -> None:
    claimed(waiting(chat)).asks_for_translation(QUESTION, "sv>en", "earlier")
    chat.translates(QUESTION, "[question]").thread_reads("[question]", QUESTION, mark="earlier")
    label = File("slack:F1", "label.pdf")
    chat._happens(AgentWrote(TOM, THREAD, "The label", "1", files=(label,)))
    chat.asks_for_translation("The label", "en>sv").translates("The label", "Etiketten")
    said, sent = chat._next(Say), chat._next(SendFile)
    assert Words("Etiketten") in said.view.blocks
    assert (sent.file, sent.caption) == (label, "")
