"""What every writer of answers is: it makes a draft of the passages that were found."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Literal, Protocol

import msgspec

from core.answers.help_centre import Hit
from core.model.answer import Citation, Quotation, Usage
from core.model.question import Question

Show = Callable[[str], Awaitable[None]]
"""Is given the whole text so far, in Markdown without citation marks, while an answer is being written."""


async def unseen(_: str) -> None:
    """A `Show` where nobody watches."""


class Draft(msgspec.Struct, frozen=True):
    """What a writer made of the hits, in Markdown, and the articles that it took it from.

    `quotes` are its passages where it does nothing but quote.
    """

    markdown: str
    citations: tuple[Citation, ...]
    quotes: tuple[Quotation, ...] = ()
    usage: Usage | None = None
    writer: Literal["extractive", "model"] = "extractive"


class Writer(Protocol):
    async def write(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        """`hits` is never empty, best first. Raises WriterFailed when there is nothing that may be sent."""


def cite(hit: Hit) -> Citation:
    article = hit.article
    return Citation(article.id, article.title, article.address, article.language)
