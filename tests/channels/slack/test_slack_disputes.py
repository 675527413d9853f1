"""Disputes in Slack: the card in the Trust & Safety channel, forms over it, and what staff do there, up to the inbox."""

import asyncio
from dataclasses import replace as changed
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, NotAcknowledged, Person, SlackServer
from bots.slack import link as link_module
from bots.slack.access import SlackAccess
from bots.slack.channel import SlackChannel
from bots.slack.dispute.disputes import DisputePerformer
from bots.slack.errors import NotSetUp, TooLate
from bots.slack.link import SlackLink
from core.model.dispute import Decision, Dispute, Measure
from core.model.dispute_events import CardShown, FormWanted, StaffAsked, StaffConfirmed, StaffDecided, StaffMoved
from core.model.dispute_file import DisputeFile, stream_of
from core.model.effects import CarryOut, Post, ShowDispute, ShowForm
from core.model.errors import Gone, Refused, Transient, Uncertain
from core.model.heard import FromDispute, FromThread
from core.model.ids import Address, AgentId, CaseCode, EffectId
from core.model.people import Agent
from core.model.posts import Remark
from core.model.rows import Done, OutboxRow
from core.model.view import Money, text
from core.store.sqlite import SqliteStore
from handoff.disputes import add
from tests.channels.slack.cards import ANNA, DAAN
from tests.channels.slack.conftest import CATALOG, Inbox
from tests.handoff.quarrel import FULL, decided, done, key_of, quarrel, under_review

CASE = CaseCode("FD-7K2M9")
STREAM = stream_of(CASE)
NOW = datetime.now(UTC)


@pytest.fixture
def access(access: SlackAccess, trust: ChannelScreen) -> SlackAccess:
    return changed(access, trust_channel="#trust-and-safety")


@pytest.fixture
def disputes(slack: SlackChannel) -> DisputePerformer:
    return slack.disputes


def file(dispute: Dispute, thread: Address | None = None) -> DisputeFile:
    return DisputeFile(dispute, ANNA, DAAN, thread)


def row(effect: ShowDispute | ShowForm, id: str = "7.1", part: int = 0, attempts: int = 1) -> OutboxRow:
    return OutboxRow(1, EffectId(id), STREAM, "lane", effect, 0, part, attempts, NOW, NOW)


async def show(disputes: DisputePerformer, of: DisputeFile, id: str = "7.1", part: int = 0, attempts: int = 1) -> Done:
    return await disputes.perform(row(ShowDispute(of), id, part, attempts))


def thread_of(done: Done) -> Address:
    assert isinstance(done.event, CardShown)
    return done.event.thread


# --- the card


async def test_the_first_card_is_posted_in_the_trust_channel(
    disputes: DisputePerformer, trust: ChannelScreen, support: ChannelScreen
) -> None:
    shown = await show(disputes, file(quarrel()))
    [card] = trust.messages
    assert thread_of(shown) == Address("slack", f"{trust.id}/{card.ts}")
    assert card.text == "Dispute FD-7K2M9 - Damaged: H-104233 Vase"
    assert support.messages == []


async def test_later_it_changes_in_place(disputes: DisputePerformer, trust: ChannelScreen) -> None:
    thread = thread_of(await show(disputes, file(quarrel())))
    later = await show(disputes, file(under_review(), thread), "8.1")
    assert later.event is None
    [card] = trust.all
    assert "Decide…" in card.buttons


async def test_a_change_that_was_decided_before_the_card_was_known_is_no_second_card(
    disputes: DisputePerformer, trust: ChannelScreen
) -> None:
    first = await show(disputes, file(quarrel()))
    second = await show(disputes, file(under_review()), "8.1")
    assert thread_of(second) == thread_of(first)
    [card] = trust.all
    assert "Decide…" in card.buttons


async def test_a_post_whose_answer_was_lost_is_found(
    disputes: DisputePerformer, trust: ChannelScreen, server: SlackServer
) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", effect=True, drop=True))
    with pytest.raises(Uncertain):
        await show(disputes, file(quarrel()))
    shown = await show(disputes, file(quarrel()), attempts=2)
    [card] = trust.all
    assert shown.receipt == card.ts


