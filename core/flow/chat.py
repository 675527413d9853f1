"""With an agent: words pass in both directions, the assistant is silent, and a silent agent is noticed."""

from msgspec.structs import replace

from core.flow import queue, rating, translating
from core.flow.choosing import show_offers
from core.flow.decision import Decision, enter, say, wake, whisper, within
from core.flow.present import present
from core.model.conversation import Closed, Conversation, WithAgent
from core.model.effects import CloseHandoff, Effect, Post, Relay, Remark
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentDeleted,
    AgentEdited,
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
from core.model.view import Line, Words, text


def wrote(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    return _relay(conversation, Relay(conversation.name, event.text), event.text, facts)


def edited(conversation: Conversation, event: CustomerEdited, facts: Facts) -> Decision:
    return _relay(conversation, Relay(conversation.name, event.text, "edited"), event.text, facts)


def sent_file(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    decision = pass_on(conversation, event, facts)
    return Decision(decision.conversation, (*decision.effects, say(conversation, Line(text("file.person_told")))))


def urgent(conversation: Conversation, event: CustomerWrote, facts: Facts) -> Decision:
    """The agent reads it marked, and the customer reads what helps now."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    relayed = wrote(replace(conversation, urgent=True), event, facts)
    told = say(relayed.conversation, Line(text("urgent.now")))
    return Decision(relayed.conversation, (*relayed.effects, queue.urgent_mark(stage.thread), told))


def pass_on(conversation: Conversation, event: CustomerSentFile, facts: Facts) -> Decision:
    return _relay(conversation, queue.file_relay(conversation, event), event.caption, facts)


def _relay(conversation: Conversation, relay: Relay, words: str, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    decision = translating.to_agent(conversation, Post(stage.thread, relay), words, facts)
    if stage.waiting_since:
        return decision
    waiting = within(decision.conversation, replace(stage, waiting_since=facts.now, reminders=0))
    return Decision(waiting, (*decision.effects, wake(waiting, "reply_due", facts.patience.reply, facts)))


def agent_wrote(conversation: Conversation, event: AgentWrote, facts: Facts) -> Decision:
    """Only the owner's words reach the customer; everybody else's stay among colleagues."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if event.thread != stage.thread:
        return queue.thread_over(conversation, event, facts)
    if event.agent.id != stage.agent.id:
        owner = text("staff.not_owner", owner=stage.agent.name)
        return Decision(conversation, (whisper(event.thread, event.agent, owner),))
    answered = within(conversation, replace(stage, waiting_since=None, reminders=0))
    said = replace(say(answered, Words(event.text)), speaker=stage.agent)
    return translating.to_customer(answered, said, event.text, facts)


def agent_changed(conversation: Conversation, event: AgentEdited | AgentDeleted, facts: Facts) -> Decision:
    """What the customer has read stays as it was, and the agent is told."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if (event.agent.id, event.thread) != (stage.agent.id, stage.thread):
        return Decision(conversation)
    return Decision(conversation, (whisper(event.thread, event.agent, text("staff.already_sent")),))


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


def closed(conversation: Conversation, event: AgentClosed, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if event.case != stage.case:
        return queue.case_over(conversation, event)
    if event.agent.id != stage.agent.id:
        owner = text("staff.not_owner", owner=stage.agent.name)
        return Decision(conversation, (whisper(event.thread, event.agent, owner),))
    over = enter(conversation, Closed(stage.case, "live_chat", stage.agent, asks="solved"))
    line = Line(text("chat.closed", agent=stage.agent.name, case=stage.case))
    return Decision(
        over,
        (
            rating.ask_if_solved(over, line),
            CloseHandoff(stage.thread, stage.case, text("closing.by_agent", agent=stage.agent.name)),
        ),
    )


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
