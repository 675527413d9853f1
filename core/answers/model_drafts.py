"""Drafts by a model with what stands around it: what was answered before, the budget, and the second look."""

import logging
from collections.abc import Sequence

from core.answers.answer_cache import AnswerCache, Cached
from core.answers.budget import Budget, Budgeted
from core.answers.help_centre import Hit
from core.answers.model_checker import ModelChecker
from core.answers.model_writer import ModelWriter, material
from core.answers.writing import Draft, Show
from core.model.answer import Usage
from core.model.question import Question

log = logging.getLogger(__name__)


class ModelDrafts:
    """`checker` may be left out: then the guard in code is the only judge."""

    def __init__(
        self, writer: ModelWriter, cache: AnswerCache, budget: Budget, checker: ModelChecker | None = None
    ) -> None:
        self._writer = Cached(Budgeted(writer, budget), cache)
        self._cache = cache
        self._budget = budget
        self._checker = checker

    async def draft(self, question: Question, hits: Sequence[Hit], show: Show) -> Draft:
        """Raises WriterFailed, also when the budget is spent."""
        return await self._writer.write(question, hits, show)

    async def objections(self, question: Question, draft: Draft, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Nothing for a draft that was looked at before: only what may be sent is remembered."""
        if self._checker is None or draft.usage is None or not await self._budget.allows(question.customer):
            return ()
        usage: Usage | None = self._budget.usual  # what is broken off costs too
        try:
            checked = await self._checker.check(draft.markdown, [material(hit) for hit in hits])
            usage = checked.usage
        finally:
            await self._budget.count(question, usage)
        if checked.problem:
            log.warning("no second look at an answer: %s", checked.problem)
        return tuple(f"second look: not supported: {sentence}" for sentence in checked.unsupported)

    async def remember(self, question: Question, hits: Sequence[Hit], draft: Draft) -> None:
        """For what was sent: the same question is answered alike until the articles, the model or its prompt change."""
        await self._cache.remember(question, hits, draft)
