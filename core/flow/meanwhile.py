"""While a form is open, the queue or chat behind it goes on; as soon as it speaks to the customer, it has the word again."""

from collections.abc import Callable
from typing import Any, assert_never

from msgspec.structs import replace

from core.flow import pausing, waits
from core.flow.decision import Decision, enter, within
from core.model.conversation import Conversation, Filling, Queued, WithAgent
from core.model.effects import Say, Wake
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
                return _beside(form, stage, in_queue, conversation, event, facts)
            case WithAgent() as stage:
                return _beside(form, stage, in_chat, conversation, event, facts)

    return step


def _beside(
    form: Filling, stage: Queued | WithAgent, step: Step, conversation: Conversation, event: object, facts: Facts
) -> Decision:
    decision = step(within(conversation, stage), event, facts)
    after = decision.conversation.stage
    if decision.conversation.turn > conversation.turn or not isinstance(after, Queued | WithAgent):
        return decision
    if any(isinstance(effect, Say) for effect in decision.effects):
        return _with_the_word(stage, step, conversation, event, facts)
    # Its timers are set when it has the word again; at the form's turn they would end the form.
    effects = tuple(effect for effect in decision.effects if not isinstance(effect, Wake))
    return Decision(within(decision.conversation, replace(form, meanwhile=after)), effects)


def _with_the_word(
    stage: Queued | WithAgent, step: Step, conversation: Conversation, event: object, facts: Facts
) -> Decision:
    """What the customer writes next is an answer to what was said, not to the form: the step is taken out of the form."""
    resumed = resume(conversation, stage, facts)
    decision = step(resumed.conversation, event, facts)
    return Decision(decision.conversation, resumed.effects + decision.effects)


def resume(conversation: Conversation, stage: Queued | WithAgent, facts: Facts) -> Decision:
    """Back from a form. The timers belonged to an older turn, so they are set anew."""
    resumed = enter(conversation, stage)
    match stage:
        case Queued():
            return Decision(resumed, waits.timers(resumed, facts))
        case WithAgent():
            return Decision(resumed, pausing.timers(resumed, facts))
        case other:
            assert_never(other)
