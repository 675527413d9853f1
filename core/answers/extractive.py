"""The writer that needs no model: it quotes the passage that was found, word for word."""

from collections.abc import Sequence

import msgspec

from core.answers.help_centre import Hit
from core.model.answer import Citation


class Draft(msgspec.Struct, frozen=True):
    """What a writer made of the hits, in Markdown, and the articles that it took it from."""

    markdown: str
    citations: tuple[Citation, ...]


class ExtractiveWriter:
    """Quotes the best hit's passage and nothing else, steps as steps."""

    async def write(self, question: str, hits: Sequence[Hit]) -> Draft:
        best = hits[0]
        return Draft(best.passage.markdown, (cite(best),))


def cite(hit: Hit) -> Citation:
    article = hit.article
    return Citation(article.id, article.title, article.address, article.language)
