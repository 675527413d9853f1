"""A translator as the product has it: a model server on loopback, and a budget in memory."""

from collections.abc import AsyncIterator

import pytest

from bots.playground.openai import OpenAIServer
from core.answers.budget import Budget
from core.answers.llm import ModelServer
from core.answers.model_access import ModelAccess
from core.answers.translating import ModelTranslator
from core.engine.clock import SystemClock
from core.store.sqlite import SqliteStore


@pytest.fixture
async def playground() -> AsyncIterator[OpenAIServer]:
    playground = OpenAIServer()
    await playground.start()
    yield playground
    await playground.stop()


@pytest.fixture
async def store() -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


@pytest.fixture
async def translator(playground: OpenAIServer, store: SqliteStore) -> AsyncIterator[ModelTranslator]:
    """What customers use up is limited to 1,000 tokens."""
    access = ModelAccess(playground.base_url, "playground", first_token=0.8, stall=0.4, whole=6.0, completion_price=8.0)
    server = ModelServer(access)
    await server.warm_up()
    yield ModelTranslator(server, Budget(store, SystemClock(), tokens_per_customer=1_000))
    await server.close()
