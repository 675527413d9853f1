"""The end of a live chat, and what follows it: closed by its agent, handed back to the assistant, and gone on with again."""

from collections.abc import Callable

from core.flow import blocking, joining, queue, rating, translating
from core.flow.cards import card
from core.flow.choices import shown
from core.flow.decision import Decision, enter, say, wake, whisper
from core.flow.leaving import left_open
from core.model.controls import CloseReason, Reopen, TakeBack
from core.model.conversation import Adding, Closed, Conversation, Filling, Idle, WithAgent
from core.model.effects import CloseHandoff, Note, Post, Say
from core.model.events import AgentClosed, AgentControlled
from core.model.facts import Facts
from core.model.posts import Card
from core.model.view import Line, Text, text

# --- closed

_CLOSING: dict[CloseReason, Callable[[str], Text]] = {
    "solved": lambda agent: text("closing.by_agent", agent=agent),
    "no_answer": lambda agent: text("closing.no_answer", agent=agent),
    "duplicate": lambda agent: text("closing.duplicate", agent=agent),
    "not_ours": lambda agent: text("closing.not_ours", agent=agent),
    "spam": lambda agent: text("closing.spam", agent=agent),
    "other": lambda agent: text("closing.other", agent=agent),
}
_NOT_ASKED: tuple[CloseReason, ...] = ("spam", "duplicate")  # whether it was solved


def closed(conversation: Conversation, event: AgentClosed, facts: Facts) -> Decision:
    """By its owner. What it was about is for the team and the operator alone."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if event.case != stage.case:
        return queue.case_over(conversation, event)
    if event.agent.id != stage.agent.id:
        owner = text("staff.not_owner", owner=stage.agent.name)
        return Decision(conversation, (whisper(event.thread, event.agent, owner),))
    over, said = _parted(conversation, stage, event.reason)
    why = _CLOSING[event.reason](stage.agent.name)
    ended = CloseHandoff(stage.thread, stage.case, why, reopens=True)
    audit = Note("closed", f"{stage.case}: {event.reason}, {event.agent.id}")
    return Decision(over, (said, *left_open(stage), ended, audit))


def _parted(conversation: Conversation, stage: WithAgent, reason: CloseReason) -> tuple[Conversation, Say]:
    """The last words, with the one question about the help, which is asked once for each case."""
    agent, case = stage.agent.name, stage.case
    silent = reason == "no_answer" and stage.waiting_since is None  # who wrote last is not told that they were silent
    line = Line(
        text("chat.closed_silent", agent=agent, case=case) if silent else text("chat.closed", agent=agent, case=case)
    )
    if reason in _NOT_ASKED or case in conversation.rated:
        over = enter(conversation, Closed(case, "live_chat", stage.agent))
        return over, say(over, line, buttons=shown(over))
    over = rating.asking(conversation, Closed(case, "live_chat", stage.agent, asks="solved"))
    return over, rating.ask_if_solved(over, line)


# --- back to the assistant


def hand_back(conversation: Conversation, event: AgentControlled, facts: Facts) -> Decision:
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    idle = enter(conversation, Idle())
    told = say(idle, Line(text("chat.handed_back", agent=stage.agent.name)), buttons=shown(idle))
    shown_now = Card(stage.case, "assistant", stage.agent.name, language=conversation.language)
    return Decision(idle, (told, *left_open(stage), Post(stage.thread, shown_now)))


# --- gone on with


def go_on(conversation: Conversation, event: AgentControlled, control: Reopen | TakeBack, facts: Facts) -> Decision:
    """With whoever presses it, from wherever the customer is; what was being looked for meanwhile comes too late."""
    no = _not_now(conversation, facts)
    if no:
        return Decision(conversation, (whisper(event.thread, event.agent, no),))
    ticket = facts.mails.ticket(event.case) is not None
    reads = facts.translation.reads
    told = bool(conversation.originals)
    chat = WithAgent(event.agent, event.case, event.thread, facts.now, ticket=ticket, reads=reads, told=told)
    chatting, caught_up = translating.catch_up(enter(conversation, chat), (), facts)
    joins = say(chatting, Line(_joins(event, control)))
    due = wake(chatting, "reply_due", facts.patience.reply, facts)
    helped = (joining.helped(event.case),) if ticket else ()
    return Decision(chatting, (joins, *card(chatting, facts), *caught_up, *helped, due))


def _joins(event: AgentControlled, control: Reopen | TakeBack) -> Text:
    agent = event.agent.name
    if isinstance(control, TakeBack):
        return text("chat.from_assistant", agent=agent)
    return text("chat.reopened", agent=agent, case=event.case)


def _not_now(conversation: Conversation, facts: Facts) -> Text | None:
    """What the customer has filled in is not taken from under their hands."""
    if blocking.is_blocked(conversation, facts):
        return text("staff.is_blocked")
    match conversation.stage:
        case Adding(words=words, evidence=evidence) if words or evidence:
            return text("staff.busy")
        case Filling(phone=phone) if phone:
            return text("staff.busy")
        case _:
            return None
