"""The start: who we are, where the staff talk, who they are, and what the operator reads when it cannot work."""

from dataclasses import replace

import pytest
from msgspec import structs

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Person, SlackServer
from bots.slack.access import BySocket, SlackAccess
from bots.slack.channel import SlackChannel
from bots.slack.errors import NotSetUp
from core.language.catalog import read_catalog
from core.model.errors import Transient
from core.model.ids import AgentId
from core.model.people import Agent, Duty
from core.store.sqlite import SqliteStore

CATALOG = read_catalog()  # reading it takes a while

TOM = Duty(Agent(AgentId("U0TOM"), "Tom"), on_duty=True)
TOM_GONE = Duty(TOM.agent, on_duty=False)
ZOFIA = Duty(Agent(AgentId("U0ZOFIA"), "Zofia"), on_duty=True)


class Nobody:
    """An intake into which nothing comes."""

    async def receive(self, items: object) -> None:
        raise AssertionError(items)


async def tried(access: SlackAccess, store: SqliteStore) -> str:
    """Open and start; the channel's id. What fails leaves nothing open: pytest would warn of it."""
    channel = await SlackChannel.open(access, CATALOG, store)
    await channel.start(Nobody())
    await channel.close()
    return channel.channel


@pytest.mark.parametrize("named", ["#support", "support", " #support ", "id"])
async def test_the_channel_is_found_by_name_or_id(
    access: SlackAccess, support: ChannelScreen, store: SqliteStore, named: str
) -> None:
    wanted = support.id if named == "id" else named
    assert await tried(replace(access, channel=wanted), store) == support.id


async def test_the_channel_is_found_among_hundreds(
    access: SlackAccess, server: SlackServer, store: SqliteStore
) -> None:
    for number in range(201):
        server.channel(f"other-{number}")
    last = server.channel("support")
    assert await tried(access, store) == last.id


async def test_a_public_channel_is_joined(access: SlackAccess, server: SlackServer, store: SqliteStore) -> None:
    support = server.channel("support", with_bot=False)
    await tried(access, store)
    assert server.state.bot in support.channel.members


async def test_no_such_channel(access: SlackAccess, store: SqliteStore) -> None:
    with pytest.raises(NotSetUp, match="#support: make it, or name another"):
        await tried(access, store)


async def test_no_such_channel_id(access: SlackAccess, store: SqliteStore) -> None:
    with pytest.raises(NotSetUp, match="cannot enter the channel C00000000"):
        await tried(replace(access, channel="C00000000"), store)


async def test_a_wrong_bot_token(access: SlackAccess, support: ChannelScreen, store: SqliteStore) -> None:
    with pytest.raises(NotSetUp, match="SLACK_BOT_TOKEN"):
        await tried(replace(access, bot_token="xoxb-wrong"), store)


async def test_a_wrong_app_token(access: SlackAccess, support: ChannelScreen, store: SqliteStore) -> None:
    with pytest.raises(NotSetUp, match="SLACK_APP_TOKEN"):
        await tried(replace(access, way=BySocket("xapp-wrong")), store)


async def test_a_slack_that_is_not_there(access: SlackAccess, server: SlackServer, store: SqliteStore) -> None:
    await server.stop()
    with pytest.raises(Transient):
        await tried(access, store)


async def test_without_the_names_of_the_staff_it_starts_all_the_same(
    access: SlackAccess, support: ChannelScreen, server: SlackServer, store: SqliteStore
) -> None:
    server.faults.add(Fault("slack", "conversations.members", status=500))
    assert await tried(access, store) == support.id


def test_tokens_are_not_shown(access: SlackAccess) -> None:
    assert "xoxb" not in repr(access)
    assert "xapp" not in repr(access)


async def test_an_agent_goes_by_the_name_they_show(slack: SlackChannel, tom: Person, server: SlackServer) -> None:
    assert await slack.agent_name(AgentId("U0TOM")) == "Tom"
    assert await slack.agent_name(AgentId("U0TOM")) == "Tom"
    assert [seen.method for seen in server.faults.seen].count("users.info") == 1


# --- the duty panel


async def test_the_panel_is_one_message_that_changes(slack: SlackChannel, support: ChannelScreen) -> None:
    await slack.show_panel([])
    await slack.show_panel([TOM, ZOFIA])
    [panel] = support.messages
    assert panel.text == "On duty now: Tom, Zofia"
    assert panel.buttons == ["I am on duty", "I am off duty"]
    await slack.show_panel([TOM_GONE, ZOFIA])
    assert support.messages[0].text == "On duty now: Zofia"


async def test_nobody_on_duty(slack: SlackChannel, support: ChannelScreen) -> None:
    await slack.show_panel([TOM_GONE])
    assert support.messages[0].text == "Nobody is on duty. Customers can leave an e-mail."


async def test_the_panel_says_who_is_away_and_which_languages_are_taken(
    slack: SlackChannel, support: ChannelScreen
) -> None:
    await slack.show_panel([structs.replace(TOM, languages=("pl", "en")), structs.replace(ZOFIA, away=True)])
    assert support.messages[0].text == "On duty now: Tom (pl, en)\nAway, so not counted: Zofia"
    await slack.show_panel([TOM_GONE, structs.replace(ZOFIA, away=True)])
    assert support.messages[0].text.startswith("Nobody is on duty.")


async def test_the_panel_outlives_a_restart(
    access: SlackAccess, slack: SlackChannel, support: ChannelScreen, store: SqliteStore
) -> None:
    await slack.show_panel([])
    again = await SlackChannel.open(access, CATALOG, store)
    await again.show_panel([TOM])
    await again.close()
    assert [panel.text for panel in support.messages] == ["On duty now: Tom"]


async def test_a_panel_that_is_gone_is_posted_anew(
    slack: SlackChannel, support: ChannelScreen, server: SlackServer
) -> None:
    await slack.show_panel([])
    server.workspace.delete(support.messages[0])
    await slack.show_panel([TOM])
    assert [panel.text for panel in support.messages] == ["On duty now: Tom"]


async def test_a_panel_whose_posting_was_cut_short_is_found(
    slack: SlackChannel, support: ChannelScreen, server: SlackServer
) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", effect=True, drop=True))
    with pytest.raises(Transient):
        await slack.show_panel([])
    await slack.show_panel([TOM])
    assert [panel.text for panel in support.messages] == ["On duty now: Tom"]
