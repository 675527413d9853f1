"""A chat waits in the queue that fits it: by name, else by language and topic in the order of the settings."""

from collections.abc import AsyncIterator
from dataclasses import replace as with_

import pytest
from msgspec.structs import replace

from bots.playground.slack import ChannelScreen, SlackServer
from bots.slack.access import SlackAccess
from bots.slack.channel import SlackChannel
from bots.slack.errors import NotSetUp
from bots.slack.ids import place_of
from bots.slack.link import SlackLink
from core.model.effects import OpenHandoff, Post
from core.model.handoff import CaseOpening
from core.model.ids import Address, EffectId, Language
from core.model.posts import Relay
from core.model.rows import Limit
from core.model.shop import About
from core.store.sqlite import SqliteStore
from handoff.queues import Queue, queue_for
from tests.channels.slack.conftest import CATALOG, Inbox

BURNING = Queue("burning", "#burning", topics=("urgent",))
POLISH_SELLERS = Queue("polish sellers", "#pl-sellers", languages=("pl",), topics=("seller",))
POLISH = Queue("polish", "#pl", languages=("pl",))
ORDERS = Queue("orders", "#orders", topics=("order",))
QUEUES = (BURNING, POLISH_SELLERS, POLISH, ORDERS)


def handoff(opening: CaseOpening, **known: object) -> OpenHandoff:
    return replace(opening.handoff, **known)


ORDER = {
    role: About("order", "4711", "A lamp", role, None)  # type: ignore[arg-type]
    for role in ("buyer", "seller")
}


@pytest.mark.parametrize(
    ("known", "queue"),
    [
        ({}, POLISH),
        ({"language": "de"}, None),
        ({"language": "de", "spoken": "pl"}, POLISH),
        ({"spoken": "en"}, None),
        ({"urgent": True}, BURNING),
        ({"about": ORDER["seller"]}, POLISH_SELLERS),
        ({"about": ORDER["buyer"]}, POLISH),
        ({"language": "de", "about": ORDER["buyer"]}, ORDERS),
        ({"urgent": True, "queue": "orders"}, ORDERS),
        ({"queue": "closed last year"}, POLISH),
    ],
    ids=str,
)
def test_the_first_that_fits(opening: CaseOpening, known: dict[str, object], queue: Queue | None) -> None:
    assert queue_for(handoff(opening, **known), QUEUES) == queue


@pytest.fixture
def polish(server: SlackServer) -> ChannelScreen:
    return server.channel("pl")


@pytest.fixture
def lifeboat(server: SlackServer) -> ChannelScreen:
    return server.channel("lifeboat")


@pytest.fixture
async def slack(
    access: SlackAccess, support: ChannelScreen, polish: ChannelScreen, store: SqliteStore
) -> AsyncIterator[SlackChannel]:
    channel = await SlackChannel.open(with_(access, queues=(POLISH,)), CATALOG, store)
    yield channel
    await channel.close()


async def test_a_case_is_shown_in_the_channel_of_its_queue(
    slack: SlackChannel, opening: CaseOpening, support: ChannelScreen, polish: ChannelScreen
) -> None:
    thread = await slack.performer.open_thread(opening, EffectId("7.1"), again=False)
    assert place_of(thread).channel == polish.id
    assert (len(polish.messages), support.messages) == (1, [])


async def test_a_busy_channel_does_not_slow_another(
    slack: SlackChannel, opening: CaseOpening, support: ChannelScreen, polish: ChannelScreen
) -> None:
    german = handoff(opening, language=Language("de"))
    assert slack.performer.opening_limits(opening.handoff) == (Limit(f"slack:{polish.id}", 1.0),)
    assert slack.performer.opening_limits(german) == (Limit(f"slack:{support.id}", 1.0),)


async def test_rates_are_known_before_slack_is_reached(
    access: SlackAccess, opening: CaseOpening, store: SqliteStore
) -> None:
    link = SlackLink(with_(access, queues=(POLISH,)), CATALOG, store, Inbox())
    german = handoff(opening, language=Language("de"))
    assert link.limits(Post(Address("slack", "C1/1.1"), Relay("Anna", "Hello"))) == (Limit("slack:C1", 1.0),)
    assert link.opening_limits(opening.handoff) == (Limit("slack:#pl", 1.0),)
    assert link.opening_limits(german) == (Limit(f"slack:{access.channel}", 1.0),)


async def test_a_channel_that_is_not_there_is_named_with_its_queue(
    access: SlackAccess, support: ChannelScreen, store: SqliteStore
) -> None:
    with pytest.raises(NotSetUp, match=r"#pl.*slack\.queues, polish"):
        await SlackChannel.open(with_(access, queues=(POLISH,)), CATALOG, store)


async def test_with_a_fallback_the_desk_starts_without_a_channel_and_says_which(
    access: SlackAccess, support: ChannelScreen, lifeboat: ChannelScreen, store: SqliteStore
) -> None:
    wanted = with_(access, queues=(POLISH,), fallback_channel="#lifeboat")
    slack = await SlackChannel.open(wanted, CATALOG, store)
    await slack.close()
    assert slack.rooms.by_queue == {"polish": lifeboat.id}
    assert "#pl" in slack.rooms.missing[0]
