"""Saved replies in Slack: found by a command, chosen in a form, and sent only as the agent has seen them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from bots.playground.slack import ChannelScreen, Message, Person, SlackServer
from bots.slack.access import SlackAccess
from bots.slack.channel import SlackChannel
from bots.slack.outgoing import SlackPerformer
from core.answers.articles import Article
from core.answers.saved_replies import Replies
from core.model.controls import SendText
from core.model.conversation import Conversation, Idle, Stage, WithAgent
from core.model.effects import Post
from core.model.events import AgentControlled
from core.model.handoff import CaseOpening
from core.model.heard import FromCard, FromCommand, Heard
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.people import Agent
from core.model.posts import Card
from core.model.rows import ChatRow, OutboxRow
from core.model.shop import About, OtherParty
from core.ports import Transaction
from core.store.sqlite import SqliteStore
from tests.channels.slack.conftest import CATALOG, Inbox

ANNA = ConversationId("telegram:1001")
CASE = CaseCode("FD-7K2M9")
TOM = Agent(AgentId("U0TOM"), "Tom")
NOW = datetime.now(UTC)
LONG = "It is a long story. " * 100


@pytest.fixture
def replies() -> Replies:
    return Replies(
        [
            Article("late", "pl", "Paczka się spóźnia", "{customer}, pytamy o zamówienie {order}. {agent}, {case}"),
            Article("thanks", "en", "Say <thank you>", "Thank you, {customer} & <b>all</b>!"),
            Article("story", "en", "A long story", LONG),
        ]
    )


@pytest.fixture
async def slack(
    access: SlackAccess, support: ChannelScreen, store: SqliteStore, replies: Replies
) -> AsyncIterator[SlackChannel]:
    channel = await SlackChannel.open(access, CATALOG, store, replies)
    yield channel
    await channel.close()


@pytest.fixture
async def card(
    performer: SlackPerformer,
    opening: CaseOpening,
    support: ChannelScreen,
    tom: Person,
    inbox: Inbox,
    store: SqliteStore,
) -> Message:
    """Tom's chat with Anna, who reads Polish."""
    thread = await performer.open_thread(opening, EffectId("7.1"), again=False)
    effect = Post(thread, Card(CASE, "claimed", "Tom"))
    await performer.perform(OutboxRow(5, EffectId("9.1"), ANNA, f"staff:{ANNA}", effect, 3, 0, 1, NOW, NOW))
    await kept(store, talk(thread))
    [card] = support.messages
    return card


def talk(thread: Address) -> Conversation:
    about = About("order", "H-1", "Boots", "buyer", OtherParty("Ben"))
    stage = WithAgent(TOM, CASE, thread)
    return Conversation(ANNA, Address("telegram", "1001"), "Anna", Language("pl"), stage=stage, about=about)


async def stands(store: SqliteStore, card: Message, stage: Stage) -> None:
    """So it stands with Anna's chat."""
    await store.transact(lambda tx: tx.conversations.save(replace(talk(thread_of(card)), stage=stage), NOW))


async def kept(store: SqliteStore, conversation: Conversation) -> None:
    async def put(tx: Transaction) -> None:
        await tx.conversations.save(conversation, NOW)
        await tx.cases.open(CASE, ANNA, "live_chat", NOW)
        await tx.keep.put(f"thread:{CASE}", str(thread_in(conversation)))
        await tx.chats.put(ChatRow(CASE, ANNA, Language("pl"), NOW, agent=TOM.id, claimed_at=NOW))

    await store.transact(put)


def thread_in(conversation: Conversation) -> Address:
    assert isinstance(conversation.stage, WithAgent)
    return conversation.stage.thread


def thread_of(card: Message) -> Address:
    return Address("slack", f"{card.channel}/{card.ts}")


def sent(slack: SlackChannel, inbox: Inbox) -> Heard:
    return slack.reader.read(inbox.items[-1].payload)


def said(card: Message, words: str) -> FromCard:
    return FromCard(ANNA, AgentControlled(TOM, thread_of(card), CASE, SendText(words), supervisor=True))


async def listed(tom: Person, support: ChannelScreen, words: str) -> Message:
    """What only Tom sees of the command's answer."""
    await tom.slash("/frontdesk", f"reply {words}", support)
    answer = support.all[-1]
    assert answer.ephemeral_to == tom.id
    return answer


# --- by a command


async def test_the_best_is_shown_filled_in_and_sent_by_a_press(
    card: Message, tom: Person, support: ChannelScreen, slack: SlackChannel, inbox: Inbox
) -> None:
    answer = await listed(tom, support, "paczka")
    words = "Anna, pytamy o zamówienie H-1. Tom, FD-7K2M9"
    assert words in str(answer.blocks)
    assert inbox.items == []
    await tom.clicks("Send", in_=answer)
    assert sent(slack, inbox) == said(card, words)


async def test_it_can_be_changed_first(
    card: Message, tom: Person, support: ChannelScreen, slack: SlackChannel, inbox: Inbox
) -> None:
    answer = await listed(tom, support, "paczka")
    await tom.clicks("Edit…", in_=answer)
    assert "Anna, pytamy o zamówienie H-1" in str(tom.modal and tom.modal.blocks)
    await tom.submits(words="Inaczej")
    assert sent(slack, inbox) == said(card, "Inaczej")


async def test_what_customers_cannot_read_in_their_language_says_so_and_nothing_in_it_is_markup(
    card: Message, tom: Person, support: ChannelScreen
) -> None:
    answer = await listed(tom, support, "thank you")
    assert "Say &lt;thank you&gt; (English)" in str(answer.blocks)
    assert "Thank you, Anna & <b>all</b>!" in str(answer.blocks)


