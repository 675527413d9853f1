"""Rates: what is let through at once, and when the next call may come."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import Limits, SlackServer
from bots.playground.slack.errors import RateLimited
from bots.playground.slack.limits import Rates


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def spend(rates: Rates, method: str, times: int, channel: str = "C1") -> int:
    """How many of `times` calls were let through."""
    passed = 0
    for _ in range(times):
        try:
            rates.spend(method, channel)
        except RateLimited:
            return passed
        passed += 1
    return passed


@pytest.mark.parametrize(
    ("method", "at_once", "seconds_for_the_next"),
    [
        ("chat.postMessage", 3, 1.0),
        ("chat.update", 50, 1.2),
        ("conversations.replies", 50, 1.2),
        ("users.getPresence", 50, 1.2),
        ("views.publish", 100, 0.6),
        ("users.list", 20, 3.0),
        ("auth.test", 500, 0.0),
    ],
)
def test_bursts_and_refill(clock: Clock, method: str, at_once: int, seconds_for_the_next: float) -> None:
    rates = Rates(Limits(), clock)
    assert spend(rates, method, 500) == at_once
    clock.now += seconds_for_the_next + 0.001
    assert spend(rates, method, 1) == 1


def test_only_posts_are_counted_by_channel(clock: Clock) -> None:
    rates = Rates(Limits(post_burst=1, updates_per_minute=1), clock)
    assert spend(rates, "chat.postMessage", 2, "C1") == 1
    assert spend(rates, "chat.postMessage", 2, "C2") == 1
    assert spend(rates, "chat.update", 2, "C1") == 1
    assert spend(rates, "chat.update", 1, "C2") == 0


def test_a_channel_that_is_held_back_takes_no_posts_until_then(clock: Clock) -> None:
    rates = Rates(Limits(), clock)
    rates.hold("C1", 20)
    with pytest.raises(RateLimited) as refused:
        rates.spend("chat.postMessage", "C1")
    assert refused.value.retry_after == 20
    rates.spend("chat.postMessage", "C2")
    rates.spend("chat.update", "C1")


def test_retry_after_is_whole_seconds_until_the_next_token(clock: Clock) -> None:
    rates = Rates(Limits(post_per_channel_per_second=0.4, post_burst=1), clock)
    rates.spend("chat.postMessage", "C1")
    with pytest.raises(RateLimited) as refused:
        rates.spend("chat.postMessage", "C1")
    assert refused.value.retry_after == 3


async def test_over_the_wire_it_is_a_429() -> None:
    server = SlackServer(limits=Limits(post_burst=1))
    root = await server.start()
    channel = server.channel("support").id
    client = AsyncWebClient(token="xoxb-playground", base_url=f"{root}/api/", retry_handlers=[])
    await client.chat_postMessage(channel=channel, text="one")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=channel, text="two")
    await server.stop()
    answer = refused.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
