"""What every contact method needs at its start: the handoff and the transcript up to it."""

from core.model.effects import OpenHandoff
from core.model.handoff import CaseOpening
from core.model.rows import OutboxRow
from core.ports import Store


async def read_opening(store: Store, row: OutboxRow) -> CaseOpening:
    """The case as it stood when the handoff was decided: what was written later goes to the thread by itself."""
    assert isinstance(row.effect, OpenHandoff)
    decided_at = int(row.id.partition(".")[0])
    transcript = await store.transact(lambda tx: tx.transcript.read(row.conversation, up_to=decided_at))
    return CaseOpening(row.conversation, row.effect, tuple(transcript), row.created_at)
