"""What the audit says of decisions: which of the staff it was, and that a chat was taken, handed on or given back."""

from core.model.conversation import Conversation, WithAgent, live_chat
from core.model.people import Agent
from core.model.rows import Decided
from core.ports import Transaction


def who_did(event: object) -> str:
    """The id of the member of staff whose doing it was; empty for the customer's, and the desk's own."""
    agent = getattr(event, "agent", None)
    return agent.id if isinstance(agent, Agent) else ""


async def note_owner(tx: Transaction, decided: Decided) -> None:
    """Closing a chat is noted where it is decided."""
    before, after = _live(decided.before), _live(decided.after)
    now, who = decided.facts.now, who_did(decided.event)
    if after and (before is None or before.agent.id != after.agent.id):
        from_whom = f", before {before.agent.id}" if before and before.case == after.case else ""
        await tx.audit.note("chat taken", decided.after.id, f"{after.case}: {after.agent.id}{from_whom}", now, who)
    elif before and after is None and getattr(decided.after.stage, "case", None) == before.case:
        stage = type(decided.after.stage).__name__
        await tx.audit.note("chat left", decided.after.id, f"{before.case}: {before.agent.id}, now {stage}", now, who)


def _live(conversation: Conversation) -> WithAgent | None:
    stage = live_chat(conversation.stage)
    return stage if isinstance(stage, WithAgent) else None
