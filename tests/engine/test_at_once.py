"""A question that needs no waiting is answered in the transaction that asked it; nothing else about it is different."""

from core.engine.asking import Asking
from core.flow.decide import decide
from core.model.answer import Answer, Citation
from core.model.conversation import Answering, Idle
from core.model.effects import Ask, Say
from core.model.events import AnswerReady, CustomerWrote
from core.model.ids import Address
from core.model.question import Question
from core.store.sqlite import SqliteStore
from tests.engine.desk import Desk

QUESTION = "When do I get my money back?"
FOUND = Answer("answered", "Ten days.", (Citation("refunds", "Refunds", "https://x.example", "en"),), 0.9, "answer")


class Source:
    """Knows one answer, at once or not; `broken`: its short cut fails."""

    def __init__(self, *, at_once: bool = True, broken: bool = False) -> None:
        self._ready, self._broken = at_once, broken

    async def answer(self, question: Question, show: object) -> Answer:
        return FOUND

    def at_once(self, question: Question) -> Answer | None:
        if self._broken:
            raise LookupError("no such passage")
        return FOUND if self._ready else None


class Nobody:
    """Sees no signs of life."""

    async def show_typing(self, address: Address) -> None: ...

    async def show_draft(self, address: Address, draft: int, markdown: str) -> bool:
        return False


async def asks(store: SqliteStore, source: Source) -> Desk:
    desk = Desk(store, asker=Asking(source, Nobody()))
    await desk.hears(QUESTION)
    await desk.works()
    return desk


async def test_the_answer_goes_out_and_nobody_goes_to_ask(store: SqliteStore) -> None:
    desk = await asks(store, Source())
    assert [type(row.effect) for row in desk.sent] == [Say]
    assert isinstance((await desk.conversation()).stage, Idle)
    assert await desk.undone() == []


async def test_question_and_answer_are_two_decisions_that_come_out_the_same_again(store: SqliteStore) -> None:
    desk = await asks(store, Source())
    asked, answered = await desk.decisions()
    assert isinstance(asked.event, CustomerWrote)
    assert isinstance(answered.event, AnswerReady)
    assert isinstance(asked.after.stage, Answering)
    assert any(isinstance(effect, Ask) for effect in asked.effects)
    assert asked.after == answered.before
    for row in (asked, answered):
        assert decide(row.before, row.event, row.facts) == (row.after, row.effects)


async def test_no_timer_is_left_for_an_answer_that_is_there(store: SqliteStore) -> None:
    await asks(store, Source())
    assert await store.transact(lambda tx: tx.timers.of("answer_due")) == []


async def test_both_stand_in_the_transcript_in_their_order(store: SqliteStore) -> None:
    desk = await asks(store, Source())
    assert [line.author for line in await desk.transcript()] == ["customer", "assistant"]


async def test_what_has_to_be_waited_for_is_asked_in_its_lane(store: SqliteStore) -> None:
    desk = await asks(store, Source(at_once=False))
    assert [type(row.effect) for row in desk.sent] == [Ask]
    assert len(await store.transact(lambda tx: tx.timers.of("answer_due"))) == 1


async def test_a_short_cut_that_fails_is_no_short_cut(store: SqliteStore) -> None:
    desk = await asks(store, Source(broken=True))
    assert [type(row.effect) for row in desk.sent] == [Ask]
    assert await desk.undone() == []
