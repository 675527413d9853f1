"""Another way that an agent offers out of a live chat: the customer sees its form, and can stay in the chat."""

from core.flow import opening
from core.flow.choosing import find
from core.flow.decision import Decision, whisper
from core.model.conversation import Conversation, Filling, WithAgent
from core.model.effects import Post
from core.model.events import AgentControlled
from core.model.facts import Facts
from core.model.posts import Remark
from core.model.view import Line, Text, text


def by_email(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    told = Line(text("chat.email_offered", agent=event.agent.name))
    return _offer(conversation, event, "email", told, text("staff.email_offered"), facts)


def by_call(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    told = Line(text("chat.call_offered", agent=event.agent.name))
    return _offer(conversation, event, "callback", told, text("staff.call_offered"), facts)


def _offer(
    conversation: Conversation, event: AgentControlled, method: str, told: Line, done: Text, facts: Facts
) -> Decision:
    """The chat goes on until the other way is open."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    offer = find(facts.offers, method)
    if offer is None:
        return Decision(conversation, (whisper(event.thread, event.agent, text("staff.way_closed")),))
    asking = opening.prepare(conversation, offer, facts, stage, before=(told,))
    if not isinstance(asking.conversation.stage, Filling):  # by e-mail it was before, and is again
        return asking
    return Decision(asking.conversation, (*asking.effects, Post(stage.thread, Remark(done))))
