"""Faults told to the playground, as slack_sdk meets them."""

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.faults import Fault, Moment
from bots.playground.slack import ChannelScreen, SlackServer

Post = Callable[[str], Awaitable[object]]


@pytest.fixture
def post(client: AsyncWebClient, support: ChannelScreen) -> Post:
    async def post(text: str) -> object:
        return await client.chat_postMessage(channel=support.id, text=text)

    return post


def said(support: ChannelScreen) -> list[str]:
    return [m.text for m in support.messages]


async def test_429_has_no_effect(server: SlackServer, support: ChannelScreen, post: Post) -> None:
    body = '{"ok":false,"error":"ratelimited"}'
    headers = {"Retry-After": "30", "Content-Type": "application/json"}
    server.faults.add(Fault("slack", "chat.postMessage", status=429, body=body, headers=headers))
    with pytest.raises(SlackApiError) as refused:
        await post("one")
    await post("two")
    assert refused.value.response.headers["Retry-After"] == "30"
    assert said(support) == ["two"]


@pytest.mark.parametrize("effect", [False, True])
async def test_a_dropped_answer(server: SlackServer, support: ChannelScreen, post: Post, effect: bool) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", drop=True, effect=effect))
    with pytest.raises(aiohttp.ClientError):
        await post("one")
    assert said(support) == (["one"] if effect else [])


async def test_slack_sdk_by_default_repeats_a_dropped_post(server: SlackServer, support: ChannelScreen) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", drop=True, effect=True))
    client = AsyncWebClient(token="xoxb-playground", base_url=f"{server.root}/api/")
    await client.chat_postMessage(channel=support.id, text="one")
    assert said(support) == ["one", "one"]


async def test_html_instead_of_json(server: SlackServer, post: Post) -> None:
    server.faults.add(Fault("slack", status=502, body="<html>", headers={"Content-Type": "text/html"}))
    with pytest.raises(SlackApiError) as refused:
        await post("one")
    assert refused.value.response.status_code == 502


async def test_the_third_call_hangs(server: SlackServer, support: ChannelScreen, post: Post) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", nth=3, hang=True, effect=True))
    await post("one")
    await post("two")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await post("three")
    assert said(support) == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("moment", "happened", "answered"),
    [(Moment.BEFORE, False, False), (Moment.AFTER, True, False), (Moment.ANSWERED, True, True)],
)
async def test_the_product_is_stopped_at_a_call(
    server: SlackServer, support: ChannelScreen, post: Post, moment: Moment, happened: bool, answered: bool
) -> None:
    stops: list[Moment] = []
    server.faults.stop_product = lambda: stops.append(moment)
    server.faults.add(Fault("slack", "chat.postMessage", kill=moment))
    try:
        await post("one")
    except aiohttp.ClientError:
        assert not answered
    else:
        assert answered
    assert stops == [moment]
    assert bool(said(support)) == happened


async def test_every_call_is_in_the_log(server: SlackServer, post: Post) -> None:
    await post("one")
    assert [(seen.server, seen.method) for seen in server.faults.seen] == [("slack", "chat.postMessage")]
