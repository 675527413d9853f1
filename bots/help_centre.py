"""The answers as the settings want them: the help centre, kept in step with its folder, and the model if there is one."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bots.help_watch import HelpWatch
from bots.settings import Settings
from core.answers.answer_cache import AnswerCache
from core.answers.answerer import Answerer
from core.answers.articles import Article
from core.answers.budget import Budget
from core.answers.consider import MOST_HITS
from core.answers.decision import Thresholds
from core.answers.embeddings import SemanticSearch
from core.answers.help_centre import HelpCentre
from core.answers.llm import ModelServer
from core.answers.model_access import ModelAccess
from core.answers.model_checker import ModelChecker
from core.answers.model_drafts import ModelDrafts
from core.answers.model_writer import ModelWriter
from core.answers.prompt import VERSION
from core.answers.translating import ModelTranslator
from core.answers.vector_cache import VectorCache
from core.engine.clock import SystemClock
from core.engine.supervise import supervise
from core.ports import Store, Translator

log = logging.getLogger(__name__)

# Seconds and tokens: a text of 3,000 characters in any of our languages fits.
TRANSLATING: dict[str, Any] = {"first_token": 4.0, "stall": 3.0, "whole": 6.0, "max_tokens": 3_000}


@dataclass(frozen=True)
class Answers:
    """`watch` runs until it is cancelled, and hands on each change of the articles. `translator`: for live chats, if there is one."""

    answerer: Answerer
    help_centre: HelpCentre
    watch: Callable[[], Awaitable[None]]
    translator: Translator | None = None


@asynccontextmanager
async def answers_from(
    settings: Settings, store: Store | None = None, most_hits: int = MOST_HITS
) -> AsyncIterator[Answers]:
    """Broken articles are named and left out. With a `store`, a model writes where the settings have one."""
    async with AsyncExitStack() as doors:
        server = await _server(settings, doors) if store and settings.has_model() else None
        semantic = await _semantic(settings, server, doors) if server else None
        help_centre = HelpCentre(())

        def update(articles: Iterable[Article]) -> None:
            known = tuple(articles)
            help_centre.update(known)
            if semantic:
                loop.call_soon_threadsafe(semantic.update, known)

        loop = asyncio.get_running_loop()
        watch = HelpWatch(settings.help.folder, update, every=settings.help.watch)
        articles = await asyncio.to_thread(watch.read)
        update(articles)
        log.info("help centre: %d articles from %s", len(articles), settings.help.folder)
        budget = _budget(settings, store) if store else None
        model = _drafts(settings, server, store, budget) if server and store and budget else None
        translator = await _translator(settings, budget, doors) if server and budget else None
        thresholds = Thresholds(settings.help.answer, settings.help.careful)
        answerer = Answerer(help_centre, thresholds, model, semantic, most_hits)
        yield Answers(answerer, help_centre, partial(supervise, "help centre", watch.run), translator)


def model_access(settings: Settings) -> ModelAccess:
    ours = settings.openai
    return ModelAccess(
        base_url=ours.base_url,
        model=ours.model,
        key=ours.api_key.get_secret_value(),
        embeddings_model=ours.embeddings,
        prompt_price=ours.prompt_price,
        completion_price=ours.completion_price,
        temperature=ours.temperature,
    )


async def _server(settings: Settings, doors: AsyncExitStack) -> ModelServer:
    server = ModelServer(model_access(settings))
    doors.push_async_callback(server.close)
    await server.warm_up()
    return server


async def _translator(settings: Settings, budget: Budget, doors: AsyncExitStack) -> ModelTranslator | None:
    """With a server of its own: two people who wait for each other are more impatient than who asks the assistant."""
    if not settings.openai.translates:
        return None
    server = ModelServer(replace(model_access(settings), **TRANSLATING))
    doors.push_async_callback(server.close)
    await server.warm_up()
    return ModelTranslator(server, budget)


async def _semantic(settings: Settings, server: ModelServer, doors: AsyncExitStack) -> SemanticSearch | None:
    if not settings.openai.embeddings:
        return None
    search = SemanticSearch(server, VectorCache(settings.desk.data / "embeddings.db", settings.openai.embeddings))
    doors.push_async_callback(search.close)
    return search


def _budget(settings: Settings, store: Store) -> Budget:
    """One for all that a model is asked."""
    return Budget(
        store,
        SystemClock(),
        per_day=settings.budget.per_day,
        per_customer=settings.budget.per_customer,
        tokens_per_customer=settings.budget.tokens_per_customer,
    )


def _drafts(settings: Settings, server: ModelServer, store: Store, budget: Budget) -> ModelDrafts:
    cache = AnswerCache(store, SystemClock(), model=settings.openai.model, prompt=VERSION)
    checker = ModelChecker(server) if settings.openai.checks else None
    return ModelDrafts(ModelWriter(server), cache, budget, checker)
