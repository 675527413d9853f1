"""Near misses of any help centre: a third of its articles is taken away, and it is asked the same questions again."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from zlib import crc32

from benchmarks.answer_sets import DATA, HITS, Asked, Source, sources
from core.answers.articles import Article, read_help_centre
from core.answers.help_centre import HelpCentre

PARTS = 3


@cache
def near_misses() -> tuple[Source, ...]:
    """Of the help centres that have none; each question is asked once for each part that is taken away."""
    return tuple(_asked_again(source) for source in sources() if not source.near)


def _asked_again(source: Source) -> Source:
    articles, _ = read_help_centre(DATA / "kb" / source.name)
    parts = [_without(part, articles, source) for part in range(PARTS)]
    inside, outside, near = ([each for part in parts for each in part[place]] for place in range(3))
    return Source(f"{source.name}, a third", source.origin, inside, outside, near)


def _without(part: int, articles: Sequence[Article], source: Source) -> tuple[list[Asked], list[Asked], list[Asked]]:
    """What can be answered still, what never could, and what can be no more."""
    centre = HelpCentre(article for article in articles if _part(article.id) != part)
    again = list(_again(centre, source.inside))
    kept = [each for each in again if _part(each.gold) != part]
    gone = [each._replace(gold="") for each in again if _part(each.gold) == part]
    return kept, list(_again(centre, source.outside)), gone


def _again(centre: HelpCentre, questions: Iterable[Asked]) -> Iterator[Asked]:
    return (each._replace(hits=centre.search(each.text, each.language, HITS)) for each in questions)


def _part(id: str) -> int:
    return crc32(id.encode()) % PARTS
