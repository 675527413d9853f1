"""What the desk shows in a thread beside the card and the customer's words: signs, notes, questions, drafts for one agent."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Message, Person, SlackServer
from bots.slack.access import SlackAccess
from bots.slack.channel import SlackChannel
from bots.slack.ids import place_of
from bots.slack.outgoing import SlackPerformer
from core.model.controls import Choice, DropDraft, KeepHeld, Release, SendDraft, SendHeld, StayWithIt
from core.model.effects import CloseHandoff, Effect, Post
from core.model.errors import Gone, Refused, Uncertain
from core.model.events import AgentControlled, ThreadMoved
from core.model.handoff import CaseOpening
from core.model.heard import FromCard, Heard
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId
from core.model.people import Agent
from core.model.posts import Card, Mark, Memo, PostBody, Question, Relay, Whisper
from core.model.rows import OutboxRow
from core.model.styled import Style
from core.model.view import text
from core.store.sqlite import SqliteStore
from tests.channels.slack.conftest import CATALOG, Inbox, refusal

ANNA = ConversationId("telegram:1001")
CASE = CaseCode("FD-7K2M9")
TOM = Agent(AgentId("U0TOM"), "Tom")
HELD = Question(
    "held.100.7",
    text("control.form.note"),
    (
        Choice(text("staff.dispute.send"), SendHeld("100.7"), "primary"),
        Choice(text("control.note"), KeepHeld("100.7")),
    ),
    quoted="@Eva do you know?",
)


def row(effect: Effect, id: str = "9.1", attempts: int = 1) -> OutboxRow:
    now = datetime.now(UTC)
    return OutboxRow(5, EffectId(id), ANNA, f"staff:{ANNA}", effect, 3, 0, attempts, now, now)


@pytest.fixture
async def thread(performer: SlackPerformer, opening: CaseOpening) -> Address:
    return await performer.open_thread(opening, EffectId("7.1"), again=False)


class Desk:
    """Shows one thing after another in the thread."""

    def __init__(self, performer: SlackPerformer, thread: Address, support: ChannelScreen) -> None:
        self._performer, self.thread, self._support = performer, thread, support
        self._count = 0

    async def shows(self, body: PostBody, attempts: int = 1) -> str:
        if attempts == 1:
            self._count += 1
        done = await self._performer.perform(row(Post(self.thread, body), f"9.{self._count}", attempts))
        return done.receipt

    @property
    def replies(self) -> list[Message]:
        return self._support.thread(place_of(self.thread).ts)[1:]


@pytest.fixture
def desk(performer: SlackPerformer, thread: Address, support: ChannelScreen) -> Desk:
    return Desk(performer, thread, support)


async def tom_writes(tom: Person, desk: Desk, support: ChannelScreen) -> Message:
    await tom.writes(support, "It is on its way.", thread=place_of(desk.thread).ts)
    return desk.replies[-1]


# --- signs


async def test_a_sign_takes_the_place_of_the_one_before(
    desk: Desk, tom: Person, support: ChannelScreen, inbox: Inbox
) -> None:
    written = await tom_writes(tom, desk, support)
    for sign, emoji in (
        ("held", "pause_button"),
        ("sent", "white_check_mark"),
        ("failed", "warning"),
        ("sent", "white_check_mark"),
        ("inside", "lock"),
    ):
        await desk.shows(Mark(written.ts, sign))  # type: ignore[arg-type]
        assert set(written.reactions) == {emoji}


async def test_a_sign_that_is_there_already_is_no_mistake(
    desk: Desk, tom: Person, support: ChannelScreen, inbox: Inbox
) -> None:
    written = await tom_writes(tom, desk, support)
    await desk.shows(Mark(written.ts, "sent"))
    await desk.shows(Mark(written.ts, "sent"), attempts=2)
    assert set(written.reactions) == {"white_check_mark"}


async def test_a_message_that_is_gone_gets_no_sign_and_stops_nothing(desk: Desk) -> None:
    assert await desk.shows(Mark("1.000001", "sent")) == "1.000001"


@pytest.mark.fault(
    "Slack", "scope missing in mid-conversation", "all that needs it not goes on, and the scope is named"
)
async def test_without_the_scope_for_reactions_all_else_goes_on(desk: Desk, server: SlackServer) -> None:
    server.faults.add(refusal("reactions.add", "missing_scope"))
    await desk.shows(Mark("100.7", "sent"))
    await desk.shows(Memo(TOM, "Still here."))
    assert len(desk.replies) == 1


def test_no_word_waits_for_a_sign(performer: SlackPerformer, thread: Address) -> None:
    mark, words = Post(thread, Mark("100.7", "sent")), Post(thread, Relay("Anna", "Hello"))
    assert performer.lane(mark, ANNA) != performer.lane(words, ANNA)
    assert performer.limits(mark) != performer.limits(words)


# --- notes, edits


async def test_a_note_says_that_it_is_one(desk: Desk) -> None:
    await desk.shows(Memo(TOM, "She has called *before*."))
    [note] = desk.replies
    assert note.text == "*Tom · Note for colleagues*\nShe has called *before*."
    assert "Tom · Note for colleagues" in str(note.blocks)


async def test_an_edited_message_shows_what_it_said_before(desk: Desk) -> None:
    await desk.shows(Relay("Anna", "Order 2", "edited", before="Order 1"))
    [said] = desk.replies
    assert said.text == "*Anna (edited)*\nOrder 2\n> Order 1"
    assert [element["type"] for element in said.blocks[1]["elements"]] == ["rich_text_quote"]


async def test_words_are_set_as_they_were(desk: Desk) -> None:
    await desk.shows(Relay("Anna", "Not this one", styles=(Style("bold", 4, 8),)))
    [said] = desk.replies
    elements = said.blocks[0]["elements"][0]["elements"]
    assert {"type": "text", "text": "this", "style": {"bold": True}} in elements


# --- questions


async def test_a_question_is_settled_in_its_place(desk: Desk) -> None:
    first = await desk.shows(HELD)
    [asked] = desk.replies
    assert asked.buttons == ["Send", "Note…"]
    assert "> @Eva do you know?" in asked.text
    settled = Question(HELD.key, HELD.text, HELD.choices, (TOM,), HELD.quoted, text("card.closed"))
    assert await desk.shows(settled) == first
    [asked] = desk.replies
    assert asked.buttons == []
    assert asked.text == "_Closed._\n> @Eva do you know?"


async def test_a_question_calls_those_whom_it_is_for(desk: Desk) -> None:
    await desk.shows(Question("gone", text("card.closed"), (Choice(text("control.release"), Release()),), (TOM,)))
    [asked] = desk.replies
    assert asked.text.startswith("<@U0TOM> ")


async def test_a_question_whose_answer_was_lost_is_no_second_one(desk: Desk, server: SlackServer) -> None:
    server.faults.add(Fault("slack", "chat.postMessage", effect=True, drop=True))
    with pytest.raises(Uncertain):
        await desk.shows(HELD)
    await desk.shows(HELD, attempts=2)
    assert len(desk.replies) == 1


async def test_a_question_that_was_never_asked_needs_no_end(desk: Desk) -> None:
    await desk.shows(Question("never", text("card.closed"), settled=text("card.closed")))
    assert desk.replies == []


async def test_a_question_that_somebody_took_away_is_asked_anew(desk: Desk, server: SlackServer) -> None:
    await desk.shows(HELD)
    server.workspace.delete(desk.replies[0])
    await desk.shows(HELD)
    assert len([each for each in desk.replies if each.buttons]) == 1


async def test_its_buttons_say_what_they_are_for(desk: Desk, slack: SlackChannel, tom: Person, inbox: Inbox) -> None:
    await desk.shows(HELD)
    await tom.clicks("Send", in_=desk.replies[0].ts)
    heard: Heard = slack.reader.read(inbox.items[-1].payload)
    assert isinstance(heard, FromCard)
    assert heard.conversation == ANNA
    assert heard.event == AgentControlled(TOM, desk.thread, CASE, SendHeld("100.7"), supervisor=True)


# --- for one agent's eyes


async def test_a_draft_is_for_one_with_its_sources_and_buttons(
    desk: Desk, slack: SlackChannel, tom: Person, inbox: Inbox
) -> None:
    choices = (Choice(text("staff.dispute.send"), SendDraft(2), "primary"), Choice(text("button.cancel"), DropDraft(2)))
    await desk.shows(Whisper(TOM, text("control.suggest"), choices, "It takes <2> days.", ("Track a parcel",)))
    [draft] = desk.replies
    assert draft.ephemeral_to == tom.id
    assert draft.text == "_Suggest a reply_\n> It takes &lt;2&gt; days.\n• Track a parcel"
    await tom.clicks("Send", in_=draft.ts)
    heard: Heard = slack.reader.read(inbox.items[-1].payload)
    assert isinstance(heard, FromCard)
    assert isinstance(heard.event, AgentControlled)
    assert (heard.event.thread, heard.event.control) == (desk.thread, SendDraft(2))
    assert desk.replies == []  # it has been decided


async def test_buttons_in_a_thread_that_is_none_of_ours(performer: SlackPerformer, support: ChannelScreen) -> None:
    nowhere = Address("slack", f"{support.id}/1.000001")
    question = Question("x", text("card.closed"), (Choice(text("control.release"), StayWithIt()),))
    with pytest.raises(Refused):
        await performer.perform(row(Post(nowhere, question)))


# --- the card


async def test_the_card_can_be_opened_again_where_its_case_can(
    desk: Desk, performer: SlackPerformer, support: ChannelScreen
) -> None:
    close = CloseHandoff(desk.thread, CASE, text("closing.by_agent", agent="Tom"), reopens=True)
    await performer.perform(row(close))
    [card] = support.messages
    assert card.buttons == ["Reopen"]


async def test_a_card_in_a_channel_that_is_gone(desk: Desk, support: ChannelScreen) -> None:
    support.archive()
    with pytest.raises(Gone):
        await desk.shows(Card(CASE, "snoozed", "Tom"))


async def test_words_that_come_late_say_when_they_were_written(desk: Desk) -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    await desk.shows(Relay("Anna", "Anybody there?", written=at))
    (post,) = desk.replies
    assert post.text == (
        f"*Anna · written* <!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|2026-03-02 09:00 UTC>\nAnybody there?"
    )
    heading = post.blocks[0]["elements"][0]["elements"]
    assert heading[0] == {"type": "text", "text": "Anna · written ", "style": {"bold": True}}
    assert (heading[1]["type"], heading[1]["timestamp"]) == ("date", int(at.timestamp()))


# --- a thread that is gone


async def test_what_another_process_moved_goes_on_there(
    access: SlackAccess, store: SqliteStore, opening: CaseOpening, server: SlackServer, support: ChannelScreen
) -> None:
    lifeboat = server.channel("lifeboat")
    access = replace(access, fallback_channel="#lifeboat")
    ours, other = await SlackChannel.open(access, CATALOG, store), await SlackChannel.open(access, CATALOG, store)
    try:
        thread = await ours.performer.open_thread(opening, EffectId("7.1"), again=False)
        await ours.performer.perform(row(Post(thread, Relay("Anna", "Where is it?")), "9.1"))
        support.delete()
        await other.performer.perform(row(Post(thread, Relay("Anna", "Please help")), "10.1"))
        done = await ours.performer.perform(row(Post(thread, Relay("Anna", "Hello?")), "11.1"))
    finally:
        await asyncio.gather(ours.close(), other.close())
    (card,) = lifeboat.messages
    assert isinstance(done.event, ThreadMoved)
    assert place_of(done.event.to).ts == card.ts
    assert [post.plain.splitlines()[-1] for post in lifeboat.thread(card.ts)[2:]] == ["Please help", "Hello?"]
