"""E-mail tickets in the chat: what the team's mails become here, and what the customer writes back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.model.conversation import Choosing, Closed, Corresponding, Filling, Idle
from core.model.effects import Say
from core.model.facts import CallFacts
from core.model.ids import CaseCode
from core.model.ticket import TicketLine
from core.model.ticket_events import CustomerAdded, TicketNews, TicketNewsLost, TicketSolved
from core.model.view import Words
from tests.flow.cast import ANNA, BERT, NOON, VASE, WAYS
from tests.flow.dialogue import Dialogue
from tests.flow.golden_callback import LINE as CALL_LINE
from tests.flow.scenes import (
    CUSTOMER_TOKEN,
    HEARING,
    LINE,
    MAIL,
    QUESTION,
    adding,
    advised,
    answered,
    asked_for_email,
    chat_over,
    choosing,
    corresponding,
    email_form_from_queue,
    picking,
    queued,
    reporting,
    signing_in,
    ticketed,
    with_tom,
)
from tests.flow.team import IDA

ANSWER = "It is on its way."
HOUR = timedelta(hours=1)
OPEN = TicketLine(CaseCode("FD-1"), "waiting", QUESTION, NOON, None, MAIL, VASE.about, CUSTOMER_TOKEN)
OTHER = replace(OPEN, case=CaseCode("FD-2"))


def looked_up(chat: Dialogue) -> Dialogue:
    return answered(chat).customer("How do I pay?").looks_up("How do I pay?")


def keeps(chat: Dialogue, *own: TicketLine) -> Dialogue:
    chat.mails = replace(HEARING, own=own or (OPEN,))
    return chat


# --- what the team writes


@pytest.mark.parametrize("scene", [answered, ticketed, chat_over, choosing, advised], ids=lambda scene: scene.__name__)
def test_after_an_answer_of_the_team_one_writes_back_to_them(
    chat: Dialogue, scene: Callable[[Dialogue], Dialogue]
) -> None:
    scene(chat).team_tells(ANSWER, kind="answer")
    chat.hears(IDA, ANSWER, buttons=["mail.close.FD-1", "cancel", "talk"]).is_in(Corresponding)
    chat.is_due("expire", hours=24).customer("Thank you. And the invoice?")
    chat.ticket_hears(CustomerAdded("Thank you. And the invoice?")).sees("mail.passed_on")


@pytest.mark.parametrize(
    "scene",
    [looked_up, asked_for_email, queued, with_tom, email_form_from_queue, reporting, adding, picking, signing_in],
    ids=lambda scene: scene.__name__,
)
def test_while_something_else_is_under_way_an_answer_is_only_shown(
    chat: Dialogue, scene: Callable[[Dialogue], Dialogue]
) -> None:
    before = scene(chat).conversation
    chat.team_tells(ANSWER, kind="answer", steps=("reply", "close"))
    chat.hears(IDA, ANSWER, buttons=["mail.reply.FD-1", "mail.close.FD-1", "talk"])
    assert (chat.stage, chat.turn) == (before.stage, before.turn)


def test_an_answer_can_always_be_answered(chat: Dialogue) -> None:
    looked_up(chat).team_tells(ANSWER, kind="answer").hears(IDA, ANSWER, buttons=["mail.reply.FD-1", "talk"])
    keeps(chat).presses("mail.reply.FD-1").sees("mail.writing", buttons=["mail.close.FD-1", "cancel", "talk"])
    chat.is_in(Corresponding).customer("When?").ticket_hears(CustomerAdded("When?")).sees("mail.passed_on")


def test_a_word_about_the_case_changes_nothing_under_way(chat: Dialogue) -> None:
    before = choosing(chat).stage
    chat.team_tells("chat.slow").sees("chat.slow", buttons=["talk"])
    assert chat.stage == before


def test_a_mail_that_came_back_leads_to_another_address(chat: Dialogue) -> None:
    ticketed(chat).team_tells("ticket.bad_address", kind="bounced", steps=("address",))
    chat.sees("ticket.bad_address", buttons=["mail.address.FD-1", "talk"])
    keeps(chat).presses("mail.address.FD-1").sees("filling.email", buttons=["cancel"]).is_in(Filling)
    chat.presses("cancel").sees("choosing.cancelled", "idle.ask")


def test_an_answer_is_for_nobody_but_who_asked(chat: Dialogue) -> None:
    news = TicketNews(CaseCode("FD-1"), ANNA.id, (Words(ANSWER),), "answer", (), IDA)
    answered(chat).team_tells(ANSWER, kind="answer", person=ANNA.id)
    chat.ticket_hears(TicketNewsLost(news, "signed out meanwhile")).is_in(Idle)


def test_who_is_signed_in_as_themselves_reads_it(chat: Dialogue) -> None:
    answered(chat).signs_in().audits("signed in").sees("sign_in.done", "idle.ask")
    chat.team_tells(ANSWER, kind="answer", person=ANNA.id).hears(IDA, ANSWER).is_in(Corresponding)
    chat.signs_in(BERT).audits("signed in").sees("sign_in.done", "sign_in.again", "idle.ask").is_in(Idle)


def test_an_answer_that_the_messenger_refuses_is_known_to_the_ticket(chat: Dialogue) -> None:
    corresponding(chat).fails(_told_by_team, "blocked")
    news = TicketNews(CaseCode("FD-1"), None, (Words(ANSWER),), "answer", (), IDA)
    chat.ticket_hears(TicketNewsLost(news, "the reason"))


def _told_by_team(effect: object) -> bool:
    return isinstance(effect, Say) and effect.speaker == IDA


# --- what the customer writes back


def test_that_words_are_passed_on_is_said_once_for_each_answer(chat: Dialogue) -> None:
    corresponding(chat).customer("When?").ticket_hears(CustomerAdded("When?")).sees("mail.passed_on")
    chat.customer("Soon?").ticket_hears(CustomerAdded("Soon?"))
    chat.team_tells("On Friday.", kind="answer").hears(IDA, "On Friday.")
    chat.customer("Fine").ticket_hears(CustomerAdded("Fine")).sees("mail.passed_on")


def test_after_a_pause_it_is_said_again_and_by_when_the_answer_comes(chat: Dialogue) -> None:
    lately, due = replace(OPEN, updated_at=NOON, due=NOON + 5 * HOUR), "offer.email.promise_by"
    keeps(corresponding(chat), lately).customer("When?").ticket_hears(CustomerAdded("When?")).sees(
        "mail.passed_on", due
    )
    chat.passes(minutes=30).customer("Soon?").ticket_hears(CustomerAdded("Soon?"))
    chat.passes(minutes=31).customer("Or not?").ticket_hears(CustomerAdded("Or not?")).sees("ticket.news.added", due)


def test_where_the_team_had_answered_the_ticket_itself_says_when_it_will_again(chat: Dialogue) -> None:
    keeps(corresponding(chat), replace(OPEN, state="answered")).customer("When?").ticket_hears(CustomerAdded("When?"))
    chat.team_tells("ticket.news.added", steps=("reply", "close"))
    chat.sees("ticket.news.added", buttons=["mail.close.FD-1", "cancel", "talk"])
    keeps(chat).customer("Soon?").ticket_hears(CustomerAdded("Soon?"))


def test_an_answer_about_another_case_does_not_turn_the_talk(chat: Dialogue) -> None:
    corresponding(chat).team_tells("Another.", kind="answer", case="FD-2")
    chat.hears(IDA, "Another.", buttons=["mail.reply.FD-2", "talk"]).customer("When?")
    chat.ticket_hears(CustomerAdded("When?"), "FD-1").sees("mail.passed_on")
    keeps(chat, OPEN, OTHER).presses("mail.reply.FD-2", chat.turn).sees("mail.writing")
    chat.customer("And this?").ticket_hears(CustomerAdded("And this?"), "FD-2").sees("mail.passed_on")


def test_who_writes_about_a_case_that_is_part_of_another_writes_about_that_one(chat: Dialogue) -> None:
    corresponding(chat).team_tells("ticket.news.merged", steps=("reply", "close"), into="FD-2")
    chat.sees("ticket.news.merged", buttons=["mail.close.FD-2", "cancel", "talk"])
    keeps(chat, OTHER).customer("When?").ticket_hears(CustomerAdded("When?"), "FD-2").sees("mail.passed_on")


def test_elsewhere_it_is_said_which_case_it_is_now(chat: Dialogue) -> None:
    answered(chat).team_tells("ticket.news.merged", steps=("reply", "close"), into="FD-2")
    chat.sees("ticket.news.merged", buttons=["mail.reply.FD-2", "mail.close.FD-2", "talk"]).is_in(Idle)


def test_a_thank_you_needs_no_answer(chat: Dialogue) -> None:
    corresponding(chat).customer("thanks!", courtesy=True, smalltalk="thanks")
    chat.sees("mail.thanked", buttons=["mail.close.FD-1", "cancel", "talk"]).is_in(Corresponding)


def test_a_yes_is_an_answer_and_goes_to_the_team(chat: Dialogue) -> None:
    corresponding(chat).customer("ok", courtesy=True).ticket_hears(CustomerAdded("ok")).sees("mail.passed_on")


def test_a_file_stays_here_and_its_caption_goes_to_the_team(chat: Dialogue) -> None:
    corresponding(chat).sends("photo").sees("mail.file", "mail.writing")
    chat.sends("photo", "my vase").ticket_hears(CustomerAdded("my vase")).sees("mail.file_caption", "mail.writing")


def test_corrected_words_follow_the_first_ones(chat: Dialogue) -> None:
    corresponding(chat).customer("Whn?").ticket_hears(CustomerAdded("Whn?")).sees("mail.passed_on")
    chat.edits("When?").ticket_hears(CustomerAdded("When?"))


def test_something_else_is_a_question_again(chat: Dialogue) -> None:
    corresponding(chat).presses("cancel").sees("idle.ask").is_in(Idle)
    chat.customer("How do I pay?").looks_up("How do I pay?")


def test_who_went_away_is_not_disturbed(chat: Dialogue) -> None:
    corresponding(chat).passes(hours=24).silence().is_in(Idle)


def test_whoever_takes_over_reads_what_the_case_is_about(chat: Dialogue) -> None:
    keeps(corresponding(chat), replace(OPEN, question="My vase?", about=None)).presses("talk").sees(*WAYS)
    assert chat.is_in(Choosing).conversation.question == "My vase?"


def test_danger_goes_to_the_team_and_waits_for_no_mail(chat: Dialogue) -> None:
    corresponding(chat).customer("I want to end my life", urgent=True)
    chat.ticket_hears(CustomerAdded("I want to end my life")).sees("urgent.now", "urgent.person", *WAYS)
    assert chat.is_in(Choosing).conversation.urgent


# --- buttons of old messages


@pytest.mark.parametrize("action", ["mail.reply.FD-1", "mail.close.FD-1", "mail.address.FD-1"])
def test_what_is_not_theirs_or_over_has_expired(chat: Dialogue, action: str) -> None:
    keeps(answered(chat), OTHER).presses(action).sees("choice.expired", "idle.ask").is_in(Idle)


@pytest.mark.parametrize("action", ["mail.reply.FD-1", "mail.address.FD-1"])
@pytest.mark.parametrize("scene", [asked_for_email, queued, with_tom], ids=lambda scene: scene.__name__)
def test_who_is_on_the_way_to_a_person_stays_there(
    chat: Dialogue, scene: Callable[[Dialogue], Dialogue], action: str
) -> None:
    before = keeps(scene(chat)).stage
    chat.presses(action, 0)
    assert chat._next(Say).view.blocks[0].text.key == "mail.later"  # type: ignore[union-attr]
    assert chat.stage == before


def test_a_second_tap_is_met_with_silence(chat: Dialogue) -> None:
    keeps(answered(chat)).presses("mail.reply.FD-1", 0).sees("mail.writing").presses("mail.reply.FD-1", 0).silence()


# --- the end


def closed(chat: Dialogue, **more: object) -> Dialogue:
    return chat.team_tells("chat.slow", kind="closed", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("scene", [answered, ticketed, corresponding], ids=lambda scene: scene.__name__)
def test_at_the_end_one_question_is_asked(chat: Dialogue, scene: Callable[[Dialogue], Dialogue]) -> None:
    closed(scene(chat)).sees("chat.slow", "rating.solved", buttons=["talk"]).is_in(Closed)
    chat.presses("solved").is_rated("email", solved=True).sees("rating.stars_email", buttons=["talk"])
    chat.presses("stars.4").is_rated("email", stars=4).sees("rating.word")
    chat.presses("add_word").sees("rating.write").customer("quick")
    chat.is_rated("email", words="quick").sees("rating.noted")


def test_what_is_not_solved_leads_to_the_ways(chat: Dialogue) -> None:
    closed(corresponding(chat)).sees("chat.slow", "rating.solved")
    chat.presses("not_solved").is_rated("email", solved=False).sees("rating.not_solved", *WAYS)


def test_nobody_is_asked_twice_about_one_case(chat: Dialogue) -> None:
    closed(corresponding(chat)).sees("chat.slow", "rating.solved")
    chat.team_tells("Once more.", kind="answer").hears(IDA, "Once more.")
    closed(chat).sees("chat.slow", buttons=["talk"]).is_in(Closed)


@pytest.mark.parametrize(
    "scene", [looked_up, choosing, queued, with_tom, reporting, adding], ids=lambda scene: scene.__name__
)
def test_while_something_is_under_way_nothing_is_asked(chat: Dialogue, scene: Callable[[Dialogue], Dialogue]) -> None:
    before = scene(chat).stage
    closed(chat).sees("chat.slow", buttons=["talk"])
    assert chat.stage == before


def test_while_another_word_is_asked_for_nothing_else_is(chat: Dialogue) -> None:
    chat_over(chat).presses("solved").is_rated("agent", solved=True).sees("rating.stars")
    closed(chat).sees("chat.slow", buttons=["talk"])
    chat.presses("stars.5", chat.turn).is_rated("agent", stars=5).sees("rating.word")


OPEN_BESIDES: dict[str, dict[str, object]] = {
    "ticket": {"mails": replace(HEARING, own=(OTHER,))},
    "call": {"calls": CallFacts(own=(CALL_LINE,))},
    "dispute": {"disputes": (LINE,)},
}


@pytest.mark.parametrize("known", OPEN_BESIDES.values(), ids=OPEN_BESIDES)
def test_while_another_case_is_open_nothing_is_asked(chat: Dialogue, known: dict[str, object]) -> None:
    corresponding(chat)._happens(TicketNews(CaseCode("FD-1"), None, (Words("Over."),), "closed"), **known)
    chat.sees("Over.", buttons=["talk"]).customer("How do I pay?").looks_up("How do I pay?")


def test_who_says_that_it_is_solved_is_only_asked_how_the_help_was(chat: Dialogue) -> None:
    keeps(corresponding(chat)).presses("mail.close.FD-1").ticket_hears(TicketSolved())
    chat.is_rated("email", solved=True).sees("mail.closed", "rating.stars_email", buttons=["talk"]).is_in(Closed)
    closed(chat).sees("chat.slow", buttons=["talk"])
    chat.presses("stars.5", chat.turn).is_rated("email", stars=5).sees("rating.word")


def test_it_is_solved_whatever_is_under_way(chat: Dialogue) -> None:
    keeps(with_tom(chat)).presses("mail.close.FD-1", 0).ticket_hears(TicketSolved())
    chat.is_rated("email", solved=True).sees("mail.closed", buttons=["offer.email"])
    assert chat.stage != Closed(CaseCode("FD-1"), "email")


def test_solved_while_another_case_is_open_asks_for_no_stars(chat: Dialogue) -> None:
    keeps(corresponding(chat), OPEN, OTHER).presses("mail.close.FD-1").ticket_hears(TicketSolved())
    chat.is_rated("email", solved=True).sees("mail.closed", buttons=["talk"]).is_in(Closed)
