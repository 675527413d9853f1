"""The tables about the assistant, raw counts first; and what came in day by day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from core.model.figures import AskedRow, HandoffRow
from core.model.view import text
from handoff.board.csv_cells import Cell
from handoff.board.export import Column, Table
from handoff.board.figures.counted import Counted
from handoff.board.figures.names import METHODS, OUTCOMES, OUTCOMES_MEAN, TOLD, TOLD_MEANS
from handoff.board.figures.people_tables import slice_of
from handoff.board.figures.solved import Assistant, Outcome, assistant
from handoff.board.figures.spread import share

_COUNTS = (
    Column("asked", text("board.figures.column.questions"), "count"),
    Column("answered", text("board.figures.column.answers"), "count"),
    Column("said_helpful", text("board.figures.column.said_helpful"), "count"),
    Column("said_not_helpful", text("board.figures.column.said_not_helpful"), "count"),
    Column("said_nothing", text("board.figures.column.said_nothing"), "count"),
    Column("handed_over", text("board.figures.column.handed"), "count"),
    Column("solved_and_said_so", text("board.figures.outcome.solved"), "count"),
    Column("silent_without_trouble", text("board.figures.outcome.silent"), "count"),
    Column("too_early_to_say", text("board.figures.outcome.early"), "count"),
)


def summary(counted: Counted) -> Assistant:
    return assistant(counted.questions, counted.after)


def told_table(counted: Counted) -> Table:
    """What the questions got."""
    got = Counter[str](row.told for row in counted.questions)
    title = text("board.figures.column.told")
    return _parts("assistant-questions", Column("told", title, names=TOLD, meanings=TOLD_MEANS), got)


def outcomes_table(counted: Counted) -> Table:
    """What became of the answers."""
    became = {outcome.value: count for outcome, count in summary(counted).outcomes.items()}
    title = text("board.figures.column.outcome")
    return _parts("assistant-answers", Column("outcome", title, names=OUTCOMES, meanings=OUTCOMES_MEAN), became)


def assistant_by(counted: Counted, by: Literal["language", "topic", "day"]) -> Table:
    rows = [(name, *_counts(counted, asked)) for name, asked in counted.questions_by(by).items()]
    total = ("", *_counts(counted, counted.questions))
    return Table(f"assistant-by-{by}", (slice_of(by, counted), *_COUNTS), rows, total)


def days_table(counted: Counted) -> Table:
    """Questions, and ways to a person by their kind."""
    questions, ways = counted.questions_by("day"), counted.waited_by("day")
    columns = (
        slice_of("day", counted),
        Column("questions", text("board.figures.column.questions"), "count"),
        Column("to_a_person", text("board.figures.column.ways"), "count"),
        *(Column(method, title, "count") for method, title in METHODS.items()),
    )
    rows = [(day, *_came(questions[day], ways[day])) for day in counted.lens.days()]
    return Table("days", columns, rows, ("", *_came(counted.questions, counted.waited)))


def _parts(name: str, what: Column, counts: Mapping[str, int]) -> Table:
    """A whole in its parts, each with its count and its share."""
    whole = sum(counts.values())
    rows = [(each, counts.get(each, 0), share(counts.get(each, 0), whole)) for each in what.names]
    columns = (
        what,
        Column("count", text("board.figures.column.count"), "count"),
        Column("share", text("board.figures.column.share"), "share"),
    )
    return Table(name, columns, rows, ("", whole, share(whole, whole)))


def _counts(counted: Counted, asked: Sequence[AskedRow]) -> tuple[Cell, ...]:
    been = assistant(asked, counted.after)
    outcomes = (been.outcomes.get(each, 0) for each in (Outcome.SOLVED, Outcome.SILENT, Outcome.EARLY))
    return been.asked, been.answered, been.helpful, been.unhelpful, been.silent, been.handed, *outcomes


def _came(questions: Sequence[AskedRow], ways: Sequence[HandoffRow]) -> tuple[Cell, ...]:
    return len(questions), len(ways), *(sum(row.method == method for row in ways) for method in METHODS)
