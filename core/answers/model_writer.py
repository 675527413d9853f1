"""The writer that has a model put the passages into an answer, and takes it only with its sources."""

import asyncio
from collections.abc import Sequence

from core.answers.errors import WriterFailed
from core.answers.help_centre import Hit
from core.answers.llm import ModelServer
from core.answers.marks import abstains, read, read_so_far, spoken
from core.answers.model_failures import Unreadable
from core.answers.prompt import MAX_PASSAGE, Material, answering
from core.answers.writing import Draft, Show, cite
from core.model.answer import Citation, Usage
from core.model.question import Question

MAX_ANSWER = 6_000  # characters; who asked for five sentences need not read more
SHOWN_EVERY = 0.3  # seconds


class ModelWriter:
    """One completion for each answer. What cites nothing, or a passage that was not given, is thrown away."""

    def __init__(self, server: ModelServer) -> None:
        self._server = server

    async def write(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        """Raises WriterFailed with what was paid all the same; `abstained` where the passages do not say."""
        messages = answering(question, [material(hit) for hit in hits])
        completion = await self._server.complete(messages, _Showing(show, len(hits)).grow)
        return _draft(completion.text, hits, completion.usage)


def material(hit: Hit) -> Material:
    """The whole article where it is short, for the answer may stand beside the passage that was found; else the passage."""
    article, passage = hit.article, hit.passage
    if len(article.body) <= MAX_PASSAGE:
        return Material(article.title, article.body)
    return Material(article.title, "\n\n".join(filter(None, (passage.heading, passage.markdown))))


def _draft(said: str, hits: Sequence[Hit], usage: Usage) -> Draft:
    if abstains(said):
        raise WriterFailed("the model says that the passages do not say", abstained=True, usage=usage)
    answer = read(said)
    if not answer.markdown:
        raise WriterFailed("the model said nothing", usage=usage)
    if len(answer.markdown) > MAX_ANSWER:
        raise WriterFailed(_TOO_LONG, usage=usage)
    if not answer.cited:
        raise WriterFailed("the model cited no passage", usage=usage)
    if unknown := [each for each in answer.cited if not _is_given(each, len(hits))]:
        raise WriterFailed(f"the model cited a passage that there is not: {unknown[0]}", usage=usage)
    return Draft(answer.markdown, _citations(answer.cited, hits), usage=usage, writer="model")


_TOO_LONG = f"the model's answer is longer than {MAX_ANSWER} characters"


def _citations(cited: Sequence[int], hits: Sequence[Hit]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(cite(hits[number - 1]) for number in cited))


def _is_given(number: int, passages: int) -> bool:
    return 1 <= number <= passages


class _Showing:
    """Shows a growing answer from time to time, never further than it cites passages that there are."""

    def __init__(self, show: Show, passages: int) -> None:
        self._show = show
        self._passages = passages
        self._shown = ""
        self._next = 0.0

    async def grow(self, said: str) -> None:
        if len(spoken(said)) > MAX_ANSWER:
            raise Unreadable(_TOO_LONG)
        now = asyncio.get_running_loop().time()
        if now < self._next:
            return
        text = self._presentable(said)
        if text and text != self._shown:
            await self._show(text)
            self._shown = text
            self._next = asyncio.get_running_loop().time() + SHOWN_EVERY

    def _presentable(self, said: str) -> str:
        answer = read_so_far(said)
        return answer.markdown if all(_is_given(each, self._passages) for each in answer.cited) else ""
