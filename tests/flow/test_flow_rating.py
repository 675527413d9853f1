"""How sure an answer is, whether it helped, and what follows when it did not."""

from core.model.conversation import Answering, Choosing, Idle, Queued, WithAgent
from core.model.effects import OpenHandoff
from tests.flow.cast import TOM, WAYS
from tests.flow.dialogue import Dialogue
from tests.flow.scenes import QUESTION, answered, asked_for_email, chat_over, queued, waiting_for_thread, with_tom


def test_an_answer_asks_whether_it_helped_above_the_way_to_a_person(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.answer("Refunds take 5 days.").sees("greeting", "Refunds take 5 days.", "rating.ask", buttons=["talk"])
    chat.rates(above=True)


def test_a_careful_answer_says_so_and_shows_the_way_to_a_person_first(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.decides("careful", "Refunds take 5 days.").sees("greeting", "answer.careful", "Refunds take 5 days.")
    chat.rates(above=False).is_in(Idle)


def test_an_answer_about_an_order_says_that_it_is_general(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.decides("order", "Refunds take 5 days.").sees("greeting", "Refunds take 5 days.", "answer.general")


def test_an_answer_that_helped_is_met_with_a_word_and_can_be_rated_once(chat: Dialogue) -> None:
    answered(chat)
    chat.presses("helped").is_rated("assistant", solved=True).sees("rating.thanks", buttons=["talk"]).is_in(Idle)
    chat.presses("helped", turn=chat.turn - 1).silence()
    chat.passes(minutes=1)
    chat.presses("not_helped", turn=chat.turn - 1).sees("choice.expired", "idle.ask")


def test_an_answer_that_did_not_help_is_noted_and_leads_to_a_person(chat: Dialogue) -> None:
    answered(chat)
    asked = chat.conversation.question
    chat.presses("not_helped").is_rated("assistant", solved=False)
    chat.notes_gap("disliked", asked).sees("rating.sorry", *WAYS).is_in(Choosing)


def test_yes_and_no_stand_under_the_answer_only(chat: Dialogue) -> None:
    answered(chat)
    chat.customer("thanks", courtesy=True, smalltalk="thanks").sees("smalltalk.thanks", buttons=["talk"])


def test_the_same_question_again_offers_a_person_first(chat: Dialogue) -> None:
    answered(chat).customer("Where is my refund??", again=True).notes_gap("disliked", "Where is my refund?")
    chat.sees("answer.again", *WAYS).is_in(Choosing)


def test_the_same_question_again_after_no_answer_offers_a_person_too(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?").finds_nothing().sees(
        "greeting", "answer.unknown"
    )
    chat.customer("Where is my refund??", again=True).sees(*WAYS).is_in(Choosing)


def test_a_question_whose_answer_failed_is_looked_up_again(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.passes(seconds=30).sees("greeting", "answer.failed")
    chat.customer("Where is my refund?", again=True).looks_up("Where is my refund?")


def test_the_same_question_while_it_is_looked_up_is_one_question(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.customer("Where is my refund?", again=True).silence().is_in(Answering)


def test_what_was_asked_before_goes_with_the_question_and_ends_with_the_case(chat: Dialogue) -> None:
    for words in ("one", "two", "three", "four"):
        chat.customer(words).looks_up(words).answer(words)
        chat.sees(*(("greeting",) if words == "one" else ()), words)
    assert chat.conversation.asked == ("one", "two", "three")


def test_insults_are_met_with_a_calm_word_and_the_same_help(chat: Dialogue) -> None:
    chat.customer("Where is my refund, you idiots?", abuse=True).looks_up("Where is my refund, you idiots?")
    chat.answer("Refunds take 5 days.").sees("greeting", "answer.calm", "Refunds take 5 days.")


def test_who_may_come_to_harm_is_shown_the_way_to_a_person_at_once_and_marked(chat: Dialogue) -> None:
    chat.customer("I want to end my life", urgent=True).sees("greeting", "urgent.now", "urgent.person", *WAYS).is_in(
        Choosing
    )
    chat.presses("offer.live_chat").sees("queued.joined", "promise.live").hands_over("live_chat", urgent=True)
    assert chat._last(OpenHandoff).question == "I want to end my life"


def test_who_may_come_to_harm_need_not_wait_for_an_answer(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.customer("I want to end my life", urgent=True).sees("greeting", "urgent.now", "urgent.person", *WAYS).is_in(
        Choosing
    )


def test_small_talk_gets_a_word_and_no_article(chat: Dialogue) -> None:
    chat.customer("are you a robot?", smalltalk="assistant").sees("greeting", "smalltalk.assistant")
    chat.customer("bye", courtesy=True, smalltalk="goodbye").sees("smalltalk.goodbye", buttons=["talk"])


def test_an_answer_source_that_hears_a_wish_for_a_person_is_obeyed(chat: Dialogue) -> None:
    chat.customer("Where is my refund?").looks_up("Where is my refund?")
    chat.decides("person").sees("greeting", *WAYS).is_in(Choosing)


def test_small_talk_before_the_ways_shows_them_again(chat: Dialogue) -> None:
    chat.customer("/support", typed="talk").sees("greeting", *WAYS)
    chat.customer("thanks", courtesy=True, smalltalk="thanks").sees("smalltalk.thanks", *WAYS).is_in(Choosing)


def test_danger_written_to_a_form_leads_to_the_ways_and_not_to_the_form(chat: Dialogue) -> None:
    asked_for_email(chat).customer("I want to end my life", urgent=True).sees(
        "urgent.now", "urgent.person", *WAYS
    ).is_in(Choosing)


def test_danger_in_the_queue_is_passed_on_marked_and_answered(chat: Dialogue) -> None:
    queued(chat).customer("I want to end my life", urgent=True).thread_shows("I want to end my life")
    chat.thread_remarks("card.urgent").sees("urgent.now").is_in(Queued)


def test_danger_before_the_thread_is_open_is_marked_when_it_opens(chat: Dialogue) -> None:
    waiting_for_thread(chat).customer("I want to end my life", urgent=True).sees("urgent.now")
    chat.thread_opens().thread_remarks("card.urgent").thread_shows("I want to end my life")


def test_danger_in_a_chat_is_passed_on_answered_and_its_agent_called(chat: Dialogue) -> None:
    with_tom(chat).customer("I want to end my life", urgent=True).thread_shows("I want to end my life")
    chat.thread_remarks("card.urgent", TOM).sees("urgent.now").is_in(WithAgent)


def test_danger_of_a_case_that_is_over_does_not_mark_the_next(chat: Dialogue) -> None:
    with_tom(chat).customer("I want to end my life", urgent=True).thread_shows("I want to end my life")
    chat.thread_remarks("card.urgent").sees("urgent.now")
    chat.closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")
    chat.customer("How do I pay?").looks_up("How do I pay?")
    assert not chat.conversation.urgent


def test_noise_is_no_gap_for_anybody_to_fill(chat: Dialogue) -> None:
    chat.customer("(y)").looks_up("(y)").decides("abstain").sees("greeting", "answer.unknown").silence()
    chat.customer("you idiots", abuse=True).looks_up("you idiots").decides("abstain")
    chat.sees("answer.calm", "answer.unknown").silence()


# --- a case that is closed


def test_a_chat_is_rated_in_three_steps(chat: Dialogue) -> None:
    chat_over(chat).presses("solved").is_rated("agent", solved=True).sees("rating.stars", buttons=["talk"])
    chat.presses("stars.4").is_rated("agent", stars=4).sees("rating.word", buttons=["add_word", "talk"])
    chat.presses("add_word").sees("rating.write", buttons=["cancel", "talk"])
    chat.customer("Tom was quick").is_rated("agent", words="Tom was quick").sees("rating.noted", buttons=["talk"])
    chat.customer(QUESTION).looks_up(QUESTION)


def test_what_is_not_solved_leads_to_the_ways_with_the_same_question(chat: Dialogue) -> None:
    chat_over(chat).presses("not_solved").is_rated("agent", solved=False).sees("rating.not_solved", *WAYS).is_in(
        Choosing
    )
    assert chat.conversation.question == QUESTION


def test_nobody_is_asked_twice(chat: Dialogue) -> None:
    chat_over(chat)
    asked = chat.turn
    chat.presses("solved").is_rated("agent", solved=True).sees("rating.stars")
    chat.passes(minutes=1).presses("not_solved", turn=asked).sees("choice.expired", "idle.ask", buttons=["talk"])


def test_stars_may_be_typed(chat: Dialogue) -> None:
    chat_over(chat).customer("yes", typed="solved").is_rated("agent", solved=True).sees("rating.stars")
    chat.customer("5", typed="stars.5").is_rated("agent", stars=5).sees("rating.word")


def test_who_asks_something_else_is_not_held_up(chat: Dialogue) -> None:
    chat_over(chat).customer("What does shipping cost?").looks_up("What does shipping cost?").is_in(Answering)


def test_a_word_is_not_owed(chat: Dialogue) -> None:
    chat_over(chat).presses("solved").is_rated("agent", solved=True).sees("rating.stars")
    chat.presses("stars.1").is_rated("agent", stars=1).sees("rating.word").presses("add_word").sees("rating.write")
    chat.presses("cancel").sees("rating.noted", buttons=["talk"])
