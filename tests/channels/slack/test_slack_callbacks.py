"""Callbacks in Slack: the card in the support channel, in place as long as it stands, and presses on it up to the inbox."""

import asyncio
from dataclasses import replace as changed
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Person, SlackServer
from bots.slack import link as link_module
from bots.slack.access import SlackAccess
from bots.slack.callback.callbacks import CallbackPerformer
from bots.slack.channel import SlackChannel
from bots.slack.link import SlackLink
from core.model.callback import (
    CallbackClaimed,
    CallbackFile,
    CallDone,
    CallNotReached,
    CallReached,
    ShowTask,
    TaskShown,
    stream_of,
)
from core.model.effects import Note, Post
from core.model.errors import Gone, Refused, Transient, Uncertain
from core.model.heard import FromCallback, FromThread
from core.model.ids import Address, AgentId, EffectId
from core.model.people import Agent
from core.model.posts import Remark
from core.model.rows import Done, OutboxRow
from core.model.view import text
from core.store.sqlite import SqliteStore
from tests.channels.slack.conftest import CATALOG, Inbox
from tests.handoff.ringing import CASE, TOMORROW, ringing

STREAM = stream_of(CASE)
NOW = datetime.now(UTC)
TOM = Agent(AgentId("U0TOM"), "Tom")


@pytest.fixture
def access(access: SlackAccess, trust: ChannelScreen) -> SlackAccess:
    return changed(access, trust_channel="#trust-and-safety")


@pytest.fixture
def callbacks(slack: SlackChannel) -> CallbackPerformer:
    return slack.callbacks


def asked(thread: Address | None = None) -> CallbackFile:
    file = ringing(TOMORROW).file
    assert file is not None
    return replace(file, thread=thread)


def claimed(thread: Address | None = None) -> CallbackFile:
    return replace(asked(thread), state="claimed", owner=TOM)


def row(effect: ShowTask | Note, id: str = "7.1", attempts: int = 1) -> OutboxRow:
    return OutboxRow(1, EffectId(id), STREAM, "lane", effect, 0, 0, attempts, NOW, NOW)


async def show(callbacks: CallbackPerformer, file: CallbackFile, id: str = "7.1", attempts: int = 1) -> Done:
    return await callbacks.perform(row(ShowTask(file), id, attempts))


def thread_of(done: Done) -> Address:
    assert isinstance(done.event, TaskShown)
    return done.event.thread


# --- the card


async def test_the_first_card_is_posted_in_the_support_channel(
    callbacks: CallbackPerformer, support: ChannelScreen, trust: ChannelScreen
) -> None:
    shown = await show(callbacks, asked())
    [card] = support.messages
    assert thread_of(shown) == Address("slack", f"{support.id}/{card.ts}")
    assert card.text == "Callback FD-7K2M9 - Anna: Where is it?"
    assert card.buttons == ["Claim"]
    assert trust.messages == []


async def test_later_it_changes_in_place(callbacks: CallbackPerformer, support: ChannelScreen) -> None:
    thread = thread_of(await show(callbacks, asked()))
    later = await show(callbacks, claimed(thread), "8.1")
    assert later.event is None
    [card] = support.all
    assert card.buttons == ["Reached", "Not reached"]


async def test_a_change_that_was_decided_before_the_card_was_known_is_no_second_card(
    callbacks: CallbackPerformer, support: ChannelScreen
) -> None:
    first = await show(callbacks, asked())
    second = await show(callbacks, claimed(), "8.1")
    assert thread_of(second) == thread_of(first)
    assert len(support.all) == 1


async def test_a_post_whose_answer_was_lost_is_found(
    callbacks: CallbackPerformer, support: ChannelScreen, server: SlackServer
) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", effect=True, drop=True))
    with pytest.raises(Uncertain):
        await show(callbacks, asked())
    shown = await show(callbacks, asked(), attempts=2)
    [card] = support.all
    assert shown.receipt == card.ts


async def test_a_card_that_somebody_deleted_is_posted_anew_once(
    callbacks: CallbackPerformer, support: ChannelScreen, server: SlackServer
) -> None:
    thread = thread_of(await show(callbacks, asked()))
    server.workspace.delete(support.messages[0])
    anew = await show(callbacks, claimed(thread), "8.1")
    later = await show(callbacks, claimed(thread), "9.1")
    [card] = support.messages
    assert thread_of(later) == thread_of(anew) == Address("slack", f"{support.id}/{card.ts}") != thread


