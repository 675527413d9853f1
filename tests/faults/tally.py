"""The fault runner's table: what was killed, how often, and what came of it."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from bots.playground.faults import Moment
from tests.faults.chains import NO_KILL, Outcome

WRONG = ("Lost", "Doubled", "Reordered", "Leaked", "InLimbo", "Otherwise")
HEAD = (
    "| scenario | store | steps | kinds of steps: killed before / after / behind | runs | kills | lost "
    "| doubled inside / outside the windows | reordered | leaked | in limbo | otherwise |"
)


class Line(NamedTuple):
    """Of one scenario on one store. `met`: at how many of the `kinds` of steps it was killed, before, after and behind them.

    `wrong`: how many runs were, by kind.
    """

    scenario: str
    store: str
    steps: int
    kinds: int
    met: tuple[int, ...]
    runs: int
    kills: int
    doubled: int
    wrong: dict[str, int]

    def row(self) -> str:
        lost, doubled, *others = (self.wrong[kind] for kind in WRONG)
        met = f"{self.kinds}: {' / '.join(map(str, self.met))}" if self.kinds else ""
        counts = (self.steps or "", met, self.runs, self.kills, lost, f"{self.doubled} / {doubled}", *others)
        return f"| {' | '.join(map(str, (self.scenario, self.store, *counts)))} |"


def lines(outcomes: Iterable[Outcome]) -> list[Line]:
    by = sorted(outcomes, key=lambda each: (each.scenario, each.store))
    return [_line(*names, list(each)) for names, each in groupby(by, key=lambda each: (each.scenario, each.store))]


def _line(scenario: str, store: str, found: Sequence[Outcome]) -> Line:
    counted = next((each.steps for each in found if each.chain == NO_KILL.name), {})
    met = [sum(any((kind, moment) in each.met for each in found) for kind in counted) for moment in Moment]
    wrong = {kind: sum(each.wrong == kind for each in found) for kind in WRONG}
    kills, doubled = sum(each.kills for each in found), sum(each.doubled for each in found)
    return Line(scenario, store, sum(counted.values()), len(counted), tuple(met), len(found), kills, doubled, wrong)


def total(found: Sequence[Line]) -> Line:
    wrong = {kind: sum(line.wrong[kind] for line in found) for kind in WRONG}
    runs, kills, doubled = (sum(getattr(line, name) for line in found) for name in ("runs", "kills", "doubled"))
    return Line("**all**", "", 0, 0, (), runs, kills, doubled, wrong)


def table(outcomes: Iterable[Outcome]) -> str:
    found = lines(outcomes)
    return "\n".join([HEAD, "|---" * 12 + "|", *(line.row() for line in [*found, total(found)])])
