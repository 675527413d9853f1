"""The first words: an AI answers, and a person can always be asked for (promise 6)."""

from msgspec.structs import replace

from core.flow.choices import shown
from core.flow.decision import Decision, say
from core.flow.present import present
from core.model.conversation import Closed, Conversation, Idle
from core.model.effects import Say
from core.model.events import CustomerWrote
from core.model.facts import Facts
from core.model.view import Line, text

GREETING = Line(text("greeting"))
_WORDS = {
    "thanks": Line(text("smalltalk.thanks")),
    "goodbye": Line(text("smalltalk.goodbye")),
    "assistant": Line(text("smalltalk.assistant")),
    "chat": Line(text("smalltalk.chat")),
}


def started(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """/start: the greeting, always, and what can be done now."""
    known = replace(conversation, name=event.sender.name or conversation.name)
    if facts.start and facts.start.kind == "article":
        known = replace(known, sources=(facts.start.title,))
        about = (Line(text("orders.about", title=facts.start.title)), Line(text("orders.ask")))
        again = (GREETING,) if conversation.greeted else ()
        return Decision(known, (say(known, *again, *about, buttons=shown(known)),))
    again = (GREETING,) if conversation.greeted else ()
    return Decision(known, (present(known, *again),))


def courtesy(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """A word for a word, and where the conversation stands; no article."""
    known = replace(conversation, name=event.sender.name or conversation.name)
    words = _WORDS.get(facts.smalltalk)
    if words is None:
        return Decision(known, (present(known),))
    if isinstance(known.stage, Idle | Closed):  # who says thanks or goodbye need not be asked for the next question
        return Decision(known, (say(known, words, buttons=shown(known)),))
    return Decision(known, (present(known, words),))


def greet(decision: Decision) -> Decision:
    """Before the first word that a customer ever reads, whichever it is, comes the greeting."""
    conversation, effects = decision
    first = next((effect for effect in effects if isinstance(effect, Say) and effect.to == conversation.customer), None)
    if conversation.greeted or first is None:
        return decision
    greeting = replace(first, view=replace(first.view, blocks=(GREETING, *first.view.blocks)))
    return Decision(
        replace(conversation, greeted=True),
        tuple(greeting if effect is first else effect for effect in effects),
    )
