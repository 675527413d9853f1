"""Joins what two searches found, best first, by reciprocal rank fusion."""

from collections import defaultdict
from collections.abc import Sequence

from core.answers.help_centre import Hit

_FLAT = (
    60  # ranks count as if each list began this far down, so that no single list decides (Cormack et al., SIGIR 2009)
)

_Key = tuple[str, str]


def fused(lexical: Sequence[Hit], semantic: Sequence[Hit]) -> tuple[Hit, ...]:
    """All hits of both, each article once, with the passage and score of the lexical hit where there is one.

    What the question names exactly stays first. The scores no longer fall from hit to hit, so the confidence is to be
    taken of `lexical` before.
    """
    if not semantic:
        return tuple(lexical)
    hits: dict[_Key, Hit] = {}
    points: defaultdict[_Key, float] = defaultdict(float)
    for found in (lexical, semantic):
        for rank, hit in enumerate(found, start=1):
            hits.setdefault(_key(hit), hit)
            points[_key(hit)] += 1 / (_FLAT + rank)
    return tuple(sorted(hits.values(), key=lambda hit: (hit.exact, points[_key(hit)]), reverse=True))


def _key(hit: Hit) -> _Key:
    return hit.article.language, hit.article.id
