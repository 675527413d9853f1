"""What customers said of the help, told apart by whom it came from; and how many said nothing. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from core.model.figures import AskedRow, HandoffRow
from core.model.ids import CaseCode
from core.model.rows import RatingRow
from handoff.board.figures.response import SOLVED
from handoff.board.figures.solved import answered

Of = Literal["assistant", "agent", "email"]

STARS = (1, 2, 3, 4, 5)


class Said(msgspec.Struct, frozen=True):
    """Of `helped` answers or closed cases: said to be solved, said not to be, and neither. `stars`: how often 1 to 5."""

    helped: int
    solved: int
    unsolved: int
    stars: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)

    @property
    def silent(self) -> int:
        return self.helped - self.solved - self.unsolved

    @property
    def mean_stars(self) -> float | None:
        given = sum(self.stars)
        return sum(stars * n for stars, n in zip(STARS, self.stars, strict=True)) / given if given else None


def ratings(asked: Iterable[AskedRow], handoffs: Iterable[HandoffRow], given: Iterable[RatingRow]) -> Mapping[Of, Said]:
    """Of the assistant's answers, and of the cases that were closed; a case that went several ways counts for its last one."""
    by_case = {rating.rate.case: rating for rating in given if rating.rate.case}
    last = {row.case: row for row in handoffs if row.end in SOLVED and row.method != "dispute"}
    agents = [row.case for row in last.values() if row.method != "email"]
    mails = [row.case for row in last.values() if row.method == "email"]
    return {"assistant": _assistant(asked), "agent": _cases(agents, by_case), "email": _cases(mails, by_case)}


def _assistant(asked: Iterable[AskedRow]) -> Said:
    """Everybody who gets an answer is asked whether it helped."""
    helpful = [row.helpful for row in answered(asked)]
    return Said(len(helpful), helpful.count(True), helpful.count(False))


def _cases(cases: Sequence[CaseCode], by_case: Mapping[str, RatingRow]) -> Said:
    rates = [by_case[case].rate for case in cases if case in by_case]
    said = [rate.solved for rate in rates]
    one, two, three, four, five = (sum(rate.stars == stars for rate in rates) for stars in STARS)
    return Said(len(cases), said.count(True), said.count(False), (one, two, three, four, five))
