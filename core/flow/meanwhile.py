"""While a form is open, the queue or chat behind it goes on; as soon as it speaks to the customer, it has the word again."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from core.flow.decision import Decision, enter, within
from core.model.conversation import Conversation, Filling, Queued, WithAgent
from core.model.effects import Say
from core.model.facts import Facts

# The event's class is settled by the trigger, which the type checker cannot see.
Step = Callable[[Conversation, Any, Facts], Decision]


def behind(in_queue: Step, in_chat: Step, with_nothing: Step) -> Step:
    """The step of a form at a trigger that concerns what goes on behind it."""

    def step(conversation: Conversation, event: object, facts: Facts) -> Decision:
        form = conversation.stage
        assert isinstance(form, Filling)
        match form.meanwhile:
            case None:
                return with_nothing(conversation, event, facts)
            case Queued() as stage:
                return _beside(form, conversation, in_queue(within(conversation, stage), event, facts))
            case WithAgent() as stage:
                return _beside(form, conversation, in_chat(within(conversation, stage), event, facts))

    return step


def _beside(form: Filling, conversation: Conversation, decision: Decision) -> Decision:
    after = decision.conversation.stage
    if not isinstance(after, Queued | WithAgent):
        return decision
    if any(isinstance(effect, Say) for effect in decision.effects):
        return _word_taken(conversation, decision)
    return Decision(within(conversation, replace(form, meanwhile=after)), decision.effects)


def _word_taken(conversation: Conversation, decision: Decision) -> Decision:
    """What the customer writes next is an answer to what was said, not to the form."""
    if decision.conversation.turn > conversation.turn:
        return decision
    return Decision(enter(decision.conversation, decision.conversation.stage), decision.effects)