async def test_a_channel_that_is_gone_is_said(callbacks: CallbackPerformer, support: ChannelScreen) -> None:
    support.archive()
    with pytest.raises(Gone):
        await show(callbacks, asked())


async def test_staff_read_times_in_their_own_zone(
    access: SlackAccess, support: ChannelScreen, store: SqliteStore
) -> None:
    slack = await SlackChannel.open(changed(access, zone="Europe/Lisbon"), CATALOG, store)
    await show(slack.callbacks, asked())
    await slack.close()
    assert "Call at this time: Tue 24 Nov, 09:00" in str(support.messages[0].blocks)


async def test_what_is_posted_waits_for_what_and_counts_against_what(
    callbacks: CallbackPerformer, slack: SlackChannel, support: ChannelScreen
) -> None:
    shown = ShowTask(asked(Address("slack", "C9/1.1")))
    post = Post(Address("slack", "C9/1.1"), Remark(text("card.close")))
    assert callbacks.lane(shown, STREAM) == slack.performer.lane(post, STREAM) == "staff:callback:FD-7K2M9"
    assert callbacks.parts(shown) == 1
    assert [limit.name for limit in callbacks.limits(shown)] == ["slack:C9"]
    assert [limit.name for limit in callbacks.limits(ShowTask(asked()))] == [f"slack:{support.id}"]


async def test_nothing_else_is_shown(callbacks: CallbackPerformer) -> None:
    with pytest.raises(Refused, match="Note"):
        await callbacks.perform(row(Note("callback asked")))


async def test_until_slack_is_reached_callbacks_wait(
    access: SlackAccess, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "SOON", 0.01)
    link = SlackLink(access, CATALOG, store, Inbox())
    shown = ShowTask(asked())
    assert link.callbacks.lane(shown, STREAM) == "staff:callback:FD-7K2M9"
    assert (link.callbacks.parts(shown), link.callbacks.limits(shown)) == (1, ())
    with pytest.raises(Transient):
        await link.callbacks.perform(row(shown))


# --- from a press to the inbox


def heard(slack: SlackChannel, inbox: Inbox) -> list[object]:
    """What of it is for the callback."""
    assert all(item.stream == STREAM for item in inbox.items)
    read = [slack.reader.read(item.payload) for item in inbox.items]
    return [each.event for each in read if isinstance(each, FromCallback)]


async def test_presses_reach_the_callback(
    slack: SlackChannel, callbacks: CallbackPerformer, inbox: Inbox, tom: Person
) -> None:
    thread = thread_of(await show(callbacks, asked()))
    await tom.clicks("Claim")
    await show(callbacks, claimed(thread), "8.1")
    await tom.clicks("Not reached")
    await tom.clicks("Reached")
    await show(callbacks, replace(claimed(thread), state="reached"), "9.1")
    await tom.clicks("Done…")
    assert heard(slack, inbox) == [
        CallbackClaimed(TOM, thread),
        CallNotReached(TOM, thread),
        CallReached(TOM, thread),
        CallDone(TOM, thread, ""),
    ]


async def test_a_guest_of_the_channel_claims_nothing(
    slack: SlackChannel, callbacks: CallbackPerformer, inbox: Inbox, server: SlackServer
) -> None:
    await show(callbacks, asked())
    await server.agent("Gus", guest=True).clicks("Claim")
    await server.agent("Eve", team="T0OTHER").clicks("Claim")
    assert heard(slack, inbox) == []


async def test_the_note_is_words_in_the_cards_thread(
    slack: SlackChannel, callbacks: CallbackPerformer, inbox: Inbox, tom: Person, support: ChannelScreen
) -> None:
    thread = thread_of(await show(callbacks, asked()))
    await tom.writes(support, "It comes on Friday.", thread.key.partition("/")[2])
    async with asyncio.timeout(5):
        await inbox.came.wait()
    [words] = [slack.reader.read(item.payload) for item in inbox.items]
    assert isinstance(words, FromThread)
    assert (words.thread, words.ours) == (thread, True)
