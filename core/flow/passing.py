"""A chat that changes hands: released, passed to a colleague or a queue, or left behind by an agent who has gone."""

from typing import assert_never

from msgspec.structs import replace

from core.flow import opening, translating, untaken, waits
from core.flow.cards import card
from core.flow.choices import shown
from core.flow.decision import Decision, enter, say, wake, whisper, within
from core.flow.leaving import left_open, off_duty
from core.flow.present import present
from core.flow.thread_signs import ask, settle
from core.model.controls import Choice, Release, StayWithIt, Transfer
from core.model.conversation import Conversation, Queued, WithAgent
from core.model.effects import CloseHandoff, Effect, Post, Say
from core.model.events import AgentControlled, OwnerGone
from core.model.facts import Facts
from core.model.ids import Address
from core.model.offer import Offer
from core.model.people import Agent
from core.model.posts import Memo, Remark
from core.model.view import Line, Text, text

_NOBODY_YET = Offer("live_chat", False, True, text("offer.live_chat.nobody"), text("offer.live_chat.promise"))
_KEEP_OR_HAND_OVER = (
    Choice(text("control.stay"), StayWithIt(), "primary"),
    Choice(text("control.hand_over"), Release()),
)


# --- back to everybody


def release(conversation: Conversation, event: AgentControlled, control: Release, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    told = Line(text("chat.released", agent=stage.agent.name))
    why = text("staff.released", agent=stage.agent.name)
    return _to_everybody(conversation, stage, told, why, note(event, control.note), facts)


def _to_everybody(
    conversation: Conversation, stage: WithAgent, told: Line, why: Text, noted: tuple[Post, ...], facts: Facts
) -> Decision:
    """In the same thread, under the same case."""
    queued = enter(conversation, _queued(stage, facts))
    effects: list[Effect] = [
        _passed_on(queued, told, facts),
        *left_open(stage),
        Post(stage.thread, Remark(why)),
        *noted,
        *card(queued, facts),
        *waits.timers(queued, facts),
    ]
    return Decision(queued, tuple(effects))


def _queued(stage: WithAgent, facts: Facts) -> Queued:
    """At the place that they had. Nobody goes off duty for not taking what a colleague has put back."""
    live = _live(facts)
    queued = Queued(live, stage.case, facts.now, stage.thread, ticket=stage.ticket)
    return queued if facts.staff.there and live.available else untaken.refreshed(replace(queued, others=()), facts)


def _passed_on(queued: Conversation, told: Line, facts: Facts) -> Say:
    """Where nobody is there to go on with it, the customer reads that too, and the other ways."""
    stage = queued.stage
    assert isinstance(stage, Queued)
    if stage.others is None:
        return say(queued, told, buttons=shown(queued))
    return present(queued, told, *untaken.why(facts))


def _live(facts: Facts) -> Offer:
    return next((offer for offer in facts.offers if offer.live), _NOBODY_YET)


def note(event: AgentControlled, words: str, thread: Address | None = None) -> tuple[Post, ...]:
    """For whoever takes over; in the thread where it was written, if no other is named."""
    return (Post(thread or event.thread, Memo(event.agent, words)),) if words.strip() else ()


# --- to somebody, or to a queue


def transfer(conversation: Conversation, event: AgentControlled, control: Transfer, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if control.to:
        return _to_colleague(conversation, stage, event, control.to, control.note, facts)
    told = Line(text("chat.released", agent=stage.agent.name))
    if control.moves:
        return _moved(conversation, event, control, told, left_open(stage), facts)
    why = text("staff.to_queue", agent=stage.agent.name, queue=control.queue)
    return _to_everybody(conversation, stage, told, why, note(event, control.note), facts)


def _to_colleague(
    conversation: Conversation, stage: WithAgent, event: AgentControlled, to: Agent, words: str, facts: Facts
) -> Decision:
    """They have it at once, and are called to it."""
    if to.id == stage.agent.id:
        return _refused(conversation, event, text("staff.already_yours"))
    if not facts.thread.there:
        return _refused(conversation, event, text("staff.not_there", agent=to.name))
    called = Remark(text("staff.transferred", agent=stage.agent.name, owner=to.name), (to,))
    return handed(conversation, stage, to, called, note(event, words), facts)


def handed(
    conversation: Conversation, stage: WithAgent, to: Agent, called: Remark, noted: tuple[Post, ...], facts: Facts
) -> Decision:
    """From whoever has it to a colleague, who is called to it."""
    since = stage.waiting_since or facts.now
    chat = WithAgent(to, stage.case, stage.thread, since, 0, stage.ticket, facts.thread.reads, stage.told)
    passed, caught_up = _understood(conversation, enter(conversation, chat), facts)
    effects: list[Effect] = [
        say(passed, Line(text("chat.passed", agent=to.name, before=stage.agent.name))),
        *left_open(stage),
        Post(stage.thread, called),
        *noted,
        *card(passed, facts),
        *caught_up,
        wake(passed, "reply_due", facts.patience.reply, facts),
    ]
    return Decision(passed, tuple(effects))


def _understood(before: Conversation, after: Conversation, facts: Facts) -> Decision:
    """Who reads another language than the one before them has it translated, as whoever claims a chat."""
    if translating.agents_language(after) == translating.agents_language(before):
        return Decision(after)
    return translating.catch_up(after, (), facts)


def queue_changed(conversation: Conversation, event: AgentControlled, control: Transfer, facts: Facts) -> Decision:
    """Nobody has it yet, so every colleague may."""
    stage = conversation.stage
    assert isinstance(stage, Queued)
    if control.moves:
        return _moved(conversation, event, control, Line(text("chat.moved")), (), facts)
    why = Remark(text("staff.to_queue", agent=event.agent.name, queue=control.queue))
    return Decision(conversation, (Post(event.thread, why), *note(event, control.note)))


def _moved(
    conversation: Conversation,
    event: AgentControlled,
    control: Transfer,
    told: Line,
    left: tuple[Post, ...],
    facts: Facts,
) -> Decision:
    """To where other colleagues are: a new thread for the same case, which begins with what was written in this one."""
    stage = conversation.stage
    assert isinstance(stage, Queued | WithAgent)
    kept = stage if isinstance(stage, Queued) else _queued(stage, facts)
    queued = enter(conversation, replace(kept, thread=None, offered_at=None, opening=conversation.turn + 1))
    opens = opening.live(queued, stage.case, facts)
    effects: list[Effect] = [
        _passed_on(queued, told, facts),
        *left,
        CloseHandoff(event.thread, stage.case, text("closing.moved", agent=event.agent.name, queue=control.queue)),
        replace(opens, queue=control.queue, note=control.note),
        *waits.timers(queued, facts),
    ]
    return Decision(queued, tuple(effects))


# --- gone


def owner_gone(conversation: Conversation, event: OwnerGone, facts: Facts) -> Decision:
    """Who has left has no say any more; who is off duty decides about it, and need not once they are back."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if stage.agent.id != event.agent:
        return Decision(conversation)
    match event.why:
        case "off_duty":
            return _keep_or_hand_over(conversation, stage, facts)
        case "back":
            return _kept(conversation, stage, text("control.over"))
        case "left":
            agent = stage.agent.name
            told = Line(text("chat.owner_left", agent=agent))
            return _to_everybody(conversation, stage, told, text("staff.owner_left", agent=agent), (), facts)
        case other:
            assert_never(other)


def _keep_or_hand_over(conversation: Conversation, stage: WithAgent, facts: Facts) -> Decision:
    if stage.leaving:
        return Decision(conversation)
    key = f"duty.{int(facts.now.timestamp())}"
    asked = ask(stage.thread, key, off_duty(stage.agent), *_KEEP_OR_HAND_OVER, to=(stage.agent,))
    return Decision(within(conversation, replace(stage, leaving=key)), (asked,))


def stay(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if not stage.leaving:
        return _refused(conversation, event, text("staff.already_yours"))
    return _kept(conversation, stage, text("staff.stays", agent=stage.agent.name))


def _kept(conversation: Conversation, stage: WithAgent, outcome: Text) -> Decision:
    """What becomes of the chat is not asked any more, if it was."""
    if not stage.leaving:
        return Decision(conversation)
    settled = settle(stage.thread, stage.leaving, off_duty(stage.agent), outcome)
    return Decision(within(conversation, replace(stage, leaving="")), (settled,))


def _refused(conversation: Conversation, event: AgentControlled, why: Text) -> Decision:
    return Decision(conversation, (whisper(event.thread, event.agent, why),))
