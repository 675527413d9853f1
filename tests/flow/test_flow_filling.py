"""Forms: what a way needs is asked for, while the queue or the chat behind it goes on."""

from core.model.conversation import Choosing, Closed, Filling, Idle, Queued, WithAgent
from tests.flow.cast import ADDRESS_FIRST, BERT, EVA, MESSAGE_FIRST, OTHER_THREAD, TOM, WAYS, WAYS_OFF_DUTY
from tests.flow.dialogue import Dialogue, speaks_for_customer
from tests.flow.scenes import (
    MAIL,
    asked_for_email,
    email_form_from_chat,
    email_form_from_queue,
    ticket_follows,
    ticketed,
    waiting_for_thread,
)


def test_a_ticket_by_e_mail(chat: Dialogue) -> None:
    asked_for_email(chat).customer(MAIL, email=MAIL)
    ticket_follows(chat).is_in(Closed)


def test_what_is_no_address_is_asked_again(chat: Dialogue) -> None:
    asked_for_email(chat).customer("anna at example").sees("filling.no_email", "filling.email", buttons=["cancel"])
    chat.customer(MAIL, email=MAIL)
    ticket_follows(chat)


def test_a_known_address_is_a_button(chat: Dialogue) -> None:
    ticketed(chat).customer("New question").looks_up("New question").answer("Yes.").sees("Yes.")
    chat.presses("talk").sees(*WAYS).presses("offer.email").sees("filling.email", buttons=["use_email", "cancel"])
    chat.presses("use_email")
    ticket_follows(chat, "New question")
    assert chat.case == "FD-2"


def test_another_address_than_the_known_one(chat: Dialogue) -> None:
    ticketed(chat).customer("New question").looks_up("New question").answer("Yes.").sees("Yes.")
    chat.presses("talk").sees(*WAYS).presses("offer.email").sees("filling.email")
    chat.customer("b@example.com", email="b@example.com")
    ticket_follows(chat, "New question", "b@example.com")


def test_without_a_question_the_message_is_asked_first(chat: Dialogue) -> None:
    chat.customer("/support", typed="talk").sees("greeting", *WAYS)
    chat.presses("offer.email").sees("filling.message", buttons=["cancel"])
    chat.customer("My parcel is broken").sees("filling.email").customer(MAIL, email=MAIL)
    ticket_follows(chat, "My parcel is broken")


def test_a_caption_can_be_the_message(chat: Dialogue) -> None:
    chat.customer("/support", typed="talk").sees("greeting", *WAYS).presses("offer.email").sees("filling.message")
    chat.sends("photo").sees("file.words_only", "filling.message")
    chat.sends("photo", "My parcel is broken").sees("filling.email")
    chat.sends("photo", "and this").sees("file.words_only", "filling.email").customer(MAIL, email=MAIL)
    ticket_follows(chat, "My parcel is broken")


def test_a_message_for_live_chat(chat: Dialogue) -> None:
    chat.offers = MESSAGE_FIRST
    chat.customer("/support", typed="talk").sees("greeting", *WAYS).presses("offer.live_chat").sees("filling.message")
    chat.customer("My parcel is broken").sees("queued.joined", "promise.live")
    chat.hands_over("live_chat", question="My parcel is broken").is_in(Queued)


def test_the_people_of_live_chat_left_while_the_customer_wrote(chat: Dialogue) -> None:
    chat.offers = MESSAGE_FIRST
    chat.customer("/support", typed="talk").sees("greeting", *WAYS).presses("offer.live_chat").sees("filling.message")
    chat.nobody_on_duty().customer("My parcel is broken").sees("choosing.gone", *WAYS_OFF_DUTY).is_in(Choosing)
    chat.presses("offer.email").sees("filling.email").customer(MAIL, email=MAIL)
    ticket_follows(chat, "My parcel is broken")


def test_the_form_can_be_left(chat: Dialogue) -> None:
    asked_for_email(chat).presses("cancel").sees("choosing.cancelled", "idle.ask").is_in(Idle)


def test_asking_for_a_person_in_a_form_shows_the_ways_again(chat: Dialogue) -> None:
    asked_for_email(chat).customer("a person!", wants_person=True).sees(*WAYS).is_in(Choosing)


