"""Uploads to the playground's Slack, with the real SDK and by hand."""

import math
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, SlackServer, load

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


@pytest.fixture
async def root(client: AsyncWebClient, support: ChannelScreen) -> str:
    return str((await client.chat_postMessage(channel=support.id, text="Case FD-7K2M9"))["ts"])


async def sent(client: AsyncWebClient, content: bytes = PNG, name: str = "crack.png", announced: int = 0) -> str:
    """A file whose bytes are there; its id."""
    answer = await client.files_getUploadURLExternal(filename=name, length=announced or len(content))
    async with aiohttp.ClientSession() as session, session.post(answer["upload_url"], data=BytesIO(content)) as put:
        assert put.status == 200, await put.text()
    return str(answer["file_id"])


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as raised:
        await call
    return str(raised.value.response["error"])


async def test_an_upload_shows_as_a_message_in_the_thread(
    client: AsyncWebClient, support: ChannelScreen, root: str
) -> None:
    await client.files_upload_v2(
        filename="crack.png",
        title="The crack",
        content=PNG,
        channel=support.id,
        thread_ts=root,
        initial_comment="From the buyer",
    )
    message = support.thread(root)[-1]
    assert (message.text, message.subtype, message.thread_ts) == ("From the buyer", "file_share", root)
    [file] = message.files
    assert (file.name, file.title, file.mimetype, file.content) == ("crack.png", "The crack", "image/png", PNG)


async def test_the_app_hears_of_its_own_file_as_of_a_bots(
    client: AsyncWebClient, support: ChannelScreen, root: str
) -> None:
    file = await sent(client)
    await client.files_completeUploadExternal(files=[{"id": file}], channel_id=support.id, thread_ts=root)
    shown = (await client.conversations_replies(channel=support.id, ts=root))["messages"][-1]
    assert shown["bot_id"]
    assert [each["title"] for each in shown["files"]] == ["crack.png"]


async def test_what_is_known_of_a_file(client: AsyncWebClient, support: ChannelScreen, root: str) -> None:
    file = await sent(client)
    assert await refused(client.files_info(file=file)) == "file_not_found"
    await client.files_completeUploadExternal(files=[{"id": file}], channel_id=support.id, thread_ts=root)
    known = (await client.files_info(file=file))["file"]
    [share] = known["shares"]["public"][support.id]
    assert (share["ts"], share["thread_ts"]) == (support.thread(root)[-1].ts, root)
    assert (known["name"], known["size"]) == ("crack.png", len(PNG))


async def test_a_file_that_is_shared_nowhere_is_private(client: AsyncWebClient) -> None:
    file = await sent(client)
    await client.files_completeUploadExternal(files=[{"id": file, "title": "Mine"}])
    assert (await client.files_info(file=file))["file"]["shares"] == {}


async def test_the_message_may_come_later_or_never(
    client: AsyncWebClient, server: SlackServer, support: ChannelScreen, root: str
) -> None:
    server.workspace.share_seconds = 0.05
    file = await sent(client)
    await client.files_completeUploadExternal(files=[{"id": file}], channel_id=support.id, thread_ts=root)
    assert len(support.thread(root)) == 1
    await support.shows(lambda message: bool(message.files))
    server.workspace.share_seconds = math.inf
    lost = await sent(client)
    await client.files_completeUploadExternal(files=[{"id": lost}], channel_id=support.id, thread_ts=root)
    assert (await client.files_info(file=lost))["file"]["shares"] == {}


async def test_an_upload_is_completed_once(client: AsyncWebClient, support: ChannelScreen) -> None:
    file = await sent(client)
    await client.files_completeUploadExternal(files=[{"id": file}], channel_id=support.id)
    again = client.files_completeUploadExternal(files=[{"id": file}], channel_id=support.id)
    assert await refused(again) == "file_not_found"
    assert len(support.messages) == 1


