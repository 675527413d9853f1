"""Figures over the results of a question set: how often the right article is found, answered, or rightly left out."""

from collections.abc import Sequence

import msgspec

from core.answers.evaluation.lines import Asked, Result

Pair = tuple[Asked, Result]


class Share(msgspec.Struct, frozen=True):
    """`part` of `whole`; a share of nothing is None."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        return self.part / self.whole if self.whole else None


class Figures(msgspec.Struct, frozen=True):
    """`first` and `first_three`: the gold article stands there. `reciprocal`: its mean reciprocal rank.

    `coverage`: answered, of the questions that have a gold article. `precision`: of what was answered, with the gold
    article. `answered_well` and `answered_wrongly` are shares of all questions whose gold is known, out of scope ones
    included. `sure` counts only what was answered without reservation.
    """

    questions: int
    first: Share
    first_three: Share
    reciprocal: float | None
    coverage: Share
    precision: Share
    sure: Share
    sure_precision: Share
    answered_well: Share
    answered_wrongly: Share
    person_recall: Share
    person_precision: Share
    guard_failures: int
    median_seconds: float
    slowest_seconds: float


def figures(pairs: Sequence[Pair]) -> Figures:
    known = [pair for pair in pairs if pair[0].has_gold]
    inside = [pair for pair in known if pair[0].golds]
    ranks = [_rank(pair) for pair in inside]
    answered = [pair for pair in known if pair[1].answered]
    sure = [pair for pair in answered if pair[1].decision != "careful"]
    well = [pair for pair in answered if _right(pair)]
    scored = [pair for pair in pairs if pair[0].label in (0, 1)]
    seconds = sorted(result.seconds for _, result in pairs) or [0.0]
    return Figures(
        questions=len(pairs),
        first=_share([rank == 1 for rank in ranks]),
        first_three=_share([1 <= rank <= 3 for rank in ranks]),
        reciprocal=sum(1 / rank for rank in ranks if rank) / len(ranks) if ranks else None,
        coverage=_share([result.answered for _, result in inside]),
        precision=_share([_right(pair) for pair in answered]),
        sure=_share([pair in sure for pair in inside]),
        sure_precision=_share([_right(pair) for pair in sure]),
        answered_well=Share(len(well), len(known)),
        answered_wrongly=Share(len(answered) - len(well), len(known)),
        person_recall=_share([_person(result) for asked, result in scored if asked.label == 1]),
        person_precision=_share([asked.label == 1 for asked, result in scored if _person(result)]),
        guard_failures=sum(bool(result.failures) for _, result in pairs),
        median_seconds=seconds[len(seconds) // 2],
        slowest_seconds=seconds[-1],
    )


def _rank(pair: Pair) -> int:
    """From 1; 0 where the gold article was not found."""
    asked, result = pair
    return next((rank for rank, (article, _) in enumerate(result.ranked, start=1) if article in asked.golds), 0)


def _right(pair: Pair) -> bool:
    asked, result = pair
    return any(cited.article in asked.golds for cited in result.citations)


def _person(result: Result) -> bool:
    return result.decision == "person"


def _share(found: Sequence[bool]) -> Share:
    return Share(sum(found), len(found))