def test_start_edits_and_old_buttons_leave_the_form_open(chat: Dialogue) -> None:
    asked_for_email(chat).customer("/start", typed="start").sees("filling.email")
    chat.edits("Where is my money?").silence()
    chat.presses("offer.live_chat", chat.turn - 1).sees("choice.expired", "filling.email", buttons=["cancel"])
    chat.claims(TOM, case="FD-9").whispers(TOM, "staff.over").is_in(Filling)


def test_a_form_of_a_day_ago_is_over(chat: Dialogue) -> None:
    asked_for_email(chat).is_due("expire", hours=24).passes(hours=24).silence().is_in(Idle)


# --- a form in front of the queue ---


def test_what_was_written_while_waiting_need_not_be_written_again(chat: Dialogue) -> None:
    chat.customer("a person!", wants_person=True).sees("greeting", *WAYS).presses("offer.live_chat")
    chat.sees("queued.joined", "promise.live").hands_over("live_chat", question="")
    chat.customer("Hello", courtesy=True, smalltalk="greeting").silence()
    chat.customer("My vase is broken").silence()
    chat.presses("offer.email", chat.turn).sees("filling.email").customer(MAIL, email=MAIL)
    chat.sees("ticket.saved", "promise.email").hands_over("email", question="My vase is broken")
    chat.untold.clear()


def test_the_place_is_kept_until_the_ticket_is_confirmed(chat: Dialogue) -> None:
    email_form_from_queue(chat).customer(MAIL, email=MAIL)
    chat.sees("ticket.saved", "promise.email").hands_over("email", case="FD-1")
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "ticket.mail.question", "Where is my refund?")
    chat.ends_thread("closing.by_email").is_in(Closed)


def test_the_thread_of_a_ticket_that_opens_late_is_closed(chat: Dialogue) -> None:
    waiting_for_thread(chat).presses("offer.email", chat.turn).sees("filling.email").customer(MAIL, email=MAIL)
    ticket_follows(chat).thread_opens().ends_thread("closing.not_needed")


def test_back_to_the_queue(chat: Dialogue) -> None:
    email_form_from_queue(chat).presses("cancel").sees("queued.place", buttons=["offer.email", "wait", "cancel"])
    chat.is_in(Queued).is_due("unclaimed", minutes=3)


def test_asking_for_a_person_leads_back_to_the_place(chat: Dialogue) -> None:
    email_form_from_queue(chat).customer("/support", typed="talk").sees("queued.place").is_in(Queued)


def test_an_agent_who_claims_ends_the_form(chat: Dialogue) -> None:
    email_form_from_queue(chat).claims(TOM).sees("chat.joined").card("claimed", "Tom").is_in(WithAgent)
    chat.customer("Hello Tom").thread_shows("Hello Tom")


def test_an_agent_who_writes_without_claiming_does_not_end_it(chat: Dialogue) -> None:
    email_form_from_queue(chat).replies(TOM, "Hello").whispers(TOM, "staff.claim_first").is_in(Filling)
    chat.closes(TOM).whispers(TOM, "staff.claim_to_close").is_in(Filling)


def test_the_thread_opens_behind_the_form(chat: Dialogue) -> None:
    waiting_for_thread(chat).customer("Hurry").silence()
    chat.presses("offer.email", chat.turn).sees("filling.email")
    chat.thread_opens().thread_shows("Hurry").is_in(Filling)
    chat.presses("cancel").sees("queued.place").customer("Still here").thread_shows("Still here")


def test_files_and_edits_go_to_the_person_behind_the_form(chat: Dialogue) -> None:
    email_form_from_queue(chat).sends("photo").thread_shows("photo", "file").sees("file.person_told", "filling.email")
    chat.edits("Where is my money?").thread_shows("Where is my money?", "edited").is_in(Filling)


def test_a_form_in_front_of_a_person_is_not_left_open_for_long(chat: Dialogue) -> None:
    email_form_from_queue(chat).passes(minutes=10).sees("queued.place", buttons=["offer.email", "wait", "cancel"])
    chat.is_in(Queued)


