"""The word to a customer whose card number or IBAN was taken out of what they wrote, once in a conversation."""

from msgspec.structs import replace

from core.flow.decision import Decision, say
from core.model.conversation import Conversation
from core.model.events import CustomerEdited, CustomerSentFile, CustomerWrote, Event
from core.model.view import Line, text

_MARKS = ("[card]", "[IBAN]")  # what stands where it stood, before anything is decided
_REMOVED = Line(text("payment_data.removed"))


def told(before: Conversation, event: Event, decision: Decision) -> Decision:
    """Before whatever else is said: that it was removed, and that nobody here needs it."""
    if before.payment_data_told or not any(mark in _words(event) for mark in _MARKS):
        return decision
    after, effects = decision
    return Decision(replace(after, payment_data_told=True), (say(after, _REMOVED), *effects))


def _words(event: Event) -> str:
    match event:
        case CustomerWrote(text=words) | CustomerEdited(text=words):
            return words
        case CustomerSentFile(caption=caption, name=name):
            return f"{caption} {name}"
        case _:
            return ""
