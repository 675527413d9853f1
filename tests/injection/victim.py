"""A model that does whatever the last stranger told it, without a server between, for thousands of cases."""

from collections.abc import Sequence

from core.answers.articles import Article
from core.answers.completion import Completion
from core.answers.guard.units import units
from core.answers.help_centre import Hit
from core.answers.llm import Grow, ModelServer
from core.answers.model_access import ModelAccess
from core.answers.passages import split_into_passages
from core.answers.prompt import Message
from core.model.answer import Usage

_USAGE = Usage(1, 1)
_STEP = 7  # characters that come at once


class Victim(ModelServer):
    """Says `words`, a few characters at a time, and keeps what it was told."""

    def __init__(self, words: str) -> None:
        super().__init__(ModelAccess("http://127.0.0.1:9", "victim"))
        self._words = words
        self.told: tuple[Message, ...] = ()

    async def complete(self, messages: Sequence[Message], grow: Grow) -> Completion:
        self.told = tuple(messages)
        for end in range(_STEP, len(self._words) + _STEP, _STEP):
            await grow(self._words[:end])
        return Completion(self._words, _USAGE)


class Screen:
    """Keeps what a customer saw while an answer was being written."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    async def show(self, text: str) -> None:
        self.seen.append(text)


def hits(articles: Sequence[Article]) -> tuple[Hit, ...]:
    return tuple(Hit(article, split_into_passages(article.body)[0], 10.0 - at) for at, article in enumerate(articles))


def cited(said: str) -> str:
    """Each line and each sentence with a mark, as a model does that keeps this one rule."""
    return "\n".join(" ".join(f"{unit} [1]" for unit in units(line)) for line in said.splitlines())
