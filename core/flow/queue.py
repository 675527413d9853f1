"""Waiting for a person: what is written is held or shown, the place is kept, and nobody waits without a word."""

from datetime import timedelta

from msgspec.structs import replace

from core.flow import joining, opening, translating, untaken, waits
from core.flow.choices import CANCEL, KEEP_WAITING, OFFER
from core.flow.choosing import find, show_offers
from core.flow.decision import Decision, enter, say, wake, whisper, within
from core.flow.present import present
from core.model.conversation import Conversation, Idle, Queued, WithAgent
from core.model.effects import Card, CloseHandoff, Effect, Post, Relay, Remark
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentEvent,
    AgentWrote,
    CustomerChose,
    CustomerEdited,
    CustomerSentFile,
    CustomerWrote,
    EffectFailed,
    HandoffOpened,
    Woke,
)
from core.model.facts import Facts
from core.model.ids import Address
from core.model.view import Line, text

LONGEST_WAIT = timedelta(hours=24)


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    return _hold(conversation, Relay(conversation.name, event.text), event.text, facts)


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    decision = pass_on(conversation, event, facts)
    return Decision(decision.conversation, (*decision.effects, say(conversation, Line(text("file.person_told")))))


def pass_on(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    return _hold(conversation, file_relay(conversation, event), event.caption, facts)


def edited(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    return _hold(conversation, Relay(conversation.name, event.text, "edited"), event.text, facts)


def file_relay(conversation: Conversation, event: CustomerSentFile) -> Relay:
    words = f"{event.kind}: {event.caption}" if event.caption else event.kind
    return Relay(conversation.name, words, "file")


def urgent(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """Passed on, marked, and answered with what helps now; a thread that is not open yet is marked when it opens."""
    held = wrote(replace(conversation, urgent=True), event, facts)
    stage = held.conversation.stage
    mark = (urgent_mark(stage.thread),) if isinstance(stage, Queued) and stage.thread else ()
    return Decision(held.conversation, (*held.effects, *mark, say(held.conversation, Line(text("urgent.now")))))


def urgent_mark(thread: Address) -> Post:
    return Post(thread, Remark(text("card.urgent")))


def _hold(conversation: Conversation, relay: Relay, words: str, facts: Facts) -> Decision:
    """Shown as it was written: which languages they read who come, nobody knows yet."""
    stage = conversation.stage
    assert isinstance(stage, Queued)
    stage = translating.remembered(stage, words, facts)
    if stage.thread:
        return Decision(within(conversation, stage), (Post(stage.thread, relay),))
    return Decision(within(conversation, replace(stage, held=(*stage.held, relay))))


def opened(conversation: Conversation, event: HandoffOpened, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Queued)
    if stage.case != event.case or stage.offer.method != event.method or stage.thread or event.thread is None:
        return opened_late(conversation, event, facts)
    mark = (urgent_mark(event.thread),) if conversation.urgent else ()
    posts = (*mark, *(Post(event.thread, relay) for relay in stage.held))
    offered = within(conversation, replace(stage, thread=event.thread, held=(), offered_at=facts.now))
    return Decision(offered, (*posts, wake(offered, "untaken", facts.patience.take, facts)))


def opened_late(conversation: Conversation, event: HandoffOpened, facts: Facts) -> Decision:
    """Nobody waits for it any more: what was opened is closed again, not only forgotten."""
    stage = conversation.stage
    if event.thread is None or (isinstance(stage, Queued) and stage.thread == event.thread):
        return Decision(conversation)
    return Decision(conversation, (CloseHandoff(event.thread, event.case, text("closing.not_needed")),))


def claimed(conversation: Conversation, event: AgentClaimed, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Queued)
    if stage.case != event.case:
        return case_over(conversation, event)
    reads = facts.translation.reads
    chat = WithAgent(event.agent, stage.case, event.thread, facts.now, ticket=stage.ticket, reads=reads)
    chatting, caught_up = translating.catch_up(enter(conversation, chat), stage, facts)
    effects: list[Effect] = [
        say(chatting, Line(text("chat.joined", agent=event.agent.name))),
        Post(event.thread, Card(stage.case, "claimed", event.agent.name)),
        *(Post(event.thread, relay) for relay in stage.held),
        *caught_up,
        *joining.helped(stage),
        wake(chatting, "reply_due", facts.patience.reply, facts),
    ]
    return Decision(chatting, tuple(effects))


def case_over(conversation: Conversation, event: AgentClaimed | AgentClosed) -> Decision:
    """The card is that of an earlier case."""
    return Decision(conversation, (whisper(event.thread, event.agent, text("staff.case_over", case=event.case)),))


def agent_wrote(conversation: Conversation, event: AgentWrote, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Queued)
    if stage.thread and event.thread != stage.thread:
        return thread_over(conversation, event, facts)
    return Decision(conversation, (whisper(event.thread, event.agent, text("staff.claim_first")),))


def thread_over(conversation: Conversation, event: AgentEvent, facts: Facts) -> Decision:
    """The thread's case has ended: nothing reaches the customer, and the agent is told."""
    return Decision(conversation, (whisper(event.thread, event.agent, text("staff.over")),))


def agent_closed(conversation: Conversation, event: AgentClosed, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Queued)
    if stage.case != event.case:
        return case_over(conversation, event)
    return Decision(conversation, (whisper(event.thread, event.agent, text("staff.claim_to_close")),))


def picked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Queued)
    if event.action == KEEP_WAITING:
        return Decision(conversation, (present(conversation, *waits.lines(facts.wait)),))
    if event.action == CANCEL:
        return _stop(conversation, stage)
    return switch(conversation, stage, event, facts)


def switch(conversation: Conversation, stage: Queued | WithAgent, event: CustomerChose, facts: Facts) -> Decision:
    """Another way, without giving up this one before the other is confirmed."""
    offer = find(facts.offers, event.action.removeprefix(OFFER))
    if offer is None:
        return Decision(conversation, (present(conversation, Line(text("choosing.gone"))),))
    return opening.prepare(conversation, offer, facts, stage)


def _stop(conversation: Conversation, stage: Queued) -> Decision:
    idle = enter(conversation, Idle())
    return Decision(idle, (present(idle, Line(text("queued.stopped"))), *_close(stage)))


def _close(stage: Queued) -> tuple[Effect, ...]:
    return (CloseHandoff(stage.thread, stage.case, text("closing.customer_left")),) if stage.thread else ()


def woke(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Queued)
    if facts.now - stage.since >= LONGEST_WAIT:
        return _give_up(conversation, stage, facts)
    match event.reason:
        case "untaken":
            return untaken.put_off(conversation, stage, facts)
        case "place":
            return _look(conversation, stage, facts)
        case _:
            return _unclaimed(conversation, stage, facts)


def _unclaimed(conversation: Conversation, stage: Queued, facts: Facts) -> Decision:
    """Nobody came in time: say so, with a new time if there is one, offer e-mail, and keep the place."""
    if stage.others is None and not _is_open(stage, facts):
        return untaken.nobody_there(conversation, stage, facts)
    late = waits.told(untaken.refreshed(replace(stage, reminders=stage.reminders + 1), facts), facts)
    why = text("queued.unclaimed") if late.others is None else text("queued.nobody")
    return _tell(conversation, late, facts, Line(why))


def _look(conversation: Conversation, stage: Queued, facts: Facts) -> Decision:
    """That nobody is there any more is told, or that somebody is again; a new time when it is another by much."""
    there = _is_open(stage, facts)
    if not there and stage.others is None:
        return untaken.nobody_there(conversation, stage, facts)
    if there and stage.others is not None:
        return untaken.somebody_came(conversation, stage, facts)
    if facts.wait and facts.wait.changed and facts.wait.eta:
        return _tell(conversation, waits.told(stage, facts), facts, Line(text("queued.news")))
    return Decision(conversation, (wake(conversation, "place", waits.LOOKS, facts),))


def _is_open(stage: Queued, facts: Facts) -> bool:
    """Somebody is there, and the hours are not over: whoever stays longer may still come, but nobody is promised it."""
    return facts.staff.there and find(facts.offers, stage.offer.method) is not None


def _tell(conversation: Conversation, stage: Queued, facts: Facts, why: Line) -> Decision:
    waiting = within(conversation, stage)
    return Decision(waiting, (present(waiting, why, *waits.lines(stage.told)), *waits.timers(waiting, facts)))


def _give_up(conversation: Conversation, stage: Queued, facts: Facts) -> Decision:
    offers = tuple(offer for offer in facts.offers if not offer.live)
    shown = show_offers(conversation, offers, facts, Line(text("queued.given_up")))
    return Decision(shown.conversation, (*shown.effects, *_close(stage)))


def not_opened(conversation: Conversation, event: EffectFailed, facts: Facts) -> Decision:
    """The thread could not be opened or is gone: the other ways, at once."""
    stage = conversation.stage
    assert isinstance(stage, Queued)
    others = tuple(offer for offer in facts.offers if offer.method != stage.offer.method)
    shown = show_offers(conversation, others, facts, Line(text("queued.not_opened")))
    return Decision(shown.conversation, (*shown.effects, *_close(stage)))
