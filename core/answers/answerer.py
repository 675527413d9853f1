"""Answers a question from the help centre, or says that the help centre does not say."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol

import msgspec

from core.answers.consider import MOST_HITS, Considered, consider
from core.answers.decision import Thresholds
from core.answers.errors import WriterFailed
from core.answers.extractive import ExtractiveWriter
from core.answers.fusion import fused
from core.answers.guard import Failure, Source, check, complete_sentences
from core.answers.help_centre import HelpCentre, Hit
from core.answers.prompt import instructions
from core.answers.writing import Draft, Show, cite, unseen
from core.language.spec import ENGLISH
from core.model.answer import Answer, Usage
from core.model.question import Question

log = logging.getLogger(__name__)

WRITING = 15.0  # seconds for a draft: of the 20 s for everything, some are for the search and the extract


class Model(Protocol):
    """The writer that costs money, with what stands around it."""

    async def draft(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        """Raises WriterFailed, also when the budget is spent."""

    async def objections(self, question: Question, draft: Draft, hits: Sequence[Hit]) -> tuple[str, ...]:
        """What a second look finds wrong with the draft; nothing where none is configured."""

    async def remember(self, question: Question, hits: Sequence[Hit], draft: Draft) -> None:
        """The draft goes out."""


class Semantic(Protocol):
    """The search by meaning, which joins the search by words where a server offers it."""

    async def search(self, question: str, language: str, limit: int = 10, *, audience: str = "") -> tuple[Hit, ...]:
        """Best first. Never raises, and is never late."""


class Answerer:
    """The answer source that is the help centre.

    With a model, its draft is sent if every rule of the guard lets it pass; else, and without a model, the passages are
    quoted. Nothing is sent that the guard refuses.
    """

    def __init__(
        self,
        help_centre: HelpCentre,
        thresholds: Thresholds | None = None,
        model: Model | None = None,
        semantic: Semantic | None = None,
        most_hits: int = MOST_HITS,
    ) -> None:
        self._help_centre = help_centre
        self._thresholds = thresholds or Thresholds()
        self._model = model
        self._semantic = semantic
        self._most_hits = most_hits
        self._extractive = ExtractiveWriter()

    async def consider(self, question: Question) -> Considered:
        """In a thread: a language's first search makes its index, and other customers need not wait for that."""
        considered = await asyncio.to_thread(consider, self._help_centre, question, self._thresholds, self._most_hits)
        if self._semantic is None or not considered.quoted:
            return considered
        language = considered.hits[0].article.language
        by_meaning = await self._semantic.search(considered.searched, language, audience=question.audience)
        return _joined(considered, fused(considered.hits, by_meaning))

    async def answer(self, question: Question, show: Show) -> Answer:
        considered = await self.consider(question)
        if not considered.quoted:
            return _unanswered(considered)
        return await _Attempt(question, considered, show).answered(self._model, self._extractive)

    def at_once(self, question: Question) -> Answer | None:
        """As `answer`; None with a model or a search by meaning, and where a language's index is still to be made."""
        if self._model or self._semantic:
            return None
        if not self._help_centre.is_indexed(question.language, ENGLISH):
            self._help_centre.index_soon(question.language, ENGLISH)
            return None
        considered = consider(self._help_centre, question, self._thresholds, self._most_hits)
        if not considered.quoted:
            return _unanswered(considered)
        return _Attempt(question, considered, unseen).quoted(self._extractive)


