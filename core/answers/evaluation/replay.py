"""Takes the questions of stored conversations, each with how it was answered then, so that they can be asked again."""

from collections.abc import AsyncIterator
from typing import NamedTuple

from core.answers.evaluation.lines import Result
from core.answers.evaluation.run import result_of
from core.model.answer import Answer
from core.model.conversation import Answering
from core.model.events import AnswerReady
from core.model.question import Question
from core.model.rows import Decided
from core.ports import Store

PAGE = 500  # decisions read at once


class Then(NamedTuple):
    """A question as it was asked, and what it got."""

    id: str
    question: Question
    answer: Answer

    @property
    def result(self) -> Result:
        return result_of(self.id, self.question, self.answer, 0.0)


async def asked_then(store: Store) -> AsyncIterator[Then]:
    """From the oldest on. The conversation is named by the number of its message, and not by who wrote it."""
    after = 0
    while page := await store.transact(lambda tx, after=after: tx.decisions.page(after, PAGE)):  # type: ignore[misc]
        for number, decided in page:
            if then := _then(number, decided):
                yield then
        after = page[-1][0]


def _then(number: int, decided: Decided) -> Then | None:
    stage, event = decided.before.stage, decided.event
    if not isinstance(stage, Answering) or not isinstance(event, AnswerReady) or event.turn != decided.before.turn:
        return None
    before = decided.before
    return Then(f"#{number}", Question(stage.question, before.language, before.asked), event.answer)