async def test_what_is_too_long_to_be_shown_whole_is_read_in_its_form_before_it_is_sent(
    card: Message, tom: Person, support: ChannelScreen
) -> None:
    answer = await listed(tom, support, "story")
    assert answer.buttons == ["Edit…"]
    await tom.clicks("Edit…", in_=answer)
    assert LONG.strip() in str(tom.modal and tom.modal.blocks)


async def test_what_has_a_gap_is_completed_first(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    await kept(store, replace(talk(thread_of(card)), about=None))
    answer = await listed(tom, support, "paczka")
    assert "zamówienie {order}" in str(answer.blocks)
    assert answer.buttons == ["Edit…"]


async def test_where_none_fits_it_says_what_else_to_do(card: Message, tom: Person, support: ChannelScreen) -> None:
    answer = await listed(tom, support, "xyzzy")
    assert "No saved reply fits these words." in answer.plain
    assert answer.buttons == []


# --- by its name


async def typed(tom: Person, support: ChannelScreen, name: str) -> str:
    return str((await tom.slash("/frontdesk", f"send reply {name}", support)).body)


NAMED = ["late", "Paczka się spóźnia", "PACZKA", "FD-7K2M9 late", "late fd-7k2m9"]


@pytest.mark.parametrize("name", NAMED)
async def test_the_one_that_is_named_is_sent_as_its_button_would(
    name: str, card: Message, tom: Person, support: ChannelScreen, slack: SlackChannel, inbox: Inbox
) -> None:
    words = "Anna, pytamy o zamówienie H-1. Tom, FD-7K2M9"
    assert f"FD-7K2M9: Saved reply · {words}" in await typed(tom, support, name)
    assert sent(slack, inbox) == FromCommand(TOM, CASE, SendText(words), supervisor=True)


@pytest.mark.parametrize("name", ["thanks", "Say <thank you>", "Say <thank you> (English)"])
async def test_its_name_is_also_the_title_as_the_list_shows_it(
    name: str, card: Message, tom: Person, support: ChannelScreen, slack: SlackChannel, inbox: Inbox
) -> None:
    assert "Thank you, Anna &amp; &lt;b&gt;all&lt;/b&gt;!" in await typed(tom, support, name)
    assert sent(slack, inbox) == FromCommand(TOM, CASE, SendText("Thank you, Anna & <b>all</b>!"), supervisor=True)


async def test_what_was_typed_is_sent_as_it_read_then(
    card: Message, tom: Person, support: ChannelScreen, slack: SlackChannel, inbox: Inbox, replies: Replies
) -> None:
    await typed(tom, support, "thanks")
    replies.update([Article("thanks", "en", "Say <thank you>", "Something else")])
    assert sent(slack, inbox) == FromCommand(TOM, CASE, SendText("Thank you, Anna & <b>all</b>!"), supervisor=True)


REFUSED = {
    "xyzzy": "No saved reply fits these words.",
    "zamówienie": "No saved reply fits these words.",  # it stands in a reply, and is no name
    "a": "“a” could be several: Paczka się spóźnia, Say &lt;thank you&gt; (English), A long story (English)",
    "story": "Nothing was sent: this saved reply has a gap, or it’s long.",
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_is_not_one_that_can_be_sent_is_said_to_be_none(
    name: str, card: Message, tom: Person, support: ChannelScreen, inbox: Inbox
) -> None:
    assert REFUSED[name] in await typed(tom, support, name)
    assert inbox.items == []


async def test_one_with_a_gap_is_finished_by_its_button(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore, inbox: Inbox
) -> None:
    await kept(store, replace(talk(thread_of(card)), about=None))
    assert "Nothing was sent" in await typed(tom, support, "late")
    assert support.all[-1].buttons == ["Edit…"]
    assert inbox.items == []


async def test_nobody_but_the_owner_of_an_open_chat_sends_one(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore, inbox: Inbox
) -> None:
    await stands(store, card, WithAgent(Agent(AgentId("U0EVA"), "Eva"), CASE, thread_of(card)))
    assert "Only Eva can write to the customer" in await typed(tom, support, f"{CASE} thanks")
    await stands(store, card, Idle())
    assert "already over" in await typed(tom, support, f"{CASE} thanks")
    assert inbox.items == []


# --- by the form


async def test_one_is_chosen_from_the_list_and_finished(
    card: Message, tom: Person, slack: SlackChannel, inbox: Inbox
) -> None:
    await tom.clicks("Saved reply…", in_=card.ts)
    await tom.submits(saved="thanks")
    assert inbox.items == []
    assert "Thank you, Anna & <b>all</b>!" in str(tom.modal and tom.modal.blocks)
    await tom.submits(words="Thank you, Anna!")
    assert tom.modal is None
    assert sent(slack, inbox) == said(card, "Thank you, Anna!")


async def test_one_that_was_taken_away_meanwhile_leaves_an_empty_form(
    card: Message, tom: Person, replies: Replies
) -> None:
    await tom.clicks("Saved reply…", in_=card.ts)
    replies.update([Article("other", "en", "Other", "Other")])
    await tom.submits(saved="thanks")
    assert "initial_value" not in str(tom.modal and tom.modal.blocks)


async def test_slack_takes_the_list_and_the_form_of_very_many(
    card: Message, server: SlackServer, tom: Person, support: ChannelScreen, replies: Replies
) -> None:
    many = [Article(f"{n}-{'x' * 90}", "en", f"Parcel {n} " * 40, "& parcel " * 160) for n in range(120)]
    replies.update([*many, Article("y" * 200, "en", "Parcel", "Parcel")])
    assert (await listed(tom, support, "parcel")).buttons == ["Send", "Edit…"] * 5
    await tom.clicks("Saved reply…", in_=card.ts)
    assert tom.modal is not None
