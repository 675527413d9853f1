"""With an agent: words pass in both directions, the assistant is silent, and a silent agent is noticed."""

from msgspec.structs import replace

from core.flow import chat_files, holding, pausing, queue, sending, translating
from core.flow.cards import card_in_chat
from core.flow.choosing import show_offers
from core.flow.decision import Decision, say, wake, whisper, within
from core.flow.present import present
from core.flow.stale import written
from core.model.conversation import Conversation, WithAgent
from core.model.effects import CloseHandoff, Effect, Post
from core.model.events import (
    AgentClaimed,
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
from core.model.posts import Relay, Remark
from core.model.view import Line, text


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    relay = Relay(conversation.name, event.text, styles=event.styles, written=written(facts))
    return _relay(conversation, relay, event.text, facts)


def edited(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    """With what it said before; where the words are the same, something else of the message has changed."""
    before = facts.thread.before
    if before == event.text:
        return Decision(conversation)
    edit = Relay(conversation.name, event.text, "edited", before=before, styles=event.styles, written=written(facts))
    return _relay(conversation, edit, event.text, facts)


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    passed = pass_on(conversation, event, facts)
    told = chat_files.told(passed.conversation, event, facts)
    return Decision(told.conversation, (*passed.effects, *told.effects))


def urgent(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """The agent is called to it, and the customer reads what helps now."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    relayed = wrote(replace(conversation, urgent=True), event, facts)
    told = say(relayed.conversation, Line(text("urgent.now")))
    return Decision(relayed.conversation, (*relayed.effects, queue.urgent_mark(stage.thread, stage.agent), told))


def pass_on(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    """The file itself, and what is to be read beside it or instead of it."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    kept, words = chat_files.enclosure(conversation, event, facts), chat_files.words(conversation, event, facts)
    files = (chat_files.show(conversation, kept, stage.thread, stage.case),) if kept else ()
    passed = _relay(conversation, words, event.caption, facts) if words else _waits(Decision(conversation), facts)
    return Decision(passed.conversation, (*files, *passed.effects, *chat_files.remarks(event, stage.thread)))


def _relay(conversation: Conversation, relay: Relay, words: str, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    return _waits(translating.to_agent(conversation, Post(stage.thread, relay), words, facts), facts)


def _waits(decision: Decision, facts: Facts) -> Decision:
    """From now on at the latest the customer waits for a word."""
    stage = decision.conversation.stage
    assert isinstance(stage, WithAgent)
    if stage.snoozed:
        roused = pausing.roused(decision.conversation, facts)
        return Decision(roused.conversation, (*decision.effects, *roused.effects))
    if stage.waiting_since:
        return decision
    waiting = within(decision.conversation, replace(stage, waiting_since=facts.now, reminders=0))
    due = wake(waiting, "reply_due", facts.patience.reply, facts)
    return Decision(waiting, (*decision.effects, card_in_chat(waiting, facts), due))


def agent_wrote(conversation: Conversation, event: AgentWrote, facts: Facts) -> Decision:
    """Only the owner's words reach the customer; everybody else's stay among colleagues."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if event.thread != stage.thread:
        return queue.thread_over(conversation, event, facts)
    if event.agent.id != stage.agent.id:
        return holding.stays_inside(conversation, event)
    if holding.looks_like_note(event):
        return holding.hold(conversation, event)
    return sending.send(conversation, holding.message_of(event), facts)


def claimed(conversation: Conversation, event: AgentClaimed, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if event.case != stage.case:
        return queue.case_over(conversation, event)
    if event.agent.id == stage.agent.id:
        return Decision(conversation)
    taken = text("staff.taken", owner=stage.agent.name)
    return Decision(conversation, (whisper(event.thread, event.agent, taken),))


def opened(conversation: Conversation, event: HandoffOpened, facts: Facts) -> Decision:
    """The agent was quicker than the news that the thread is open."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if event.case == stage.case and event.thread == stage.thread:
        return Decision(conversation)
    return queue.opened_late(conversation, event, facts)


def woke(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    return (pausing.over if event.reason == "snoozed" else reply_due)(conversation, event, facts)


def reply_due(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    """First the thread is reminded, then the customer is offered e-mail beside the chat."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if stage.waiting_since is None:
        return Decision(conversation)
    minutes = max(0, int((facts.now - stage.waiting_since).total_seconds() // 60))
    remark = Post(stage.thread, Remark(text("staff.customer_waits", minutes=minutes)))
    reminded = within(conversation, replace(stage, reminders=stage.reminders + 1))
    effects: list[Effect] = [remark]
    if stage.reminders == 1:
        effects.append(present(reminded, Line(text("chat.slow"))))
    pause = min(facts.patience.reply * 2**stage.reminders, 6 * 3600)
    return Decision(reminded, (*effects, wake(reminded, "reply_due", pause, facts)))


def picked(conversation: Conversation, event: CustomerChose, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    return queue.switch(conversation, stage, event, facts)


def failed(conversation: Conversation, event: EffectFailed, facts: Facts) -> Decision:
    """The customer's words did not reach the thread: they are told, and the other ways are shown."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    shown = show_offers(conversation, facts.offers, facts, Line(text("chat.not_passed_on")))
    return Decision(
        shown.conversation,
        (*shown.effects, CloseHandoff(stage.thread, stage.case, text("closing.not_reachable"))),
    )
