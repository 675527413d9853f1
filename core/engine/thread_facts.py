"""What a decision may know of the staff's thread: what the customer has of a message, and who can take a chat over."""

from collections.abc import Sequence

from core.engine.copies import load_copy, ref_of
from core.language.spec import BY_CODE
from core.model.controls import Assign, Resend, SendByMail, Transfer
from core.model.conversation import Conversation
from core.model.events import (
    AgentControlled,
    AgentDeleted,
    AgentEdited,
    CustomerEdited,
    Delivered,
    EffectFailed,
    Event,
)
from core.model.facts import Copy, ThreadFacts
from core.model.ids import Address, AgentId, ConversationId, Language
from core.model.people import Duty
from core.ports import Transaction


async def thread_facts(tx: Transaction, conversation: Conversation, event: Event, staff: Sequence[Duty]) -> ThreadFacts:
    match event:
        case CustomerEdited(ref=ref) if ref:
            return ThreadFacts(before=await tx.transcript.said(conversation.id, ref))
        case AgentControlled(control=Transfer(to=colleague) | Assign(to=colleague)) if colleague:
            duty = next((duty for duty in staff if duty.agent.id == colleague.id), None)
            return ThreadFacts(there=duty is not None and duty.there, reads=languages_read(colleague.id, staff))
        case AgentControlled(thread=thread, control=Resend(ref="") | SendByMail(ref="")):
            return ThreadFacts(copy=await _last_lost(tx, conversation.id, thread))
        case _:
            return ThreadFacts(copy=await load_copy(tx, conversation.id, _about(event)))


async def _last_lost(tx: Transaction, conversation: ConversationId, thread: Address) -> Copy | None:
    """Of what was written there and has not arrived by now, the message that failed last."""
    for ref in await tx.copies.failed(conversation, thread):
        copy = await load_copy(tx, conversation, ref)
        if copy and copy.lost and copy.way != "gone":
            return copy
    return None


def _about(event: Event) -> str:
    """The agent's message that it is about; empty for none."""
    match event:
        case AgentEdited(ref=ref) | AgentDeleted(ref=ref) | Delivered(ref=ref):
            return ref
        case AgentControlled(control=Resend(ref=ref) | SendByMail(ref=ref)):
            return ref
        case EffectFailed(effect=effect):
            return ref_of(effect)
        case _:
            return ""


def languages_read(agent: AgentId, staff: Sequence[Duty]) -> tuple[Language, ...]:
    """Of ours, those that the agent has said to read."""
    said = next((duty.languages for duty in staff if duty.agent.id == agent), ())
    return tuple(Language(code) for code in said if code in BY_CODE)
