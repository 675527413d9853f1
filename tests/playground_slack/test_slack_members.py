"""What members change about themselves, and what is changed about them: the events, and what a bot can ask for."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import ChannelScreen, Person, SlackServer, Unseen

Json = dict[str, Any]


@pytest.fixture
def told(server: SlackServer, support: ChannelScreen, tom: Person) -> list[Json]:
    """The events that went to the product."""
    events: list[Json] = []
    server.workspace.publish = events.append
    return events


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, data=arguments)
    return str(refused.value.response["error"])


async def test_a_status_is_told_twice_and_stands_in_the_profile(
    client: AsyncWebClient, tom: Person, told: list[Json]
) -> None:
    tom.sets_status(":palm_tree:", "On holiday", until=4_000_000_000)
    assert [each["type"] for each in told] == ["user_change", "user_status_changed"]
    profile = (await client.users_info(user=tom.id))["user"]["profile"]
    status = (profile["status_emoji"], profile["status_text"], profile["status_expiration"])
    assert status == (":palm_tree:", "On holiday", 4_000_000_000)
    assert told[1]["user"]["profile"]["status_emoji"] == ":palm_tree:"


async def test_a_status_goes_by_itself_and_this_is_told(server: SlackServer, tom: Person, told: list[Json]) -> None:
    tom.sets_status(":bus:", until=server.workspace.clock() - 1)
    while len(told) < 4:
        await server.workspace.change()
    assert told[-1]["user"]["profile"]["status_emoji"] == ""


async def test_do_not_disturb(client: AsyncWebClient, server: SlackServer, tom: Person, told: list[Json]) -> None:
    zofia = server.agent("Zofia Nowak", "U0ZOFIA")
    tom.is_quiet(600)
    (event,) = told
    status = event["dnd_status"]
    assert (event["type"], event["user"], status["dnd_enabled"]) == ("dnd_updated_user", tom.id, True)
    assert status["next_dnd_end_ts"] - status["next_dnd_start_ts"] == 600
    users = (await client.dnd_teamInfo(users=[tom.id, zofia.id, "U0NOBODY"]))["users"]
    assert users == {tom.id: status, zofia.id: {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}}
    tom.can_be_disturbed()
    assert not (await client.dnd_info(user=tom.id))["dnd_enabled"]
    assert await refusal(client, "dnd.info", user="U0NOBODY") == "user_not_found"


async def test_a_user_group(client: AsyncWebClient, server: SlackServer, tom: Person, told: list[Json]) -> None:
    zofia = server.agent("Zofia Nowak", "U0ZOFIA")
    group = server.user_group("support-team", tom)
    zofia.joins_group("@support-team")
    tom.leaves_group("support-team")
    assert [(each["added_users"], each["removed_users"]) for each in told] == [([zofia.id], []), ([], [tom.id])]
    assert (await client.usergroups_users_list(usergroup=group.id))["users"] == [zofia.id]
    (listed,) = (await client.usergroups_list(include_users=True))["usergroups"]
    assert (listed["id"], listed["handle"], listed["users"]) == (group.id, "support-team", [zofia.id])
    assert "users" not in (await client.usergroups_list())["usergroups"][0]
    assert await refusal(client, "usergroups.users.list", usergroup="S0NONE") == "no_such_subteam"


async def test_who_leaves_the_channel_is_told_and_writes_there_no_more(
    client: AsyncWebClient, support: ChannelScreen, tom: Person, told: list[Json]
) -> None:
    tom.leaves(support)
    assert (told[-1]["type"], told[-1]["user"], told[-1]["channel"]) == ("member_left_channel", tom.id, support.id)
    assert tom.id not in (await client.conversations_members(channel=support.id))["members"]
    with pytest.raises(Unseen):
        await tom.writes(support, "Still here?")


@pytest.mark.parametrize(("happens", "field"), [("becomes_guest", "is_restricted"), ("is_deactivated", "deleted")])
async def test_who_is_no_longer_a_full_member(
    client: AsyncWebClient, tom: Person, told: list[Json], happens: str, field: str
) -> None:
    getattr(tom, happens)()
    assert (told[-1]["type"], told[-1]["user"][field]) == ("user_change", True)
    assert (await client.users_info(user=tom.id))["user"][field]


async def test_who_is_deactivated_writes_no_more(support: ChannelScreen, tom: Person) -> None:
    tom.is_deactivated()
    with pytest.raises(Unseen):
        await tom.writes(support, "Hello?")


async def test_an_edit_and_a_deletion_are_told(support: ChannelScreen, tom: Person, told: list[Json]) -> None:
    ts = await tom.writes(support, "It leaves tomorow")
    await tom.edits(ts, "It leaves *tomorrow*")
    await tom.deletes(ts)
    assert [each.get("subtype") for each in told] == [None, "message_changed", "message_deleted"]
    changed = told[1]["message"]
    assert (changed["ts"], changed["text"], told[1]["previous_message"]["text"]) == (
        ts,
        "It leaves *tomorrow*",
        "It leaves tomorow",
    )
    assert changed["blocks"][0]["elements"][0]["elements"][1] == {
        "type": "text",
        "text": "tomorrow",
        "style": {"bold": True},
    }
    assert told[2]["deleted_ts"] == ts


async def test_several_files_with_one_message(support: ChannelScreen, tom: Person, told: list[Json]) -> None:
    root = await tom.writes(support, "See")
    await tom.attaches(support, {"a.png": b"x", "b.pdf": b"yy"}, "Two of them", root)
    event = told[-1]
    assert (event["subtype"], event["thread_ts"], event["text"]) == ("file_share", root, "Two of them")
    assert [(each["name"], each["mimetype"], each["size"]) for each in event["files"]] == [
        ("a.png", "image/png", 1),
        ("b.pdf", "application/pdf", 2),
    ]
    assert event["files"][0]["url_private"].startswith("http://127.0.0.1")


async def test_who_comes_anew_is_told_in_each_channel(
    server: SlackServer, support: ChannelScreen, told: list[Json]
) -> None:
    server.channel("trust")
    sam = server.newcomer("Sam Jansen")
    assert [(each["type"], each["user"]) for each in told] == [("member_joined_channel", sam.id)] * 2
    await sam.writes(support, "Hello")
