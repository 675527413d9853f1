"""The card on top of the staff's thread, as a live chat stands: who has it, since when the customer waits, and until when."""

from datetime import timedelta

from msgspec.structs import replace

from core.model.conversation import Conversation, Queued, WithAgent
from core.model.effects import Post
from core.model.facts import Facts
from core.model.posts import Card


def card(conversation: Conversation, facts: Facts) -> tuple[Post, ...]:
    """None while the thread is not open yet, or where nobody waits or talks any more."""
    match conversation.stage:
        case Queued(thread=None):
            return ()
        case Queued(thread=thread) as stage if thread:
            due = stage.since + timedelta(seconds=facts.patience.claim)
            shown = Card(stage.case, "waiting", since=stage.since, due=due, language=conversation.language)
            return (Post(thread, shown),)
        case WithAgent() as stage:
            return (Post(stage.thread, _talking(stage, conversation, facts)),)
        case _:
            return ()


def card_in_chat(conversation: Conversation, facts: Facts) -> Post:
    """After a word of either side: it may say a moment later since when the customer waits."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    return Post(stage.thread, replace(_talking(stage, conversation, facts), can_wait=True))


def _talking(stage: WithAgent, conversation: Conversation, facts: Facts) -> Card:
    owner, language = stage.agent.name, conversation.language
    if stage.snoozed:
        return Card(stage.case, "snoozed", owner, until=stage.until, language=language)
    since = stage.waiting_since
    due = since + timedelta(seconds=facts.patience.reply) if since else None
    return Card(stage.case, "claimed", owner, since=since, due=due, language=language)
