"""The second opinion on an answer: a model says which of its sentences the sources do not support."""

from collections.abc import Sequence

import msgspec

from core.answers.guard.units import units
from core.answers.llm import ModelServer
from core.answers.marks import read_verdict
from core.answers.model_failures import ModelFailed
from core.answers.prompt import Material, checking
from core.answers.writing import unseen
from core.model.answer import Usage


class Checked(msgspec.Struct, frozen=True):
    """The sentences that no source supports. With a `problem` there is no verdict, and none are named."""

    unsupported: tuple[str, ...] = ()
    problem: str = ""
    usage: Usage | None = None


class ModelChecker:
    """One completion for each answer."""

    def __init__(self, server: ModelServer) -> None:
        self._server = server

    async def check(self, markdown: str, sources: Sequence[Material]) -> Checked:
        """Never raises for what the model does: without a verdict the answer stands on the other checks."""
        sentences = tuple(units(markdown))
        try:
            completion = await self._server.complete(checking(sentences, sources), unseen)
        except ModelFailed as failed:
            return Checked(problem=failed.reason, usage=failed.usage)
        numbers = read_verdict(completion.text, len(sentences))
        if numbers is None:
            return Checked(problem="the model's verdict cannot be read", usage=completion.usage)
        return Checked(tuple(sentences[each - 1] for each in numbers), usage=completion.usage)
