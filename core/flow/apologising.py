"""The desk was away: one apology for all that was written meanwhile, which people get in one case, without any press."""

from msgspec.structs import replace

from core.flow import opening
from core.flow.choices import REQUESTS_BUTTON, TALK_BUTTON
from core.flow.choosing import anew, find
from core.flow.decision import Decision, enter, say
from core.flow.stale import is_covered, is_stale, waits_for_address
from core.model.conversation import Apology, Closed, Conversation
from core.model.effects import Effect, Pass
from core.model.events import CustomerEdited, CustomerWrote
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.ticket import TicketLine, stream_of
from core.model.ticket_events import CustomerAdded
from core.model.view import Line, text

SORRY = Line(text("late.sorry"))
ASK_AGAIN = Line(text("late.ask_again"))


def wrote(conversation: Conversation, event: CustomerWrote | CustomerEdited, facts: Facts) -> Decision:
    """The first words open the case, the others follow them there without a word."""
    if not is_stale(facts):
        return _address_given(conversation, facts)
    if is_covered(conversation, facts):
        return Decision(conversation, _added(conversation.apology, event, facts))
    return _apologize(replace(anew(conversation), name=event.sender.name or conversation.name), event, facts)


def _added(apology: Apology | None, event: CustomerWrote | CustomerEdited, facts: Facts) -> tuple[Effect, ...]:
    """Nobody need read that they say hello or thank you."""
    assert apology
    is_courtesy = isinstance(event, CustomerWrote) and (facts.courtesy or facts.smalltalk)
    return () if is_courtesy else (Pass(stream_of(apology.case), CustomerAdded(event.text)),)


def _apologize(conversation: Conversation, event: CustomerWrote | CustomerEdited, facts: Facts) -> Decision:
    asked = replace(conversation, question=event.text, sources=())
    if facts.mails.joins:
        return _join(_with_apology(asked, facts.mails.joins, facts), facts.mails.joins, event)
    offer = find(facts.offers, "email")
    assert offer
    return opening.open_unasked(_with_apology(asked, facts.fresh_case, facts), offer, facts, SORRY, after=(ASK_AGAIN,))


def _with_apology(conversation: Conversation, case: CaseCode, facts: Facts) -> Conversation:
    assert facts.late
    return replace(conversation, apology=Apology(facts.late.now, case))


def _join(conversation: Conversation, case: CaseCode, event: CustomerWrote | CustomerEdited) -> Decision:
    """The team has a case about the same already."""
    closed = enter(conversation, Closed(case, "email"))
    lines = (SORRY, Line(text("late.joined", case=case)), ASK_AGAIN)
    told = say(closed, *lines, buttons=(REQUESTS_BUTTON, TALK_BUTTON))
    return Decision(closed, (told, Pass(stream_of(case), CustomerAdded(event.text))))


def _address_given(conversation: Conversation, facts: Facts) -> Decision:
    """What was asked for with the apology."""
    ticket: TicketLine | None = waits_for_address(conversation, facts)
    assert ticket
    return opening.other_address(replace(conversation, email=facts.email), ticket, facts)
