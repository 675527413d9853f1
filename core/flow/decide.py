"""The one door to the decisions: pure, so that any stored event can be decided again and explained."""

from msgspec.structs import replace

from core.flow import proving
from core.flow.attached import remember
from core.flow.decision import Decision
from core.flow.dispute_parties import hand_over
from core.flow.greeting import greet
from core.flow.language import announce, listen
from core.flow.table import TABLE
from core.flow.triggers import Trigger, as_choice, trigger
from core.model.conversation import Conversation, Taken
from core.model.events import CustomerChose, Event
from core.model.facts import Facts


def decide(conversation: Conversation, event: Event, facts: Facts) -> Decision:
    """What follows from an event: the conversation after it, and what shall be done. No clock, no I/O, no chance."""
    heard = as_choice(conversation, event, facts)
    kind = trigger(conversation, heard, facts)
    row = TABLE[type(conversation.stage), kind]
    known = proving.count(listen(conversation, event, facts), heard, facts)
    decision = hand_over(conversation, kind, row.step(known, heard, facts))
    decision = greet(announce(decision))
    after = type(decision.conversation.stage)
    assert after is type(conversation.stage) or after in row.to, (
        f"{conversation.stage} {kind} -> {after}: not in the table"
    )
    kept = Decision(remember(conversation, event, decision.conversation), decision.effects)
    return _remember(kept, heard, kind, facts)


_REMEMBERED = (
    Trigger.TALK,
    Trigger.PICKED,
    Trigger.LANGUAGE,
    Trigger.ORDERS,
    Trigger.REQUESTS,
    Trigger.SIGN_IN,
    Trigger.DISPUTE,
    Trigger.CALL_TO_EMAIL,
    Trigger.TICKET,
    Trigger.APART,
)


def _remember(decision: Decision, event: Event, kind: Trigger, facts: Facts) -> Decision:
    if not isinstance(event, CustomerChose) or kind not in _REMEMBERED:
        return decision
    after = decision.conversation
    taken = Taken(event.action, event.turn, facts.now, after.turn)
    return Decision(replace(after, taken=taken), decision.effects)
