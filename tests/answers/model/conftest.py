"""A model server on loopback, the product's door to it, and the writer."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from bots.playground.openai import OpenAIServer
from core.answers.help_centre import Hit
from core.answers.llm import ModelServer
from core.answers.model_access import ModelAccess
from core.answers.model_writer import ModelWriter
from core.answers.writing import Draft
from core.model.question import Question
from tests.answers.model.asked import HITS, KEY, QUESTION, Answers, Screen, Servers


@pytest.fixture
async def playground() -> AsyncIterator[OpenAIServer]:
    playground = OpenAIServer(key=KEY)
    await playground.start()
    yield playground
    await playground.stop()


@pytest.fixture
async def connect(playground: OpenAIServer) -> AsyncIterator[Servers]:
    """A model server as the product reaches it; the times are short so that tests are."""
    opened: list[ModelServer] = []
    usual: dict[str, Any] = {
        "base_url": playground.base_url,
        "model": "playground",
        "key": KEY,
        "first_token": 1.5,
        "stall": 0.2,
        "whole": 6.0,
        "prompt_price": 2.0,
        "completion_price": 8.0,
    }

    def connect(**changes: Any) -> ModelServer:
        opened.append(ModelServer(ModelAccess(**{**usual, **changes})))
        return opened[-1]

    yield connect
    for each in opened:
        await each.close()


@pytest.fixture
async def model(connect: Servers) -> ModelServer:
    model = connect()
    await model.warm_up()
    return model


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def answer(model: ModelServer, screen: Screen) -> Answers:
    async def answer(question: Question = QUESTION, hits: Sequence[Hit] = HITS) -> Draft:
        return await ModelWriter(model).write(question, hits, screen.show)

    return answer
