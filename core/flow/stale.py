"""What a customer wrote long ago, while the desk was away: whether people get it, instead of an answer that comes too late."""

from datetime import datetime, timedelta

from core.flow.choosing import find
from core.model.conversation import (
    Advising,
    Answering,
    Choosing,
    Closed,
    Conversation,
    Idle,
    PickingOrder,
    SigningIn,
)
from core.model.events import CustomerEdited, CustomerWrote
from core.model.facts import Facts
from core.model.ids import CaseCode
from core.model.ticket import TicketLine

_BY_ITSELF = (Idle, Answering, SigningIn, PickingOrder, Advising, Choosing, Closed)
"""Where the assistant answers; elsewhere words go to people, or into what they were asked for, however old they are."""


def is_for_people(conversation: Conversation, event: CustomerWrote | CustomerEdited, facts: Facts) -> bool:
    """Words that an apology answers, or has answered: neither the assistant nor a form is to take them."""
    if not _is_answered_here(conversation):
        return False
    if is_stale(facts):
        return is_covered(conversation, facts) or (_asks(conversation, event, facts) and _is_mail_offered(facts))
    return isinstance(event, CustomerWrote) and waits_for_address(conversation, facts) is not None


def is_stale(facts: Facts) -> bool:
    """By the messenger's clock alone: it says when it was written and how late it is now."""
    late = facts.late
    return late is not None and late.now - late.written >= timedelta(seconds=facts.patience.fresh)


def written(facts: Facts) -> datetime | None:
    """When, for whoever reads it among people; none where it was just now."""
    return facts.late.written if facts.late else None


def is_covered(conversation: Conversation, facts: Facts) -> bool:
    """One apology is for all that was written before it, in whatever order it comes in."""
    return conversation.apology is not None and facts.late is not None and facts.late.written <= conversation.apology.at


def waits_for_address(conversation: Conversation, facts: Facts) -> TicketLine | None:
    """The open ticket to which nobody could answer until now, where the customer has written an address."""
    apology = conversation.apology
    if apology is None or conversation.email or facts.mails.hears or not facts.email:
        return None
    return facts.mails.ticket(apology.case) if _is_quiet(conversation, apology.case) else None


def _is_answered_here(conversation: Conversation) -> bool:
    """What is written about the help is no question."""
    stage = conversation.stage
    return isinstance(stage, _BY_ITSELF) and not (isinstance(stage, Closed) and stage.asks == "writing")


def _asks(conversation: Conversation, event: CustomerWrote | CustomerEdited, facts: Facts) -> bool:
    """A greeting gets its word at any time, and of an edited message only what would be asked anew is a question."""
    if isinstance(event, CustomerEdited):
        return isinstance(conversation.stage, Idle | Answering)
    return not (facts.courtesy or facts.smalltalk)


def _is_mail_offered(facts: Facts) -> bool:
    """It always is: nobody can close it."""
    return find(facts.offers, "email") is not None


def _is_quiet(conversation: Conversation, case: CaseCode) -> bool:
    match conversation.stage:
        case Idle():
            return True
        case Closed(case=of):
            return of == case
        case _:
            return False
