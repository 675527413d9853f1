"""Somebody whom one process has let in as an agent, and of whom the process that decides has yet to learn."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bots.playground.slack import ChannelScreen, SlackServer
from bots.slack.access import SlackAccess
from bots.slack.ids import ON_DUTY
from bots.slack.link import SlackLink
from bots.slack.members import staff as staff_module
from bots.slack.received import received
from core.model.errors import Transient
from core.model.heard import DutyChanged, Heard, Ignored
from core.store.sqlite import SqliteStore
from tests.channels.slack.conftest import CATALOG, Inbox
from tests.channels.slack.presses import block_actions

LAGS = 0.2  # seconds after which a list counts as old here


@pytest.fixture
async def decider(
    access: SlackAccess, support: ChannelScreen, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SlackLink]:
    """A process at which nothing comes in; its list of the staff has grown old."""
    monkeypatch.setattr(staff_module, "_FRESH", LAGS)
    link = SlackLink(access, CATALOG, store, Inbox(), hears=False, draws=False, shares=True)
    running = asyncio.create_task(link.run())
    await link.soon()
    await asyncio.sleep(LAGS)
    yield link
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await link.close()


async def in_the_end(link: SlackLink, payload: str) -> Heard:
    """As the worker does: what cannot be read yet is read again a little later."""
    async with asyncio.timeout(10):
        while True:
            try:
                return link.read(payload)
            except Transient:
                await asyncio.sleep(0.01)


def presses(server: SlackServer, user: str) -> str:
    team = server.state.team_id
    who = {"id": user, "username": "mia", "name": "mia", "team_id": team}
    return received(block_actions(ON_DUTY, "", team={"id": team}, user=who)).payload


async def test_their_first_press_is_not_lost(decider: SlackLink, server: SlackServer) -> None:
    mia = server.agent("Mia", id="U0MIA")
    with pytest.raises(Transient, match="looked up again"):
        decider.read(presses(server, mia.id))
    assert isinstance(await in_the_end(decider, presses(server, mia.id)), DutyChanged)


async def test_a_stranger_stays_one(decider: SlackLink, server: SlackServer, support: ChannelScreen) -> None:
    mia = server.agent("Mia", id="U0MIA")
    mia.leaves(support)
    with pytest.raises(Transient):
        decider.read(presses(server, mia.id))
    assert await in_the_end(decider, presses(server, mia.id)) == Ignored("not one of the staff")
