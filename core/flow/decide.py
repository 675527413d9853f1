"""The one door to the decisions: pure, so that any stored event can be decided again and explained."""

from msgspec.structs import replace

from core.flow import payment_data, privacy, proving, repeating
from core.flow.attached import remember
from core.flow.decision import Decision
from core.flow.dispute_parties import hand_over
from core.flow.greeting import greet
from core.flow.language import announce, listen
from core.flow.table import TABLE
from core.flow.translating import leave_nothing
from core.flow.triggers import Trigger, as_choice, trigger
from core.model.conversation import Conversation, Queued, Taken, WithAgent
from core.model.events import CustomerChose, CustomerWrote, Event
from core.model.facts import Facts


def decide(conversation: Conversation, event: Event, facts: Facts) -> Decision:
    """What follows from an event: the conversation after it, and what shall be done. No clock, no I/O, no chance."""
    heard = as_choice(conversation, event, facts)
    kind = trigger(conversation, heard, facts)
    row = TABLE[type(conversation.stage), kind]
    is_too_often = kind in _ANSWERED and repeating.is_too_often(conversation, heard, facts)
    step = repeating.leave if is_too_often else row.step
    known = proving.count(listen(conversation, event, facts), heard, facts)
    stepped = privacy.signed_in(conversation, heard, step(known, heard, facts), facts)
    decision = hand_over(conversation, kind, stepped)
    decision = payment_data.told(conversation, event, decision)
    decision = leave_nothing(conversation, greet(announce(decision)))
    after = type(decision.conversation.stage)
    assert after is type(conversation.stage) or after in row.to, (
        f"{conversation.stage} {kind} -> {after}: not in the table"
    )
    kept = _about(conversation, heard, remember(conversation, event, decision.conversation), facts)
    kept = repeating.remember(conversation, heard, kept, facts)
    return _remember(Decision(kept, decision.effects), heard, kind, facts)


_ANSWERED = (Trigger.ASKED, Trigger.COURTESY)


def _about(before: Conversation, event: Event, after: Conversation, facts: Facts) -> Conversation:
    """What a chat is about that was asked for without a question: whoever goes on by e-mail has written it already."""
    if not isinstance(before.stage, Queued | WithAgent) or not isinstance(event, CustomerWrote):
        return after
    is_known_or_nothing = after.question or facts.smalltalk or facts.courtesy
    return after if is_known_or_nothing else replace(after, question=event.text)


_REMEMBERED = (
    Trigger.TALK,
    Trigger.PICKED,
    Trigger.LANGUAGE,
    Trigger.ORIGINAL,
    Trigger.ORDERS,
    Trigger.REQUESTS,
    Trigger.PRIVACY,
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
