"""More than Slack shows: 51 blocks and long texts are split or plain, both ways, and not a word is dropped."""

import json

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.slack import ChannelScreen, SlackServer
from bots.slack.api import Api
from bots.slack.incoming import SlackReader
from bots.slack.members.people import Member
from bots.slack.outgoing import SlackPerformer, parts
from bots.slack.posting import Content, Poster
from bots.slack.received import received
from core.model.effects import Post
from core.model.events import AgentWrote
from core.model.handoff import CaseOpening
from core.model.heard import FromThread
from core.model.ids import Address
from core.model.posts import Relay
from core.model.styled import Style
from tests.channels.slack.test_slack_outgoing import opened, replies, row

LINES = [f"line {number:04}" for number in range(51)]
LONG = "\n".join(f"line {number:04}" for number in range(4001))  # 40,009 characters


@pytest.fixture
async def thread(performer: SlackPerformer, opening: CaseOpening) -> Address:
    return await opened(performer, opening)


def said(support: ChannelScreen) -> list[str]:
    return [line for reply in replies(support) for line in reply.plain.splitlines() if line.startswith("line ")]


async def test_51_blocks_go_out_as_plain_text(server: SlackServer, support: ChannelScreen, thread: Address) -> None:
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": line}} for line in LINES]
    channel, ts = thread.key.split("/")
    api = Api(AsyncWebClient(server.api.bot_token, base_url=f"{server.root}/api/"))
    await Poster(api).post(channel, Content("\n".join(LINES), blocks), "9.1.0", ts)
    [reply] = replies(support)
    assert (reply.text.splitlines(), reply.blocks) == (LINES, [])


async def test_51_quotations_of_a_customers_are_shown_as_they_were_set(
    performer: SlackPerformer, support: ChannelScreen, thread: Address
) -> None:
    words = "\n\n".join(LINES)
    styles = tuple(Style("quote", words.index(line), words.index(line) + len(line)) for line in LINES)
    await performer.perform(row(Post(thread, Relay("Anna", words, styles=styles))))
    [reply] = replies(support)
    assert 0 < len(reply.blocks) <= 50
    assert all(line in json.dumps(reply.blocks) for line in LINES)


async def test_40_000_characters_of_a_customers_are_several_posts(
    performer: SlackPerformer, support: ChannelScreen, thread: Address
) -> None:
    effect = Post(thread, Relay("Anna", LONG))
    for part in range(parts(effect)):
        await performer.perform(row(effect, part))
    assert parts(effect) > 1
    assert "".join(reply.text.split("\n", 1)[1] for reply in replies(support)).split() == LONG.split()


def test_51_blocks_of_an_agents_are_read_whole() -> None:
    sections = [{"type": "rich_text_section", "elements": [{"type": "text", "text": line}]} for line in LINES]
    blocks = [{"type": "rich_text", "elements": [section]} for section in sections]
    message = {
        "type": "message",
        "channel": "C1",
        "user": "U1",
        "text": "\n".join(LINES),
        "ts": "1.2",
        "thread_ts": "1.1",
    }
    body = {"type": "event_callback", "team_id": "T1", "event_id": "E1", "event": message | {"blocks": blocks}}
    heard = SlackReader("T1", "UBOT", ("C1",), {"U1": Member("Tom")}).read(received(body).payload)
    assert isinstance(heard, FromThread)
    assert isinstance(heard.event, AgentWrote)
    assert [word for word in heard.event.text.split() if word.isdigit()] == [line.split()[1] for line in LINES]
