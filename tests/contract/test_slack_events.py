"""What Slack delivers reaches the inbox: the same promises over Socket Mode and over HTTP events."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiohttp import web
from msgspec.structs import replace

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Limits, NotAcknowledged, Person, SlackServer
from bots.slack.access import ByHttp, BySocket, SlackAccess
from bots.slack.channel import SlackChannel
from bots.slack.typed.reply import usage
from core.language.catalog import read_catalog
from core.model.dispute import Decision, Measure
from core.model.dispute_events import CardShown, FormWanted, StaffDecided
from core.model.dispute_file import Contact, DisputeFile, stream_of
from core.model.effects import OpenHandoff, ShowDispute, ShowForm
from core.model.errors import Transient
from core.model.events import AgentClaimed, AgentClosed, AgentDeleted, AgentEdited, AgentWrote
from core.model.handoff import CaseOpening
from core.model.heard import DutyChanged, FromCard, FromDispute, FromThread, Heard, Ignored
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.people import Agent, Duty
from core.model.rows import OutboxRow, Received
from core.store.sqlite import SqliteStore
from tests.handoff.quarrel import under_review

CATALOG = read_catalog()  # reading it takes a while

TOM = Agent(AgentId("U0TOM"), "Tom")
ANNA = ConversationId("telegram:1001")
CASE = CaseCode("FD-7K2M9")


class Inbox:
    """A durable inbox as the channel sees one; `fails` times it cannot write, for this `trouble`."""

    def __init__(self) -> None:
        self.items: dict[str, Received] = {}
        self.tries = 0
        self.fails = 0
        self.trouble: Exception = Transient("the disk is full")
        self._tried = asyncio.Event()

    async def receive(self, items: Sequence[Received]) -> None:
        self.tries += 1
        self._tried.set()
        if self.fails:
            self.fails -= 1
            raise self.trouble
        for item in items:
            self.items.setdefault(item.key, item)

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not done():
                self._tried.clear()
                await self._tried.wait()


class Desk:
    """The channel under test, its inbox, and the workspace around it."""

    def __init__(self, server: SlackServer, channel: SlackChannel, inbox: Inbox, store: SqliteStore) -> None:
        self.server = server
        self.store = store
        self.channel = channel
        self.inbox = inbox
        self.support: ChannelScreen = server.channel("support")
        self.tom: Person = server.agent("Tom Visser", id="U0TOM")

    async def card(self) -> str:
        """Anna's case is opened; the ts of its card."""
        anna = Address("telegram", "1001")
        handoff = OpenHandoff("live_chat", CASE, 3, anna, "Anna", Language("pl"), "Where is my parcel?")
        opening = CaseOpening(ANNA, handoff, (), datetime.now(UTC))
        thread = await self.channel.performer.open_thread(opening, EffectId("7.1"), again=False)
        return thread.key.partition("/")[2]

    def thread(self, ts: str) -> Address:
        return Address("slack", f"{self.support.id}/{ts}")

    def heard(self) -> list[Heard]:
        """All that is for us, in the order of the inbox."""
        read = [self.channel.reader.read(item.payload) for item in self.inbox.items.values()]
        return [heard for heard in read if not isinstance(heard, Ignored)]

    async def hears(self, count: int = 1) -> list[Heard]:
        await self.inbox.until(lambda: len(self.heard()) >= count)
        return self.heard()


def dispute_row(effect: ShowDispute | ShowForm) -> OutboxRow:
    now, stream = datetime.now(UTC), stream_of(effect.file.case)
    return OutboxRow(1, EffectId("7.1"), stream, "lane", effect, 0, 0, 1, now, now)


@asynccontextmanager
async def by_socket(server: SlackServer) -> AsyncIterator[tuple[BySocket, Callable[[SlackChannel], Awaitable[None]]]]:
    async def mount(channel: SlackChannel) -> None:
        await server.sockets.connected()

    yield BySocket(server.api.app_token, ping_seconds=0.1), mount


