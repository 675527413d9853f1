"""What an agent typed, in the thread of its case: a typed command names the case at most, and no thread."""

from typing import NamedTuple

from msgspec.structs import replace

from core.model.controls import Control, Transfer
from core.model.conversation import Filling, Queued, Stage, WithAgent
from core.model.events import AgentClaimed, AgentClosed, AgentControlled
from core.model.heard import FromCommand
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.ports import Transaction


class Meant(NamedTuple):
    """What the command does, and in which conversation."""

    conversation: ConversationId
    event: AgentClaimed | AgentClosed | AgentControlled


class Unclear(NamedTuple):
    """Nothing can be done, and why; `soon`: the case's thread is being opened, so that it can be in a moment."""

    why: str
    soon: bool = False


async def meaning(tx: Transaction, command: FromCommand) -> Meant | Unclear:
    case = command.case or await _only_case_of(tx, command.agent.id)
    if not case:
        return Unclear("the agent has no chat, or several")
    conversation = await tx.cases.conversation(CaseCode(case))
    talk = await tx.conversations.load(conversation) if conversation else None
    if conversation is None or talk is None:
        return Unclear(f"there is no case {case}")
    live = _live(talk.stage)
    current = live if live and live.case == case else None
    thread = current.thread if current else await thread_of(tx, CaseCode(case))
    if thread is None:
        return Unclear(f"{case} has no thread", soon=current is not None)
    return Meant(conversation, _done_in(thread, CaseCode(case), command))


def _done_in(thread: Address, case: CaseCode, command: FromCommand) -> AgentClaimed | AgentClosed | AgentControlled:
    agent, did = command.agent, command.did
    if did == "claim":
        return AgentClaimed(agent, thread, case)
    if isinstance(did, str):
        return AgentClosed(agent, thread, case, did)
    return AgentControlled(agent, thread, case, _moved(did, thread, command.queue), command.supervisor)


def _moved(control: Control, thread: Address, queue: Address | None) -> Control:
    """Where the queue's threads are elsewhere, the chat gets a new one there, and never a second one where it is."""
    if queue is None or not isinstance(control, Transfer):
        return control
    there = thread.channel == queue.channel and thread.key.startswith(queue.key)
    return replace(control, moves=not there)


async def _only_case_of(tx: Transaction, agent: AgentId) -> CaseCode | None:
    """None where they have no chat, or several."""
    cases = [chat.case for chat in await tx.chats.live() if chat.claimed_at and chat.agent == agent]
    return cases[0] if len(cases) == 1 else None


def _live(stage: Stage) -> Queued | WithAgent | None:
    if isinstance(stage, Filling):
        return stage.meanwhile
    return stage if isinstance(stage, Queued | WithAgent) else None


# --- the threads of cases, also of those that are over
async def keep_thread(tx: Transaction, case: CaseCode, thread: Address) -> None:
    await tx.keep.put(f"thread:{case}", str(thread))


async def thread_of(tx: Transaction, case: CaseCode) -> Address | None:
    """Where staff talk about the case, or last did."""
    kept = await tx.keep.get(f"thread:{case}")
    return Address(*kept.split(":", 1)) if kept else None
