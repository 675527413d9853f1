"""The message of the present stage: what a customer reads who comes back to it."""

from typing import assert_never

from msgspec.structs import replace

from core.flow.choices import SPEAK, shown
from core.flow.decision import say
from core.flow.dispute_form import adding_question, question
from core.flow.drafts import present_draft
from core.flow.translating import PROMISE
from core.model.callback import Phone
from core.model.callback_words import ASK_NUMBER, ask_time
from core.model.conversation import (
    Adding,
    Advising,
    Answering,
    Choosing,
    Closed,
    Conversation,
    Corresponding,
    Disputing,
    Filling,
    Idle,
    PickingOrder,
    Queued,
    SigningIn,
    WithAgent,
)
from core.model.effects import Say
from core.model.offer import Field, Offer
from core.model.shop import About
from core.model.view import Block, Line, Listing, Text, text


def present(conversation: Conversation, *before: Block) -> Say:
    """The stage's own message with its choices, after some lines that lead to it."""
    said = say(conversation, *before, *_lines(conversation), buttons=shown(conversation))
    side_by_side = tuple(button for button in said.view.buttons if button.action.startswith(SPEAK))
    if not side_by_side:
        return said
    rows = tuple(button for button in said.view.buttons if button not in side_by_side)
    return replace(said, view=replace(said.view, buttons=rows, grid=side_by_side))


def _lines(conversation: Conversation) -> tuple[Block, ...]:
    match conversation.stage:
        case Idle() | Closed():
            return (Line(text("idle.ask")),)
        case Answering():
            return (Line(text("answering.looking")),)
        case SigningIn():
            return (Line(text("sign_in.waiting")),)
        case PickingOrder(looking=looking):
            return (Line(text("answering.looking") if looking else text("orders.choose")),)
        case Advising():
            return _advice(conversation.about)
        case Disputing():
            draft = present_draft(conversation)
            return question(draft) if draft else (Line(text("answering.looking")),)
        case Adding() as stage:
            return adding_question(stage)
        case Choosing(offers, tongues, translates):
            asked = (Line(text("choosing.speak")),) if tongues else ()
            promise = (PROMISE,) if translates else ()
            return (Line(text("choosing.ways")), *map(_way, offers), *asked, *promise)
        case Filling(missing=missing) as stage:
            return (Line(_question(missing[0], stage.phone)),)
        case Queued(case=case, others=others):
            return (*map(_way, others or ()), Line(text("queued.place", case=case)))
        case WithAgent(agent=agent):
            return (Line(text("chat.with", agent=agent.name)),)
        case Corresponding(case=case):
            return (Line(text("mail.writing", case=case)),)
        case other:
            assert_never(other)


def _way(offer: Offer) -> Block:
    """Why it is or is not to be had, and how long one waits."""
    return Listing((offer.reason, offer.wait)) if offer.wait else Line(offer.reason)


def _advice(about: About | None) -> tuple[Line, ...]:
    """An order that was forgotten meanwhile leaves nobody to write to."""
    if about is None:
        return (Line(text("idle.ask")),)
    name = about.other.name
    return (Line(text("advice.seller", name=name) if about.role == "buyer" else text("advice.buyer", name=name)),)


def _question(field: Field, phone: Phone | None) -> Text:
    match field:
        case "message":
            return text("filling.message")
        case "email":
            return text("filling.email")
        case "slot" if phone:
            return ask_time(phone)
        case "phone" | "slot":
            return ASK_NUMBER
        case other:
            assert_never(other)
