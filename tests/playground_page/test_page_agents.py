"""What the page's server does for an agent beside messages and forms, and the files that it hands out."""

import pytest

from bots.playground.page.emoji import emoji, with_emoji
from bots.playground.slack import ChannelScreen, Person
from bots.playground.world import SUPPORT_CHANNEL, Playground
from tests.playground_page.conftest import Visitor

EMMA = 1003
STRANGER = "U0NOBODY"


@pytest.fixture
def support(playground: Playground) -> ChannelScreen:
    assert playground.slack is not None
    return playground.slack.channel(SUPPORT_CHANNEL)


@pytest.fixture
def tom(playground: Playground) -> Person:
    assert playground.slack is not None
    return playground.slack.agent("Tom Visser", "U0TOM")


async def test_how_an_agent_is_told(visitor: Visitor) -> None:
    await visitor.did("set_status", agent="U0TOM", emoji=":palm_tree:", text="On holiday")
    await visitor.did("set_quiet", agent="U0TOM", quiet=True)
    told = (await visitor.sees("slack"))["people"][0]
    assert (told["status"], told["quiet"]) == ({"emoji": "🌴", "text": "On holiday"}, True)
    await visitor.did("set_status", agent="U0TOM", emoji="")
    await visitor.did("set_quiet", agent="U0TOM", quiet=False)
    told = (await visitor.sees("slack"))["people"][0]
    assert (told["status"], told["quiet"]) == (None, False)


async def test_an_agent_leaves_and_joins(visitor: Visitor, support: ChannelScreen) -> None:
    await visitor.did("set_member", agent="U0TOM", channel=support.id, member=False)
    assert "U0TOM" not in (await visitor.sees("slack"))["channels"][0]["members"]
    status, _ = await visitor.does("post", agent="U0TOM", channel=support.id, text="Hello?")
    assert status == 404
    await visitor.did("set_member", agent="U0TOM", channel=support.id, member=True)
    assert "U0TOM" in (await visitor.sees("slack"))["channels"][0]["members"]


async def test_what_the_app_was_configured_with(visitor: Visitor) -> None:
    told = await visitor.sees("slack")
    assert told["commands"] == ["/frontdesk"]
    assert {"id": "control.keep_held", "name": "Keep as note"} in told["shortcuts"]


async def test_an_unknown_command_is_refused(visitor: Visitor, support: ChannelScreen) -> None:
    status, answer = await visitor.does("command", agent="U0TOM", channel=support.id, text="/giphy parcel")
    assert (status, answer["error"].startswith("/giphy is not a valid command")) == (404, True)


async def test_a_command_and_a_shortcut_that_nobody_answers(
    visitor: Visitor, support: ChannelScreen, tom: Person
) -> None:
    ts = await tom.writes(support, "Hello")
    for action in (
        {"do": "command", "channel": support.id, "text": "/frontdesk mine"},
        {"do": "shortcut", "ts": ts, "shortcut": "control.keep_held"},
    ):
        status, answer = await visitor.does(agent="U0TOM", **action)
        assert (status, "did not respond" in answer["error"]) == (502, True)


async def test_what_an_agent_typed_comes_back_to_be_changed(
    visitor: Visitor, support: ChannelScreen, tom: Person
) -> None:
    typed = "*Now* a & b, ask @Zofia Nowak, https://market.example/x?a=1&b=2"
    await tom.writes(support, typed)
    assert (await visitor.sees("slack"))["channels"][0]["messages"][0]["source"] == typed


async def test_files_that_are_gone_send_no_message(visitor: Visitor, support: ChannelScreen) -> None:
    status, _ = await visitor.does("post", agent="U0TOM", channel=support.id, text="", files=["0" * 16])
    assert (status, support.messages) == (404, [])


@pytest.mark.parametrize("kind", ["album", "voice", "video", "sticker"])
async def test_what_a_customer_sends(visitor: Visitor, playground: Playground, kind: str) -> None:
    await visitor.did("media", customer=EMMA, kind=kind)
    assert playground.telegram is not None
    screen = playground.telegram.customer(EMMA).screen
    kinds = {each.media.kind for each in screen if each.media}
    assert (kinds, len(screen)) == ({"photo" if kind == "album" else kind}, 3 if kind == "album" else 1)


async def test_a_customer_takes_a_message_back(visitor: Visitor, playground: Playground) -> None:
    await visitor.did("write", customer=EMMA, text="oops")
    assert playground.telegram is not None
    emma = playground.telegram.customer(EMMA)
    await visitor.did("unsend", customer=EMMA, message=emma.screen[0].id)
    assert emma.screen == []


async def test_any_file_is_for_the_disk_only(
    visitor: Visitor, playground: Playground, support: ChannelScreen, tom: Person
) -> None:
    await tom.shares(support, "<b>.html", b"<script>alert(1)</script>")
    assert playground.telegram is not None
    emma = playground.telegram.customer(EMMA)
    await emma.sends_document("a.html", b"<script>alert(2)</script>")
    assert emma.screen[0].media is not None
    addresses = [f"slack/{support.messages[0].files[0].id}", f"phone/{emma.screen[0].media.file_id}"]
    for address in addresses:
        async with visitor.session.get(f"{visitor.url}file/{address}", params={"name": 'x"\r\n.html'}) as answer:
            assert (answer.status, answer.content_type) == (200, "application/octet-stream")
            assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''x%22%0D%0A.html"
            assert b"<script>" in await answer.read()
    async with visitor.session.get(f"{visitor.url}file/slack/F0NONE") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("name", "sign"), [("flag-nl", "🇳🇱"), ("lock", "🔒"), ("flag-x", ":flag-x:"), ("nope", ":nope:")]
)
def test_an_emoji(name: str, sign: str) -> None:
    assert emoji(name) == sign
    assert with_emoji(f"a :{name}: b") == f"a {sign} b"
