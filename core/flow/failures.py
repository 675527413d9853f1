"""What the conversation does when a lane has given an effect up: whoever waits for it is told, and gets another way."""

from msgspec.structs import replace

from core.flow import answering, chat, opening, queue
from core.flow.choosing import find, show_offers
from core.flow.decision import Decision
from core.model.conversation import Answering, Conversation, Filling, Queued, WithAgent
from core.model.effects import Ask, OpenHandoff, Post, Relay, Remark, Say
from core.model.events import EffectFailed
from core.model.facts import Facts
from core.model.ids import Address
from core.model.view import Line, text


def failed(conversation: Conversation, event: EffectFailed, facts: Facts) -> Decision:
    """Whatever is not answered here is in the dead letters, where the operator sees it."""
    match event.effect:
        case Ask() if isinstance(conversation.stage, Answering) and event.turn == conversation.turn:
            return answering.unanswered(conversation, event, facts)
        case OpenHandoff() as effect:
            return _not_opened(conversation, effect, event, facts)
        case Post(body=Relay()) as effect if effect.to == _thread(conversation):
            return _not_passed_on(conversation, event, facts)
        case Say(to=Address(channel="email")) as effect:
            return _no_confirmation(conversation, effect, facts)
        case Say():
            return _not_delivered(conversation, event)
        case _:
            return Decision(conversation)


def _thread(conversation: Conversation) -> Address | None:
    stage = conversation.stage
    return stage.thread if isinstance(stage, Queued | WithAgent) else None


def _not_opened(conversation: Conversation, effect: OpenHandoff, event: EffectFailed, facts: Facts) -> Decision:
    stage = conversation.stage
    if isinstance(stage, Queued) and stage.case == effect.case:
        return queue.not_opened(conversation, event, facts)
    if effect.method != "email":
        return Decision(conversation)
    line = Line(text("ticket.refused", case=effect.case))
    if isinstance(stage, Queued | WithAgent):
        return Decision(conversation)
    return show_offers(conversation, facts.offers, facts, line)


def _not_passed_on(conversation: Conversation, event: EffectFailed, facts: Facts) -> Decision:
    if isinstance(conversation.stage, Queued):
        return queue.not_opened(conversation, event, facts)
    return chat.failed(conversation, event, facts)


def _no_confirmation(conversation: Conversation, effect: Say, facts: Facts) -> Decision:
    """The customer's mailbox refused our mail, so it would refuse the answer too: ask for another address."""
    offer = find(facts.offers, "email")
    stage = conversation.stage
    if offer is None or isinstance(stage, Queued | WithAgent) or effect.to.key != conversation.email:
        return Decision(conversation)
    unknown = replace(conversation, email="")
    asked = opening.ask(unknown, Filling(offer, ("email",)), facts)
    say, *others = asked.effects
    assert isinstance(say, Say)
    view = replace(say.view, blocks=(Line(text("ticket.bad_address", email=effect.to.key)), *say.view.blocks))
    return Decision(asked.conversation, (replace(say, view=view), *others))


def _not_delivered(conversation: Conversation, event: EffectFailed) -> Decision:
    """Saying so to the customer would fail alike; the agent in the thread can still act."""
    thread = _thread(conversation)
    if thread is None:
        return Decision(conversation)
    return Decision(conversation, (Post(thread, Remark(text("staff.not_delivered", reason=event.reason))),))
