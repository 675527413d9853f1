"""The writer that needs no model: it quotes the passages that were found, word for word."""

from collections.abc import Sequence

from core.answers.help_centre import Hit
from core.answers.writing import Draft, Show, cite
from core.model.answer import Quotation
from core.model.question import Question


class ExtractiveWriter:
    """Quotes each hit's passage and nothing else, steps as steps."""

    async def write(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        return self.quote(hits)

    def quote(self, hits: Sequence[Hit]) -> Draft:
        quotes = tuple(Quotation(hit.passage.markdown, cite(hit)) for hit in hits)
        markdown = "\n\n".join(quote.markdown for quote in quotes)
        return Draft(markdown, tuple(quote.citation for quote in quotes), quotes)
