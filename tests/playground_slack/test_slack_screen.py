"""How a test looks at a channel, and how the page hears of changes."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import ChannelScreen, NothingPosted, Person, SlackServer, Unseen


async def test_posts_gives_each_message_once_in_order(
    client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    for text in ("one", "two"):
        await client.chat_postMessage(channel=support.id, text=text)
    await tom.writes(support, "not the app's")
    assert [(await support.posts()).text, (await support.posts()).text] == ["one", "two"]


async def test_what_does_not_come_is_reported_with_the_channel(client: AsyncWebClient, support: ChannelScreen) -> None:
    await client.chat_postMessage(channel=support.id, text="something else")
    with pytest.raises(NothingPosted, match=r"#support\n.*Frontdesk: something else"):
        await support.posts(lambda m: m.text == "hello", timeout=0.02)


async def test_a_thread_is_its_root_and_replies(support: ChannelScreen, tom: Person) -> None:
    root = await tom.writes(support, "root")
    await tom.writes(support, "elsewhere")
    await tom.writes(support, "reply", root)
    assert [m.text for m in support.thread(root)] == ["root", "reply"]
    assert [m.text for m in support.messages] == ["root", "elsewhere"]


async def test_reactions_are_seen(client: AsyncWebClient, support: ChannelScreen, tom: Person) -> None:
    ts = await tom.writes(support, "hello")
    await client.reactions_add(channel=support.id, timestamp=ts, name="eyes")
    await tom.reacts(ts, "eyes")
    await client.reactions_remove(channel=support.id, timestamp=ts, name="eyes")
    assert support.messages[0].reactions == {"eyes": ["U0TOM"]}


async def test_nobody_sees_what_is_for_another(
    client: AsyncWebClient, server: SlackServer, support: ChannelScreen, tom: Person
) -> None:
    posted = await client.chat_postEphemeral(channel=support.id, user=tom.id, text="Only Tom")
    eva = server.agent("Eva Bos")
    with pytest.raises(Unseen):
        await eva.reacts(posted["message_ts"], "eyes")


async def test_nobody_writes_into_an_archived_channel(support: ChannelScreen, tom: Person) -> None:
    support.archive()
    with pytest.raises(Unseen):
        await tom.writes(support, "hello?")


async def test_nobody_presses_a_button_that_is_not_there(support: ChannelScreen, tom: Person) -> None:
    with pytest.raises(Unseen, match="Claim"):
        await tom.clicks("Claim")


async def test_each_change_calls_the_hook(
    client: AsyncWebClient, server: SlackServer, support: ChannelScreen, tom: Person
) -> None:
    changes: list[int] = []
    server.on_change = lambda: changes.append(len(support.all))
    await tom.writes(support, "one")
    await client.chat_postMessage(channel=support.id, text="two")
    assert changes == [1, 2]
