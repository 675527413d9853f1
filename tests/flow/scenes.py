"""The openings that many dialogues share: how a conversation comes to where the test begins."""

from core.model.conversation import (
    Adding,
    Advising,
    Choosing,
    Closed,
    Corresponding,
    Disputing,
    Filling,
    Idle,
    PickingOrder,
    Queued,
    SigningIn,
    WithAgent,
)
from core.model.dispute_file import DisputeLine
from core.model.effects import Pass
from core.model.facts import MailFacts
from core.model.ids import CaseCode
from core.model.ticket import Tokens, stream_of
from core.model.ticket_events import TicketAsked
from tests.flow.cast import CLOCK_LINE, LAMP, SIGN_IN, TOM, VASE, WAYS
from tests.flow.dialogue import Dialogue
from tests.flow.team import CODE, IDA, WAIT

QUESTION = "Where is my refund?"
MAIL = "anna@example.com"


def answered(chat: Dialogue) -> Dialogue:
    chat.customer(QUESTION).looks_up(QUESTION)
    return chat.answer("Refunds take 5 days.", "Refund timing").sees("greeting", "Refunds take 5 days.").is_in(Idle)


def signing_in(chat: Dialogue) -> Dialogue:
    answered(chat).presses("sign_in", shop=True, sign_in=SIGN_IN).audits("link made").invites().sees("sign_in.how")
    return chat.is_in(SigningIn)


def picking(chat: Dialogue) -> Dialogue:
    """Signed in, with the question that was interrupted, and asked which order it is about."""
    signing_in(chat).signs_in().audits("signed in").sees("sign_in.done").asks_shop()
    chat.shop_lists(VASE, LAMP, items=(CLOCK_LINE,), more="2").sees("orders.choose")
    return chat.is_in(PickingOrder)


def told_of_order(chat: Dialogue) -> Dialogue:
    picking(chat).presses("order.0", shop=True).asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about).looks_into(QUESTION, VASE.about)
    chat.shop_tells(VASE)
    chat.untold.clear()
    return chat.is_in(Idle)


def advised(chat: Dialogue) -> Dialogue:
    return told_of_order(chat).presses("talk", shop=True).sees("advice.seller").is_in(Advising)


def reporting(chat: Dialogue) -> Dialogue:
    """Asked what the problem with the vase is."""
    told_of_order(chat).presses("dispute", shop=True).asks_shop("H-104233", kind="order")
    chat.shop_finds(VASE.about, VASE).sees("dispute.ask.reason")
    return chat.is_in(Disputing)


def summed_up(chat: Dialogue) -> Dialogue:
    """All is said, and can be read through."""
    reporting(chat).presses("reason.not_received").sees("advice.seller")
    chat.presses("advice.failed").sees("dispute.ask.account")
    chat.customer("It never came.").sees("dispute.ask.wish")
    chat.presses("wish.full_refund").sees("dispute.ask.evidence")
    chat.presses("enough").sees(
        "dispute.summary",
        "dispute.summary.order dispute.reason.buyer.not_received",
        "dispute.summary.account",
        "It never came.",
        "dispute.summary.wish dispute.wish.full_refund",
    )
    return chat.is_in(Disputing)


LINE = DisputeLine(CaseCode("FD-9"), VASE.id, VASE.title, "buyer", "open", steps=("add", "withdraw"))


def adding(chat: Dialogue) -> Dialogue:
    told_of_order(chat).presses("dispute", shop=True, disputes=(LINE,)).sees("dispute.exists", "dispute.ask.more")
    return chat.is_in(Adding)


def choosing(chat: Dialogue) -> Dialogue:
    return answered(chat).presses("talk").sees(*WAYS).is_in(Choosing)


def waiting_for_thread(chat: Dialogue) -> Dialogue:
    choosing(chat).presses("offer.live_chat").sees("queued.joined", "promise.live").hands_over("live_chat")
    return chat.is_in(Queued)


def queued(chat: Dialogue) -> Dialogue:
    return waiting_for_thread(chat).thread_opens().is_in(Queued)


def with_tom(chat: Dialogue) -> Dialogue:
    return queued(chat).claims(TOM).sees("chat.joined").card("claimed", "Tom").is_in(WithAgent)


def asked_for_email(chat: Dialogue) -> Dialogue:
    return choosing(chat).presses("offer.email").sees("filling.email").is_in(Filling)


def ticketed(chat: Dialogue) -> Dialogue:
    asked_for_email(chat).customer(MAIL, email=MAIL)
    return ticket_follows(chat)


def ticket_follows(chat: Dialogue, question: str = QUESTION, email: str = MAIL) -> Dialogue:
    chat.sees("ticket.saved", "promise.email").hands_over("email", question=question, email=email)
    chat.is_mailed(email, "ticket.mail.received", "promise.email", "ticket.mail.question", question)
    return chat.is_in(Closed)


TEAM_TOKEN, CUSTOMER_TOKEN = "team-token", "customer-token"
HEARING = MailFacts(
    wait=WAIT, ahead=2, tokens=Tokens(TEAM_TOKEN, CUSTOMER_TOKEN), code=CODE, hears=True, zone="Europe/Amsterdam"
)
"""What is known where the desk keeps tickets and mails come in."""


def asked_to_prove(chat: Dialogue) -> Dialogue:
    """A ticket is asked for, and a code is on its way to the address."""
    chat.mails = HEARING
    asked_for_email(chat).customer(MAIL, email=MAIL).sees("ticket.saved_here", "promise.email", "proof.type")
    chat.hands_over("email")
    chat.is_mailed(MAIL, "ticket.mail.received", "promise.email", "proof.mail.code", "proof.mail.ignore")
    ticket_asked(chat)
    return chat.is_in(Closed)


def ticket_asked(chat: Dialogue, case: str = "FD-1") -> TicketAsked:
    """The ticket begins."""
    passed = chat._next(Pass)
    assert isinstance(passed.event, TicketAsked)
    assert passed.to == stream_of(CaseCode(case))
    return passed.event


def corresponding(chat: Dialogue) -> Dialogue:
    """The team has answered by mail, and what is written now goes to them."""
    ticketed(chat).team_tells("It is on its way.", kind="answer")
    return chat.hears(IDA, "It is on its way.", buttons=["mail.close.FD-1", "cancel", "talk"]).is_in(Corresponding)


def email_form_from_queue(chat: Dialogue) -> Dialogue:
    return queued(chat).presses("offer.email", chat.turn).sees("filling.email").is_in(Filling)


def email_form_from_chat(chat: Dialogue) -> Dialogue:
    return with_tom(chat).presses("offer.email", chat.turn).sees("filling.email").is_in(Filling)


def chat_over(chat: Dialogue) -> Dialogue:
    with_tom(chat).closes(TOM).sees("chat.closed", "rating.solved", buttons=["talk"]).ends_thread("closing.by_agent")
    return chat.is_in(Closed)
