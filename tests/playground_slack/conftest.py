"""A Slack workspace, the real Bolt talking to it, and its people."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import ChannelScreen, Limits, Person, SlackServer


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    server = SlackServer(limits=Limits.lifted())
    server.deliveries.ack_seconds = 0.3
    server.deliveries.retry_delays = (0.0, 0.05)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def client(server: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(token="xoxb-playground", base_url=f"{server.root}/api/", retry_handlers=[])


@pytest.fixture
def support(server: SlackServer) -> ChannelScreen:
    return server.channel("support")


@pytest.fixture
def tom(server: SlackServer, support: ChannelScreen) -> Person:
    return server.agent("Tom Visser", id="U0TOM")
