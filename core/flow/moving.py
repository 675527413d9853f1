"""A chat whose thread is gone goes on in another: the customer need not know of it."""

from msgspec.structs import replace

from core.flow.cards import card
from core.flow.decision import Decision, within
from core.model.conversation import Conversation, Queued, WithAgent
from core.model.events import ThreadMoved
from core.model.facts import Facts


def moved(conversation: Conversation, event: ThreadMoved, facts: Facts) -> Decision:
    """With the same owner, and at the same place in the queue; whoever did not see it yet sees the case as it stands."""
    stage = conversation.stage
    assert isinstance(stage, Queued | WithAgent)
    if stage.thread != event.thread:
        return Decision(conversation)
    there = within(conversation, replace(stage, thread=event.to))
    return Decision(there, card(there, facts))