@asynccontextmanager
async def by_http(server: SlackServer) -> AsyncIterator[tuple[ByHttp, Callable[[SlackChannel], Awaitable[None]]]]:
    runners = []

    async def mount(channel: SlackChannel) -> None:
        app = web.Application()
        app.router.add_route("*", "/slack/events", channel.http)
        runner = web.AppRunner(app, shutdown_timeout=0.2)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        server.events_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"

    yield ByHttp(server.http.secret), mount
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    server = SlackServer(limits=Limits.lifted())
    server.deliveries.ack_seconds = 0.5
    server.deliveries.retry_delays = (0.0, 0.05, 0.2)
    await server.start()
    server.channel("support")
    server.agent("Tom Visser", id="U0TOM")
    yield server
    await server.stop()


@pytest.fixture
async def store() -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


@asynccontextmanager
async def a_desk(way: str, server: SlackServer, store: SqliteStore) -> AsyncIterator[Desk]:
    inbox = Inbox()
    async with {"socket": by_socket, "http": by_http}[way](server) as (how, mount):
        access = SlackAccess(server.api.bot_token, "#support", how, api_root=server.root)
        channel = await SlackChannel.open(access, CATALOG, store)
        await channel.start(inbox)
        await mount(channel)
        yield Desk(server, channel, inbox, store)
        await channel.close()


@pytest.fixture(params=["socket", "http"])
async def desk(request: pytest.FixtureRequest, server: SlackServer, store: SqliteStore) -> AsyncIterator[Desk]:
    async with a_desk(request.param, server, store) as desk:
        yield desk


@pytest.fixture
async def socket_desk(server: SlackServer, store: SqliteStore) -> AsyncIterator[Desk]:
    async with a_desk("socket", server, store) as desk:
        yield desk


# --- agents


async def test_an_agents_words_arrive_once_with_the_name_that_customers_read(desk: Desk) -> None:
    card = await desk.card()
    reply = await desk.tom.writes(desk.support, "Hello Anna <3", card)
    thread = desk.thread(card)
    assert await desk.hears() == [FromThread(thread, AgentWrote(TOM, thread, "Hello Anna <3", reply), ours=True)]


async def test_edits_and_deletions_arrive(desk: Desk) -> None:
    card = await desk.card()
    reply = await desk.tom.writes(desk.support, "Tommorow", card)
    await desk.tom.edits(reply, "Tomorrow")
    await desk.hears(2)
    await desk.tom.deletes(reply)
    thread = desk.thread(card)
    heard = await desk.hears(3)
    assert [each.event for each in heard if isinstance(each, FromThread)] == [
        AgentWrote(TOM, thread, "Tommorow", reply),
        AgentEdited(TOM, thread, "Tomorrow", reply),
        AgentDeleted(TOM, thread, reply),
    ]


async def test_claim_and_close(desk: Desk) -> None:
    card = await desk.card()
    await desk.tom.clicks("Claim", card)
    await desk.tom.clicks("Close", card)
    thread = desk.thread(card)
    assert await desk.hears(2) == [
        FromCard(ANNA, AgentClaimed(TOM, thread, CASE)),
        FromCard(ANNA, AgentClosed(TOM, thread, CASE)),
    ]


async def test_two_presses_are_two_and_one_press_delivered_twice_is_one(desk: Desk) -> None:
    card = await desk.card()
    await desk.tom.clicks("Claim", card)
    await desk.tom.clicks("Claim", card)
    assert len(desk.heard()) == 2


async def test_a_form_is_answered_with_what_is_wrong_and_arrives_once_it_is_right(desk: Desk) -> None:
    file = DisputeFile(under_review(), Contact(), Contact())
    shown = await desk.channel.disputes.perform(dispute_row(ShowDispute(file)))
    assert isinstance(shown.event, CardShown)
    file = replace(file, thread=shown.event.thread)
    await desk.store.transact(lambda tx: tx.disputes.save(file, datetime.now(UTC)))
    await desk.tom.clicks("Decide…")
    [wanted] = desk.heard()
    assert isinstance(wanted, FromDispute)
    assert isinstance(wanted.event, FormWanted)
    form = ShowForm(file, TOM, "decide", wanted.event.trigger)
    await desk.channel.disputes.perform(dispute_row(form))
    wrong = await desk.tom.submits(measures="partial_refund", reasons="It is broken.", articles="4.2")
    assert wrong.errors == {"amount": "Please give the amount."}
    assert len(desk.heard()) == 1
    assert (await desk.tom.submits(measures="no_action", reasons="It is whole.", articles="4.2")).errors == {}
    decision = Decision((Measure("no_action"),), "It is whole.", ("4.2",))
    assert desk.heard()[1:] == [FromDispute(file.case, StaffDecided(TOM, shown.event.thread, decision))]


