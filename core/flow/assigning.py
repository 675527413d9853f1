"""A chat that a supervisor gives to somebody who is there, or takes: from the queue, or from the colleague who has it."""

from msgspec.structs import replace

from core.flow import passing, queue
from core.flow.decision import Decision, whisper
from core.model.controls import Assign
from core.model.conversation import Conversation, Queued, WithAgent
from core.model.effects import Note, Post
from core.model.events import AgentClaimed, AgentControlled
from core.model.facts import Facts
from core.model.ids import Address
from core.model.posts import Remark
from core.model.view import Text, text


def from_queue(conversation: Conversation, event: AgentControlled, control: Assign, facts: Facts) -> Decision:
    """As if they had claimed it."""
    stage = conversation.stage
    assert isinstance(stage, Queued)
    if refused := _refused(conversation, stage, event, control, facts):
        return refused
    if stage.thread is None:
        why = text("board.thread.opening", agent=event.agent.name, case=stage.case)
        return _told(conversation, event.thread, why)
    claim = AgentClaimed(control.to, stage.thread, stage.case)
    reads = replace(facts.translation, reads=facts.thread.reads)
    taken = queue.claimed(conversation, claim, replace(facts, translation=reads))
    called = Post(stage.thread, _called(event, control))
    noted = passing.note(event, control.note, stage.thread)
    return Decision(taken.conversation, (*taken.effects, called, *noted, _audited(event, control)))


def from_colleague(conversation: Conversation, event: AgentControlled, control: Assign, facts: Facts) -> Decision:
    """What its owner writes from now on stays inside, as any colleague's words do."""
    stage = conversation.stage
    assert isinstance(stage, WithAgent)
    if refused := _refused(conversation, stage, event, control, facts):
        return refused
    if control.to.id == stage.agent.id:
        return Decision(conversation)
    noted = passing.note(event, control.note, stage.thread)
    passed = passing.handed(conversation, stage, control.to, _called(event, control), noted, facts)
    return Decision(passed.conversation, (*passed.effects, _audited(event, control)))


def too_late(conversation: Conversation, event: AgentControlled, control: Assign) -> Decision:
    """The chat is over, or the customer is in another one: whoever did it is not in the thread, so all there read it."""
    why = text("board.thread.over", agent=event.agent.name, owner=control.to.name, case=event.case)
    return _told(conversation, event.thread, why)


def _refused(
    conversation: Conversation, stage: Queued | WithAgent, event: AgentControlled, control: Assign, facts: Facts
) -> Decision | None:
    if not event.supervisor:
        return Decision(conversation, (whisper(event.thread, event.agent, text("staff.supervisors_only")),))
    if event.case != stage.case:
        return too_late(conversation, event, control)
    has = stage.agent if isinstance(stage, WithAgent) else None
    if has and control.held is not None and has.id not in (control.held, control.to.id):
        why = text("board.thread.raced", agent=event.agent.name, owner=has.name)
        return _told(conversation, event.thread, why)
    if control.to.id != event.agent.id and not facts.thread.there:
        why = text("board.thread.not_there", agent=event.agent.name, owner=control.to.name)
        return _told(conversation, event.thread, why)
    return None


def _called(event: AgentControlled, control: Assign) -> Remark:
    """Who did it, with a call to whoever has the chat now."""
    if control.to.id == event.agent.id:
        return Remark(text("board.thread.taken", agent=event.agent.name), (control.to,))
    return Remark(text("board.thread.given", agent=event.agent.name, owner=control.to.name), (control.to,))


def _told(conversation: Conversation, thread: Address, why: Text) -> Decision:
    return Decision(conversation, (Post(thread, Remark(why)),))


def _audited(event: AgentControlled, control: Assign) -> Note:
    return Note("board: assigned", f"{event.agent.id} {event.agent.name}: {event.case} to {control.to.id}")
