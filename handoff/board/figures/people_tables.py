"""The tables about ways to a person: waits, promises, ratings and reasons."""

from collections.abc import Callable, Mapping, Sequence

from core.model.figures import HandoffRow
from core.model.view import text
from handoff.board.csv_cells import Cell
from handoff.board.export import Column, Table
from handoff.board.figures.counted import By, Counted
from handoff.board.figures.names import METHODS, TOPICS, WHO_HELPED, WHYS
from handoff.board.figures.promises import Promises, promises
from handoff.board.figures.ratings import STARS, ratings
from handoff.board.figures.reasons import reasons
from handoff.board.figures.response import Course, course
from handoff.board.figures.spread import share

Ways = Sequence[HandoffRow]
Cells = tuple[Cell, ...]

SLICE: Mapping[By, Column] = {
    "method": Column("method", text("board.figures.column.method"), names=METHODS),
    "language": Column("language", text("board.figures.column.language"), "language"),
    "topic": Column("topic", text("board.figures.column.topic"), names=TOPICS),
    "hour": Column("hour", text("board.figures.column.hour")),
    "day": Column("day", text("board.figures.column.day"), "day"),
}
WEEK = Column("week", text("board.figures.column.week"), "day")

_WAITS = (
    Column("asked", text("board.figures.column.asked"), "count"),
    Column("claimed", text("board.figures.column.claimed"), "count"),
    Column("claim_median_minutes", text("board.figures.column.claim_median"), "minutes", of="claimed"),
    Column("claim_p90_minutes", text("board.figures.column.claim_p90"), "minutes", of="claimed"),
    Column("answered", text("board.figures.column.answered"), "count"),
    Column("first_response_median_minutes", text("board.figures.column.response_median"), "minutes", of="answered"),
    Column("first_response_p90_minutes", text("board.figures.column.response_p90"), "minutes", of="answered"),
    Column("solved", text("board.figures.column.solved"), "count"),
    Column("solution_median_minutes", text("board.figures.column.solution_median"), "minutes", of="solved"),
    Column("solution_p90_minutes", text("board.figures.column.solution_p90"), "minutes", of="solved"),
    Column("abandoned", text("board.figures.column.abandoned"), "count"),
    Column("abandoned_share", text("board.figures.column.abandoned_share"), "share"),
    Column("otherwise", text("board.figures.column.otherwise"), "count"),
    Column("going_on", text("board.figures.column.going_on"), "count"),
)
_PROMISES = (
    Column("promised", text("board.figures.column.promised"), "count"),
    Column("kept", text("board.figures.column.kept"), "count"),
    Column("broken", text("board.figures.column.broken"), "count"),
    Column("kept_share", text("board.figures.column.kept_share"), "share"),
    Column("sooner", text("board.figures.column.sooner"), "count"),
    Column("over_median_minutes", text("board.figures.column.over_median"), "minutes", of="broken"),
    Column("over_p90_minutes", text("board.figures.column.over_p90"), "minutes", of="broken"),
    Column("left", text("board.figures.column.left"), "count"),
    Column("running", text("board.figures.column.running"), "count"),
)
_RATINGS = (
    Column("of", text("board.figures.column.of"), names=WHO_HELPED),
    Column("helped", text("board.figures.column.helped"), "count"),
    Column("said_solved", text("board.figures.column.said_solved"), "count"),
    Column("said_not_solved", text("board.figures.column.said_not_solved"), "count"),
    Column("said_nothing", text("board.figures.column.said_nothing"), "count"),
    *(Column(f"stars_{stars}", text("board.figures.column.stars", n=stars), "count") for stars in STARS),
    Column("stars_mean", text("board.figures.column.stars_mean"), "number"),
)


def slice_of(by: By, counted: Counted) -> Column:
    return WEEK if by == "day" and counted.lens.weekly else SLICE[by]


def waits_by(counted: Counted, by: By) -> Table:
    return _by(counted, by, "waits", _WAITS, lambda ways: _waits(course(ways)), _waits(counted.course))


def promises_by(counted: Counted, by: By) -> Table:
    def made(ways: Ways) -> Cells:
        return _promises(promises(ways, counted.lens.now))

    return _by(counted, by, "promises", _PROMISES, made, _promises(counted.promises))


def _by(
    counted: Counted, by: By, name: str, columns: tuple[Column, ...], made: Callable[[Ways], Cells], whole: Cells
) -> Table:
    """Each slice by its ways: a chat and a mail have no lengths in common. The total has only what can be added up."""
    if by == "method":
        keys: tuple[Column, ...] = (SLICE["method"],)
        rows = [(method, *made(ways)) for method, ways in counted.waited_by("method").items()]
    else:
        keys = (slice_of(by, counted), SLICE["method"])
        rows = [(part, method, *made(ways)) for part, method, ways in counted.waited_by_both(by)]
    sums = ("" if column.of else cell for column, cell in zip(columns, whole, strict=True))
    return Table(f"{name}-by-{by}", (*keys, *columns), rows, (*("" for _ in keys), *sums))


def ratings_table(counted: Counted) -> Table:
    said = ratings(counted.questions, counted.ways, counted.rows.ratings)
    rows = [
        (of, each.helped, each.solved, each.unsolved, each.silent, *each.stars, each.mean_stars)
        for of, each in said.items()
    ]
    return Table("ratings", _RATINGS, rows)


def reasons_table(counted: Counted) -> Table:
    """A row for each reason, a column for each way."""
    by_method = {method: reasons(row for row in counted.ways if row.method == method) for method in METHODS}
    everywhere, whole = reasons(counted.ways), len(counted.ways)
    columns = (
        Column("reason", text("board.figures.column.reason"), names=WHYS),
        *(Column(method, title, "count") for method, title in METHODS.items()),
        Column("all", text("board.figures.column.all"), "count"),
        Column("share", text("board.figures.column.share"), "share"),
    )
    rows = [
        (why, *(counts[why] for counts in by_method.values()), count, share(count, whole))
        for why, count in everywhere.items()
    ]
    total = ("", *(sum(counts.values()) for counts in by_method.values()), whole, share(whole, whole))
    return Table("reasons", columns, rows, total)


def _waits(been: Course) -> Cells:
    spreads = (been.claim, been.first_response, been.solution)
    lengths = (cell for each in spreads for cell in (each.n, each.median, each.p90))
    return been.asked, *lengths, been.abandoned, been.abandoned_share, been.otherwise, been.going_on


def _promises(told: Promises) -> Cells:
    over = told.over
    held = (told.kept, told.broken, told.kept_share, told.sooner)
    return told.promised, *held, over.median, over.p90, told.left, told.running
