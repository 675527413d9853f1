"""App Home: duty, own chats, the queue, what is due today; shown to whoever looks, anew when it changes, and never to strangers."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from slack_sdk.models.blocks import Block

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Person, SlackServer
from bots.slack.channel import SlackChannel
from bots.slack.home_tab import views as home_views
from bots.slack.home_tab.form import settings_form
from bots.slack.home_tab.home import Terms, home_view, link_at, mine
from bots.slack.home_tab.own_desk import DueCase, OwnChat, OwnDesk, Waiting, own_desk
from core.model.conversation import Conversation, Filling, Queued, WithAgent
from core.model.dispute_file import Contact, DisputeFile
from core.model.heard import AgentSettings, DutyChanged
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.offer import Offer
from core.model.people import Agent, Duty, Veto
from core.model.rows import ChatRow
from core.model.shop import OrderId
from core.model.ticket import TicketFile, Tokens
from core.model.view import Text
from core.store.sqlite import SqliteStore
from tests.channels.slack.conftest import CATALOG, Inbox
from tests.flow.golden_callback import FILE as CALL
from tests.flow.golden_ticket import FILE as MAIL
from tests.handoff.quarrel import order, quarrel

TOM = Agent(AgentId("U0TOM"), "Tom")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
THREAD = Address("slack", "C1/1700000000.000100")
LIVE = Offer("live_chat", True, True, Text("way.live"), Text("promise.live"))
EMAIL = Offer("email", True, False, Text("way.email"), Text("promise.email"), needs=("email",))


def say(line: Text) -> str:
    return CATALOG.say(line.key, line.params, Language("en"))


TERMS = Terms(say, link_at("https://shop.slack.com/"), 3)
NOTHING = OwnDesk(None, (), (), ())


def words(view: dict[str, Any]) -> str:
    """What is written on it, line by line."""
    found = [block.get("text", {}).get("text", "") for block in view["blocks"]]
    return "\n".join(filter(None, found))


def labels(view: dict[str, Any]) -> list[str]:
    rows = [block for block in view["blocks"] if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row["elements"]]


# --- how it looks


def test_somebody_who_has_never_been_on_duty() -> None:
    view = home_view(NOTHING, TERMS)
    assert labels(view) == ["I am on duty", "Settings…"]
    assert words(view) == (
        "Your duty\n*You are off duty.*\nName that customers read: –\nLanguages: all of the team’s\nChats at once: 3\n"
        "My conversations\nYou have no open conversation.\nWaiting in the queue\nNobody is waiting.\n"
        "Due today\nNothing is due today."
    )


def test_somebody_at_work() -> None:
    own = OwnDesk(
        Duty(TOM, on_duty=True, languages=("en", "pl"), capacity=5),
        (
            OwnChat(CaseCode("FD-1"), "Anna <b>", Language("pl"), NOON, THREAD),
            OwnChat(CaseCode("FD-2"), "Daan", Language("nl"), None, THREAD),
            OwnChat(CaseCode("FD-3"), "", Language("en"), NOON, THREAD, snoozed=True),
        ),
        (Waiting(Language("pl"), 2, NOON),),
        (DueCase(CaseCode("FD-4"), "callback", NOON, THREAD), DueCase(CaseCode("FD-5"), "email", NOON)),
    )
    shown = words(home_view(own, TERMS))
    date = "<!date^1772452800^{date_short_pretty} {time}|2026-03-02 12:00 UTC>"
    link = "<https://shop.slack.com/archives/C1/p1700000000000100"
    assert "*You are on duty.*\nName that customers read: Tom\nLanguages: English, Polish\nChats at once: 5" in shown
    assert f"{link}|FD-1> Anna &lt;b&gt; (Polish): waits for an answer since {date}" in shown
    assert f"{link}|FD-2> Daan (Dutch): has an answer" in shown
    assert f"{link}|FD-3> – (English): snoozed" in shown
    assert f"Polish: 2, the first since {date}" in shown
    assert f"{link}|FD-4> Phone call: {date}\n*FD-5* E-mail: {date}" in shown
    assert labels(home_view(own, TERMS)) == ["I am off duty", "Settings…"]


def test_who_is_not_counted_reads_why() -> None:
    duty = Duty(TOM, on_duty=True, away=True, vetoes=(Veto("status"), Veto("presence")))
    shown = words(home_view(NOTHING._replace(duty=duty), TERMS))
    assert (
        "*You are on duty, but new chats don’t come to you now.*\nYour Slack status says that you are not there."
        in shown
    )
    assert "Slack shows you as away." in shown


def test_however_much_there_is_it_stays_within_slacks_limits() -> None:
    chats = tuple(OwnChat(CaseCode(f"FD-{count}"), "x" * 500, Language("en"), NOON, THREAD) for count in range(300))
    due = tuple(DueCase(CaseCode(f"FD-{count}"), "email", NOON) for count in range(300))
    queue = tuple(Waiting(Language("en"), count, NOON) for count in range(300))
    view = home_view(OwnDesk(Duty(TOM, on_duty=True), chats, queue, due), TERMS)
    assert len(view["blocks"]) <= 100
    for block in view["blocks"]:
        Block.parse(block).to_dict()
    assert "and 280 more" in words(view)


def test_typed_it_says_the_same() -> None:
    own = NOTHING._replace(chats=(OwnChat(CaseCode("FD-1"), "Anna", Language("pl"), None, THREAD),))
    assert (
        "*My conversations*\n• <https://shop.slack.com/archives/C1/p1700000000000100|FD-1> Anna (Polish): has"
        in mine(own, TERMS)
    )


def test_the_form_fits_slack_and_shows_what_is_set() -> None:
    form = settings_form(Duty(TOM, on_duty=True, languages=("pl",), capacity=12), ("en", "pl", "nl"), 3, say)
    for block in form["blocks"]:
        Block.parse(block).to_dict()
    name, languages, chats = (block["element"] for block in form["blocks"])
    assert name["initial_value"] == "Tom"
    assert [option["value"] for option in languages["initial_options"]] == ["pl"]
    assert chats["initial_option"]["value"] == "10"


# --- what is read


async def reads(store: SqliteStore, zone: str = "UTC", now: datetime = NOON) -> OwnDesk:
    return await store.transact(lambda tx: own_desk(tx, TOM.id, now, zone))


async def has(store: SqliteStore, number: int, stage: Any, agent: str = "", language: str = "en") -> None:
    customer = Address("telegram", str(number))
    id, case = ConversationId(str(customer)), CaseCode(f"FD-{number}")
    talk = Conversation(id, customer, "Anna", Language(language), stage=stage)
    queued = NOON - timedelta(minutes=number)
    chat = ChatRow(case, id, Language(language), queued, agent=agent, claimed_at=NOON if agent else None)

    async def write(tx: Any) -> None:
        await tx.conversations.save(talk, NOON)
        await tx.chats.put(chat)

    await store.transact(write)


def chatting(number: int, since: datetime | None = None) -> WithAgent:
    return WithAgent(TOM, CaseCode(f"FD-{number}"), THREAD, since)


async def test_own_chats_are_those_one_owns_the_longest_wait_first_behind_a_form_too(store: SqliteStore) -> None:
    await has(store, 1, chatting(1), TOM.id)
    await has(store, 2, chatting(2, NOON), TOM.id)
    await has(store, 3, Filling(EMAIL, ("email",), meanwhile=chatting(3, NOON - timedelta(minutes=1))), TOM.id)
    await has(store, 4, WithAgent(Agent(AgentId("U0EVA"), "Eva"), CaseCode("FD-4"), THREAD), "U0EVA")
    assert [chat.case for chat in (await reads(store)).chats] == ["FD-3", "FD-2", "FD-1"]


def mail(number: int, due: datetime | None) -> TicketFile:
    tokens = Tokens(f"team-{number}", f"customer-{number}")
    return replace(MAIL, case=CaseCode(f"FD-M{number}"), state="waiting", tokens=tokens, due=due)


async def test_due_today_are_mails_calls_and_disputes_until_midnight_where_the_team_is(store: SqliteStore) -> None:
    tonight, tomorrow = NOON + timedelta(hours=10), NOON + timedelta(hours=11, minutes=30)

    async def write(tx: Any) -> None:
        for number, due in ((1, tonight), (2, tomorrow), (3, None)):
            await tx.tickets.save(mail(number, due), NOON)
        await tx.tickets.save(replace(mail(4, tonight), state="closed"), NOON)
        for number, slot, due in ((1, NOON, tonight), (2, None, NOON - timedelta(days=1)), (3, tomorrow, NOON)):
            called = replace(CALL, case=CaseCode(f"FD-C{number}"), state="open", slot=slot, due=due, thread=THREAD)
            await tx.callbacks.save(called, NOON)
        for number, due in ((1, tonight), (2, tomorrow)):
            quarrelled = replace(
                quarrel(facts=replace(order(), id=OrderId(f"H-10{number}"))), case=CaseCode(f"FD-D{number}"), due=due
            )
            dispute = DisputeFile(quarrelled, Contact(), Contact(), THREAD)
            await tx.disputes.save(dispute, NOON)
        await tx.keep.put("thread:FD-M1", str(THREAD))

    await store.transact(write)
    assert (await reads(store, "Europe/Amsterdam")).due == (
        DueCase(CaseCode("FD-C2"), "callback", NOON - timedelta(days=1), THREAD),
        DueCase(CaseCode("FD-C1"), "callback", NOON, THREAD),
        DueCase(CaseCode("FD-M1"), "email", tonight, THREAD),
        DueCase(CaseCode("FD-D1"), "dispute", tonight, THREAD),
    )


async def test_the_queue_is_by_language_whoever_waits_longest_first(store: SqliteStore) -> None:
    for number, language in ((1, "pl"), (2, "en"), (3, "pl")):
        await has(store, number, Queued(LIVE, CaseCode(f"FD-{number}"), NOON), language=language)
    assert (await reads(store)).queue == (
        Waiting(Language("pl"), 2, NOON - timedelta(minutes=3)),
        Waiting(Language("en"), 1, NOON - timedelta(minutes=2)),
    )


# --- who looks


@pytest.fixture
async def looked_at(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    """A channel that listens, whose homes are looked at often."""
    monkeypatch.setattr(home_views, "BETWEEN", 0.02)
    return inbox


async def shows(person: Person, wanted: str) -> str:
    async with asyncio.timeout(5):
        while True:
            shown = words({"blocks": person.home.blocks}) if person.home else ""
            if wanted in shown:
                return shown
            await person.workspace.change()


async def test_whoever_opens_the_tab_sees_it_and_sees_it_change(
    looked_at: Inbox, tom: Person, store: SqliteStore
) -> None:
    await tom.opens_home()
    await shows(tom, "You are off duty.")
    await store.transact(lambda tx: tx.staff.put(Duty(TOM, on_duty=True), NOON))
    await shows(tom, "You are on duty.")
    assert looked_at.items == []


async def test_what_does_not_change_is_published_once(looked_at: Inbox, tom: Person, server: SlackServer) -> None:
    await tom.opens_home()
    await shows(tom, "You are off duty.")
    await asyncio.sleep(0.1)
    assert [seen.method for seen in server.faults.seen].count("views.publish") == 1


async def test_a_stranger_reads_whose_desk_it_is(looked_at: Inbox, server: SlackServer, support: ChannelScreen) -> None:
    mia = server.agent("Mia", id="U0MIA")
    mia.leaves(support)
    await mia.opens_home()
    await shows(mia, "Only colleagues in #support can do this. Ask one of them to add you.")


async def test_the_duty_button_is_there_too(looked_at: Inbox, tom: Person, slack: SlackChannel) -> None:
    await tom.opens_home()
    await shows(tom, "off duty")
    await tom.clicks("I am on duty")
    assert [slack.reader.read(item.payload) for item in looked_at.items] == [DutyChanged(TOM, on_duty=True)]


async def test_while_slack_does_not_take_it_it_is_tried_again(
    looked_at: Inbox, tom: Person, server: SlackServer
) -> None:
    server.faults.add(Fault("slack", "views.publish", status=503, times=2))
    await tom.opens_home()
    await shows(tom, "You are off duty.")
    assert [seen.method for seen in server.faults.seen].count("views.publish") == 3


async def test_what_slack_refuses_is_left_until_the_tab_is_opened_again(
    looked_at: Inbox, tom: Person, server: SlackServer, caplog: pytest.LogCaptureFixture
) -> None:
    refused = '{"ok": false, "error": "not_enabled"}'
    server.faults.add(
        Fault("slack", "views.publish", status=200, body=refused, headers={"Content-Type": "application/json"})
    )
    await tom.opens_home()
    async with asyncio.timeout(5):
        while "until it is opened again" not in caplog.text:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert [seen.method for seen in server.faults.seen].count("views.publish") == 1
    await tom.opens_home()
    await shows(tom, "You are off duty.")


# --- settings


async def opens_settings(tom: Person) -> None:
    await tom.opens_home()
    await shows(tom, "Your duty")
    await tom.clicks("Settings…")
    assert tom.modal is not None


async def test_an_agent_sets_name_languages_and_chats(looked_at: Inbox, tom: Person, slack: SlackChannel) -> None:
    await opens_settings(tom)
    await tom.submits(name="  Tomasz   V. ", languages="pl,en", chats="5")
    (item,) = looked_at.items
    assert slack.reader.read(item.payload) == AgentSettings(TOM, "Tomasz V.", ("pl", "en"), 5)
    assert item.stream == "slack:U0TOM"


async def test_what_is_left_empty_is_as_the_team_and_slack_have_it(
    looked_at: Inbox, tom: Person, slack: SlackChannel
) -> None:
    await opens_settings(tom)
    await tom.submits()
    assert slack.reader.read(looked_at.items[0].payload) == AgentSettings(TOM, "", (), 0)


@pytest.mark.parametrize("name", ["42", "@tom", "shop.example/https://x", "<!channel>", "www.shop"])
async def test_what_is_no_name_is_said_in_the_form(looked_at: Inbox, tom: Person, name: str) -> None:
    await opens_settings(tom)
    answer = await tom.submits(name=name)
    assert "Write a name with at most 40 characters" in json.dumps(answer.errors, ensure_ascii=False)
    assert looked_at.items == []
