"""All tables of figures, by their names."""

from collections.abc import Callable, Mapping
from functools import partial

from handoff.board.export import Table
from handoff.board.figures.assistant_tables import assistant_by, days_table, outcomes_table, told_table
from handoff.board.figures.counted import BYS, Counted
from handoff.board.figures.people_tables import promises_by, ratings_table, reasons_table, waits_by

Make = Callable[[Counted], Table]

TABLES: Mapping[str, Make] = {
    "days": days_table,
    "assistant-questions": told_table,
    "assistant-answers": outcomes_table,
    "assistant-by-language": partial(assistant_by, by="language"),
    "assistant-by-topic": partial(assistant_by, by="topic"),
    "assistant-by-day": partial(assistant_by, by="day"),
    "ratings": ratings_table,
    "reasons": reasons_table,
    **{f"waits-by-{by}": partial(waits_by, by=by) for by in BYS},
    **{f"promises-by-{by}": partial(promises_by, by=by) for by in BYS},
}
