"""Asking for what a way needs, one thing at a time; a place in the queue or a chat goes on meanwhile."""

from msgspec.structs import replace

from core.flow import choosing, opening
from core.flow.choices import CANCEL
from core.flow.decision import Decision, enter, wake
from core.flow.present import present
from core.model.conversation import Conversation, Filling, Queued, WithAgent
from core.model.events import CustomerChose, CustomerWrote, Woke
from core.model.facts import Facts
from core.model.view import Line, text


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Filling)
    if stage.missing[0] == "message":
        return _given(replace(conversation, question=event.text), stage, facts)
    if facts.email:
        return _given(opening.with_email(conversation, facts.email), stage, facts)
    return Decision(conversation, (present(conversation, Line(text("filling.no_email"))),))


def picked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Filling)
    if event.action == CANCEL:
        return back(conversation, event, facts)
    return _given(conversation, stage, facts)


def _given(conversation: Conversation, stage: Filling, facts: Facts) -> Decision:
    return opening.ask(conversation, replace(stage, missing=stage.missing[1:]), facts)


def talk(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """Asked for a person while filling in: back to the one who is waited for, or to all ways again."""
    stage = conversation.stage
    assert isinstance(stage, Filling)
    return back(conversation, event, facts) if stage.meanwhile else choosing.talk(conversation, event, facts)


def back(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """To what goes on meanwhile, or to nothing."""
    stage = conversation.stage
    assert isinstance(stage, Filling)
    if stage.meanwhile is None:
        return choosing.cancelled(conversation, event, facts)
    returned = _return(conversation, stage.meanwhile, facts)
    return Decision(returned.conversation, (present(returned.conversation), *returned.effects))


def expired(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Filling)
    if stage.meanwhile is None:
        return choosing.cancelled(conversation, event, facts)._replace(effects=())
    return _return(conversation, stage.meanwhile, facts)


def _return(conversation: Conversation, meanwhile: Queued | WithAgent, facts: Facts) -> Decision:
    """Its timers belonged to an older turn, so they are set anew."""
    if isinstance(meanwhile, Queued):
        queued = enter(conversation, meanwhile)
        return Decision(queued, (wake(queued, "unclaimed", facts.patience.claim, facts),))
    chatting = enter(conversation, meanwhile)
    return Decision(chatting, (wake(chatting, "reply_due", facts.patience.reply, facts),))
