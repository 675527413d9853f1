"""What is asked in these tests, and what was found for it."""

import asyncio
from collections.abc import Awaitable, Callable

from core.answers.articles import Article
from core.answers.help_centre import Hit
from core.answers.llm import ModelServer
from core.answers.passages import split_into_passages
from core.answers.writing import Draft
from core.model.ids import Language
from core.model.question import Question

REFUNDS = Article(
    "refunds",
    "en",
    "Refunds",
    "We pay refunds within 14 days of the return.\n\n1. Open the order.\n2. Press Refund.",
    address="https://help.example/refunds",
)
DELIVERY = Article("delivery", "en", "Delivery", "A parcel needs three days. It costs 4.99 EUR.")
QUESTION = Question("How do I get a refund for my order?", Language("en"))

KEY = "sk-canary-4711"

Answers = Callable[..., Awaitable[Draft]]
Servers = Callable[..., ModelServer]


def hit(article: Article, score: float = 10.0) -> Hit:
    return Hit(article, split_into_passages(article.body)[0], score)


HITS = (hit(REFUNDS), hit(DELIVERY, 5.0))


class Screen:
    """Keeps what was shown while the answer was being written."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    async def show(self, text: str) -> None:
        self.seen.append(text)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(2):
        while not true():  # noqa: ASYNC110 - it becomes true in another task
            await asyncio.sleep(0.005)
