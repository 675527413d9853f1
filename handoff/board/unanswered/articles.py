"""Articles that were cited and then disliked: how often, of how many, and for which questions. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from core.language.masking import masked
from core.model.figures import AskedRow
from core.model.ids import Language
from handoff.board.unanswered.gaps import EXAMPLES


class CitedArticle(NamedTuple):
    """`helpful` and `disliked` said so; the rest of those for whom it was `cited` said nothing. `examples`: masked, of who disliked it.

    `address`: where it was read last; empty where that is nowhere that a link may lead.
    """

    article: str
    languages: tuple[Language, ...]
    cited: int
    helpful: int
    disliked: int
    examples: tuple[str, ...]
    address: str = ""

    @property
    def silent(self) -> int:
        return self.cited - self.helpful - self.disliked

    @property
    def share(self) -> float:
        """Of all for whom it was cited."""
        return self.disliked / self.cited


def disliked_articles(asked: Iterable[AskedRow]) -> list[CitedArticle]:
    """Those that anybody disliked, the most often first, and of two the one that more of its readers did."""
    of_article: defaultdict[str, list[AskedRow]] = defaultdict(list)
    for question in asked:
        if question.article:
            of_article[question.article].append(question)
    articles = [_article(name, questions) for name, questions in of_article.items()]
    disliked = [article for article in articles if article.disliked]
    return sorted(disliked, key=lambda article: (-article.disliked, -article.share, article.article))


def _article(name: str, questions: list[AskedRow]) -> CitedArticle:
    said = Counter(question.helpful for question in questions)
    texts = Counter(masked(question.text) for question in questions if question.helpful is False)
    return CitedArticle(
        name,
        tuple(sorted({question.language for question in questions})),
        len(questions),
        said[True],
        said[False],
        tuple(sorted(texts, key=lambda text: (-texts[text], text)))[:EXAMPLES],
        _address(questions),
    )


def _address(questions: list[AskedRow]) -> str:
    known = [question for question in questions if question.address.startswith(("https://", "http://"))]
    return max(known, key=lambda question: question.at).address if known else ""