async def test_a_card_that_somebody_deleted_is_posted_anew(
    disputes: DisputePerformer, trust: ChannelScreen, server: SlackServer
) -> None:
    thread = thread_of(await show(disputes, file(quarrel())))
    server.workspace.delete(trust.messages[0])
    again = await show(disputes, file(under_review(), thread), "8.1")
    [card] = trust.messages
    assert thread_of(again) == Address("slack", f"{trust.id}/{card.ts}") != thread


async def test_it_is_posted_anew_once(disputes: DisputePerformer, trust: ChannelScreen, server: SlackServer) -> None:
    thread = thread_of(await show(disputes, file(quarrel())))
    server.workspace.delete(trust.messages[0])
    anew = await show(disputes, file(under_review(), thread), "8.1")
    later = await show(disputes, file(decided(FULL), thread), "9.1")
    [card] = trust.messages
    assert thread_of(later) == thread_of(anew)
    assert "Confirm: Refund of €45.00" in card.buttons


async def test_a_channel_that_is_gone_is_said(disputes: DisputePerformer, trust: ChannelScreen) -> None:
    trust.archive()
    with pytest.raises(Gone):
        await show(disputes, file(quarrel()))


async def test_an_account_that_does_not_fit_follows_in_the_thread(
    disputes: DisputePerformer, trust: ChannelScreen
) -> None:
    story = " ".join(f"word{n}" for n in range(2000))
    long = file(done(add(quarrel(), "seller", story)))
    assert disputes.parts(ShowDispute(long)) == 3
    shown = [await show(disputes, long, part=part) for part in range(3)]
    card, first, second = trust.thread(shown[0].receipt)
    assert card.ts == shown[0].receipt
    assert first.text.startswith("*Seller (1/2)*\nword0 word1")
    assert first.text.partition("\n")[2] + second.text.partition("\n")[2] == story


async def test_it_follows_once(disputes: DisputePerformer, trust: ChannelScreen) -> None:
    long = file(done(add(quarrel(), "seller", "word " * 500)))
    for part in (0, 1):
        await show(disputes, long, part=part)
        await show(disputes, long, part=part, attempts=2)
    for part in (0, 1):
        await show(disputes, long, "8.1", part)
    assert len(trust.all) == 2


async def test_a_card_that_shows_all_is_one_message(disputes: DisputePerformer, slack: SlackChannel) -> None:
    assert disputes.parts(ShowDispute(file(quarrel()))) == 1
    known = file(done(add(quarrel(), "seller", "word " * 500)), Address("slack", "C1/1.1"))
    assert disputes.parts(ShowDispute(known)) == 1


async def test_what_is_posted_waits_for_what_and_counts_against_what(
    disputes: DisputePerformer, slack: SlackChannel, trust: ChannelScreen
) -> None:
    of = file(quarrel(), Address("slack", "C9/1.1"))
    form = ShowForm(of, Agent(AgentId("U0TOM"), "Tom"), "decide", "13.37")
    post = Post(Address("slack", "C9/1.1"), Remark(text("card.close")))
    assert disputes.lane(ShowDispute(of), STREAM) == slack.performer.lane(post, STREAM) == "staff:dispute:FD-7K2M9"
    assert disputes.lane(form, STREAM) == "form:13.37"
    assert [limit.name for limit in disputes.limits(form)] == ["slack:views"]
    assert [limit.name for limit in disputes.limits(ShowDispute(of))] == ["slack:C9"]
    assert [limit.name for limit in disputes.limits(ShowDispute(file(quarrel())))] == [f"slack:{trust.id}"]


async def test_nothing_else_is_shown(disputes: DisputePerformer) -> None:
    proposal = decided(FULL).deeds[0].proposal
    with pytest.raises(Refused, match="CarryOut"):
        await disputes.perform(replace(row(ShowDispute(file(quarrel()))), effect=CarryOut(proposal)))


# --- the channels


async def test_without_a_trust_channel_disputes_are_in_the_support_channel(
    access: SlackAccess, support: ChannelScreen, store: SqliteStore
) -> None:
    slack = await SlackChannel.open(changed(access, trust_channel=""), CATALOG, store)
    await show(slack.disputes, file(quarrel()))
    await slack.close()
    assert [card.text for card in support.messages] == ["Dispute FD-7K2M9 - Damaged: H-104233 Vase"]


async def test_a_trust_channel_that_is_not_there(access: SlackAccess, store: SqliteStore) -> None:
    nowhere = changed(access, trust_channel="#nowhere")
    with pytest.raises(NotSetUp, match="no channel #nowhere: make it, or name another in SLACK_TRUST_CHANNEL"):
        await SlackChannel.open(nowhere, CATALOG, store)