async def test_on_duty_and_off_by_button_and_by_command(desk: Desk) -> None:
    await desk.channel.show_panel([])
    await desk.tom.clicks("I am on duty")
    await desk.tom.clicks("I am off duty")
    await desk.tom.slash("/frontdesk", " On ", desk.support)
    assert await desk.hears(3) == [DutyChanged(TOM, True), DutyChanged(TOM, False), DutyChanged(TOM, True)]


async def test_an_agent_names_the_languages_that_they_take_today(desk: Desk) -> None:
    for words in ("on pl, EN", "on all", "on"):
        await desk.tom.slash("/frontdesk", words, desk.support)
    assert [did.languages for did in await desk.hears(3) if isinstance(did, DutyChanged)] == [("pl", "en"), (), None]


async def test_languages_that_are_none_are_asked_for_again(desk: Desk) -> None:
    await desk.tom.slash("/frontdesk", "on klingon", desk.support)
    (answer,) = desk.support.messages
    assert answer.text.startswith("“klingon” is not one of our languages: en, ")
    assert not desk.inbox.items


async def test_an_unknown_command_is_answered_with_the_known_ones(desk: Desk) -> None:
    await desk.tom.slash("/frontdesk", "help", desk.support)
    listed = usage(lambda line: CATALOG.say(line.key, line.params, Language("en")))
    assert [(m.text, m.ephemeral_to) for m in desk.support.messages] == [(listed, "U0TOM")]


async def test_what_is_not_for_us_is_not_heard(desk: Desk) -> None:
    card = await desk.card()
    await desk.channel.show_panel([Duty(TOM, True)])
    await desk.tom.writes(desk.support, "not in a thread")
    await desk.tom.writes(desk.server.channel("random"), "elsewhere")
    await desk.server.agent("Jira", bot=True).writes(desk.support, "a bot", card)
    await desk.server.agent("Stranger", team="T0OTHER").writes(desk.support, "a foreigner", card)
    await desk.server.agent("Guest", guest=True).writes(desk.support, "a guest", card)
    await desk.tom.writes(desk.support, "Tom", card)
    heard = await desk.hears()
    assert [each.event.text for each in heard if isinstance(each, FromThread)] == ["Tom"]


async def test_a_guests_press_is_not_heard_and_they_are_told(desk: Desk) -> None:
    card = await desk.card()
    guest = desk.server.agent("Guest", guest=True)
    await guest.clicks("Claim", card)
    assert desk.heard() == []
    assert "Only colleagues in" in guest.whispers()[-1].plain


async def test_our_own_messages_do_not_even_reach_the_inbox(desk: Desk) -> None:
    await desk.card()
    await desk.server.deliveries.quiet()
    assert desk.inbox.tries == 0


async def test_a_new_name_is_used_once_slack_tells(desk: Desk) -> None:
    card = await desk.card()
    desk.tom.user.real_name = "Thomas Visser"
    desk.server.push_event({"type": "user_change", "user": {"id": "U0TOM"}, "event_ts": "1.0"})
    await desk.inbox.until(lambda: desk.inbox.tries == 1)
    await desk.tom.writes(desk.support, "Hello", card)
    [heard] = await desk.hears()
    assert isinstance(heard, FromThread)
    assert heard.event.agent.name == "Thomas"


# --- nothing is lost, nothing is there twice


async def test_what_could_not_be_stored_comes_again(desk: Desk) -> None:
    card = await desk.card()
    desk.inbox.fails = 1
    await desk.tom.writes(desk.support, "Do not lose me", card)
    assert len(await desk.hears()) == 1
    assert desk.inbox.tries == 2


async def test_what_failed_by_a_mistake_of_ours_is_told_and_comes_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    card = await desk.card()
    desk.inbox.fails, desk.inbox.trouble = 1, RuntimeError("a mistake")
    await desk.tom.writes(desk.support, "Do not lose me", card)
    assert len(await desk.hears()) == 1
    assert "by a mistake of ours" in caplog.text


