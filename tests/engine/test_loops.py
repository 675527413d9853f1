"""The loops that keep the desk alive, and the looking up of answers."""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec
import pytest

from core.engine import asking, supervise
from core.engine.asking import Asking
from core.model.answer import Answer
from core.model.effects import Ask
from core.model.errors import Transient
from core.model.events import AnswerReady
from core.model.ids import Address, ConversationId, EffectId
from core.model.question import Question
from core.model.rows import Done, OutboxRow
from core.model.shop import About, CustomerId, OtherParty
from core.store.errors import StoreFailed
from tests.engine.fakes import ANNA, ENGLISH, NOON, until

Show = Callable[[str], Awaitable[None]]

NOTHING = Answer("unknown", "", (), 0.0)
QUESTION = OutboxRow(
    1, EffectId("1.0"), ConversationId("c"), "ask:c", Ask("Where?", ENGLISH, 7, ANNA), 7, 0, 1, NOON, NOON
)


class SlowAnswers:
    def __init__(self, seconds: float, *shows: str) -> None:
        self._seconds = seconds
        self._shows = shows

    async def answer(self, question: Question, show: Show) -> Answer:
        for text in self._shows:
            await show(text)
        await asyncio.sleep(self._seconds)
        return NOTHING


class Phone:
    """What a customer sees while an answer is made."""

    def __init__(self, *, drafts: bool = True) -> None:
        self.typing: list[Address] = []
        self.drafts: list[tuple[Address, int, str]] = []
        self._drafts = drafts

    async def show_typing(self, address: Address) -> None:
        self.typing.append(address)

    async def show_draft(self, address: Address, draft: int, markdown: str) -> bool:
        self.drafts.append((address, draft, markdown))
        return self._drafts


async def test_an_answer_comes_back_with_the_turn_of_its_question() -> None:
    phone = Phone()
    done = await Asking(SlowAnswers(0), phone).perform(QUESTION)
    assert done == Done(event=AnswerReady(7, NOTHING))
    assert phone.typing == []


async def test_whose_order_it_is_says_for_whom_the_articles_are() -> None:
    heard: list[Question] = []

    class Listening(SlowAnswers):
        async def answer(self, question: Question, show: Show) -> Answer:
            heard.append(question)
            return await super().answer(question, show)

    sale = About("order", "H-1", "Vase", "seller", OtherParty("Anna"))
    ask = Ask("When am I paid?", ENGLISH, 7, ANNA, person=CustomerId("c-1"), about=sale)
    for effect in (ask, Ask("When am I paid?", ENGLISH, 7, ANNA)):
        await Asking(Listening(0), Phone()).perform(msgspec.structs.replace(QUESTION, effect=effect))
    assert [(asked.audience, asked.about) for asked in heard] == [("seller", sale), ("", None)]


async def test_what_takes_longer_shows_that_somebody_is_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SHOW_TYPING_AFTER", 0.005)
    phone = Phone()
    await Asking(SlowAnswers(0.02), phone).perform(QUESTION)
    assert phone.typing == [ANNA]


async def test_what_is_being_written_is_shown_as_one_growing_draft() -> None:
    phone = Phone()
    await Asking(SlowAnswers(0, "One.", "One. Two."), phone).perform(QUESTION)
    assert phone.drafts == [(ANNA, 1, "One."), (ANNA, 1, "One. Two.")]


async def test_where_drafts_cannot_be_shown_they_are_tried_once() -> None:
    phone = Phone(drafts=False)
    await Asking(SlowAnswers(0, "One.", "One. Two."), phone).perform(QUESTION)
    assert phone.drafts == [(ANNA, 1, "One.")]


async def test_what_takes_too_long_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "DEADLINE", 0.01)
    with pytest.raises(Transient, match="no answer within"):
        await Asking(SlowAnswers(5), Phone()).perform(QUESTION)


async def test_a_loop_that_fails_is_recorded_and_begins_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervise, "LONGEST_PAUSE", 0.001)
    monkeypatch.setattr(supervise, "FIRST_PAUSE", 0.001)
    runs = []

    async def loop() -> None:
        runs.append(len(runs))
        if len(runs) < 3:
            raise ZeroDivisionError("oops")
        await asyncio.Event().wait()

    task = asyncio.create_task(supervise.supervise("the worker", loop))
    await until(lambda: len(runs) == 3)
    task.cancel()
    assert caplog.text.count("the worker failed (oops); it starts again") == 2


@pytest.mark.parametrize("away", [StoreFailed("gone"), ExceptionGroup("two loops", [StoreFailed("gone")])])
async def test_a_loop_whose_store_is_away_says_so_once_and_goes_on_as_soon_as_it_is_back(
    away: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervise, "STORE_PAUSE", 0.001)
    runs = []

    async def loop() -> None:
        runs.append(len(runs))
        if len(runs) < 50:
            raise away

    await asyncio.wait_for(supervise.supervise("the worker", loop), 5)
    assert [record.getMessage() for record in caplog.records] == ["without the store nothing comes of the worker: gone"]
    assert "Traceback" not in caplog.text


async def test_a_mistake_beside_a_store_that_is_away_is_recorded(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervise, "FIRST_PAUSE", 0.001)
    runs = []

    async def loop() -> None:
        runs.append(len(runs))
        if len(runs) < 2:
            raise ExceptionGroup("two loops", [StoreFailed("gone"), ZeroDivisionError("oops")])

    await asyncio.wait_for(supervise.supervise("the worker", loop), 5)
    assert "ZeroDivisionError: oops" in caplog.text


async def test_a_loop_whose_tasks_fail_as_it_is_ended_has_ended(caplog: pytest.LogCaptureFixture) -> None:
    told = asyncio.Event()

    async def fails() -> None:
        await told.wait()
        raise StoreFailed("gone")

    async def loop() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            group.create_task(asyncio.Event().wait())

    task = asyncio.create_task(supervise.supervise("the worker", loop))
    await asyncio.sleep(0)
    told.set()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task], timeout=5)
    assert task.done()
    assert "the worker failed as it was ended" in caplog.text


async def test_a_loop_whose_tasks_fail_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "STORE_PAUSE", 0.0)
    began = 0

    async def fails() -> None:
        raise StoreFailed("gone")

    async def loop() -> None:
        nonlocal began
        began += 1
        if began < 3:
            async with asyncio.TaskGroup() as group:
                group.create_task(fails())

    await asyncio.wait_for(supervise.supervise("the worker", loop), 5)
    assert began == 3
