"""Live contact closed to a customer for abuse, for a time: one person asks for it, and another one confirms it."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from core.flow import leaving, thread_signs
from core.flow.choices import shown
from core.flow.decision import Decision, enter, say, whisper
from core.flow.present import present
from core.model.controls import Block, Choice, ConfirmBlock, RefuseBlock
from core.model.conversation import BlockAsked, Closed, Conversation, Filling, Idle, Queued, WithAgent
from core.model.effects import Note, Post, Say
from core.model.events import AgentControlled
from core.model.facts import Facts
from core.model.offer import Offer
from core.model.posts import Remark
from core.model.view import Line, Text, text

DAYS = 30
CLOSED_TO_THEM = ("live_chat", "callback")

_CHOICES = (
    Choice(text("control.confirm_block"), ConfirmBlock(), "danger"),
    Choice(text("control.refuse_block"), RefuseBlock()),
)
_CLOSED = {"live_chat": text("offer.live_chat.blocked"), "callback": text("offer.callback.blocked")}


def allowed(offers: tuple[Offer, ...], conversation: Conversation, now: datetime) -> tuple[Offer, ...]:
    """Where the customer is blocked, nobody talks with them in person; e-mail stays."""
    if conversation.blocked is None or conversation.blocked <= now:
        return offers
    return tuple(_closed(offer) if offer.method in CLOSED_TO_THEM else offer for offer in offers)


def _closed(offer: Offer) -> Offer:
    reason = _CLOSED[offer.method]
    return replace(offer, available=False, reason=reason, code="blocked", opens_at=None, eta=None, wait=None)


def is_blocked(conversation: Conversation, facts: Facts) -> bool:
    return conversation.blocked is not None and conversation.blocked > facts.now


# --- asked for


def ask(conversation: Conversation, event: AgentControlled, control: Block, facts: Facts) -> Decision:
    before = conversation.block
    if before and before.case == event.case:
        return _refused(conversation, event, text("staff.block_asked", agent=before.agent.name))
    key = f"block.{int(facts.now.timestamp())}"
    asked = BlockAsked(event.agent, control.reason, event.case, event.thread, key)
    question = thread_signs.ask(event.thread, key, _asks(asked), *_CHOICES, quoted=control.reason)
    of_old = _settled(before, text("control.over")) if before else ()
    return Decision(replace(conversation, block=asked), (*of_old, question))


def _asks(asked: BlockAsked) -> Text:
    return text("staff.block", agent=asked.agent.name)


# --- decided


def _asked(conversation: Conversation, event: AgentControlled) -> BlockAsked | None:
    """What the button is about; it may be an old one."""
    asked = conversation.block
    return asked if asked and asked.case == event.case else None


def decide(
    conversation: Conversation, event: AgentControlled, control: ConfirmBlock | RefuseBlock, facts: Facts
) -> Decision:
    """By a supervisor, and never by whoever asked for it."""
    asked = _asked(conversation, event)
    if asked is None:
        return _refused(conversation, event, text("staff.no_block"))
    if asked.agent.id == event.agent.id:
        return _refused(conversation, event, text("staff.block_by_another"))
    if not event.supervisor:
        return _refused(conversation, event, text("staff.supervisors_only"))
    settled = replace(conversation, block=None)
    return (_block if isinstance(control, ConfirmBlock) else _let_be)(settled, asked, event, facts)


def _block(conversation: Conversation, asked: BlockAsked, event: AgentControlled, facts: Facts) -> Decision:
    ended = _ended(replace(conversation, blocked=facts.now + timedelta(days=DAYS)), event)
    shown_now = _settled(asked, text("staff.block_confirmed", agent=event.agent.name, days=DAYS))
    detail = f"{asked.case}: {asked.agent.id} asked, {event.agent.id} confirmed: {asked.reason}"
    return Decision(ended.conversation, (*ended.effects, *shown_now, Note("blocked", detail)))


def _let_be(conversation: Conversation, asked: BlockAsked, event: AgentControlled, facts: Facts) -> Decision:
    return Decision(conversation, _settled(asked, text("staff.block_refused", agent=event.agent.name)))


def _ended(conversation: Conversation, event: AgentControlled) -> Decision:
    """The chat, if it goes on, or what was to become one; the customer is told in any case."""
    stage = conversation.stage
    if isinstance(stage, Filling) and stage.offer.method in CLOSED_TO_THEM:
        conversation = enter(conversation, Idle())
    if not isinstance(stage, Queued | WithAgent):
        return Decision(conversation, (_told(conversation),))
    over = enter(conversation, Closed(stage.case, "live_chat"))
    ended = leaving.closed(stage, stage.case, text("closing.blocked", agent=event.agent.name))
    return Decision(over, (_told(over), *ended))


def _told(conversation: Conversation) -> Say:
    return _said(conversation, Line(text("chat.blocked", days=DAYS)))


def _said(conversation: Conversation, line: Line) -> Say:
    """With what goes on meanwhile, such as the question of a form that the customer has open."""
    if isinstance(conversation.stage, Idle | Closed):
        return say(conversation, line, buttons=shown(conversation))
    return present(conversation, line)


def _settled(asked: BlockAsked, how: Text) -> tuple[Post, ...]:
    if asked.thread is None:
        return ()
    return (thread_signs.settle(asked.thread, asked.key, _asks(asked), how, asked.reason),)


# --- lifted


def lift(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    if not is_blocked(conversation, facts):
        return _refused(conversation, event, text("staff.not_blocked"))
    if not event.supervisor:
        return _refused(conversation, event, text("staff.supervisors_only"))
    free = replace(conversation, blocked=None)
    told = _said(free, Line(text("chat.unblocked")))
    remark = Post(event.thread, Remark(text("staff.unblocked", agent=event.agent.name)))
    return Decision(free, (told, remark, Note("unblocked", f"{event.case}: {event.agent.id}")))


def _refused(conversation: Conversation, event: AgentControlled, why: Text) -> Decision:
    return Decision(conversation, (whisper(event.thread, event.agent, why),))
