"""Asks the answerer each question of a set, as a customer in a new conversation would."""

from collections.abc import AsyncIterator, Iterable
from time import perf_counter

from core.answers.answerer import Answerer
from core.answers.evaluation.lines import Asked, Result
from core.answers.writing import unseen
from core.language.detect import spoken_in
from core.model.answer import Answer
from core.model.question import Question


async def evaluate(answerer: Answerer, questions: Iterable[Asked]) -> AsyncIterator[Result]:
    """One result for each question, in their order; the language is heard where the line gives none of ours."""
    for asked in questions:
        began = perf_counter()
        question = Question(asked.text, spoken_in(asked.text, asked.lang or ""))
        answer = await answerer.answer(question, unseen)
        yield result_of(asked.id, question, answer, perf_counter() - began)


async def ask_again(answerer: Answerer, id: str, question: Question) -> Result:
    """A question of a conversation, with what was asked before it."""
    began = perf_counter()
    return result_of(id, question, await answerer.answer(question, unseen), perf_counter() - began)


def result_of(id: str | int, question: Question, answer: Answer, seconds: float) -> Result:
    """An answer that earlier releases stored says nothing of a decision; then its kind tells."""
    unsaid = answer.kind == "unknown" and answer.verdict == "answer"
    return Result(
        id=id,
        language=question.language,
        ranked=[(each.article, each.score) for each in answer.ranked],
        probability=round(answer.confidence, 6),
        decision="abstain" if unsaid else answer.verdict,
        answer=answer.markdown,
        citations=list(answer.citations),
        failures=list(answer.failures),
        seconds=round(seconds, 6),
        text=question.text,
    )
