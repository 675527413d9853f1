"""Help with an order or item of the customer's own: which one it is about, and then the question."""

from typing import Literal

from msgspec.structs import replace

from core.flow import answering, failures, greeting
from core.flow.choices import CANCEL, MORE, ORDER, TALK_BUTTON
from core.flow.decision import Decision, enter, say, wake, within
from core.flow.dispute_parties import awaited
from core.flow.present import present
from core.flow.signing import ask_to_sign_in, change_to
from core.model.conversation import Closed, Conversation, Idle, PickingOrder, Queued, SigningIn, WithAgent
from core.model.effects import Look, Note, Post
from core.model.events import (
    CustomerChose,
    CustomerEdited,
    CustomerWrote,
    EffectFailed,
    OneFound,
    OrdersFound,
    SignedIn,
)
from core.model.facts import Facts
from core.model.posts import Remark
from core.model.view import Line, text


def asked(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """What is about an order of one's own, or names one, is looked at there for who is signed in; all else is general."""
    if not (facts.order or facts.number) or conversation.person is None or facts.again:
        return answering.asked(conversation, event, facts)
    known = replace(conversation, name=event.sender.name or conversation.name)
    question = "" if event.text.strip().upper() == facts.number else event.text  # a number alone asks how it stands
    if known.about and facts.number in ("", known.about.id):
        return answering.look_into(known, question, facts)
    return begin(known, question, facts)


def edited(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    """A corrected question is a question."""
    return asked(conversation, CustomerWrote(event.text, event.sender, event.ref), replace(facts, again=False))


def signed_in(conversation: Conversation, event: SignedIn, facts: Facts) -> Decision:
    """Greet by name, and go on where it was interrupted."""
    known = change_to(conversation, event.person)
    stage = conversation.stage
    hello = _hello(conversation, event)
    audit = Note("signed in", event.person.id)
    if isinstance(stage, SigningIn) and (stage.question or stage.number):
        going_on = _look(known, PickingOrder(stage.question), facts, number=stage.number or facts.number)
        greeting = say(known, *hello, buttons=(TALK_BUTTON,))
        return Decision(going_on.conversation, (audit, greeting, *awaited(known, facts), *going_on.effects))
    if isinstance(stage, SigningIn):
        known = enter(known, Idle())
    return Decision(known, (audit, present(known, *hello), *awaited(known, facts)))


def _hello(conversation: Conversation, event: SignedIn) -> tuple[Line, ...]:
    """Whoever was somebody else before is told that it begins afresh."""
    before = conversation.person
    anew = (Line(text("sign_in.again")),) if before and before.id != event.person.id else ()
    return (Line(text("sign_in.done", name=event.person.name)), *anew)


def signed_in_beside(conversation: Conversation, event: SignedIn, facts: Facts) -> Decision:
    """Whoever talks with the customer is told too."""
    known = change_to(conversation, event.person)
    stage = conversation.stage
    beside = known.stage == stage
    told = (say if beside else present)(known, *_hello(conversation, event))
    audit = Note("signed in", event.person.id)
    thread = stage.thread if isinstance(stage, Queued | WithAgent) else None
    remark = (Post(thread, Remark(text("staff.signed_in", name=event.person.name))),) if thread else ()
    return Decision(known, (audit, told, *awaited(known, facts), *remark))


def started(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """/start, from an order's page: that order is chosen already. Without a link, where the conversation stands."""
    if facts.start is None or facts.start.kind == "article":
        if isinstance(conversation.stage, Idle | Closed):
            return greeting.started(conversation, event, facts)
        return Decision(conversation, (present(conversation),))
    known = replace(conversation, name=event.sender.name or conversation.name)
    if known.person is None:
        return ask_to_sign_in(known, "", facts, facts.start.id)
    return _look(known, PickingOrder(), facts, number=facts.start.id, kind="order")


def orders(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    """ "Question about an order": the list, or the way to it. What was asked last is not asked again."""
    return begin(conversation, "", facts)


def begin(conversation: Conversation, question: str, facts: Facts) -> Decision:
    """Find out which order the question is about: by the number in it, or from the list."""
    if conversation.person is None:
        return ask_to_sign_in(conversation, question, facts, facts.number)
    return _look(conversation, PickingOrder(question), facts, number=facts.number)


def _look(
    conversation: Conversation,
    picking: PickingOrder,
    facts: Facts,
    *,
    number: str = "",
    after: str = "",
    kind: Literal["", "order", "item"] = "",
) -> Decision:
    assert conversation.person is not None
    looking = enter(conversation, replace(picking, looking=True))
    look = Look(conversation.person.id, looking.turn, looking.customer, number, after, kind)
    return Decision(looking, (look, wake(looking, "answer_due", facts.patience.answer, facts)))


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """A number is the choice; anything else is the next question."""
    stage = conversation.stage
    assert isinstance(stage, PickingOrder)
    if facts.number and conversation.person:
        return _look(conversation, stage, facts, number=facts.number)
    return asked(conversation, event, facts)


def picked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, PickingOrder)
    if event.action == CANCEL and stage.question:  # none of these: then it is asked in general
        return answering.look_generally(conversation, stage.question, facts)
    if event.action == CANCEL:
        idle = enter(conversation, Idle())
        return Decision(idle, (present(idle, Line(text("choosing.cancelled"))),))
    if event.action == MORE:
        return _look(conversation, stage, facts, after=stage.more)
    place = int(event.action.rpartition(".")[2])
    if event.action.startswith(ORDER):
        return _look(conversation, stage, facts, number=stage.orders[place].id, kind="order")
    return _look(conversation, stage, facts, number=stage.items[place].id, kind="item")


def found(conversation: Conversation, event: OrdersFound | OneFound, facts: Facts) -> Decision:
    if isinstance(event, OneFound):
        return _one_found(conversation, event, facts)
    stage = conversation.stage
    assert isinstance(stage, PickingOrder)
    if not event.orders and not event.items:
        return _without_orders(conversation, stage, Line(text("orders.none")), facts)
    listed = replace(stage, orders=event.orders, items=event.items or stage.items, more=event.more, looking=False)
    picking = enter(conversation, listed)
    return Decision(picking, (present(picking), wake(picking, "expire", facts.patience.choice, facts)))


def _one_found(conversation: Conversation, event: OneFound, facts: Facts) -> Decision:
    """The same words for what there is not and for what is somebody else's."""
    stage = conversation.stage
    assert isinstance(stage, PickingOrder)
    if event.about:
        about = replace(conversation, about=event.about, tried="")
        return answering.look_into(about, stage.question, facts)
    not_found = Line(text("orders.not_found", number=event.number))
    if stage.orders or stage.items:
        picking = enter(conversation, replace(stage, looking=False))
        expire = wake(picking, "expire", facts.patience.choice, facts)
        return Decision(picking, (present(picking, not_found), expire))
    looked = _look(conversation, stage, facts)
    return Decision(looked.conversation, (say(conversation, not_found, buttons=(TALK_BUTTON,)), *looked.effects))


def _without_orders(conversation: Conversation, stage: PickingOrder, why: Line, facts: Facts) -> Decision:
    """Say why, and answer the question as one of anybody."""
    if not stage.question:
        idle = enter(conversation, Idle())
        return Decision(idle, (present(idle, why),))
    general = answering.look_generally(conversation, stage.question, facts)
    return Decision(general.conversation, (say(conversation, why, buttons=(TALK_BUTTON,)), *general.effects))


def failed(conversation: Conversation, event: EffectFailed, facts: Facts) -> Decision:
    """The shop gave nothing; what else failed is answered as everywhere."""
    if isinstance(event.effect, Look):
        return not_found(conversation, event, facts) if event.turn == conversation.turn else Decision(conversation)
    return failures.failed(conversation, event, facts)


def not_found(conversation: Conversation, event: object, facts: Facts) -> Decision:
    """The shop cannot be reached, or takes too long: the general way stays."""
    stage = conversation.stage
    assert isinstance(stage, PickingOrder)
    if stage.looking:
        return _without_orders(conversation, stage, Line(text("orders.failed")), facts)
    return Decision(within(conversation, stage))


def woke(conversation: Conversation, event: object, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, PickingOrder)
    if stage.looking:
        return not_found(conversation, event, facts)
    return Decision(enter(conversation, Idle()))
