"""Questions and answers: idle and answering."""

from core.model.answer import Answer
from core.model.conversation import Answering, Choosing, Idle
from core.model.effects import Ask, Say
from core.model.events import AnswerReady
from core.model.facts import MailFacts
from core.model.ids import CaseCode
from core.model.ticket import TicketLine
from tests.flow.cast import NOON, WAYS
from tests.flow.dialogue import Dialogue, to_chat
from tests.flow.scenes import answered


def test_a_question_is_answered_with_its_source_and_the_way_to_a_person(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?").is_in(Answering)
    chat.answer("Refunds take 5 days.", "Refund timing")
    chat.sees("greeting", "Refunds take 5 days.", buttons=["talk"]).is_in(Idle)
    assert chat.conversation.sources == ("Refund timing",)


def test_the_greeting_comes_once(chat: Dialogue) -> None:
    answered(chat)
    chat.customer("And by card?").looks_up("And by card?").answer("By card too.").sees("By card too.")


def test_start_greets_each_time(chat: Dialogue) -> None:
    chat.customer("/start", typed="start").sees("greeting", "idle.ask", buttons=["talk"])
    chat.customer("/start", typed="start").sees("greeting", "idle.ask")


def test_whatever_is_said_first_begins_with_the_greeting(chat: Dialogue) -> None:
    chat.customer("Hello?").looks_up("Hello?")
    chat.customer("/start", typed="start").sees("greeting", "answering.looking")
    chat.answer("Hello.").sees("Hello.")


def test_an_expired_button_in_a_new_conversation_is_greeted_too(chat: Dialogue) -> None:
    chat.presses("offer.email", turn=7).sees("greeting", "choice.expired", "idle.ask", buttons=["talk"])


def test_what_the_help_centre_does_not_know_is_said(chat: Dialogue) -> None:
    chat.customer("Why is the sky blue?").looks_up("Why is the sky blue?")
    chat.finds_nothing().sees("greeting", "answer.unknown", buttons=["talk"]).is_in(Idle)


def test_an_answer_without_a_source_is_not_sent(chat: Dialogue) -> None:
    chat.customer("How much?").looks_up("How much?")
    chat._happens(AnswerReady(chat.turn, Answer("answered", "It is 5 euro.", (), 1.0)))
    chat.sees("greeting", "answer.unknown", buttons=["talk"]).notes_gap("unanswered", "How much?")


def test_what_is_written_meanwhile_is_asked_next_and_the_same_words_once(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.customer("I paid by card").silence()
    chat.customer("I paid by card").silence()
    chat.customer("Where is my refund?").silence()
    chat.customer("on Monday").silence()
    chat.answer("Refunds take 5 days.").sees("greeting", "Refunds take 5 days.")
    chat.looks_up("I paid by card\non Monday").is_in(Answering).is_due("answer_due", seconds=30)
    chat.answer("By card it is quick.").sees("By card it is quick.").is_in(Idle)


def test_who_has_an_open_request_is_shown_the_way_to_it(chat: Dialogue) -> None:
    chat.mails = MailFacts(own=(TicketLine(CaseCode("FD-7"), "waiting", "My lamp?", NOON),))
    chat.customer("When do you answer?").looks_up("When do you answer?")
    chat.finds_nothing().sees("greeting", "answer.unknown", "answer.requests", buttons=["requests", "talk"])


def test_of_a_flood_the_last_five_count(chat: Dialogue) -> None:
    chat.customer("0").looks_up("0")
    for words in "123456":
        chat.customer(words).silence()
    chat.answer("Zero.").sees("greeting", "Zero.").looks_up("2\n3\n4\n5\n6")


def test_no_answer_in_time_is_said_and_later_questions_are_asked(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?").customer("Hello?").silence()
    chat.passes(seconds=30).sees("greeting", "answer.failed").looks_up("Hello?").is_in(Answering)
    chat.passes(seconds=30).sees("answer.failed", buttons=["talk"]).is_in(Idle)


def test_a_failed_answer_is_said(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.fails(Ask, "exhausted").sees("greeting", "answer.failed", buttons=["talk"]).is_in(Idle)


def test_a_late_answer_is_dropped(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.passes(seconds=30).sees("greeting", "answer.failed")
    chat.answer("Refunds take 5 days.").silence()
    chat.fails(Ask).silence()


def test_asking_for_a_person_works_while_the_assistant_looks_and_its_answer_is_dropped(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.customer("a person please", wants_person=True).sees("greeting", *WAYS).is_in(Choosing)
    chat.answer("Refunds take 5 days.").silence().is_in(Choosing)
    chat.passes(seconds=60).silence()


def test_the_corrected_question_is_looked_up_instead_and_what_came_after_it_is_kept(chat: Dialogue) -> None:
    chat.customer("Where is my fund?", ref="1").looks_up("Where is my fund?").customer("Hurry", ref="2").silence()
    chat.edits("Where is my refund?", ref="1").looks_up("Where is my refund?")
    chat.answer("Old.", turn=1).silence()
    chat.answer("Refunds take 5 days.").sees("greeting", "Refunds take 5 days.").looks_up("Hurry")


def test_an_edit_of_another_message_does_not_drop_the_question_under_way(chat: Dialogue) -> None:
    chat.customer("Where is my refund?", ref="1").looks_up("Where is my refund?").customer("Hury", ref="2").silence()
    chat.edits("Hurry", ref="2").silence()
    chat.answer("Refunds take 5 days.").sees("greeting", "Refunds take 5 days.").looks_up("Hury\nHurry")


def test_a_corrected_question_is_a_question_when_nothing_is_under_way(chat: Dialogue) -> None:
    answered(chat).edits("Where is my parcel?").looks_up("Where is my parcel?")


def test_a_file_without_words_needs_a_person(chat: Dialogue) -> None:
    chat.sends("photo").sees("greeting", "file.words_only", "idle.ask", buttons=["talk"]).is_in(Idle)


def test_a_caption_is_a_question(chat: Dialogue) -> None:
    chat.sends("photo", "What is this?").looks_up("What is this?").is_in(Answering)
    chat.sends("photo", "And this?").silence()
    chat.sends("photo").sees("greeting", "file.words_only", "answering.looking")
    chat.answer("A vase.").sees("A vase.").looks_up("And this?")


def test_the_customers_own_words_set_the_language(chat: Dialogue) -> None:
    chat.customer("Gdzie jest paczka?", language="pl").looks_up("Gdzie jest paczka?", "pl")
    assert chat.conversation.language == "pl"
    chat.answer("W drodze.").sees("greeting", "W drodze.")
    assert chat.conversation.language == "pl"


def test_an_answer_that_the_platform_refuses_is_replaced_by_a_plain_word(chat: Dialogue) -> None:
    answered(chat).fails(to_chat, "refused").sees("answer.failed", buttons=["talk"])
    chat.fails(to_chat, "refused").silence()


def test_a_customer_who_blocked_us_is_not_spoken_to(chat: Dialogue) -> None:
    answered(chat).fails(Say, "blocked").silence()


def test_a_greeting_is_no_question(chat: Dialogue) -> None:
    chat.customer("hi", courtesy=True).sees("greeting", "idle.ask", buttons=["talk"]).is_in(Idle)


def test_thanks_while_an_answer_is_looked_for_are_not_asked_next(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.customer("thanks", courtesy=True).silence().is_in(Answering)
