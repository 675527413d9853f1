"""What is counted of questions to the assistant: what each got, and what the customer said of it."""

from msgspec.structs import replace

from core.engine.needs import topic_of
from core.flow.answering import SHORTEST
from core.language.masking import masked
from core.model.answer import Answer
from core.model.conversation import Answering
from core.model.effects import Ask, Gap, Rate
from core.model.events import AnswerReady, EffectFailed, Woke
from core.model.figures import AskedRow, Told
from core.model.rows import Decided
from core.ports import Transaction

LONGEST = 1_000  # characters of a question that are kept
_QUOTING: tuple[Told, ...] = ("answered", "careful", "order")


async def keep_question(tx: Transaction, decided: Decided) -> None:
    if row := question_in(decided):
        await tx.asked.put(row)
    helped = opinion_in(decided)
    if helped is not None:
        await _judge(tx, decided, helped)


def question_in(decided: Decided) -> AskedRow | None:
    """What was looked up, once it is known what came of it; none where nothing was asked, or the answer came too late."""
    stage, event, talk = decided.before.stage, decided.event, decided.before
    if not isinstance(stage, Answering) or decided.after.turn == talk.turn:
        return None
    told = _told(stage, event)
    if told is None:
        return None
    cited = event.answer.citations if isinstance(event, AnswerReady) and told in _QUOTING else ()
    return AskedRow(
        id=str(decided.inbox_id),
        conversation=talk.id,
        at=decided.facts.now,
        language=talk.language,
        topic=topic_of(talk, decided.facts.disputes),
        text=masked(stage.question)[:LONGEST],
        told=told,
        article=cited[0].title if cited else "",
        address=cited[0].address if cited else "",
    )


def _told(stage: Answering, event: object) -> Told | None:
    match event:
        case AnswerReady(answer=answer):
            told = _of_answer(answer)
            is_noise = told == "abstained" and sum(map(str.isalpha, stage.question)) < SHORTEST
            return None if is_noise else told
        case Woke(reason="answer_due") | EffectFailed(effect=Ask()):
            return "failed"
        case _:
            return None


def _of_answer(answer: Answer) -> Told:
    if answer.verdict in ("person", "urgent"):
        return "danger" if answer.verdict == "urgent" else "person"
    if answer.order or answer.item:
        return "order"
    if answer.kind == "unknown" or not answer.citations:
        return "abstained"
    return "careful" if answer.verdict == "careful" else "answered"


def opinion_in(decided: Decided) -> bool | None:
    """What the customer says of the last answer; to ask the same once more is to say that it did not help."""
    for effect in decided.effects:
        match effect:
            case Rate(of="assistant", solved=solved):
                return solved
            case Gap(kind="disliked"):
                return False
            case _:
                pass
    return None


async def _judge(tx: Transaction, decided: Decided, helped: bool) -> None:
    last = await tx.asked.last_of(decided.after.id)
    if last and last.told in _QUOTING:
        await tx.asked.put(replace(last, helpful=helped))
