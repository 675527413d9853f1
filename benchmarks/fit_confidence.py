"""Fits the confidence to the measured sets and writes its weights: `python -m benchmarks.fit_confidence`.

Each help centre's questions weigh the same, a fifth of them out of its scope. No weight is below zero, so that more
evidence never lowers the confidence. What is printed first was fitted without the help centres on which it is measured:
that is what a help centre of someone else may expect. The exit code is 2 without the sets.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.answer_sets import DATA, Asked, Source, sample, sources
from benchmarks.measures import Judged, answered, auroc, coverage, mixed
from benchmarks.near_misses import near_misses
from core.answers import confidence as model
from core.answers.confidence import ANSWER, CAREFUL, Weights, probability, terms, together
from core.answers.evidence import CHOICE, SCOPE, Figure
from core.answers.help_centre import Hit

OUTSIDE = 0.2  # of the questions
NEAR = 0.2  # of those: about what the help centre is about, and still not in it
# How much each counts beside the others, as an answer to what is not asked here is the worse mistake. Not fitted: the
# likeliest ratio lets too much of what is out of scope pass. With more of "variety" the order of the right answers
# suffers, with more of "choice" near misses pass.
RATIO = {"scope": 3.0, "choice": 0.5, "strength": 2.0, "alike": 4.0, "about": 3.0, "variety": 5.0, "few": 2.0}
STEPS = 50
RIDGE = 1e-4

Vector = npt.NDArray[np.float64]


class Example(NamedTuple):
    """A search, whether its question is in the help centre's scope, whether its first hit is right, and its weight."""

    hits: Sequence[Hit]
    inside: bool
    right: bool
    weight: float


def main(path: Path = DATA) -> int:
    if not path.exists():
        print(f"No sets to fit to: {path.name} is not in shared/data beside the checkout.")
        return 2
    print("fitted without it:", *(f"  {line}" for line in left_out()), sep="\n")
    weights = fit(sources())
    print("fitted to all:", *(f"  {measured(source, weights)}" for source in sources()), sep="\n")
    written = Path(model.__file__).with_suffix(".toml")
    written.write_text(as_toml(weights))
    print(f"written to {written.name}:\n{as_toml(weights)}")
    return 0


def left_out() -> Iterator[str]:
    for source in (*sources(), *near_misses(), sample()):
        yield measured(source, fit([other for other in sources() if other.origin != source.origin]))


def fit(among: Sequence[Source]) -> Weights:
    examples = [example for source in among for example in _examples(source, 1 / _as_many(source, among))]
    scope = logistic(examples, SCOPE, lambda example: example.inside)
    choice = logistic([example for example in examples if example.inside], CHOICE, lambda example: example.right)
    figures = together(scope, choice)
    whole = {"whole": lambda hits: sum(RATIO[name] * figure(hits) for name, figure in figures.items())}
    fitted = logistic(examples, whole, lambda example: example.right)
    answer = {name: round(fitted["whole"] * RATIO[name], 3) for name in figures}
    return Weights(scope, choice, {"offset": fitted["offset"], **answer})


def _as_many(source: Source, among: Sequence[Source]) -> int:
    """Help centres of the same origin."""
    return sum(other.origin == source.origin for other in among)


def _examples(source: Source, weight: float) -> Iterator[Example]:
    """An exact hit is no matter of likelihood."""
    outside = weight * OUTSIDE / (1 - OUTSIDE)
    near = NEAR * outside if source.near else 0.0
    for part, whole, inside in (
        (source.inside, weight, True),
        (source.outside, outside - near, False),
        (source.near, near, False),
    ):
        found = [each for each in part if each.hits and not each.hits[0].exact]
        yield from (Example(each.hits, inside, each.right, whole / len(found)) for each in found)


def logistic(
    examples: Sequence[Example], figures: Mapping[str, Figure], true: Callable[[Example], bool]
) -> dict[str, float]:
    """The likeliest weights of the figures, by name, and their `offset`; a figure that would weigh less than 0 weighs 0."""
    used = dict(figures)
    while True:
        values = np.array([[1.0, *(figure(each.hits) for figure in used.values())] for each in examples])
        found = _newton(values, np.array([float(true(each)) for each in examples]), _shares(examples))
        lowest = min(range(1, len(found)), key=lambda place: found[place], default=0)
        if not lowest or found[lowest] >= 0:
            named = dict(zip(("offset", *used), found.tolist(), strict=True))
            return {name: round(named.get(name, 0.0), 3) for name in ("offset", *figures)}
        del used[list(used)[lowest - 1]]


def _shares(examples: Sequence[Example]) -> Vector:
    weights = np.array([each.weight for each in examples])
    shares: Vector = weights / weights.sum()
    return shares


def _newton(values: Vector, true: Vector, shares: Vector) -> Vector:
    found = np.zeros(values.shape[1])
    for _ in range(STEPS):
        said = 1 / (1 + np.exp(-(values @ found)))
        slope = values.T @ (shares * (true - said)) - RIDGE * found
        curve = (values * (shares * said * (1 - said))[:, None]).T @ values + RIDGE * np.eye(len(found))
        found = found + np.linalg.solve(curve, slope)
    return found


def measured(source: Source, weights: Weights) -> str:
    inside, outside, near = (_judged(part, weights) for part in (source.inside, source.outside, source.near))
    asked = mixed(inside, outside, OUTSIDE)
    figures = [
        f"AUROC far {auroc(_values(inside), _values(outside)):.3f}",
        f"near {auroc(_values(inside), _values(near)):.3f}" if near else "near     -",
        f"right of those inside {auroc(*_by_right(inside)):.3f}",
        f"coverage at 95 % {coverage(asked, 0.95):4.0%}",
        *(
            f"at {level}: well {good:4.0%} wrongly {bad:4.0%}"
            for level in (ANSWER, CAREFUL)
            for good, bad in [answered(asked, level)]
        ),
    ]
    return f"{source.name:<20} " + "  ".join(figures)


def _judged(asked: Iterable[Asked], weights: Weights) -> list[Judged]:
    return [Judged(_confidence(each.hits, weights), each.right) for each in asked]


def _confidence(hits: Sequence[Hit], weights: Weights) -> float:
    if not hits or hits[0].exact:
        return float(bool(hits))
    return probability(sum(each for _, each in terms(weights, hits)))


def _values(judged: Iterable[Judged]) -> list[float]:
    return [each.probability for each in judged]


def _by_right(judged: Sequence[Judged]) -> tuple[list[float], list[float]]:
    return _values(each for each in judged if each.right), _values(each for each in judged if not each.right)


def as_toml(weights: Weights) -> str:
    parts = (("scope", weights.scope), ("choice", weights.choice), ("answer", weights.answer))
    tables = ("\n".join([f"[{name}]", *(f"{key} = {value}" for key, value in part.items())]) for name, part in parts)
    return "# Written by python -m benchmarks.fit_confidence.\n\n" + "\n\n".join(tables) + "\n"


if __name__ == "__main__":
    sys.exit(main())
