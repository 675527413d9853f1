"""An e-mail address is proven by a code that is mailed there and typed in the chat; until then nothing personal goes there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.model.conversation import Adding, Answering, Choosing, Closed, Corresponding, Filling, Idle, Queued, WithAgent
from core.model.ids import CaseCode
from core.model.ticket import Letterhead, Proof, TicketLine
from core.model.ticket_events import AddressGiven, CustomerAdded, TicketAsked
from tests.flow.cast import BERT, NOON, WAYS
from tests.flow.dialogue import Dialogue, to_mailbox
from tests.flow.scenes import (
    CUSTOMER_TOKEN,
    HEARING,
    MAIL,
    QUESTION,
    adding,
    answered,
    asked_for_email,
    asked_to_prove,
    choosing,
    corresponding,
    queued,
    reporting,
    ticket_asked,
    with_tom,
)
from tests.flow.team import CODE, WRONG_CODE

RIGHT, WRONG = replace(HEARING, typed=CODE), replace(HEARING, typed=WRONG_CODE)
OTHER_CODE = "161803"


def waiting(case: str, email: str = MAIL) -> TicketLine:
    return TicketLine(CaseCode(case), "waiting", QUESTION, NOON, None, email, token=CUSTOMER_TOKEN)


def with_proof(chat: Dialogue, scene: Callable[[Dialogue], Dialogue]) -> Dialogue:
    """A code waits to be typed, whatever is under way now."""
    before = asked_to_prove(Dialogue()).conversation.proof
    scene(chat)
    chat.conversation = replace(chat.conversation, proof=before)
    chat.mails = HEARING
    return chat


def code_mailed(chat: Dialogue) -> str:
    """What the newest mail says the code is."""
    (code,) = (
        block.text.params["code"]
        for block in chat.letter.view.blocks
        if getattr(block, "text", None) and getattr(block.text, "key", "") == "proof.mail.code"
    )
    return str(code)


# --- the code is sent


def test_an_unknown_address_gets_a_code_and_reads_nothing_personal(chat: Dialogue) -> None:
    chat.mails = HEARING
    asked_for_email(chat).customer(MAIL, email=MAIL)
    chat.sees("ticket.saved_here", "promise.email", "proof.type", buttons=["mail.code", "requests"]).hands_over("email")
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "proof.mail.code", "proof.mail.ignore")
    assert code_mailed(chat) == CODE
    assert not ticket_asked(chat).proven


def test_where_no_mails_come_in_nothing_is_to_be_proven(chat: Dialogue) -> None:
    chat.mails = replace(HEARING, hears=False)
    asked_for_email(chat).customer(MAIL, email=MAIL)
    chat.sees("ticket.saved", "promise.email").hands_over("email")
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "ticket.mail.question", QUESTION)
    assert ticket_asked(chat).tokens == HEARING.tokens
    assert chat.conversation.proof is None


def test_an_address_that_was_proven_is_not_asked_again(chat: Dialogue) -> None:
    asked_to_prove(chat).customer(CODE, mails=RIGHT).sees("proof.done")
    _asks_anew(chat, MAIL.upper())
    chat.sees("ticket.saved", "promise.email").hands_over("email")
    chat.is_mailed(MAIL.upper(), "ticket.mail.received", "promise.email", "ticket.mail.question", "My lamp?")
    assert ticket_asked(chat, "FD-2").proven


def _asks_anew(chat: Dialogue, email: str, **known: object) -> None:
    chat.presses("talk", chat.turn).sees(*WAYS).presses("offer.email").sees("filling.message")
    chat.customer("My lamp?").sees("filling.email").customer(email, email=email, **known)


def test_two_tickets_to_one_address_have_one_code(chat: Dialogue) -> None:
    asked_to_prove(chat)
    _asks_anew(chat, MAIL, mails=replace(HEARING, code=OTHER_CODE))
    chat.sees("ticket.saved_here", "promise.email", "proof.type").hands_over("email")
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "proof.mail.code", "proof.mail.ignore")
    assert code_mailed(chat) == CODE
    ticket_asked(chat, "FD-2")


def test_another_address_has_another_code(chat: Dialogue) -> None:
    asked_to_prove(chat)
    _asks_anew(chat, "b@example.com", mails=replace(HEARING, code=OTHER_CODE))
    chat.sees("ticket.saved_here", "promise.email", "proof.type").hands_over("email")
    chat.is_mailed("b@example.com", "ticket.mail.received", "promise.email", "proof.mail.code", "proof.mail.ignore")
    assert code_mailed(chat) == OTHER_CODE
    ticket_asked(chat, "FD-2")


def test_a_new_code_is_sent_on_request(chat: Dialogue) -> None:
    asked_to_prove(chat).presses("mail.code", mails=replace(HEARING, code=OTHER_CODE)).sees("proof.new")
    chat.is_mailed(MAIL, "proof.mail.code", "proof.mail.ignore")
    assert code_mailed(chat) == OTHER_CODE
    chat.customer(OTHER_CODE, mails=replace(HEARING, typed=OTHER_CODE)).sees("proof.done")


def test_nobodys_mailbox_is_filled_with_codes(chat: Dialogue) -> None:
    asked_to_prove(chat)
    for _ in range(4):
        chat.passes(minutes=1).presses("mail.code", 0).sees("proof.new").is_mailed(
            MAIL, "proof.mail.code", "proof.mail.ignore"
        )
    chat.passes(minutes=1).presses("mail.code", 0).sees("proof.too_many").silence()


def test_a_ticket_is_opened_without_a_code_where_too_many_were_sent(chat: Dialogue) -> None:
    asked_to_prove(chat)
    chat.conversation = replace(chat.conversation, proof=replace(_proof(chat), sent=5))
    _asks_anew(chat, "b@example.com")
    chat.sees("ticket.saved_here", "promise.email").hands_over("email")
    chat.is_mailed("b@example.com", "ticket.mail.received", "promise.email")
    ticket_asked(chat, "FD-2")


def _proof(chat: Dialogue) -> Proof:
    assert chat.conversation.proof
    return chat.conversation.proof


def test_without_an_address_there_is_nothing_to_send_a_code_to(chat: Dialogue) -> None:
    answered(chat).presses("mail.code", mails=HEARING).sees("choice.expired", "idle.ask")


# --- the code is typed


def test_the_right_code_proves_the_address_to_all_of_its_tickets(chat: Dialogue) -> None:
    own = (waiting("FD-1"), waiting("FD-2", "b@example.com"), waiting("FD-3", MAIL.upper()))
    asked_to_prove(chat).customer(CODE, mails=replace(RIGHT, own=own)).sees("proof.done", buttons=["talk"])
    given = AddressGiven(MAIL, proven=True)
    chat.ticket_hears(given, "FD-1").ticket_hears(given, "FD-3").is_in(Closed)
    assert (chat.conversation.proof, chat.conversation.proven) == (None, (MAIL,))


def test_a_wrong_code_can_be_typed_again(chat: Dialogue) -> None:
    asked_to_prove(chat).customer(WRONG_CODE, mails=WRONG).sees("proof.wrong", buttons=["mail.code", "talk"])
    chat.customer(CODE, mails=RIGHT).sees("proof.done")


def test_the_right_code_may_stand_among_words(chat: Dialogue) -> None:
    asked_to_prove(chat).customer(f"the code is {CODE}", mails=replace(RIGHT, among=True)).sees("proof.done")


def test_wrong_digits_among_words_are_a_question_and_count_all_the_same(chat: Dialogue) -> None:
    words = f"what about order {WRONG_CODE}"
    asked_to_prove(chat).customer(words, mails=replace(WRONG, among=True)).looks_up(words)
    assert _proof(chat).tries == 1


def test_after_five_wrong_codes_the_right_one_does_not_count_either(chat: Dialogue) -> None:
    asked_to_prove(chat)
    for _ in range(4):
        chat.customer(WRONG_CODE, mails=WRONG).sees("proof.wrong")
    chat.customer(WRONG_CODE, mails=WRONG).sees("proof.over", buttons=["mail.code", "talk"])
    chat.customer(CODE, mails=RIGHT).sees("proof.over")
    chat.presses("mail.code").sees("proof.new").is_mailed(MAIL, "proof.mail.code", "proof.mail.ignore")
    chat.customer(CODE, mails=RIGHT).sees("proof.done")


def test_a_code_of_the_day_before_yesterday_is_words_like_any_others(chat: Dialogue) -> None:
    asked_to_prove(chat).passes(hours=48).customer(CODE, mails=RIGHT).looks_up(CODE).is_in(Answering)


def test_without_a_proof_six_digits_are_a_question(chat: Dialogue) -> None:
    answered(chat).customer(CODE, mails=RIGHT).looks_up(CODE)


@pytest.mark.parametrize(
    ("scene", "stage", "again"),
    [
        (answered, Idle, ()),
        (choosing, Choosing, WAYS),
        (asked_for_email, Filling, ("filling.email",)),
        (corresponding, Corresponding, ("mail.writing",)),
        (adding, Adding, ("dispute.ask.more",)),
        (queued, Queued, ()),
        (with_tom, WithAgent, ()),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_right_code_counts_wherever_it_is_typed(
    chat: Dialogue, scene: Callable[[Dialogue], Dialogue], stage: type, again: tuple[str, ...]
) -> None:
    with_proof(chat, scene).customer(CODE, mails=RIGHT).sees("proof.done", *again).is_in(stage)


def test_a_wrong_code_is_a_word_to_the_agent_and_counts_all_the_same(chat: Dialogue) -> None:
    with_proof(chat, with_tom).customer(WRONG_CODE, mails=WRONG).thread_shows(WRONG_CODE)
    assert _proof(chat).tries == 1


def test_a_wrong_code_in_a_form_or_to_the_team_is_what_is_asked_for(chat: Dialogue) -> None:
    with_proof(chat, corresponding).customer(WRONG_CODE, mails=WRONG).ticket_hears(CustomerAdded(WRONG_CODE))
    chat.sees("mail.passed_on")


def test_six_digits_in_a_report_belong_to_the_report(chat: Dialogue) -> None:
    with_proof(chat, reporting).customer(WRONG_CODE, mails=WRONG).sees("dispute.noted", "dispute.ask.reason")


def test_who_signs_out_has_proven_nothing_to_the_next(chat: Dialogue) -> None:
    asked_to_prove(chat).signs_in().audits("signed in").sees("sign_in.done", "idle.ask")
    chat.customer(CODE, mails=RIGHT).sees("proof.done")
    chat.signs_in(BERT).audits("signed in").sees("sign_in.done", "sign_in.again", "idle.ask")
    assert (chat.conversation.proof, chat.conversation.proven, chat.conversation.email) == (None, (), "")


# --- another address for a ticket that there is


def test_a_refused_confirmation_gives_the_same_ticket_another_address(chat: Dialogue) -> None:
    asked_to_prove(chat)
    chat.mails = replace(HEARING, own=(waiting("FD-1"),), code=OTHER_CODE)
    chat.fails(to_mailbox, "refused").sees("ticket.bad_address", "filling.email", buttons=["cancel"]).is_in(Filling)
    chat.customer("b@example.com", email="b@example.com")
    chat.sees("ticket.address_saved", "proof.type", buttons=["mail.code"])
    turn = chat.turn
    chat.is_mailed("b@example.com", "ticket.mail.address", "proof.mail.code", "proof.mail.ignore")
    assert chat.letter.letterhead == Letterhead(f"fd-1.customer.chat{turn}", token=CUSTOMER_TOKEN)
    chat.ticket_hears(AddressGiven("b@example.com")).is_in(Closed)
    assert code_mailed(chat) == OTHER_CODE


def test_a_refused_confirmation_does_not_interrupt_what_is_under_way(chat: Dialogue) -> None:
    asked_to_prove(chat).customer("And by card?").looks_up("And by card?")
    chat.mails = replace(HEARING, own=(waiting("FD-1"),))
    chat.fails(to_mailbox, "refused").sees("ticket.bad_address", buttons=["mail.address.FD-1", "talk"])
    chat.presses("mail.address.FD-1").sees("filling.email", buttons=["cancel"]).is_in(Filling)
    assert chat.conversation.proof is None


def test_a_proven_address_is_given_as_such(chat: Dialogue) -> None:
    asked_to_prove(chat).customer(CODE, mails=RIGHT).sees("proof.done")
    chat.mails = replace(HEARING, own=(waiting("FD-1", ""),))
    chat.presses("mail.address.FD-1").sees("filling.email", buttons=["use_email", "cancel"]).presses("use_email")
    chat.sees("ticket.address_saved").is_mailed(MAIL, "ticket.mail.address")
    chat.ticket_hears(AddressGiven(MAIL, proven=True))


def test_the_ticket_knows_all_that_was_promised(chat: Dialogue) -> None:
    chat.mails = HEARING
    asked_for_email(chat).customer(MAIL, email=MAIL).sees("ticket.saved_here", "promise.email", "proof.type")
    assert HEARING.tokens
    nth = f"chat{chat.conversation.turn}"
    team = Letterhead(f"fd-1.team.{nth}", token=HEARING.tokens.team)
    chat.hands_over("email", letterhead=team, email=MAIL)
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "proof.mail.code", "proof.mail.ignore")
    assert chat.letter.letterhead == Letterhead(f"fd-1.customer.{nth}", token=HEARING.tokens.customer)
    assert ticket_asked(chat) == TicketAsked(
        case=CaseCode("FD-1"),
        conversation=chat.conversation.id,
        customer=chat.conversation.customer,
        language=chat.conversation.language,
        tokens=HEARING.tokens,
        zone=HEARING.zone,
        name="Anna",
        email=MAIL,
        question=QUESTION,
        told=HEARING.wait,
        ahead=HEARING.ahead,
        opening=f"fd-1.team.{nth}",
        confirmation=f"fd-1.customer.{nth}",
    )
    assert _proof(chat).until == NOON + timedelta(days=1)