async def test_a_file_without_its_bytes_is_none(client: AsyncWebClient, support: ChannelScreen) -> None:
    file = (await client.files_getUploadURLExternal(filename="a.txt", length=3))["file_id"]
    call = client.files_completeUploadExternal(files=[{"id": file}], channel_id=support.id)
    assert await refused(call) == "file_not_found"


@pytest.mark.parametrize(("content", "status"), [(b"12", 400), (b"1234", 400), (b"123", 200)])
async def test_the_bytes_are_those_that_were_announced(client: AsyncWebClient, content: bytes, status: int) -> None:
    address = (await client.files_getUploadURLExternal(filename="a.txt", length=3))["upload_url"]
    async with aiohttp.ClientSession() as session, session.post(address, data=content) as put:
        assert put.status == status


async def test_an_address_takes_one_file(client: AsyncWebClient) -> None:
    address = (await client.files_getUploadURLExternal(filename="a.txt", length=3))["upload_url"]
    async with aiohttp.ClientSession() as session:
        for status in (200, 404):
            async with session.post(address, data=b"123") as put:
                assert put.status == status


@pytest.mark.parametrize(("name", "length"), [("a.txt", 0), ("a.txt", -1), (" ", 3)])
async def test_a_file_has_a_name_and_a_byte(client: AsyncWebClient, name: str, length: int) -> None:
    assert await refused(client.files_getUploadURLExternal(filename=name, length=length)) == "invalid_arguments"


async def test_where_the_app_is_not_it_shares_nothing(
    client: AsyncWebClient, server: SlackServer, support: ChannelScreen
) -> None:
    file = await sent(client)
    elsewhere = server.channel("elsewhere", with_bot=False)
    calls = {
        "not_in_channel": {"channel_id": elsewhere.id},
        "channel_not_found": {"channel_id": "C0NOWHERE"},
        "thread_not_found": {"channel_id": support.id, "thread_ts": "1.000001"},
    }
    for error, where in calls.items():
        assert await refused(client.files_completeUploadExternal(files=[{"id": file}], **where)) == error
    support.archive()
    call = client.files_completeUploadExternal(files=[{"id": file}], channel_id=support.id)
    assert await refused(call) == "is_archived"


async def test_a_file_of_twenty_megabytes(client: AsyncWebClient, support: ChannelScreen) -> None:
    file = await sent(client, bytes(20 * 1024 * 1024), "film.mp4")
    await client.files_completeUploadExternal(files=[{"id": file}], channel_id=support.id)
    assert len(support.messages[-1].files[0].content) == 20 * 1024 * 1024


async def test_a_fault_can_meet_the_bytes(client: AsyncWebClient, server: SlackServer) -> None:
    server.faults.add(Fault(method="upload", status=503))
    address = (await client.files_getUploadURLExternal(filename="a.txt", length=3))["upload_url"]
    async with aiohttp.ClientSession() as session, session.post(address, data=b"123") as put:
        assert put.status == 503


async def test_a_strange_name_keeps_its_address(client: AsyncWebClient, support: ChannelScreen) -> None:
    file = await sent(client, b"%PDF", "a/b?c#d.pdf")
    await client.files_completeUploadExternal(files=[{"id": file}], channel_id=support.id)
    address = (await client.files_info(file=file))["file"]["url_private"]
    allowed = {"Authorization": "Bearer xoxb-playground"}
    async with aiohttp.ClientSession() as session, session.get(address, headers=allowed) as answer:
        assert await answer.read() == b"%PDF"


async def test_a_shared_file_outlives_a_restart(
    client: AsyncWebClient, server: SlackServer, support: ChannelScreen
) -> None:
    file = await sent(client)
    await client.files_completeUploadExternal(files=[{"id": file, "title": "The crack"}], channel_id=support.id)
    [message] = load(server.dump()).messages[support.id]
    assert [(each.id, each.title, each.content) for each in message.files] == [(file, "The crack", PNG)]
