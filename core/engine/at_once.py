"""Writes a decision down, and with it the answer to what it asks where that is known at once: one transaction for both.

The customer's question and its answer stay two decisions, each with a row of its own in the inbox. What falls away is the way
through the outbox and back, and the timer of an answer that is there.
"""

from core.engine.facts import FactsLoader
from core.engine.record import Recorder
from core.flow.decide import decide
from core.model.codec import encode
from core.model.events import CustomerWrote
from core.model.rows import Decided, OutboxRow, Received
from core.ports import Transaction


async def record(tx: Transaction, decided: Decided, facts: FactsLoader, recorder: Recorder) -> list[OutboxRow]:
    """The effects that go out, as they now stand in the outbox."""
    found = recorder.at_once(decided) if isinstance(decided.event, CustomerWrote) else None
    if found is None:
        return await recorder.record(tx, decided)
    asked, ready = found
    talk, now = decided.after, decided.facts.now
    rows = await recorder.record(tx, decided, answered=True)
    came = Received(f"{asked}/0", "core", talk.id, encode(ready))  # as if it had come from the asker's lane
    answer = await tx.inbox.add_decided(came, now)
    known = await facts.answered(tx, decided.facts, talk)
    after, effects = decide(talk, ready, known)
    return rows + await recorder.record(tx, Decided(answer, ready, known, talk, after, effects))
