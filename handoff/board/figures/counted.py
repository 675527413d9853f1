"""The rows of some days, looked at through a lens: what several tables need of them, each part made once. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, get_args

from core.model.figures import AskedRow, HandoffRow
from handoff.board.figures.lens import HOURS, Lens, Rows, sliced, waited
from handoff.board.figures.promises import Promises, promises
from handoff.board.figures.response import Course, course
from handoff.board.figures.solved import Afterwards

By = Literal["method", "language", "topic", "hour", "day"]

BYS: tuple[By, ...] = get_args(By)


class Counted:
    def __init__(self, rows: Rows, lens: Lens) -> None:
        self.rows = rows
        self.lens = lens
        self._sliced: dict[By, Mapping[str, Sequence[HandoffRow]]] = {}
        self._asked: dict[By, Mapping[str, Sequence[AskedRow]]] = {}

    @cached_property
    def questions(self) -> Sequence[AskedRow]:
        return self.rows.questions(self.lens)

    @cached_property
    def ways(self) -> Sequence[HandoffRow]:
        """All ways to a person."""
        return self.rows.ways(self.lens)

    @cached_property
    def waited(self) -> Sequence[HandoffRow]:
        """Those for which a customer waited."""
        return waited(self.ways)

    @cached_property
    def after(self) -> Afterwards:
        return Afterwards(self.rows, self.lens.now)

    @cached_property
    def course(self) -> Course:
        return course(self.waited)

    @cached_property
    def promises(self) -> Promises:
        return promises(self.waited, self.lens.now)

    def waited_by(self, by: By) -> Mapping[str, Sequence[HandoffRow]]:
        if by not in self._sliced:
            self._sliced[by] = self._waited_by(by)
        return self._sliced[by]

    def _waited_by(self, by: By) -> Mapping[str, Sequence[HandoffRow]]:
        keys: Mapping[By, Callable[[HandoffRow], str]] = {
            "method": lambda row: row.method,
            "language": lambda row: row.language,
            "topic": lambda row: row.topic,
            "hour": lambda row: self.lens.hour(row.asked_at),
            "day": lambda row: self.lens.day(row.asked_at),
        }
        return sliced(self.waited, keys[by], self._always(by))

    def waited_by_both(self, by: By) -> Iterator[tuple[str, str, Sequence[HandoffRow]]]:
        """Each slice with each way that there is anything of; hours and days also where nobody waited."""
        methods = self.waited_by("method")
        for name, rows in self.waited_by(by).items():
            by_method = sliced(rows, lambda row: row.method, methods)
            yield from ((name, method, ways) for method, ways in by_method.items() if ways or self._always(by))

    def questions_by(self, by: Literal["language", "topic", "day"]) -> Mapping[str, Sequence[AskedRow]]:
        if by not in self._asked:
            self._asked[by] = self._questions_by(by)
        return self._asked[by]

    def _questions_by(self, by: Literal["language", "topic", "day"]) -> Mapping[str, Sequence[AskedRow]]:
        keys: Mapping[By, Callable[[AskedRow], str]] = {
            "language": lambda row: row.language,
            "topic": lambda row: row.topic,
            "day": lambda row: self.lens.day(row.at),
        }
        return sliced(self.questions, keys[by], self._always(by))

    def _always(self, by: By) -> tuple[str, ...]:
        """Hours and days stand in their order, the empty ones too."""
        match by:
            case "hour":
                return HOURS
            case "day":
                return self.lens.days()
            case "method" | "language" | "topic":
                return ()
