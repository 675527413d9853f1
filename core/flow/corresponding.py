"""Writing to the team in the chat about an e-mail ticket: each word goes into its thread."""

from datetime import timedelta

from msgspec.structs import replace

from core.flow.choices import shown
from core.flow.decision import Decision, enter, say, wake, within
from core.flow.present import present
from core.model.conversation import Conversation, Corresponding, Idle
from core.model.effects import Pass
from core.model.events import CustomerChose, CustomerEdited, CustomerSentFile, CustomerWrote, Woke
from core.model.facts import Facts
from core.model.ticket import TicketLine, stream_of
from core.model.ticket_events import CustomerAdded
from core.model.view import Line, Moment, text

PAUSE = timedelta(hours=1)  # after which it is said anew that words have arrived


def begin(conversation: Conversation, stage: Corresponding, facts: Facts) -> Decision:
    """From now on what is written goes there; nothing is said yet."""
    writing = enter(conversation, stage)
    return Decision(writing, (wake(writing, "expire", facts.patience.choice, facts),))


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """That it goes to the team is said by the ticket, with a new time, where the team had answered, and else here.

    Here it is said once, and again after a pause: who writes in a row knows it.
    """
    stage = conversation.stage
    assert isinstance(stage, Corresponding)
    passed = added(conversation, event.text)
    ticket = facts.mails.ticket(stage.case)
    telling = within(conversation, replace(stage, told=True))
    if (ticket and ticket.state == "answered") or (stage.told and not _is_after_pause(ticket, facts)):
        return Decision(telling, (passed,))
    taken = text("ticket.news.added", case=stage.case) if stage.told else text("mail.passed_on", case=stage.case)
    told = say(telling, Line(taken), *_promise(ticket, facts), buttons=shown(telling))
    return Decision(telling, (passed, told))


def _is_after_pause(ticket: TicketLine | None, facts: Facts) -> bool:
    return ticket is not None and ticket.updated_at is not None and facts.now - ticket.updated_at >= PAUSE


def _promise(ticket: TicketLine | None, facts: Facts) -> tuple[Line, ...]:
    """By when an answer comes, as far as that is still to come."""
    if ticket is None or ticket.due is None or ticket.due <= facts.now:
        return ()
    return (Line(text("offer.email.promise_by", when=Moment(ticket.due, facts.mails.zone))),)


def added(conversation: Conversation, words: str) -> Pass:
    """The customer's words, to the team."""
    stage = conversation.stage
    assert isinstance(stage, Corresponding)
    return Pass(stream_of(stage.case), CustomerAdded(words))


def edited(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    """A mail cannot be changed any more: the corrected words follow it."""
    return Decision(conversation, (added(conversation, event.text),))


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    """The file stays here, which is said; its caption goes to the team."""
    caption = event.caption.strip()
    passed = (added(conversation, caption),) if caption else ()
    told = text("mail.file_caption") if caption else text("mail.file")
    return Decision(conversation, (*passed, present(conversation, Line(told))))


def thanked(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """Nobody need answer a thank-you, but perhaps it is solved."""
    return Decision(conversation, (say(conversation, Line(text("mail.thanked")), buttons=shown(conversation)),))


def left(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """It is about something else."""
    idle = enter(conversation, Idle())
    return Decision(idle, (present(idle),))


def expired(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    """The customer went away; what they write next is a question."""
    return Decision(enter(conversation, Idle()))
