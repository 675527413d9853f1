"""Where a customer's data is erased, our posts in the thread of their case go, whatever Slack says meanwhile."""

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Person, SlackServer
from bots.slack.channel import SlackChannel
from bots.slack.ids import place_of
from bots.slack.own_posts import is_of_ours, without_our_page
from bots.slack.workspace import Bot
from core.model.errors import Limited, Transient
from core.model.handoff import CaseOpening
from core.model.ids import Address, EffectId
from core.model.view import text
from tests.channels.slack.conftest import CATALOG, Inbox, refusal

ERASED = CATALOG.say("staff.erased", {}, "en")  # type: ignore[arg-type]
US = Bot("T1", "U0BOT", "B0BOT")


@pytest.fixture
async def thread(slack: SlackChannel, opening: CaseOpening, tom: Person, support: ChannelScreen) -> Address:
    """With a remark, a file and two lines of ours, and one of Tom's."""
    thread = await slack.performer.open_thread(opening, EffectId("7.1"), again=False)
    place = place_of(thread)
    for line in ("Anna: hello", "Anna: are you there?"):
        await slack.api.web.chat_postMessage(channel=place.channel, thread_ts=place.ts, text=line)
    await tom.writes(support, "Hello Anna", place.ts)
    return thread


def shown(support: ChannelScreen, thread: Address) -> list[str]:
    return [message.text for message in support.thread(place_of(thread).ts)]


async def test_the_head_says_why_it_is_empty_and_what_colleagues_wrote_stays(
    slack: SlackChannel, support: ChannelScreen, thread: Address
) -> None:
    await slack.erasing.take_away(thread)
    assert shown(support, thread) == [ERASED, "Hello Anna"]
    assert "Anna" not in repr(support.thread(place_of(thread).ts)[0].blocks)


async def test_files_of_ours_go_and_those_of_colleagues_stay(
    slack: SlackChannel, server: SlackServer, support: ChannelScreen, tom: Person, thread: Address, tmp_path
) -> None:
    (tmp_path / "bill.pdf").write_bytes(b"%PDF")
    await slack.files.upload(thread, tmp_path / "bill.pdf", "bill.pdf", text("staff.file_from", author="Anna"), "k")
    await tom.shares(support, "note.txt", b"mine", thread=place_of(thread).ts)
    await slack.erasing.take_away(thread)
    files = [file.name for message in support.all for file in message.files]
    assert files == ["note.txt"]
    assert [upload.name for upload in server.workspace.uploads.values()] == []


async def test_twice_is_as_once(slack: SlackChannel, support: ChannelScreen, thread: Address) -> None:
    await slack.erasing.take_away(thread)
    await slack.erasing.take_away(thread)
    assert shown(support, thread) == [ERASED, "Hello Anna"]


async def test_a_limit_is_told_and_the_next_time_takes_the_rest(
    slack: SlackChannel, server: SlackServer, support: ChannelScreen, thread: Address
) -> None:
    server.faults.add(Fault("slack", "chat.delete", status=429, nth=2, headers={"Retry-After": "7"}))
    with pytest.raises(Limited) as limited:
        await slack.erasing.take_away(thread)
    assert limited.value.retry_after == 7
    await slack.erasing.take_away(thread)
    assert shown(support, thread) == [ERASED, "Hello Anna"]


@pytest.mark.parametrize("code", ["message_not_found", "cant_delete_message"])
async def test_what_is_gone_already_or_stays_whatever_we_do_stops_nothing(
    slack: SlackChannel, server: SlackServer, support: ChannelScreen, thread: Address, code: str
) -> None:
    server.faults.add(refusal("chat.delete", code))
    await slack.erasing.take_away(thread)
    assert shown(support, thread)[0] == ERASED


@pytest.mark.parametrize("code", ["channel_not_found", "thread_not_found", "is_archived"])
async def test_a_channel_or_thread_that_is_gone_is_well_gone(
    slack: SlackChannel, server: SlackServer, support: ChannelScreen, thread: Address, code: str
) -> None:
    before = shown(support, thread)
    server.faults.add(refusal("conversations.replies", code))
    await slack.erasing.take_away(thread)
    assert shown(support, thread) == before, "nothing more is asked of what is not there"


async def test_a_head_that_may_not_be_changed_any_more_is_deleted(
    slack: SlackChannel, server: SlackServer, support: ChannelScreen, thread: Address
) -> None:
    server.faults.add(refusal("chat.update", "edit_window_closed"))
    await slack.erasing.take_away(thread)
    assert shown(support, thread) == ["This message was deleted.", "Hello Anna"]


async def test_a_missing_scope_is_waited_for(slack: SlackChannel, server: SlackServer, thread: Address) -> None:
    server.faults.add(refusal("chat.delete", "missing_scope"))
    with pytest.raises(Transient):
        await slack.erasing.take_away(thread)


# --- what Slack tells us of it


async def test_that_our_own_posts_go_comes_not_into_the_inbox(
    slack: SlackChannel, inbox: Inbox, thread: Address
) -> None:
    inbox.items.clear()
    await slack.erasing.take_away(thread)
    assert [item.payload for item in inbox.items if "Anna" in item.payload and "Hello Anna" not in item.payload] == []


def changed(author: dict[str, str], kind: str = "message_deleted") -> dict:
    event = {"type": "message", "subtype": kind, "channel": "C1", "previous_message": {"ts": "1.1", **author}}
    return {"type": "event_callback", "event": event}


@pytest.mark.parametrize(
    ("body", "ours"),
    [
        (changed({"user": "U0BOT"}), True),
        (changed({"bot_id": "B0BOT"}, "message_changed"), True),
        (changed({"user": "U0TOM"}), False),
        (changed({"bot_id": "B0OTHER"}), False),
        ({"event": {"type": "message", "user": "U0BOT"}}, True),
        ({"event": {"type": "message", "subtype": "message_replied", "message": {"user": "U0BOT"}}}, True),
        ({"event": {"type": "message", "message": {"user": "U0BOT"}}}, True),  # the same, as Slack's Events API has it
        ({"event": {"type": "message", "message": {"user": "U0TOM"}}}, False),
        ({"event": {"type": "message", "bot_id": "B0BOT", "subtype": "bot_message"}}, True),
        ({"event": {"type": "reaction_added", "user": "U0BOT", "item_user": "U0TOM"}}, True),
        ({"event": {"type": "reaction_added", "user": "U0TOM", "item_user": "U0BOT"}}, False),
        ({"event": {"type": "member_joined_channel", "user": "U0BOT"}}, False),
        ({"event": {"type": "message", "user": "U0TOM"}}, False),
        ({"event": {"type": "message", "subtype": "message_deleted", "previous_message": 7}}, False),
        ({"event": "junk"}, False),
        ({}, False),
    ],
)
def test_what_we_did_and_changes_of_our_posts_are_known(body: dict, ours: bool) -> None:
    assert is_of_ours(body, US) is ours


def test_an_agents_page_is_not_written_down() -> None:
    opened = {"event": {"type": "app_home_opened", "user": "U1", "view": {"blocks": ["Anna"]}}}
    pressed = {"type": "block_actions", "view": {"type": "home", "blocks": ["Anna"], "id": "V1"}, "actions": [1]}
    form = {"type": "view_submission", "view": {"type": "modal", "blocks": ["words"]}}
    assert without_our_page(opened) == {"event": {"type": "app_home_opened", "user": "U1"}}
    assert without_our_page(pressed)["view"] == {"type": "home", "blocks": [], "id": "V1"}
    assert without_our_page(form) == form