async def test_a_public_trust_channel_is_joined(access: SlackAccess, trust: ChannelScreen, store: SqliteStore) -> None:
    trust.remove_bot()
    slack = await SlackChannel.open(access, CATALOG, store)
    await slack.close()
    assert slack.rooms.trust == trust.id
    assert trust.workspace.state.bot in trust.channel.members


async def test_until_slack_is_reached_disputes_wait(
    access: SlackAccess, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "SOON", 0.01)
    link = SlackLink(access, CATALOG, store, Inbox())
    shown = ShowDispute(file(quarrel()))
    assert link.disputes.lane(shown, STREAM) == "staff:dispute:FD-7K2M9"
    assert (link.disputes.parts(shown), link.disputes.limits(shown)) == (1, ())
    with pytest.raises(Transient):
        await link.disputes.perform(row(shown))


async def test_what_a_restart_finds_undone_is_shown_as_soon_as_slack_is_reached(
    access: SlackAccess, store: SqliteStore, support: ChannelScreen, trust: ChannelScreen
) -> None:
    link = SlackLink(access, CATALOG, store, Inbox())
    showing = asyncio.create_task(link.disputes.perform(row(ShowDispute(file(quarrel())))))
    running = asyncio.create_task(link.run())
    assert isinstance((await showing).event, CardShown)
    assert len(trust.messages) == 1
    running.cancel()
    await link.stop()
    await link.close()


# --- from a press to the inbox


class Staff:
    """A listening channel with a dispute on disk and its card in Slack, and who acts there."""

    def __init__(self, slack: SlackChannel, inbox: Inbox, store: SqliteStore, tom: Person) -> None:
        self.slack, self.inbox, self.store, self.tom = slack, inbox, store, tom
        self.thread = Address("slack", "")

    async def look_at(self, dispute: Dispute) -> None:
        shown = await show(self.slack.disputes, file(dispute))
        self.thread = thread_of(shown)
        await self.store.transact(lambda tx: tx.disputes.save(file(dispute, self.thread), NOW))

    def heard(self) -> list[object]:
        """What of it is for a dispute."""
        read = [self.slack.reader.read(item.payload) for item in self.inbox.items]
        assert all(item.stream == STREAM for item in self.inbox.items)
        return [each.event for each in read if isinstance(each, FromDispute)]

    async def opens(self, button: str, attempts: int = 1) -> None:
        """Press a button that asks for a form, and show it as the desk would."""
        await self.tom.clicks(button)
        wanted = self.heard()[-1]
        assert isinstance(wanted, FormWanted)
        of = await self.store.transact(lambda tx: tx.disputes.load(CASE))
        assert of is not None
        form = ShowForm(of, wanted.agent, wanted.form, wanted.trigger)
        await self.slack.disputes.perform(row(form, "9.1", attempts=attempts))


@pytest.fixture
def staff(slack: SlackChannel, inbox: Inbox, store: SqliteStore, tom: Person) -> Staff:
    return Staff(slack, inbox, store, tom)


TOM = Agent(AgentId("U0TOM"), "Tom")


async def test_presses_reach_the_dispute(staff: Staff) -> None:
    await staff.look_at(quarrel())
    await staff.tom.clicks("Ask the other party")
    await staff.tom.clicks("Take under review")
    assert staff.heard() == [
        StaffMoved(TOM, staff.thread, "waiting_other_party"),
        StaffMoved(TOM, staff.thread, "under_review"),
    ]


async def test_a_second_person_confirms(staff: Staff) -> None:
    dispute = decided(FULL)
    await staff.look_at(dispute)
    await staff.tom.clicks("Confirm: Refund of €45.00")
    assert staff.heard() == [StaffConfirmed(TOM, staff.thread, key_of(dispute))]


async def test_a_guest_of_the_channel_decides_nothing(staff: Staff, server: SlackServer) -> None:
    await staff.look_at(decided(FULL))
    await server.agent("Gus", guest=True).clicks("Confirm: Refund of €45.00")
    await server.agent("Eve", team="T0OTHER").clicks("Take under review")
    assert staff.heard() == []


