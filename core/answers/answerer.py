"""Answers a question from the help centre, or says that the help centre does not say."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from core.answers.confidence import THRESHOLD, confidence
from core.answers.extractive import Draft, ExtractiveWriter
from core.answers.help_centre import HelpCentre, Hit
from core.model.answer import Answer
from core.model.ids import Language

FALLBACK = Language("en")

_HITS = 5


class Writer(Protocol):
    """Makes an answer of what was found; `hits` is never empty, best first."""

    async def write(self, question: str, hits: Sequence[Hit]) -> Draft: ...


class Answerer:
    """The answer source that is the help centre. Answers with less confidence than `threshold` (0 to 1) are withheld.

    The customer's language is searched first; what it does not surely say may stand in English, and the citation says so.
    """

    def __init__(self, help_centre: HelpCentre, writer: Writer | None = None, threshold: float = THRESHOLD) -> None:
        self._help_centre = help_centre
        self._writer = writer or ExtractiveWriter()
        self._threshold = threshold

    async def answer(self, question: str, language: Language) -> Answer:
        surest = 0.0
        for shelf in dict.fromkeys((language, FALLBACK)):
            # In a thread: a language's first search makes its index, and other customers need not wait for that.
            hits = await asyncio.to_thread(self._help_centre.search, question, shelf, _HITS)
            sure = confidence(hits)
            if hits and sure >= self._threshold:
                draft = await self._writer.write(question, hits)
                return Answer("answered", draft.markdown, draft.citations, sure)
            surest = max(surest, sure)
        return Answer("unknown", "", (), surest)