async def test_a_press_that_could_not_be_stored_shows_as_failed(desk: Desk) -> None:
    card = await desk.card()
    desk.inbox.fails = 1
    with pytest.raises(NotAcknowledged):
        await desk.tom.clicks("Claim", card)
    await desk.tom.clicks("Claim", card)
    assert len(await desk.hears()) == 1


async def test_the_same_event_four_times_has_one_key(desk: Desk) -> None:
    card = await desk.card()
    desk.server.deliver_times = 4
    await desk.tom.writes(desk.support, "Only once", card)
    await desk.inbox.until(lambda: desk.inbox.tries == 4)
    assert len(desk.inbox.items) == 1


async def test_after_a_stop_nothing_is_acknowledged(desk: Desk) -> None:
    card = await desk.card()
    await desk.channel.stop()
    await desk.tom.writes(desk.support, "Too late for now", card)
    await asyncio.sleep(0.05)
    assert desk.inbox.tries == 0
    assert desk.server.state.undelivered


async def test_what_is_being_looked_at_when_the_desk_stops_comes_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    card = await desk.card()
    eva = desk.server.agent("Eva Jansen", id="U0EVA")
    desk.server.faults.add(Fault("slack", "users.info", delay=0.5))
    await eva.writes(desk.support, "Too late for now", card)
    await asyncio.sleep(0.1)  # Slack is being asked who she is
    await desk.channel.stop()
    await asyncio.sleep(0.5)
    assert desk.inbox.tries == 0
    assert "a mistake of ours" not in caplog.text


async def test_odd_events_are_stored_or_left_and_harm_nothing(desk: Desk) -> None:
    card = await desk.card()
    for odd in ({"type": "message"}, {"type": 5}, {}, {"type": "message", "channel": ["C"], "user": {"id": 4}}):
        desk.server.push_event(odd)
    await desk.tom.writes(desk.support, "Still there?", card)
    await desk.inbox.until(lambda: any("Still there?" in item.payload for item in desk.inbox.items.values()))
    assert sum("Still there?" in item.payload for item in desk.inbox.items.values()) == 1


# --- the socket


async def test_a_burst_stays_in_order(socket_desk: Desk) -> None:
    """Over HTTP each event has a connection of its own, and which comes first is not ours to say."""
    desk = socket_desk
    card = await desk.card()
    words = [f"line {number}" for number in range(200)]
    for line in words:
        await desk.tom.writes(desk.support, line, card)
    heard = await desk.hears(len(words))
    assert [each.event.text for each in heard if isinstance(each, FromThread)] == words


@pytest.mark.fault("Slack", "socket refreshed", "nothing is missed")
async def test_a_refreshed_socket_goes_on(socket_desk: Desk) -> None:
    desk = socket_desk
    card = await desk.card()
    await desk.server.sockets.disconnect()
    await desk.tom.writes(desk.support, "After the refresh", card)
    assert len(await desk.hears()) == 1


async def test_a_deaf_socket_is_noticed_and_opened_anew(socket_desk: Desk) -> None:
    desk = socket_desk
    card = await desk.card()
    desk.server.sockets.deafen()
    await desk.tom.writes(desk.support, "Can you hear me?", card)
    assert len(await desk.hears()) == 1


async def test_a_socket_refused_for_a_while_comes_back(socket_desk: Desk) -> None:
    desk = socket_desk
    card = await desk.card()
    await desk.server.sockets.refuse()
    await asyncio.sleep(0.3)
    assert not await desk.channel.connected()
    desk.server.sockets.accept()
    await desk.server.sockets.connected()
    await desk.tom.writes(desk.support, "Back again", card)
    assert len(await desk.hears()) == 1


async def test_an_address_that_is_used_up_is_asked_for_anew(
    server: SlackServer, store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    used_up = json.dumps({"ok": True, "url": f"{server.root.replace('http', 'ws')}/link/?ticket=used-up&app_id=A1"})
    headers = {"Content-Type": "application/json"}
    server.faults.add(Fault("slack", "apps.connections.open", status=200, body=used_up, headers=headers))
    access = SlackAccess(server.api.bot_token, "#support", BySocket("xapp-playground", 0.05), api_root=server.root)
    channel = await SlackChannel.open(access, CATALOG, store)
    await channel.start(Inbox())
    assert await channel.connected()
    await channel.close()
    assert "ticket=..." in caplog.text
    assert "used-up" not in caplog.text
