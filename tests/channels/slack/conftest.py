"""The desk's side of Slack against the playground's workspace, with the real catalog and a store in memory."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bots.playground.slack import ChannelScreen, Limits, Person, SlackServer
from bots.slack.channel import BySocket, SlackAccess, SlackChannel
from bots.slack.outgoing import SlackPerformer
from core.language.catalog import read_catalog
from core.model.effects import OpenHandoff
from core.model.handoff import CaseOpening
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.store.sqlite import SqliteStore

CATALOG = read_catalog()  # reading it takes a while

ANNA = ConversationId("telegram:1001")


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    server = SlackServer(limits=Limits.lifted())
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def support(server: SlackServer) -> ChannelScreen:
    return server.channel("support")


@pytest.fixture
def tom(server: SlackServer, support: ChannelScreen) -> Person:
    return server.agent("Tom Visser", id="U0TOM")


@pytest.fixture
async def store() -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


@pytest.fixture
def access(server: SlackServer) -> SlackAccess:
    return SlackAccess(server.api.bot_token, "#support", BySocket(server.api.app_token), api_root=server.root)


@pytest.fixture
async def slack(access: SlackAccess, support: ChannelScreen, store: SqliteStore) -> AsyncIterator[SlackChannel]:
    """Opened, but not listening."""
    channel = await SlackChannel.open(access, CATALOG, store)
    yield channel
    await channel.close()


@pytest.fixture
def performer(slack: SlackChannel) -> SlackPerformer:
    return slack.performer


@pytest.fixture
def opening() -> CaseOpening:
    handoff = OpenHandoff(
        method="live_chat",
        case=CaseCode("FD-7K2M9"),
        turn=3,
        customer=Address("telegram", "1001"),
        name="Anna",
        language=Language("pl"),
        question="Where is my <parcel> & *money*?",
        sources=("Track a parcel",),
    )
    return CaseOpening(ANNA, handoff, (), datetime(2026, 10, 9, 8, 53, 20, tzinfo=UTC))
