"""A chat that is put aside: nothing is due until a time, or until the customer writes, and then its agent is called."""

from msgspec.structs import replace

from core.flow.cards import card
from core.flow.decision import Decision, say, wake, whisper, within
from core.model.controls import Snooze
from core.model.conversation import Conversation, WithAgent
from core.model.effects import Effect, Post, Wake
from core.model.events import AgentControlled, Woke
from core.model.facts import Facts
from core.model.posts import Remark
from core.model.view import Line, Text, text


def snooze(conversation: Conversation, event: AgentControlled, control: Snooze, facts: Facts) -> Decision:
    """What the customer wrote last is not forgotten: when the time is over the agent owes them a word."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if control.until and control.until <= facts.now:
        return Decision(conversation, (whisper(event.thread, event.agent, text("staff.snooze_past")),))
    aside = replace(stage, snoozed=True, until=control.until, waiting_since=None, reminders=0)
    snoozed = within(conversation, aside)
    agent = stage.agent.name
    told = Line(text("chat.snoozed", agent=agent) if control.until else text("chat.your_turn", agent=agent))
    is_news = not stage.snoozed or bool(stage.until) != bool(control.until)  # only the agent's time is another one
    said = (say(snoozed, told),) if is_news else ()
    return Decision(snoozed, (*said, *card(snoozed, facts), *timers(snoozed, facts)))


def timers(conversation: Conversation, facts: Facts) -> tuple[Wake, ...]:
    """Of a chat with an agent, at its present turn."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if not stage.snoozed:
        return (wake(conversation, "reply_due", facts.patience.reply, facts),)
    return (Wake("snoozed", max(stage.until, facts.now), conversation.turn),) if stage.until else ()


def over(conversation: Conversation, event: Woke, facts: Facts) -> Decision:
    """The time has come. It may have been changed, or the customer may have written, since it was set."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if not stage.snoozed or stage.until is None or stage.until > facts.now:
        return Decision(conversation)
    return _roused(conversation, stage, text("staff.snooze_over"), facts)


def roused(conversation: Conversation, facts: Facts) -> Decision:
    """The customer has written, which ends it in any case."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if not stage.snoozed:
        return Decision(conversation)
    return _roused(conversation, stage, text("staff.snooze_wrote"), facts)


def _roused(conversation: Conversation, stage: WithAgent, why: Text, facts: Facts) -> Decision:
    """From now on the customer waits."""
    awake = within(conversation, replace(stage, snoozed=False, until=None, waiting_since=facts.now, reminders=0))
    called: tuple[Effect, ...] = (Post(stage.thread, Remark(why, (stage.agent,))),)
    return Decision(awake, (*called, *card(awake, facts), *timers(awake, facts)))
