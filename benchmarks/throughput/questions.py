"""What customers ask: the titles of the sample's articles and the other words by which they are asked for, in eleven languages."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import cycle, islice

from bots.settings import sample_folder
from core.answers.articles import read_help_centre


def questions() -> dict[str, list[str]]:
    """By language; in each some eighty, no two alike."""
    articles, _ = read_help_centre(sample_folder() / "help")
    by_language: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for article in articles:
        by_language[article.language] |= dict.fromkeys((article.title, *article.aliases))
    return {language: list(asked) for language, asked in sorted(by_language.items())}


class Asker:
    """One customer's questions, one after the other, for ever; each customer begins elsewhere."""

    def __init__(self, asked: Sequence[str], begin: int) -> None:
        self._next = islice(cycle(asked), begin % len(asked), None)

    def next(self) -> str:
        return next(self._next)
