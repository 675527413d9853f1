"""How long a search takes, what an index costs and what all of it weighs, as the help centre grows in every language."""

import gc
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.search import mixed, question
from bots.garbage import give_back, set_apart
from core.answers.articles import Article, read_help_centre
from core.answers.help_centre import HelpCentre

SAMPLE = Path(__file__).parents[2] / "sample" / "help"
QUESTIONS = 500  # in each language


class Searched(NamedTuple):
    """Of a processor, for so many articles in each of the `languages`.

    `p50` and `p99` in ms, of the language that takes longest; `indexing` in seconds, for one language; `memory` of the whole process in MB,
    once the allocator gave back what nothing is in, as the product asks it to.
    """

    articles: int
    languages: int
    p50: float
    p99: float
    indexing: float
    memory: float


def searched(sizes: Sequence[int]) -> Iterator[Searched]:
    """From few to many, for what was used before does not all go back at once."""
    sample, _ = read_help_centre(SAMPLE)
    by_language = {
        language: [each for each in sample if each.language == language]
        for language in {each.language for each in sample}
    }
    for size in sorted(sizes):
        yield _searched(by_language, size)


def _searched(by_language: dict[str, list[Article]], size: int) -> Searched:
    gc.unfreeze()  # the one before this is looked at again, and goes
    gc.collect()
    chance = random.Random(size)
    centre = HelpCentre([mixed(each, number, chance) for each in by_language.values() for number in range(size)])
    indexed = [_processor(lambda: centre.search("first", language)) for language in by_language]  # noqa: B023
    set_apart()
    times = [_times(centre, language, each, chance) for language, each in by_language.items()]
    p50, p99 = (max(each[len(each) * share // 100] for each in times) for share in (50, 99))
    give_back()
    return Searched(size, len(by_language), 1000 * p50, 1000 * p99, max(indexed), _memory())


def _times(centre: HelpCentre, language: str, articles: list[Article], chance: random.Random) -> list[float]:
    asked = {_question(articles, chance) for _ in range(QUESTIONS)}
    return sorted(_processor(lambda: centre.search(each, language)) for each in asked)  # noqa: B023


def _question(articles: list[Article], chance: random.Random) -> str:
    """Like no other, for what is asked again is remembered: one of the sample's, with the last word of another."""
    return f"{question(articles, chance)} {question(articles, chance).split()[-1][-8:]}"


def _processor(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _memory() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
