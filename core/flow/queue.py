"""Waiting for a person: what is written is held or shown, the place is kept, and nobody waits without a word."""

from datetime import timedelta

from msgspec.structs import replace

from core.flow import chat_files, joining, opening, translating, untaken, waits
from core.flow.cards import card
from core.flow.choices import CANCEL, KEEP_WAITING, OFFER
from core.flow.choosing import find, show_offers
from core.flow.decision import Decision, enter, say, wake, whisper, within
from core.flow.present import present
from core.flow.stale import written
from core.flow.thread_signs import mark
from core.model.conversation import Conversation, Idle, Queued, WithAgent
from core.model.effects import CloseHandoff, Effect, Post
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
from core.model.people import Agent
from core.model.posts import Relay, Remark
from core.model.view import Line, text

LONGEST_WAIT = timedelta(hours=24)


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    relay = Relay(conversation.name, event.text, styles=event.styles, written=written(facts))
    return _hold(conversation, relay, event.text, facts)


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    passed = pass_on(conversation, event, facts)
    told = chat_files.told(passed.conversation, event, facts)
    return Decision(told.conversation, (*passed.effects, *told.effects))


def pass_on(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    """The file itself, or what is to be read instead of it; until the thread is known it is held."""
    kept, words = chat_files.enclosure(conversation, event, facts), chat_files.words(conversation, event, facts)
    held = _hold(conversation, words, event.caption, facts)
    stage = held.conversation.stage
    assert isinstance(stage, Queued)
    if kept is None:
        remarks = chat_files.remarks(event, stage.thread) if stage.thread else ()
        return Decision(held.conversation, (*held.effects, *remarks))
    if stage.thread is None:
        return Decision(within(held.conversation, replace(stage, files=(*stage.files, kept))))
    return Decision(held.conversation, (chat_files.show(conversation, kept, stage.thread, stage.case), *held.effects))


def edited(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    before = facts.thread.before
    if before == event.text:
        return Decision(conversation)
    relay = Relay(conversation.name, event.text, "edited", before=before, styles=event.styles, written=written(facts))
    return _hold(conversation, relay, event.text, facts)


def urgent(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """Passed on, marked, and answered with what helps now; a thread that is not open yet is marked when it opens."""
    held = wrote(replace(conversation, urgent=True), event, facts)
    stage = held.conversation.stage
    mark = (urgent_mark(stage.thread),) if isinstance(stage, Queued) and stage.thread else ()
    return Decision(held.conversation, (*held.effects, *mark, say(held.conversation, Line(text("urgent.now")))))


def urgent_mark(thread: Address, *called: Agent) -> Post:
    return Post(thread, Remark(text("card.urgent"), called))


def _hold(conversation: Conversation, relay: Relay | None, words: str, facts: Facts) -> Decision:
    """Shown as it was written: which languages they read who come, nobody knows yet."""
    stage = conversation.stage
    assert isinstance(stage, Queued)
    stage = translating.remembered(stage, words, facts)
    if relay is None:
        return Decision(within(conversation, stage))
    if stage.thread:
        return Decision(within(conversation, stage), (Post(stage.thread, relay),))
    return Decision(within(conversation, replace(stage, held=(*stage.held, relay))))


def opened(conversation: Conversation, event: HandoffOpened, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, Queued)
    expected = stage.case == event.case and stage.offer.method == event.method and event.turn >= stage.opening
    if not expected or stage.thread or event.thread is None:
        return opened_late(conversation, event, facts)
    mark = (urgent_mark(event.thread),) if conversation.urgent else ()
    posts = (*mark, *_what_was_held(conversation, stage, event.thread))
    offered = within(conversation, replace(stage, thread=event.thread, held=(), files=(), offered_at=facts.now))
    return Decision(offered, (*posts, *card(offered, facts), wake(offered, "untaken", facts.patience.take, facts)))


def _what_was_held(conversation: Conversation, stage: Queued, thread: Address) -> tuple[Effect, ...]:
    words = (Post(thread, relay) for relay in stage.held)
    return (*words, *(chat_files.show(conversation, kept, thread, stage.case) for kept in stage.files))


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
    if stage.thread and stage.thread != event.thread:
        return Decision(conversation, (whisper(event.thread, event.agent, text("staff.moved", case=stage.case)),))
    reads, told = facts.translation.reads, bool(conversation.originals)
    chat = WithAgent(event.agent, stage.case, event.thread, facts.now, ticket=stage.ticket, reads=reads, told=told)
    chatting, caught_up = translating.catch_up(enter(conversation, chat), stage.said, facts)
    effects: list[Effect] = [
        say(chatting, Line(text("chat.joined", agent=event.agent.name))),
        *card(chatting, facts),
        *_what_was_held(conversation, stage, event.thread),
        *caught_up,
        *((joining.helped(stage.case),) if stage.ticket else ()),
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
    inside = mark(event.thread, event.ref, "inside")
    return Decision(conversation, (*inside, whisper(event.thread, event.agent, text("staff.claim_first"))))


def thread_over(conversation: Conversation, event: AgentEvent, facts: Facts) -> Decision:
    """The thread's case has ended: nothing reaches the customer, and the agent is told."""
    inside = mark(event.thread, event.ref, "inside") if isinstance(event, AgentWrote) else ()
    return Decision(conversation, (*inside, whisper(event.thread, event.agent, text("staff.over"))))


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
    late = untaken.refreshed(replace(stage, reminders=stage.reminders + 1), facts)
    # Where it is closed agents may be there all the same: nobody is promised that they come.
    late = waits.told(late, facts) if _is_open(stage, facts) else replace(late, told=None, told_at=None)
    why = (Line(text("queued.unclaimed")),) if late.others is None else untaken.why(facts)
    return _tell(conversation, late, facts, *why)


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


def _tell(conversation: Conversation, stage: Queued, facts: Facts, *why: Line) -> Decision:
    waiting = within(conversation, stage)
    return Decision(waiting, (present(waiting, *why, *waits.lines(stage.told)), *waits.timers(waiting, facts)))


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
