"""A chat leaves its agent: what they were asked in the thread and have not answered is answered, and the thread is closed."""

from core.flow.thread_signs import mark, settle
from core.model.conversation import Queued, WithAgent
from core.model.effects import CloseHandoff, Effect, Post
from core.model.ids import CaseCode
from core.model.people import Agent
from core.model.view import Text, text


def left_open(stage: WithAgent) -> tuple[Post, ...]:
    """What was held stays inside."""
    over, thread = text("control.over"), stage.thread
    posts = [settle(thread, f"held.{each.ref}", text("staff.held"), over, each.text) for each in stage.held]
    posts += [inside for each in stage.held for inside in mark(thread, each.ref, "inside")]
    if stage.leaving:
        posts.append(settle(thread, stage.leaving, off_duty(stage.agent), over))
    return tuple(posts)


def off_duty(agent: Agent) -> Text:
    """The question what becomes of the chat."""
    return text("staff.off_duty", agent=agent.name)


def closed(live: Queued | WithAgent | None, case: CaseCode, why: Text) -> tuple[Effect, ...]:
    """The thread of what went on until now; nothing where there is none."""
    if live is None or live.thread is None:
        return ()
    settled = left_open(live) if isinstance(live, WithAgent) else ()
    return (*settled, CloseHandoff(live.thread, case, why))
