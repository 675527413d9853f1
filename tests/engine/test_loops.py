"""The loops that keep the desk alive, and the looking up of answers."""

import asyncio

import pytest

from core.engine import asking, supervise
from core.engine.asking import Asking
from core.model.answer import Answer
from core.model.effects import Ask
from core.model.errors import Transient
from core.model.events import AnswerReady
from core.model.ids import Address, ConversationId, EffectId, Language
from core.model.rows import Done, OutboxRow
from tests.engine.fakes import ANNA, ENGLISH, NOON, until

NOTHING = Answer("unknown", "", (), 0.0)
QUESTION = OutboxRow(
    1, EffectId("1.0"), ConversationId("c"), "ask:c", Ask("Where?", ENGLISH, 7, ANNA), 7, 0, 1, NOON, NOON
)


class SlowAnswers:
    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def answer(self, question: str, language: Language) -> Answer:
        await asyncio.sleep(self._seconds)
        return NOTHING


class Typing:
    def __init__(self) -> None:
        self.shown: list[Address] = []

    async def show(self, to: Address) -> None:
        self.shown.append(to)


async def test_an_answer_comes_back_with_the_turn_of_its_question() -> None:
    typing = Typing()
    done = await Asking(SlowAnswers(0), typing.show).perform(QUESTION)
    assert done == Done(event=AnswerReady(7, NOTHING))
    assert typing.shown == []


async def test_what_takes_longer_shows_that_somebody_is_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SHOW_TYPING_AFTER", 0.005)
    typing = Typing()
    await Asking(SlowAnswers(0.02), typing.show).perform(QUESTION)
    assert typing.shown == [ANNA]


async def test_what_takes_too_long_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "DEADLINE", 0.01)
    with pytest.raises(Transient, match="no answer within"):
        await Asking(SlowAnswers(5), Typing().show).perform(QUESTION)


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