class _Attempt:
    """One question on its way to an answer, with what went wrong so far and what it cost."""

    def __init__(self, question: Question, considered: Considered, show: Show) -> None:
        self._question = question
        self._considered = considered
        self._show = show
        self._failures: list[str] = []
        self._usage: Usage | None = None

    async def answered(self, model: Model | None, extractive: ExtractiveWriter) -> Answer:
        draft, abstained = await self._by_model(model) if model else (None, False)
        if abstained:
            return self._finished(None)
        return self._finished(draft) if draft else self.quoted(extractive)

    async def _by_model(self, model: Model) -> tuple[Draft | None, bool]:
        """The draft if it may be sent; and whether the model says that the passages do not answer."""
        hits = _passages(self._considered)
        try:
            async with asyncio.timeout(WRITING):
                draft = await model.draft(self._question, hits, self._show_what_passes(hits))
                self._usage = draft.usage
                refused = bool(self._refusals(draft, hits)) or await self._objected(model, draft, hits)
        except WriterFailed as failed:
            self._usage = failed.usage
            self._note(failed.reason)
            return None, failed.abstained
        except TimeoutError:
            self._note(f"no draft within {WRITING:.0f} s")
            return None, False
        if refused:
            return None, False
        await model.remember(self._question, hits, draft)
        return draft, False

    async def _objected(self, model: Model, draft: Draft, hits: Sequence[Hit]) -> bool:
        objections = await model.objections(self._question, draft, hits)
        self._failures += objections
        return bool(objections)

    def quoted(self, extractive: ExtractiveWriter) -> Answer:
        hits = self._considered.quoted
        draft = extractive.quote(hits)
        return self._finished(None if self._refusals(draft, hits) else draft)

    def _refusals(self, draft: Draft, hits: Sequence[Hit]) -> tuple[str, ...]:
        """What the guard says; noted, so that the operator reads why a draft was not used."""
        language = draft.citations[0].language if draft.quotes else self._question.language
        sources = _sources(draft, hits)
        failures = self._broken(draft.markdown, sources, language)
        self._failures += (f"{failure.rule}: {failure.detail}" for failure in failures)
        if failures:  # the details hold the answer's words, which have no place in a log
            log.warning("a draft is not sent: it breaks %s", ", ".join(dict.fromkeys(each.rule for each in failures)))
        return tuple(failure.rule for failure in failures)

    def _broken(self, markdown: str, sources: Sequence[Source], language: str) -> tuple[Failure, ...]:
        told = instructions(self._question.language)
        return check(markdown, sources, language, self._question.text, instructions=told)

    def _note(self, failure: str) -> None:
        self._failures.append(failure)
        log.warning("a draft is not sent: %s", failure)

    def _show_what_passes(self, hits: Sequence[Hit]) -> Show:
        """While it is being written, the customer sees only whole sentences that the guard has let pass."""
        sources = [_source(hit, whole=True) for hit in hits]
        shown = ""

        async def show(text: str) -> None:
            nonlocal shown
            whole = complete_sentences(text)
            if whole != shown and not self._broken(whole, sources, self._question.language):
                shown = whole
                await self._show(whole)

        return show

    def _finished(self, draft: Draft | None) -> Answer:
        unanswered = _unanswered(self._considered)
        noted = msgspec.structs.replace(unanswered, failures=tuple(self._failures), usage=self._usage)
        if draft is None:
            return noted
        return msgspec.structs.replace(
            noted,
            kind="answered",
            markdown=draft.markdown,
            citations=draft.citations,
            verdict=self._considered.verdict,
            writer=draft.writer,
            quotes=draft.quotes,
        )


def _joined(considered: Considered, hits: tuple[Hit, ...]) -> Considered:
    """Both searches' articles. The first stays the first, and what is quoted stays: the probability is theirs."""
    first = considered.hits[:1]
    others = (hit for hit in hits if hit not in first)
    return msgspec.structs.replace(considered, hits=(*first, *others))


def _unanswered(considered: Considered) -> Answer:
    verdict = "abstain" if considered.verdict in ("answer", "careful") else considered.verdict
    return Answer("unknown", "", (), considered.probability, verdict, ranked=considered.ranked)


def _passages(considered: Considered) -> tuple[Hit, ...]:
    """What a model reads: the passages that an extract would quote, and the next best."""
    others = (hit for hit in considered.hits if hit not in considered.quoted)
    return (*considered.quoted, *others)[:MOST_HITS]


def _sources(draft: Draft, hits: Sequence[Hit]) -> list[Source]:
    """What the draft cites, and nothing else: of an article that a model read, the whole."""
    return [_source(hit, whole=draft.writer == "model") for hit in hits if cite(hit) in draft.citations]


def _source(hit: Hit, *, whole: bool) -> Source:
    article = hit.article
    return Source(article.title, article.body if whole else hit.passage.markdown, article.address, article.language)
