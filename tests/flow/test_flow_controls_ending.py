"""The end of a chat and what follows it: closed with a reason, handed back to the assistant, gone on with by an agent."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from core.model.controls import CloseReason, HandBack, Release, Reopen, StayWithIt, TakeBack
from core.model.conversation import (
    Adding,
    Advising,
    Answering,
    Choosing,
    Closed,
    Corresponding,
    Disputing,
    Filling,
    Idle,
    PickingOrder,
    SigningIn,
    WithAgent,
)
from core.model.effects import CloseHandoff, Note
from core.model.events import AgentClosed
from core.model.facts import MailFacts, TranslationFacts
from core.model.ids import CaseCode, Language
from core.model.ticket import TicketLine
from core.model.ticket_events import TicketMoved
from tests.flow.cast import CALL, EVA, NOON, OTHER_THREAD, PHONE, THREAD, TOM, WAYS
from tests.flow.control_dialogue import ControlDialogue
from tests.flow.scenes import (
    MAIL,
    QUESTION,
    adding,
    advised,
    answered,
    asked_for_email,
    chat_over,
    choosing,
    corresponding,
    email_form_from_chat,
    picking,
    reporting,
    signing_in,
    ticketed,
    with_tom,
)

TICKET = TicketLine(CaseCode("FD-1"), "waiting", QUESTION, NOON, None, MAIL, None, "token")
WRITTEN = Adding(CaseCode("FD-9"), "buyer", "add", "It is broken")


@pytest.fixture
def chat() -> Iterator[ControlDialogue]:
    dialogue = ControlDialogue()
    yield dialogue
    dialogue.silence()


def over(chat: ControlDialogue) -> ControlDialogue:
    chat_over(chat)
    return chat


def talking(chat: ControlDialogue) -> ControlDialogue:
    with_tom(chat)
    return chat


# --- closed


@pytest.mark.parametrize(
    ("reason", "said", "closing", "asked"),
    [
        ("solved", "chat.closed", "closing.by_agent", True),
        ("no_answer", "chat.closed_silent", "closing.no_answer", True),
        ("not_ours", "chat.closed", "closing.not_ours", True),
        ("other", "chat.closed", "closing.other", True),
        ("duplicate", "chat.closed", "closing.duplicate", False),
        ("spam", "chat.closed", "closing.spam", False),
    ],
)
def test_closed_with_a_reason(chat: ControlDialogue, reason: CloseReason, said: str, closing: str, asked: bool) -> None:
    """The reason is on the card; the customer reads it only where it explains itself, and is asked where that makes sense."""
    lines = (said, "rating.solved") if asked else (said,)
    talking(chat).replies(TOM, "Which one?").hears(TOM, "Which one?")
    chat.closes(TOM, reason=reason).sees(*lines, buttons=["talk"])
    assert closes(chat).reason.key == closing


def test_who_wrote_last_is_not_told_that_they_were_silent(chat: ControlDialogue) -> None:
    talking(chat).customer("Hello?").thread_shows("Hello?").closes(TOM, reason="no_answer")
    chat.sees("chat.closed", "rating.solved").ends_thread("closing.no_answer").untold.clear()


def closes(chat: ControlDialogue) -> CloseHandoff:
    """It can be opened again from the card."""
    close = chat.untold.pop(0)
    assert isinstance(close, CloseHandoff)
    assert close.reopens
    return close


def test_why_is_in_the_audit(chat: ControlDialogue) -> None:
    talking(chat)._happens(AgentClosed(TOM, THREAD, CaseCode("FD-1"), "not_ours"))
    notes = [effect for effect in chat.untold if isinstance(effect, Note)]
    assert notes == [Note("closed", "FD-1: not_ours, U0TOM")]
    chat.untold.clear()


# --- handed back


def test_handed_back_the_assistant_answers_again(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, HandBack()).sees("chat.handed_back", buttons=["talk"]).card("assistant", "Tom").is_in(Idle)
    chat.customer("And refunds?").looks_up("And refunds?").answer("5 days.").sees("5 days.")
    chat.replies(TOM, "PS").whispers(TOM, "staff.over")


def test_a_person_is_one_press_away(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, HandBack()).sees("chat.handed_back").card("assistant", "Tom")
    chat.presses("talk").sees(*WAYS)


def test_only_the_owner_hands_back(chat: ControlDialogue) -> None:
    talking(chat).uses(EVA, HandBack()).whispers(EVA, "staff.not_owner").is_in(WithAgent)


def test_handed_back_from_behind_a_form(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    chat.uses(TOM, HandBack()).sees("chat.handed_back").card("assistant", "Tom").is_in(Idle)


# --- taken back, or opened again


def handed_back(chat: ControlDialogue) -> ControlDialogue:
    return talking(chat).uses(TOM, HandBack()).sees("chat.handed_back").card("assistant", "Tom")


def test_taken_back_from_the_assistant_its_late_answer_is_dropped(chat: ControlDialogue) -> None:
    handed_back(chat).customer("And refunds?").looks_up("And refunds?")
    chat.uses(EVA, TakeBack()).sees("chat.from_assistant").card("claimed", "Eva").is_in(WithAgent)
    chat.answer("5 days.").silence().customer("Hello?").thread_shows("Hello?").replies(EVA, "Hi").hears(EVA, "Hi")


def test_opened_again_by_whoever_presses(chat: ControlDialogue) -> None:
    over(chat).uses(EVA, Reopen()).sees("chat.reopened").card("claimed", "Eva").is_due("reply_due", minutes=10)
    chat.replies(EVA, "Hi").hears(EVA, "Hi").writes(TOM, "Me?").marks("inside").whispers(TOM, "staff.not_owner")


def test_two_open_it_at_once(chat: ControlDialogue) -> None:
    over(chat).uses(EVA, Reopen()).sees("chat.reopened").card("claimed", "Eva")
    chat.uses(TOM, Reopen()).whispers(TOM, "staff.taken").uses(EVA, Reopen()).whispers(EVA, "staff.already_yours")


def test_after_a_second_end_the_customer_is_not_asked_again(chat: ControlDialogue) -> None:
    over(chat).uses(TOM, Reopen()).sees("chat.reopened").card("claimed", "Tom")
    chat.closes(TOM, case="FD-1").sees("chat.closed", buttons=["talk"]).ends_thread("closing.by_agent").is_in(Closed)


def test_the_question_about_the_help_is_an_old_one_then(chat: ControlDialogue) -> None:
    over(chat).uses(TOM, Reopen()).sees("chat.reopened").card("claimed", "Tom")
    chat.presses("solved", chat.turn - 1).sees("choice.expired", "chat.with")


def test_while_the_customer_waits_in_another_chat(chat: ControlDialogue) -> None:
    over(chat).presses("talk").sees(*WAYS).presses("offer.live_chat").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat", case="FD-2").thread_opens(OTHER_THREAD, "FD-2")
    chat.uses(EVA, Reopen()).whispers(EVA, "staff.other_chat").uses(EVA, TakeBack()).whispers(EVA, "staff.other_chat")
    chat.claims(TOM, OTHER_THREAD, "FD-2").untold.clear()
    chat.uses(EVA, Reopen()).whispers(EVA, "staff.other_chat").is_in(WithAgent)


def test_who_opens_it_reads_another_language(chat: ControlDialogue) -> None:
    over(chat)
    chat.conversation = replace(chat.conversation, language=Language("sv"))
    chat.uses(EVA, Reopen(), translation=TranslationFacts(True, (Language("en"),))).sees("chat.reopened")
    chat.card("claimed", "Eva").thread_remarks("staff.translation")
    chat.asks_for_translation("Where is my refund?", "sv>en", "earlier")


STAGES = [
    answered, signing_in, picking, advised, reporting, adding, choosing, asked_for_email, corresponding, chat_over
]  # fmt: skip
KINDS = (Idle, SigningIn, PickingOrder, Advising, Disputing, Adding, Choosing, Filling, Corresponding, Closed)


@pytest.mark.parametrize("scene", STAGES, ids=lambda scene: scene.__name__)
def test_from_wherever_the_customer_is(chat: ControlDialogue, scene: object) -> None:
    scene(chat)  # type: ignore[operator]
    assert isinstance(chat.stage, KINDS)
    chat.uses(EVA, TakeBack()).sees("chat.from_assistant").card("claimed", "Eva").is_in(WithAgent)


def test_while_an_answer_is_looked_for(chat: ControlDialogue) -> None:
    chat.customer("Where is it?").looks_up("Where is it?").is_in(Answering)
    chat.uses(EVA, TakeBack())
    chat.sees("greeting", "chat.from_assistant").card("claimed", "Eva").is_in(WithAgent).answer("There.").silence()


def test_a_report_that_was_begun_is_kept(chat: ControlDialogue) -> None:
    reporting(chat)
    drafts = chat.conversation.drafts
    chat.uses(EVA, TakeBack()).sees("chat.from_assistant").card("claimed", "Eva")
    assert drafts
    assert chat.conversation.drafts == drafts


@pytest.mark.parametrize(
    "stage", [WRITTEN, Filling(CALL, ("slot",), phone=PHONE)], ids=["words for a dispute", "a number for a call"]
)
def test_what_the_customer_has_filled_in_is_not_lost(chat: ControlDialogue, stage: Adding | Filling) -> None:
    over(chat)
    before = chat.conversation = replace(chat.conversation, stage=stage)
    chat.uses(EVA, Reopen()).whispers(EVA, "staff.busy")
    assert chat.conversation == before


def test_the_card_of_an_old_case_whose_chat_is_over_says_so(chat: ControlDialogue) -> None:
    over(chat)
    for control in (Release(), HandBack(), StayWithIt()):
        chat.uses(TOM, control).whispers(TOM, "staff.case_over")


def test_whoever_reads_the_mails_of_the_case_hears_that_somebody_helps_in_the_chat(chat: ControlDialogue) -> None:
    ticketed(chat).mails = MailFacts(own=(TICKET,))
    chat.uses(EVA, Reopen()).sees("chat.reopened").card("claimed", "Eva").ticket_hears(TicketMoved("live_chat"))
