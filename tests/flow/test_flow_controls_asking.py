"""What an agent has the desk say or do for them: ask for more, correct the language, offer another way, keep a note."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from core.model.callback import CallbackAsked
from core.model.controls import AskFor, ChangeLanguage, KeepNote, OfferCall, ToEmail, Wanted
from core.model.conversation import Closed, Corresponding, Filling, Queued, WithAgent
from core.model.effects import Pass
from core.model.facts import CallFacts, MailFacts, TranslationFacts
from core.model.ids import CaseCode, Language
from core.model.ticket import TicketLine
from core.model.tongue import Tongue
from tests.flow.cast import EMAIL, EVA, LIVE, NOON, PHONE, SLOTS, TOM, WITH_CALLS
from tests.flow.control_dialogue import ControlDialogue
from tests.flow.scenes import MAIL, QUESTION, chat_over, email_form_from_chat, queued, with_tom

SWEDISH = Language("sv")
TICKET = TicketLine(CaseCode("FD-1"), "waiting", QUESTION, NOON, None, MAIL, None, "token")


@pytest.fixture
def chat() -> Iterator[ControlDialogue]:
    dialogue = ControlDialogue()
    yield dialogue
    dialogue.silence()


def talking(chat: ControlDialogue) -> ControlDialogue:
    with_tom(chat)
    return chat


# --- asks for more


@pytest.mark.parametrize("what", ["photos", "order", "details"])
def test_the_customer_is_asked_in_the_agents_name_and_colleagues_see_it(chat: ControlDialogue, what: Wanted) -> None:
    talking(chat).uses(TOM, AskFor(what)).is_asked_by(TOM, f"chat.ask_{what}").calls(f"staff.asked_{what}")


def test_that_is_an_answer(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, AskFor("order")).is_asked_by(TOM, "chat.ask_order").calls("staff.asked_order")
    assert (chat.clock.since, chat.clock.due) == (None, None)
    chat.passes(hours=1).silence().customer("H-104233").thread_shows("H-104233").is_due("reply_due", minutes=10)


def test_it_stays_behind_what_the_agent_wrote_before(chat: ControlDialogue) -> None:
    talking(chat).known |= {"translation": TranslationFacts(machine=True)}
    assert isinstance(chat.stage, WithAgent)
    reading = replace(chat.stage, reads=(Language("en"),))
    chat.conversation = replace(chat.conversation, language=SWEDISH, stage=reading)
    chat.writes(TOM, "One moment").asks_for_translation("One moment", "en>sv")
    chat.uses(TOM, AskFor("photos")).calls("staff.asked_photos")
    chat.translates("One moment", "Ett ögonblick").reads(
        TOM, "chat.translated", "Ett ögonblick", buttons=["original.1"]
    )
    chat.is_asked_by(TOM, "chat.ask_photos")


def test_only_the_owner_asks(chat: ControlDialogue) -> None:
    talking(chat).uses(EVA, AskFor("photos")).whispers(EVA, "staff.not_owner")


def test_asked_while_the_customer_fills_in_a_form(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    chat.uses(TOM, AskFor("photos")).is_asked_by(TOM, "chat.ask_photos").calls("staff.asked_photos")
    chat.is_in(WithAgent).customer("Here").thread_shows("Here")


# --- the language


def test_the_language_is_corrected_and_stays(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, ChangeLanguage(SWEDISH)).sees("language.switched")
    assert (chat.clock.language, chat.conversation.language) == ("sv", "sv")
    chat.customer("Hello", language=Language("en")).thread_shows("Hello")
    assert chat.conversation.language == "sv"


def test_the_customer_can_go_back_to_their_own(chat: ControlDialogue) -> None:
    english = (Tongue(Language("en"), "English"),)
    talking(chat).uses(TOM, ChangeLanguage(SWEDISH), tongues=english).sees("language.switched", buttons=["language.en"])
    chat.presses("language.en", tongues=english).sees("language.set", "chat.with")
    assert chat.conversation.language == "en"


def test_the_same_language(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, ChangeLanguage(Language("en"))).whispers(TOM, "staff.same_language")


def test_an_agent_who_does_not_read_it_has_the_question_translated(chat: ControlDialogue) -> None:
    talking(chat).known |= {"translation": TranslationFacts(machine=True)}
    assert isinstance(chat.stage, WithAgent)
    chat.conversation = replace(chat.conversation, stage=replace(chat.stage, reads=(Language("en"),)))
    chat.uses(TOM, ChangeLanguage(SWEDISH)).sees("language.switched").thread_remarks("staff.translation")
    chat.asks_for_translation(QUESTION, "sv>en", "earlier")


def test_in_the_queue_any_colleague_corrects_it(chat: ControlDialogue) -> None:
    queued(chat)
    chat.uses(EVA, ChangeLanguage(SWEDISH)).sees("language.switched").is_in(Queued)
    assert chat.clock.language == "sv"


def test_after_the_chat_there_is_nothing_to_correct(chat: ControlDialogue) -> None:
    chat_over(chat)
    chat.uses(TOM, ChangeLanguage(SWEDISH)).whispers(TOM, "staff.case_over")


# --- another way


def test_on_by_e_mail_the_customer_sees_the_form_and_can_go_back(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, ToEmail()).sees("chat.email_offered", "filling.email", buttons=["cancel"])
    chat.calls("staff.email_offered").is_in(Filling).presses("cancel").sees("chat.with")
    chat.customer("Hi").thread_shows("Hi")


def test_on_by_e_mail_to_the_end(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, ToEmail()).sees("chat.email_offered", "filling.email").calls("staff.email_offered")
    chat.customer(MAIL, email=MAIL).sees("ticket.saved", "promise.email").hands_over("email", case="FD-1", email=MAIL)
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "ticket.mail.question", QUESTION)
    chat.ends_thread("closing.by_email").is_in(Closed)


def test_on_by_e_mail_nothing_is_left_to_answer_in_the_thread(chat: ControlDialogue) -> None:
    talking(chat).is_gone(TOM, "off_duty").asks_to_stay(TOM).uses(TOM, ToEmail())
    chat.sees("chat.email_offered", "filling.email").calls("staff.email_offered")
    chat.customer(MAIL, email=MAIL).sees("ticket.saved", "promise.email").hands_over("email", case="FD-1", email=MAIL)
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "ticket.mail.question", QUESTION)
    chat.settles_stay("control.over").ends_thread("closing.by_email").is_in(Closed)


def test_where_the_case_is_a_ticket_already_it_goes_on_in_that(chat: ControlDialogue) -> None:
    talking(chat).mails = MailFacts(own=(TICKET,))
    assert isinstance(chat.stage, WithAgent)
    chat.conversation = replace(chat.conversation, email=MAIL, stage=replace(chat.stage, ticket=True))
    chat.uses(TOM, ToEmail()).is_in(Corresponding)
    assert [type(effect).__name__ for effect in chat.untold] == ["Pass", "CloseHandoff"]
    chat.untold.clear()


def test_a_call_is_offered_and_the_chat_goes_on_meanwhile(chat: ControlDialogue) -> None:
    talking(chat).offers = WITH_CALLS
    chat.uses(TOM, OfferCall()).sees("chat.call_offered", "callback.ask.number", buttons=["cancel"])
    chat.calls("staff.call_offered").is_in(Filling).replies(TOM, "Or here?").hears(TOM, "Or here?").is_in(WithAgent)


def test_on_by_phone_to_the_end(chat: ControlDialogue) -> None:
    talking(chat).offers = WITH_CALLS
    chat.is_gone(TOM, "off_duty").asks_to_stay(TOM).uses(TOM, OfferCall())
    chat.sees("chat.call_offered", "callback.ask.number").calls("staff.call_offered")
    chat.customer("06 12345678", calls=CallFacts(PHONE, slots=SLOTS)).sees("callback.ask.time").presses("slot.soon")
    assert isinstance(chat._next(Pass).event, CallbackAsked)
    chat.settles_stay("control.over").ends_thread("closing.by_call").is_in(Closed)


def test_a_way_that_there_is_not(chat: ControlDialogue) -> None:
    talking(chat).uses(TOM, OfferCall()).whispers(TOM, "staff.way_closed").is_in(WithAgent)
    chat.offers = (LIVE, replace(EMAIL, available=False))
    chat.uses(TOM, ToEmail()).whispers(TOM, "staff.way_closed").is_in(WithAgent)


def test_offered_while_the_customer_fills_in_the_same_form(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    chat.uses(TOM, ToEmail()).sees("chat.email_offered", "filling.email").calls("staff.email_offered").is_in(Filling)


def test_in_the_queue_a_way_is_the_customers_to_choose(chat: ControlDialogue) -> None:
    queued(chat)
    chat.uses(TOM, ToEmail()).whispers(TOM, "staff.claim_first").uses(TOM, OfferCall()).whispers(
        TOM, "staff.claim_first"
    )


# --- a note


def test_anybody_keeps_a_note_and_the_customer_reads_nothing(chat: ControlDialogue) -> None:
    queued(chat)
    chat.uses(EVA, KeepNote("Wrote before")).shows_note(EVA, "Wrote before")
    chat.claims(TOM).sees("chat.joined").card("claimed", "Tom")
    chat.uses(EVA, KeepNote("Angry")).shows_note(EVA, "Angry").uses(TOM, KeepNote("Yes")).shows_note(TOM, "Yes")
    chat.closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent")
    chat.uses(TOM, KeepNote("Solved by refund")).shows_note(TOM, "Solved by refund").is_in(Closed)


def test_a_note_behind_a_form_leaves_it_open(chat: ControlDialogue) -> None:
    email_form_from_chat(chat)
    chat.uses(TOM, KeepNote("Angry")).shows_note(TOM, "Angry").is_in(Filling)
