"""The message of the present stage: what a customer reads who comes back to it."""

from typing import assert_never

from core.flow.choices import shown
from core.flow.decision import say
from core.model.conversation import (
    Answering,
    Choosing,
    Closed,
    Conversation,
    Filling,
    Idle,
    Queued,
    WithAgent,
)
from core.model.effects import Say
from core.model.offer import Field
from core.model.view import Block, Line, Text, text


def present(conversation: Conversation, *before: Block) -> Say:
    """The stage's own message with its choices, after some lines that lead to it."""
    return say(conversation, *before, *_lines(conversation), buttons=shown(conversation))


def _lines(conversation: Conversation) -> tuple[Line, ...]:
    match conversation.stage:
        case Idle() | Closed():
            return (Line(text("idle.ask")),)
        case Answering():
            return (Line(text("answering.looking")),)
        case Choosing(offers):
            return (Line(text("choosing.ways")), *(Line(offer.reason) for offer in offers))
        case Filling(missing=missing):
            return (Line(_question(missing[0])),)
        case Queued(case=case):
            return (Line(text("queued.place", case=case)),)
        case WithAgent(agent=agent):
            return (Line(text("chat.with", agent=agent.name)),)
        case other:
            assert_never(other)


def _question(field: Field) -> Text:
    match field:
        case "message":
            return text("filling.message")
        case "email":
            return text("filling.email")
        case other:
            assert_never(other)
