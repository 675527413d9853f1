"""Showing that an e-mail address is the customer's own: a code is mailed there, and typed in the chat."""

from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from core.flow.choices import shown
from core.flow.decision import Decision, say
from core.flow.mail_buttons import NEW_CODE_BUTTON
from core.flow.present import present
from core.model.conversation import (
    Adding,
    Answering,
    Closed,
    Conversation,
    Corresponding,
    Disputing,
    Filling,
    Idle,
    PickingOrder,
    Queued,
    WithAgent,
)
from core.model.effects import Effect, Pass, Say
from core.model.events import CustomerChose, CustomerWrote, Event
from core.model.facts import Facts
from core.model.ids import Address
from core.model.ticket import Proof, stream_of
from core.model.ticket_events import AddressGiven
from core.model.view import Line, View, text

LASTS = timedelta(days=1)  # a mail may be hours on its way
MOST_TRIES = 5  # wrong codes, after which a new one must be asked for
MOST_CODES = 5  # in the time that the first of them lasts: nobody's mailbox is filled by somebody else
MOST_PROVEN = 10  # addresses that are remembered

_FREE_WORDS = (Filling, PickingOrder, Disputing, Adding, Queued, WithAgent, Corresponding)
"""Where six digits may well be what is asked for, or are written to a person: only the right ones are the code."""


class Asked(NamedTuple):
    """`proof`: whose code is mailed now; none where none is."""

    conversation: Conversation
    proof: Proof | None


def is_proven(conversation: Conversation, email: str) -> bool:
    return any(same_address(email, proven) for proven in conversation.proven)


def may_read(conversation: Conversation, email: str, facts: Facts) -> bool:
    """What is personal goes there. Where no mails come in, the team answers by itself and nothing is to be proven."""
    return not facts.mails.hears or is_proven(conversation, email)


def same_address(one: str, other: str) -> bool:
    """Hardly any server tells capital letters from small ones, and no person does."""
    return one.casefold() == other.casefold()


# --- asking for it


def ask_to_prove(conversation: Conversation, facts: Facts) -> Asked:
    """The address that was given last, where answers come through the desk and it is not known to be theirs."""
    if not conversation.email or may_read(conversation, conversation.email, facts):
        return Asked(conversation, None)
    proof = conversation.proof
    if proof and same_address(proof.address, conversation.email) and _is_open(proof, facts.now):
        return _counted(conversation, proof)  # whichever mail is read first, its code is right
    return _new_code(conversation, conversation.email, facts)


def _counted(conversation: Conversation, proof: Proof) -> Asked:
    if proof.sent >= MOST_CODES:
        return Asked(conversation, None)
    again = replace(proof, sent=proof.sent + 1)
    return Asked(replace(conversation, proof=again), again)


def _new_code(conversation: Conversation, email: str, facts: Facts) -> Asked:
    before = conversation.proof
    if before is None or facts.now >= before.until:
        fresh = Proof(email, facts.mails.code, facts.now + LASTS)
        return Asked(replace(conversation, proof=fresh), fresh)
    return _counted(conversation, replace(before, address=email, code=facts.mails.code, tries=0))


def chat_lines(proof: Proof | None) -> tuple[Line, ...]:
    return (Line(text("proof.type", email=proof.address)),) if proof else ()


def mail_lines(proof: Proof | None) -> tuple[Line, ...]:
    return (Line(text("proof.mail.code", code=proof.code)), Line(text("proof.mail.ignore"))) if proof else ()


def send_again(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Another code, to the same address."""
    if conversation.proof is None or not facts.mails.code:
        return Decision(conversation, (present(conversation, Line(text("choice.expired"))),))
    asked, proof = _new_code(conversation, conversation.proof.address, facts)
    if proof is None:
        return _told(conversation, Line(text("proof.too_many")))
    view = View(mail_lines(proof), turn=asked.turn, title=text("proof.mail.subject"))
    mail = Say(Address("email", proof.address), view, asked.language)
    return _told(asked, Line(text("proof.new", email=proof.address)), effects=(mail,))


# --- typing it


def is_typed(conversation: Conversation, facts: Facts) -> bool:
    """Whether the text has the code in it, or was meant to be the code: wrong digits among words are an order's, say."""
    proof = conversation.proof
    if proof is None or not facts.mails.typed or facts.now >= proof.until:
        return False
    return _is_right(proof, facts) or not (facts.mails.among or _takes_words(conversation))


def _takes_words(conversation: Conversation) -> bool:
    stage = conversation.stage
    return isinstance(stage, _FREE_WORDS) or (isinstance(stage, Closed) and stage.asks == "writing")


def _is_open(proof: Proof, now: datetime) -> bool:
    return now < proof.until and proof.tries < MOST_TRIES


def _is_right(proof: Proof, facts: Facts) -> bool:
    return _is_open(proof, facts.now) and facts.mails.typed == proof.code


def count(conversation: Conversation, event: Event, facts: Facts) -> Conversation:
    """A wrong code counts wherever it is typed, even where it is taken for words."""
    proof = conversation.proof
    if proof is None or not isinstance(event, CustomerWrote) or not facts.mails.typed or _is_right(proof, facts):
        return conversation
    return replace(conversation, proof=replace(proof, tries=proof.tries + 1))


def typed(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """The right code shows that the address is theirs: from now on answers go there whole."""
    proof = conversation.proof
    assert proof
    if not _is_right(proof, facts):
        key = text("proof.wrong") if _is_open(proof, facts.now) else text("proof.over")
        told = say(conversation, Line(key), buttons=(NEW_CODE_BUTTON, *shown(conversation)))
        return Decision(conversation, (told,))
    known = replace(conversation, proof=None, proven=(*conversation.proven, proof.address)[-MOST_PROVEN:])
    given = AddressGiven(proof.address, proven=True)
    theirs = [line.case for line in facts.mails.own if same_address(line.email, proof.address)]
    passes = tuple(Pass(stream_of(case), given) for case in theirs)
    return _told(known, Line(text("proof.done", email=proof.address)), effects=passes)


def _told(conversation: Conversation, *lines: Line, effects: tuple[Effect, ...] = ()) -> Decision:
    """Said beside what is under way; a question that waits is asked again after it."""
    if isinstance(conversation.stage, Idle | Answering | Closed | Queued | WithAgent):
        return Decision(conversation, (say(conversation, *lines, buttons=shown(conversation)), *effects))
    return Decision(conversation, (present(conversation, *lines), *effects))