async def test_whoever_slack_does_not_tell_of_decides_nothing(staff: Staff, server: SlackServer) -> None:
    """It may be a guest. The press fails visibly, and works as soon as Slack says who it is."""
    await staff.look_at(decided(FULL))
    server.faults.add(Fault("slack", "users.info", status=503))
    new = server.agent("Noor", "U0NOOR")
    with pytest.raises(NotAcknowledged):
        await new.clicks("Confirm: Refund of €45.00")
    assert staff.heard() == []
    await new.clicks("Confirm: Refund of €45.00")
    assert [type(each) for each in staff.heard()] == [StaffConfirmed]


async def test_a_decision_is_filled_in_mended_and_taken(staff: Staff) -> None:
    await staff.look_at(under_review())
    await staff.opens("Decide…")
    assert staff.tom.modal is not None
    assert staff.tom.modal.heading == "Dispute FD-7K2M9"
    wrong = await staff.tom.submits(
        measures="partial_refund,remove_item", amount="450", reasons="It is broken.", articles="4.2, 5.1"
    )
    assert wrong.errors == {"amount": "That is too much: at most €45.00 can be refunded."}
    assert len(staff.heard()) == 1
    assert staff.tom.modal is not None
    good = await staff.tom.submits(
        measures="partial_refund,remove_item",
        amount="12,50",
        accounts="restrict_account.seller",
        reasons="It is broken.",
        articles="4.2, 5.1",
    )
    assert good.errors == {}
    assert staff.tom.modal is None
    part, item = Measure("partial_refund", Money("12.50", "EUR")), Measure("remove_item")
    measures = (part, item, Measure("restrict_account", account="seller"))
    assert staff.heard()[-1] == StaffDecided(TOM, staff.thread, Decision(measures, "It is broken.", ("4.2", "5.1")))


async def test_words_to_a_party(staff: Staff) -> None:
    await staff.look_at(quarrel())
    await staff.opens("Write to a party…")
    await staff.tom.submits(party="Seller", words="What <happened> & when?")
    assert staff.heard()[-1] == StaffAsked(TOM, staff.thread, "seller", "What <happened> & when?")


async def test_a_form_that_cannot_be_checked_is_not_taken(staff: Staff, server: SlackServer) -> None:
    await staff.look_at(under_review())
    await staff.opens("Decide…")
    await staff.store.close()
    server.deliveries.ack_seconds = 0.05
    with pytest.raises(NotAcknowledged):
        await staff.tom.submits(measures="no_action", reasons="x", articles="1")
    assert staff.tom.modal is not None
    assert len(staff.heard()) == 1


async def test_a_press_opens_a_form_for_some_seconds_only(staff: Staff, server: SlackServer) -> None:
    await staff.look_at(under_review())
    server.workspace.trigger_seconds = -1
    with pytest.raises(TooLate, match="press the button again"):
        await staff.opens("Decide…")
    assert staff.tom.modal is None


async def test_a_press_opens_one_form(staff: Staff) -> None:
    await staff.look_at(under_review())
    await staff.opens("Decide…")
    wanted = staff.heard()[0]
    assert isinstance(wanted, FormWanted)
    again = row(ShowForm(file(under_review(), staff.thread), TOM, "decide", wanted.trigger), "9.2")
    with pytest.raises(TooLate):
        await staff.slack.disputes.perform(again)


async def test_a_form_whose_opening_was_not_answered_is_open(staff: Staff, server: SlackServer) -> None:
    await staff.look_at(under_review())
    server.faults.add(Fault("slack", "views.open", effect=True, drop=True))
    with pytest.raises(Uncertain):
        await staff.opens("Decide…")
    wanted = staff.heard()[0]
    assert isinstance(wanted, FormWanted)
    form = ShowForm(file(under_review(), staff.thread), TOM, "decide", wanted.trigger)
    assert await staff.slack.disputes.perform(row(form, "9.1", attempts=2)) == Done()
    assert staff.tom.modal is not None


async def test_talk_in_the_thread_is_heard_as_in_any_thread(staff: Staff, trust: ChannelScreen) -> None:
    await staff.look_at(quarrel())
    await staff.tom.writes(trust, "I know this seller", staff.thread.key.partition("/")[2])
    async with asyncio.timeout(5):
        await staff.inbox.came.wait()
    [item] = staff.inbox.items
    heard = staff.slack.reader.read(item.payload)
    assert isinstance(heard, FromThread)
    assert (heard.thread, heard.ours) == (staff.thread, True)
