"""What must hold of a callback after every run: one case, one card, each try once."""

from core.model.callback import CallbackFile
from core.model.codec import decode
from tests.faults import call_ways as ways
from tests.faults.database import rows
from tests.faults.stage import Stage

AUDIT = {
    "callback asked": 1,
    "callback claimed": 2,
    "call not reached": 1,
    "call reached": 1,
    "callback done": 1,
}


def check_call(stage: Stage) -> None:
    """Two tries and one note, on one card, in one case."""
    (file,) = [decode(data, CallbackFile) for (data,) in rows(stage.folder, "SELECT data FROM callbacks")]
    tried = [(attempt.by.name, attempt.result) for attempt in file.attempts]
    assert (file.state, tried) == ("done", [("Tom", "not_reached"), ("Zofia", "reached")])
    assert [note.words for note in file.notes] == [ways.NOTE]
    assert rows(stage.folder, "SELECT code, closed_at IS NULL FROM cases") == [(file.case, 0)]
    kinds = rows(stage.folder, "SELECT kind, count(*) FROM audit WHERE kind LIKE 'call%' GROUP BY kind")
    assert dict(kinds) == AUDIT
    (card,) = [m for m in stage.support.messages if m.plain.startswith("Callback FD-")]
    assert card.buttons == []
