"""What a step gives back, and the few phrases in which every step speaks."""

from datetime import timedelta
from typing import NamedTuple

from msgspec.structs import replace

from core.model.conversation import Conversation, Stage
from core.model.effects import Effect, Post, Say, Wake, WakeReason
from core.model.facts import Facts
from core.model.ids import Address
from core.model.people import Agent
from core.model.posts import Whisper
from core.model.view import Block, Button, Text, View


class Decision(NamedTuple):
    conversation: Conversation
    effects: tuple[Effect, ...] = ()


def enter(conversation: Conversation, stage: Stage) -> Conversation:
    """Into a stage: all buttons shown and results asked for before are late from here on."""
    return replace(conversation, stage=stage, turn=conversation.turn + 1)


def within(conversation: Conversation, stage: Stage) -> Conversation:
    """The same stage with other data: what was shown stays valid."""
    return replace(conversation, stage=stage)


def say(conversation: Conversation, *blocks: Block, buttons: tuple[Button, ...] = ()) -> Say:
    """A message to the customer's chat, its buttons bound to the present turn."""
    view = View(blocks, buttons, conversation.turn)
    return Say(conversation.customer, view, conversation.language)


def wake(conversation: Conversation, reason: WakeReason, seconds: int, facts: Facts) -> Wake:
    return Wake(reason, facts.now + timedelta(seconds=seconds), conversation.turn)


def whisper(thread: Address, agent: Agent, text: Text) -> Post:
    return Post(thread, Whisper(agent, text))