def test_live_chat_breaks_down_behind_the_form(chat: Dialogue) -> None:
    waiting_for_thread(chat).presses("offer.email", chat.turn).sees("filling.email")
    opening = chat.case
    chat.fails(lambda effect: getattr(effect, "case", "") == opening).sees(
        "queued.not_opened", "choosing.ways", "way.email"
    )
    chat.is_in(Choosing)


# --- a form in front of a chat ---


def test_the_owner_who_writes_has_the_word_again(chat: Dialogue) -> None:
    email_form_from_chat(chat).replies(TOM, "I am back").hears(TOM, "I am back").is_in(WithAgent)
    chat.customer(MAIL, email=MAIL).thread_shows(MAIL)


def test_a_colleague_who_writes_does_not_end_the_form(chat: Dialogue) -> None:
    email_form_from_chat(chat).replies(EVA, "Shall I?").whispers(EVA, "staff.not_owner").is_in(Filling)
    chat.claims(EVA).whispers(EVA, "staff.taken").rewrites(TOM, "x").silence()
    chat.replies(TOM, "aside", OTHER_THREAD).whispers(TOM, "staff.over", OTHER_THREAD).is_in(Filling)


def test_the_owner_who_closes_ends_the_form(chat: Dialogue) -> None:
    email_form_from_chat(chat).closes(TOM).sees("chat.closed", "rating.solved").ends_thread("closing.by_agent").is_in(
        Closed
    )


def test_by_e_mail_instead_of_the_chat(chat: Dialogue) -> None:
    email_form_from_chat(chat).customer(MAIL, email=MAIL).sees("ticket.saved", "promise.email")
    chat.hands_over("email", case="FD-1")
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "ticket.mail.question", "Where is my refund?")
    chat.ends_thread("closing.by_email").is_in(Closed)


def test_back_to_the_chat(chat: Dialogue) -> None:
    email_form_from_chat(chat).presses("cancel").sees("chat.with", buttons=["offer.email"]).is_in(WithAgent)
    chat.is_due("reply_due", minutes=10)


def test_words_in_the_form_are_no_words_to_the_agent_and_files_are(chat: Dialogue) -> None:
    email_form_from_chat(chat).customer("my address?").sees("filling.no_email", "filling.email")
    chat.sends("photo", "of it").thread_shows("photo: of it", "file").sees("file.person_told", "filling.email")


def test_a_file_in_the_form_does_not_let_the_form_end_early(chat: Dialogue) -> None:
    email_form_from_chat(chat).presses("cancel").sees("chat.with").replies(TOM, "Yes?").hears(TOM, "Yes?")
    chat.presses("offer.email", chat.turn).sees("filling.email").passes(minutes=5)
    chat.sends("photo").thread_shows("photo", "file").sees("file.person_told", "filling.email")
    chat.passes(minutes=4).silence().is_in(Filling).passes(minutes=1).sees("chat.with").is_in(WithAgent)


def test_a_refused_word_ends_the_form_and_the_silent_agent_is_still_noticed(chat: Dialogue) -> None:
    email_form_from_chat(chat).sends("photo").thread_shows("photo", "file").sees("file.person_told", "filling.email")
    chat.fails(speaks_for_customer, "refused").sees("chat.not_passed_on", buttons=["offer.email"]).is_in(WithAgent)
    chat.is_due("reply_due", minutes=10)


def test_a_live_way_that_needs_an_address(chat: Dialogue) -> None:
    ticketed(chat).offers = ADDRESS_FIRST
    chat.presses("talk", chat.turn).sees(*WAYS).presses("offer.live_chat").sees("filling.email")
    chat.presses("use_email").sees("queued.joined", "promise.live").hands_over("live_chat", email="").is_in(Queued)


def test_a_form_that_was_begun_in_an_account_is_left_with_it(chat: Dialogue) -> None:
    asked_for_email(chat).signs_in().audits("signed in").sees("sign_in.done").is_in(Filling)
    chat.customer("/signout", typed="sign_out").audits("signed out").sees("sign_out.done", "idle.ask").is_in(Idle)


def test_another_account_begins_afresh(chat: Dialogue) -> None:
    asked_for_email(chat).signs_in().audits("signed in").sees("sign_in.done").is_in(Filling)
    chat.signs_in(BERT).audits("signed in").sees("sign_in.done", "sign_in.again", "idle.ask").is_in(Idle)
