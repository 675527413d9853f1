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
from core.answers.model_summary import ModelSummary
from core.answers.model_writer import ModelWriter
from core.answers.prompt import VERSION
from core.answers.summary import Summaries as CardSummaries
from core.answers.translating import ModelTranslator
from core.answers.vector_cache import VectorCache
from core.engine.clock import SystemClock
from core.engine.supervise import supervise
from core.ports import Store, Summaries, Translator, Vitals
from core.ports.nerves import SharedPlaces
from core.ports.unwatched import UNWATCHED

log = logging.getLogger(__name__)

# Seconds and tokens: a text of 3,000 characters in any of our languages fits.
TRANSLATING: dict[str, Any] = {"first_token": 4.0, "stall": 3.0, "whole": 6.0, "max_tokens": 3_000}
SUMMING_UP: dict[str, Any] = {"first_token": 3.0, "stall": 2.0, "whole": 4.0, "max_tokens": 400}

_Opened = Callable[[ModelAccess], Awaitable[ModelServer]]


@dataclass(frozen=True)
class Answers:
    """`watch` runs until it is cancelled, and hands on each change of the articles. `translator`: for live chats, if there is one.

    `summaries`: of long conversations, for staff. `servers`: the model's, which share one key.
    """

    answerer: Answerer
    help_centre: HelpCentre
    watch: Callable[[], Awaitable[None]]
    translator: Translator | None = None
    summaries: Summaries | None = None
    servers: tuple[ModelServer, ...] = ()


@asynccontextmanager
async def answers_from(
    settings: Settings,
    store: Store | None = None,
    most_hits: int = MOST_HITS,
    vitals: Vitals = UNWATCHED,
    places: SharedPlaces | None = None,
) -> AsyncIterator[Answers]:
    """Broken articles are named and left out. With a `store`, a model writes where the settings have one.

    `places`: by which several processes keep to one budget.
    """
    async with AsyncExitStack() as doors:
        servers: list[ModelServer] = []
        opened = partial(_opened, servers=servers, doors=doors, vitals=vitals)
        server = await opened(model_access(settings)) if store and settings.has_model() else None
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
        budget = _budget(settings, store, places) if store else None
        model = _drafts(settings, server, store, budget) if server and store and budget else None
        translator = await _translator(settings, budget, opened) if server and budget else None
        thresholds = Thresholds(settings.help.answer, settings.help.careful)
        answerer = Answerer(help_centre, thresholds, model, semantic, most_hits)
        summaries = await _summaries(settings, budget, opened) if server and budget else CardSummaries()
        watching = partial(supervise, "help centre", watch.run)
        yield Answers(answerer, help_centre, watching, translator, summaries, tuple(servers))


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


async def _opened(
    access: ModelAccess, servers: list[ModelServer], doors: AsyncExitStack, vitals: Vitals
) -> ModelServer:
    server = ModelServer(access, vitals=vitals)
    servers.append(server)
    doors.push_async_callback(server.close)
    await server.warm_up()
    return server


async def _translator(settings: Settings, budget: Budget, opened: _Opened) -> ModelTranslator | None:
    """With a server of its own: two people who wait for each other are more impatient than who asks the assistant."""
    if not settings.openai.translates:
        return None
    server = await opened(replace(model_access(settings), **TRANSLATING))
    return ModelTranslator(server, budget)


async def _summaries(settings: Settings, budget: Budget, opened: _Opened) -> CardSummaries:
    """With a server of its own: a card waits for no model that thinks for long."""
    server = await opened(replace(model_access(settings), **SUMMING_UP))
    return CardSummaries(ModelSummary(server, budget))


async def _semantic(settings: Settings, server: ModelServer, doors: AsyncExitStack) -> SemanticSearch | None:
    if not settings.openai.embeddings:
        return None
    search = SemanticSearch(server, VectorCache(settings.desk.data / "embeddings.db", settings.openai.embeddings))
    doors.push_async_callback(search.close)
    return search


def _budget(settings: Settings, store: Store, places: SharedPlaces | None) -> Budget:
    """One for all that a model is asked."""
    return Budget(
        store,
        SystemClock(),
        per_day=settings.budget.per_day,
        per_customer=settings.budget.per_customer,
        tokens_per_customer=settings.budget.tokens_per_customer,
        shared=places,
    )


def _drafts(settings: Settings, server: ModelServer, store: Store, budget: Budget) -> ModelDrafts:
    cache = AnswerCache(store, SystemClock(), model=settings.openai.model, prompt=VERSION)
    checker = ModelChecker(server) if settings.openai.checks else None
    return ModelDrafts(ModelWriter(server), cache, budget, checker)
