"""The Web API as slack_sdk sees it: answers, refusals, sizes and pages."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import ChannelScreen, Person, SlackServer

Json = dict[str, Any]


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=arguments)
    return str(refused.value.response["error"])


async def test_who_am_i(client: AsyncWebClient, server: SlackServer) -> None:
    me = await client.auth_test()
    assert (me["user_id"], me["bot_id"], me["url"]) == ("U0FRONTDSK", "B0FRONTDSK", f"{server.root}/")


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("chat.postMessage", {"channel": "C404", "text": "hi"}, "channel_not_found"),
        ("chat.postMessage", {"text": "hi"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "$", "text": " "}, "no_text"),
        ("chat.postMessage", {"channel": "$", "text": "hi", "thread_ts": "1.000000"}, "thread_not_found"),
        ("chat.postMessage", {"channel": "$", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ("chat.postMessage", {"channel": "$", "text": "hi", "metadata": {"a": 1}}, "invalid_metadata_schema"),
        ("chat.postMessage", {"channel": "$", "text": "hi", "blocks": "{"}, "invalid_blocks_format"),
        ("chat.update", {"channel": "$", "ts": "1.000000", "text": "hi"}, "message_not_found"),
        ("chat.update", {"channel": "$", "ts": "$tom", "text": "hi"}, "cant_update_message"),
        ("chat.update", {"channel": "$", "ts": "$ours", "text": "x" * 40_001}, "msg_too_long"),
        ("chat.delete", {"channel": "$", "ts": "$tom"}, "cant_delete_message"),
        ("chat.postEphemeral", {"channel": "$", "user": "U404", "text": "hi"}, "user_not_in_channel"),
        ("chat.getPermalink", {"channel": "$", "message_ts": "1.000000"}, "message_not_found"),
        ("conversations.replies", {"channel": "$", "ts": "1.000000"}, "thread_not_found"),
        ("conversations.history", {"channel": "$", "cursor": "junk"}, "invalid_cursor"),
        ("conversations.info", {"channel": "C404"}, "channel_not_found"),
        ("users.info", {"user": "U404"}, "user_not_found"),
        ("bots.info", {"bot": "B404"}, "bot_not_found"),
        ("reactions.add", {"channel": "$", "timestamp": "$seen", "name": "eyes"}, "already_reacted"),
        ("reactions.remove", {"channel": "$", "timestamp": "$tom", "name": "eyes"}, "no_reaction"),
        ("views.open", {"trigger_id": "junk", "view": "$modal"}, "invalid_trigger_id"),
        ("views.open", {"trigger_id": "junk", "view": {"type": "home"}}, "invalid_arguments"),
        ("views.update", {"view_id": "V404", "view": "$modal"}, "not_found"),
        ("views.publish", {"user_id": "U404", "view": {"type": "home", "blocks": []}}, "user_not_found"),
        ("chat.doNothing", {}, "unknown_method"),
    ],
)
async def test_refusals(
    client: AsyncWebClient, support: ChannelScreen, tom: Person, method: str, arguments: Json, error: str
) -> None:
    by_tom = await tom.writes(support, "hello")
    ours = (await client.chat_postMessage(channel=support.id, text="hi"))["ts"]
    await client.reactions_add(channel=support.id, timestamp=ours, name="eyes")
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
    words = {"$": support.id, "$tom": by_tom, "$ours": ours, "$seen": ours, "$modal": modal}
    filled = {k: words.get(v, v) if isinstance(v, str) else v for k, v in arguments.items()}
    assert await refusal(client, method, **filled) == error


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-playground", "not_allowed_token_type")],
)
async def test_tokens(server: SlackServer, token: str, error: str) -> None:
    client = AsyncWebClient(token=token or None, base_url=f"{server.root}/api/", retry_handlers=[])
    assert await refusal(client, "auth.test") == error


async def test_a_revoked_token_works_again_when_it_is_restored(client: AsyncWebClient, server: SlackServer) -> None:
    server.revoke_tokens()
    assert await refusal(client, "auth.test") == "token_revoked"
    server.restore_tokens()
    assert (await client.auth_test())["ok"]


async def test_sockets_need_the_app_token(client: AsyncWebClient) -> None:
    assert await refusal(client, "apps.connections.open") == "not_allowed_token_type"
    opened = await client.apps_connections_open(app_token="xapp-playground")
    assert str(opened["url"]).startswith("ws://127.0.0.1:")


async def test_an_archived_channel_is_read_only(client: AsyncWebClient, support: ChannelScreen) -> None:
    support.archive()
    assert await refusal(client, "chat.postMessage", channel=support.id, text="hi") == "is_archived"
    assert (await client.conversations_info(channel=support.id))["channel"]["is_archived"]
    support.unarchive()
    assert (await client.chat_postMessage(channel=support.id, text="hi"))["ok"]


async def test_outside_a_public_channel_the_bot_must_join(client: AsyncWebClient, support: ChannelScreen) -> None:
    support.remove_bot()
    assert await refusal(client, "chat.postMessage", channel=support.id, text="hi") == "not_in_channel"
    await client.conversations_join(channel=support.id)
    assert (await client.chat_postMessage(channel=support.id, text="hi"))["ok"]


async def test_a_private_channel_without_the_bot_does_not_exist(client: AsyncWebClient, server: SlackServer) -> None:
    board = server.channel("board", private=True, with_bot=False)
    assert await refusal(client, "conversations.info", channel=board.id) == "channel_not_found"
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert board.id not in [channel["id"] for channel in listed["channels"]]


async def test_a_message_to_a_person_is_a_direct_message(client: AsyncWebClient, tom: Person) -> None:
    posted = await client.chat_postMessage(channel=tom.id, text="Only you")
    assert (await client.conversations_open(users=[tom.id]))["channel"]["id"] == posted["channel"]
    assert [m.text for m in tom.direct_messages.messages] == ["Only you"]


async def test_long_text_is_cut(client: AsyncWebClient, support: ChannelScreen) -> None:
    await client.chat_postMessage(channel=support.id, text="x" * 40_001)
    assert len(support.messages[0].text) == 40_000


async def test_text_is_kept_as_it_was_sent(client: AsyncWebClient, support: ChannelScreen) -> None:
    await client.chat_postMessage(channel=support.id, text="a &lt;b&gt; &amp; c")
    assert (support.messages[0].text, support.messages[0].plain) == ("a &lt;b&gt; &amp; c", "a <b> & c")


async def test_an_update_keeps_blocks_unless_it_brings_others(client: AsyncWebClient, support: ChannelScreen) -> None:
    ts = (await client.chat_postMessage(channel=support.id, text="a", blocks=[{"type": "divider"}]))["ts"]
    await client.chat_update(channel=support.id, ts=ts, text="b")
    assert [b["type"] for b in support.messages[0].blocks] == ["divider"]
    await client.chat_update(channel=support.id, ts=ts, text="c", blocks=[])
    assert support.messages[0].blocks == []
    assert support.messages[0].edited is not None


async def test_metadata_is_found_again_in_the_thread(client: AsyncWebClient, support: ChannelScreen) -> None:
    root = (await client.chat_postMessage(channel=support.id, text="root"))["ts"]
    marked = {"event_type": "frontdesk", "event_payload": {"effect": "12.0"}}
    await client.chat_postMessage(channel=support.id, text="hi", thread_ts=root, metadata=marked)
    bare = await client.conversations_replies(channel=support.id, ts=root)
    full = await client.conversations_replies(channel=support.id, ts=root, include_all_metadata=True)
    assert "metadata" not in bare["messages"][1]
    assert full["messages"][1]["metadata"] == marked


async def test_replies_come_in_pages_oldest_first(client: AsyncWebClient, support: ChannelScreen, tom: Person) -> None:
    root = await tom.writes(support, "0")
    for number in range(1, 5):
        await tom.writes(support, str(number), root)
    pages = []
    async for page in await client.conversations_replies(channel=support.id, ts=root, limit=2):
        pages.append([m["text"] for m in page["messages"]])
    assert pages == [["0", "1"], ["2", "3"], ["4"]]


async def test_replies_since_a_time_still_have_their_root(
    client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    root = await tom.writes(support, "root")
    seen = await tom.writes(support, "seen", root)
    await tom.writes(support, "new", root)
    replies = await client.conversations_replies(channel=support.id, ts=root, oldest=seen)
    assert [m["text"] for m in replies["messages"]] == ["root", "new"]


async def test_history_is_newest_first_and_without_replies(
    client: AsyncWebClient, support: ChannelScreen, tom: Person
) -> None:
    first = await tom.writes(support, "first")
    await tom.writes(support, "a reply", first)
    await tom.writes(support, "shown in the channel too", first, broadcast=True)
    await client.chat_postEphemeral(channel=support.id, user=tom.id, text="psst")
    history = await client.conversations_history(channel=support.id)
    assert [m["text"] for m in history["messages"]] == ["shown in the channel too", "first"]
    assert history["messages"][1]["reply_count"] == 2


async def test_people_are_listed_with_what_matters(client: AsyncWebClient, server: SlackServer, tom: Person) -> None:
    server.agent("Guest", id="U0GUEST", guest=True)
    server.agent("Stranger", id="U0OTHER", team="T0OTHER")
    users = {user["id"]: user for user in (await client.users_list())["members"]}
    assert users["U0TOM"]["real_name"] == "Tom Visser"
    assert users["U0GUEST"]["is_restricted"]
    assert users["U0OTHER"]["is_stranger"]
    tom.goes("away")
    assert (await client.users_getPresence(user=tom.id))["presence"] == "away"


async def test_a_trigger_opens_one_form_for_three_seconds(
    client: AsyncWebClient, server: SlackServer, tom: Person
) -> None:
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
    used = server.workspace.trigger(tom.user)
    assert (await client.views_open(trigger_id=used, view=modal))["view"]["title"]["text"] == "T"
    assert await refusal(client, "views.open", trigger_id=used, view=modal) == "exchanged_trigger_id"
    server.workspace.trigger_seconds = -1
    late = server.workspace.trigger(tom.user)
    assert await refusal(client, "views.open", trigger_id=late, view=modal) == "expired_trigger_id"


async def test_a_view_changed_meanwhile_is_a_hash_conflict(client: AsyncWebClient, tom: Person) -> None:
    home = {"type": "home", "blocks": []}
    first = (await client.views_publish(user_id=tom.id, view=home))["view"]
    await client.views_publish(user_id=tom.id, view=home, hash=first["hash"])
    assert await refusal(client, "views.publish", user_id=tom.id, view=home, hash=first["hash"]) == "hash_conflict"


@pytest.mark.parametrize("encoding", ["form", "multipart", "json", "query"])
async def test_arguments_come_in_every_encoding(server: SlackServer, support: ChannelScreen, encoding: str) -> None:
    arguments = {"token": "xoxb-playground", "channel": support.id, "text": "hi", "blocks": '[{"type":"divider"}]'}
    multipart = aiohttp.MultipartWriter("form-data")
    for key, value in arguments.items():
        multipart.append(value).set_content_disposition("form-data", name=key)
    sent: Json = {
        "form": {"data": arguments},
        "multipart": {"data": multipart},
        "json": {"json": arguments},
        "query": {"params": arguments},
    }[encoding]
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.root}/api/chat.postMessage", **sent) as answer,
    ):
        assert (await answer.json())["ok"]
    assert [b["type"] for b in support.messages[0].blocks] == ["divider"]


@pytest.mark.parametrize(("body", "error"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_junk_is_refused(server: SlackServer, body: str, error: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.root}/api/auth.test", data=body, headers=headers) as answer,
    ):
        assert await answer.json() == {"ok": False, "error": error}


async def test_a_shared_file_is_for_the_bot_only(
    client: AsyncWebClient, server: SlackServer, support: ChannelScreen, tom: Person
) -> None:
    await tom.shares(support, "invoice.pdf", b"%PDF")
    file = (await client.conversations_history(channel=support.id))["messages"][0]["files"][0]
    allowed = {"Authorization": "Bearer xoxb-playground"}
    async with aiohttp.ClientSession() as session:
        async with session.get(file["url_private"], headers=allowed) as answer:
            assert (await answer.read(), answer.content_type) == (b"%PDF", "application/pdf")
        async with session.get(file["url_private"], allow_redirects=False) as answer:
            assert answer.status == 302
