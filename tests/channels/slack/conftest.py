"""The desk's side of Slack against the playground's workspace, with the real catalog and a store in memory."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Limits, Person, SlackServer
from bots.slack.access import BySocket, SlackAccess
from bots.slack.channel import SlackChannel
from bots.slack.outgoing import SlackPerformer
from core.language.catalog import read_catalog
from core.model.effects import OpenHandoff
from core.model.handoff import CaseOpening
from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.rows import Received
from core.store.sqlite import SqliteStore

CATALOG = read_catalog()  # reading it takes a while

ANNA = ConversationId("telegram:1001")


class Inbox:
    """What arrives, in order."""

    def __init__(self) -> None:
        self.items: list[Received] = []
        self.came = asyncio.Event()

    async def receive(self, items: Sequence[Received]) -> None:
        self.items += items
        self.came.set()


def refusal(method: str, code: str) -> Fault:
    """Slack says no to the next call of the method."""
    body = f'{{"ok": false, "error": "{code}"}}'
    return Fault("slack", method, status=200, body=body, headers={"Content-Type": "application/json"})


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
def trust(server: SlackServer, support: ChannelScreen) -> ChannelScreen:
    """The channel is there; `access` does not name it."""
    return server.channel("trust-and-safety")


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
async def inbox(slack: SlackChannel, server: SlackServer) -> Inbox:
    """Of a channel that listens."""
    inbox = Inbox()
    server.deliveries.ack_seconds = 1.0
    await slack.start(inbox)
    await server.sockets.connected()
    return inbox


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
