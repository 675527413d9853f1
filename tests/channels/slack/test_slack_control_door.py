"""Forms and typed commands of agents, at the door: opened, checked and answered, with what is kept of them in the inbox."""

import asyncio
from datetime import UTC, datetime

import pytest

from bots.playground.slack import ChannelScreen, Message, Person, SlackServer
from bots.slack.callback.incoming import done_by
from bots.slack.channel import SlackChannel
from bots.slack.outgoing import SlackPerformer
from core.engine.commands import keep_thread
from core.model.callback import CallbackFile, CallDone, Phone, State
from core.model.controls import Choice, KeepNote, Release, SendHeld, SendText, Transfer
from core.model.conversation import BlockAsked, Conversation, Held, Idle, Queued, Stage, Suggestion, WithAgent
from core.model.effects import Post
from core.model.events import AgentClosed, AgentControlled
from core.model.handoff import CaseOpening
from core.model.heard import AgentSettings, DutyChanged, FromCallback, FromCard, FromCommand, FromThread, Heard
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.offer import Offer
from core.model.people import Agent, Duty
from core.model.posts import Card, Whisper
from core.model.rows import ChatRow, OutboxRow
from core.model.view import text
from core.ports import Transaction
from core.store.sqlite import SqliteStore
from tests.channels.slack.conftest import Inbox, refusal

ANNA = ConversationId("telegram:1001")
CASE = CaseCode("FD-7K2M9")
OTHER = CaseCode("FD-CCCCC2")
TOM = Agent(AgentId("U0TOM"), "Tom")
NOW = datetime.now(UTC)


@pytest.fixture
def eva(server: SlackServer, support: ChannelScreen) -> Person:
    return server.agent("Eva Lind", id="U0EVA")


@pytest.fixture
async def card(
    performer: SlackPerformer, opening: CaseOpening, support: ChannelScreen, tom: Person, inbox: Inbox
) -> Message:
    """Tom's, and the channel listens."""
    thread = await performer.open_thread(opening, EffectId("7.1"), again=False)
    await performer.perform(row(Post(thread, Card(CASE, "claimed", "Tom"))))
    [card] = support.messages
    return card


def row(effect: Post) -> OutboxRow:
    return OutboxRow(5, EffectId("9.1"), ANNA, f"staff:{ANNA}", effect, 3, 0, 1, NOW, NOW)


def thread_of(card: Message) -> Address:
    return Address("slack", f"{card.channel}/{card.ts}")


async def chats(store: SqliteStore, *cases: CaseCode) -> None:
    """Tom has these."""

    async def put(tx: Transaction) -> None:
        for case in cases:
            await tx.cases.open(case, ANNA, "live_chat", NOW)
            await tx.chats.put(ChatRow(case, ANNA, Language("pl"), NOW, agent=TOM.id, claimed_at=NOW))

    await store.transact(put)


def last(slack: SlackChannel, inbox: Inbox) -> Heard:
    return slack.reader.read(inbox.items[-1].payload)


# --- forms


async def test_a_note_is_typed_in_a_form(card: Message, tom: Person, slack: SlackChannel, inbox: Inbox) -> None:
    await tom.clicks("Note…", in_=card.ts)
    assert inbox.items == []  # nothing has happened yet
    await tom.submits(note="She has called before.")
    assert tom.modal is None
    kept = AgentControlled(TOM, thread_of(card), CASE, KeepNote("She has called before."), supervisor=True)
    assert last(slack, inbox) == FromCard(ANNA, kept)


async def test_what_is_wrong_stands_in_the_form_and_nothing_is_kept(card: Message, tom: Person, inbox: Inbox) -> None:
    await tom.clicks("Snooze…", in_=card.ts)
    answer = await tom.submits(at=str(int(NOW.timestamp()) - 60))
    assert answer.errors == {"at": "This time is over. Choose a later one."}
    assert tom.modal is not None
    assert inbox.items == []


async def test_a_form_from_the_menu(card: Message, tom: Person, slack: SlackChannel, inbox: Inbox) -> None:
    await tom.selects("Close, with a reason…", in_=card.ts)
    await tom.submits(reason="Spam or abuse")
    assert last(slack, inbox) == FromCard(ANNA, AgentClosed(TOM, thread_of(card), CASE, "spam"))


async def test_what_needs_no_form_is_kept_at_once(
    card: Message, tom: Person, slack: SlackChannel, inbox: Inbox
) -> None:
    await tom.selects("Release", in_=card.ts)
    released = AgentControlled(TOM, thread_of(card), CASE, Release(), supervisor=True)
    assert last(slack, inbox) == FromCard(ANNA, released)


async def test_a_transfer_is_offered_to_those_who_are_there(
    eva: Person, card: Message, tom: Person, slack: SlackChannel, inbox: Inbox, store: SqliteStore
) -> None:
    async def roster(tx: Transaction) -> None:
        for duty in (
            Duty(TOM, True),
            Duty(Agent(AgentId("U0EVA"), "Eva"), True),
            Duty(Agent(AgentId("U0JO"), "Jo"), False),
        ):
            await tx.staff.put(duty, NOW)

    await store.transact(roster)
    await tom.clicks("Transfer…", in_=card.ts)
    assert tom.modal is not None
    menu = next(block["element"] for block in tom.modal.blocks if block.get("block_id") == "to")
    assert [option["text"]["text"] for option in menu["options"]] == ["Eva"]
    await tom.submits(to="Eva", note="She speaks Polish.")
    heard = last(slack, inbox)
    assert isinstance(heard, FromCard)
    assert isinstance(heard.event, AgentControlled)
    assert heard.event.control == Transfer(Agent(AgentId("U0EVA"), ""), note="She speaks Polish.")


async def test_a_suggestion_is_finished_in_a_form(
    card: Message,
    tom: Person,
    support: ChannelScreen,
    slack: SlackChannel,
    inbox: Inbox,
    store: SqliteStore,
    performer: SlackPerformer,
) -> None:
    async def drafted(tx: Transaction) -> None:
        stage = WithAgent(TOM, CASE, thread_of(card), draft=Suggestion(2, "It takes two days."))
        await tx.conversations.save(Conversation(ANNA, Address("telegram", "1001"), stage=stage), NOW)

    await store.transact(drafted)
    edit = Choice(text("control.edit"), SendText("", draft=2))
    await performer.perform(row(Post(thread_of(card), Whisper(TOM, text("control.suggest"), (edit,)))))
    assert len(support.thread(card.ts)) == 2
    await tom.clicks("Edit…")
    assert tom.modal is not None
    assert "It takes two days." in str(tom.modal.blocks)
    await tom.submits(words="It takes three days.")
    assert support.thread(card.ts) == [card]  # the suggestion is settled, and gone from before Tom's eyes
    heard = last(slack, inbox)
    assert isinstance(heard, FromCard)
    assert isinstance(heard.event, AgentControlled)
    assert heard.event.control == SendText("It takes three days.", draft=2)


async def test_who_was_too_late_is_told_to_press_again(
    card: Message, tom: Person, support: ChannelScreen, server: SlackServer, inbox: Inbox
) -> None:
    server.faults.add(refusal("views.open", "expired_trigger_id"))
    await tom.clicks("Note…", in_=card.ts)
    [said] = support.thread(card.ts)[1:]
    assert said.ephemeral_to == tom.id
    assert said.text == "That took too long. Please press the button again."
    assert inbox.items == []


async def test_where_there_are_no_saved_replies_one_writes_ones_own(card: Message, tom: Person) -> None:
    await tom.clicks("Saved reply…", in_=card.ts)
    assert tom.modal is not None
    assert "There are no saved replies here yet." in str(tom.modal.blocks)


# --- typed


async def answered(tom: Person, support: ChannelScreen, words: str) -> str:
    answer = await tom.slash("/frontdesk", words, support)
    return str(answer.body)


def of_case(words: str) -> str:
    """With the case named behind the verb."""
    verb, _, rest = words.partition(" ")
    return f"{verb} {CASE} {rest}"


async def test_a_command_for_the_only_chat_says_which_it_was(
    tom: Person, support: ChannelScreen, slack: SlackChannel, inbox: Inbox, store: SqliteStore
) -> None:
    await chats(store, CASE)
    assert "FD-7K2M9: Release" in await answered(tom, support, "release")
    assert last(slack, inbox) == FromCommand(TOM, "", Release(), supervisor=True)


@pytest.mark.parametrize(
    ("own", "words", "said"),
    [
        ((), "release", "Name the case as it stands on its card: /frontdesk release FD-7K2M9P"),
        ((), "reply parcel", "Name the case as it stands on its card: /frontdesk reply FD-7K2M9P"),
        ((), "send reply parcel", "Name the case as it stands on its card: /frontdesk send reply FD-7K2M9P"),
        ((CASE, OTHER), "release", "You have several open chats. Name the case: FD-7K2M9, FD-CCCCC2"),
        ((CASE,), "release FD-XXXXX2", "There is no case FD-XXXXX2."),
        ((CASE,), "dance", "is not a command"),
        ((CASE,), "reply parcel", "There are no saved replies here yet."),
        ((CASE,), "send reply parcel", "There are no saved replies here yet."),
        ((), "name @here", "40"),
        ((), "help", "/frontdesk snooze 30m"),
    ],
)
async def test_what_cannot_be_done_is_said_at_once_and_not_kept(
    own: tuple[CaseCode, ...],
    words: str,
    said: str,
    tom: Person,
    support: ChannelScreen,
    inbox: Inbox,
    store: SqliteStore,
) -> None:
    await chats(store, *own)
    assert said in await answered(tom, support, words)
    assert inbox.items == []


async def test_ones_duty_is_said_as_it_was_understood(
    tom: Person, support: ChannelScreen, slack: SlackChannel, inbox: Inbox, store: SqliteStore
) -> None:
    await store.transact(lambda tx: tx.staff.put(Duty(TOM, True, ("pl",)), NOW))
    await chats(store, CASE)
    assert "You are on duty. Languages: Polish" in await answered(tom, support, "on")
    assert last(slack, inbox) == DutyChanged(TOM, True)
    assert "You are off duty. Open chats that you still have: 1" in await answered(tom, support, "off")
    assert last(slack, inbox) == DutyChanged(TOM, False)


async def test_how_customers_read_ones_name(
    tom: Person, support: ChannelScreen, slack: SlackChannel, inbox: Inbox
) -> None:
    assert "Customers now read your name as Tom V." in await answered(tom, support, "name Tom V.")
    assert last(slack, inbox) == AgentSettings(TOM, "Tom V.")


async def test_ones_name_is_again_the_one_that_slack_shows(
    tom: Person, support: ChannelScreen, slack: SlackChannel, inbox: Inbox
) -> None:
    said = await answered(tom, support, "name reset")
    assert "Customers now read the name that Slack shows for you." in said
    assert last(slack, inbox) == AgentSettings(TOM, "")


async def test_what_one_has_before_one(tom: Person, support: ChannelScreen, inbox: Inbox) -> None:
    assert await answered(tom, support, "mine")
    assert inbox.items == []


# --- refused where the agent looks

EVA = Agent(AgentId("U0EVA"), "Eva")
LIVE = Offer("live_chat", True, True, text("offer.live_chat.now"), text("offer.live_chat.promise"))


async def stands(store: SqliteStore, stage: Stage, block: BlockAsked | None = None, method: str = "live_chat") -> None:
    """So it stands with Anna and the case of the card."""

    async def put(tx: Transaction) -> None:
        await tx.cases.open(CASE, ANNA, method, NOW)
        talk = Conversation(ANNA, Address("telegram", "1001"), stage=stage, block=block)
        await tx.conversations.save(talk, NOW)

    await store.transact(put)


async def test_a_colleague_does_not_fill_in_what_only_the_owner_may_send(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore, inbox: Inbox
) -> None:
    await stands(store, WithAgent(EVA, CASE, thread_of(card)))
    await tom.clicks("Transfer…", in_=card.ts)
    assert tom.modal is None
    [said] = support.thread(card.ts)[1:]
    assert said.ephemeral_to == tom.id
    assert "Eva has this conversation." in said.text
    await tom.clicks("Note…", in_=card.ts)
    assert tom.modal is not None
    assert inbox.items == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("claim", "Already taken by Eva."),
        ("take", "Already taken by Eva."),
        ("release", "Only Eva can write to the customer"),
        ("close spam", "Only Eva can write to the customer"),
        ("note hm", "FD-7K2M9: Note for colleagues"),
    ],
)
async def test_a_colleagues_chat_is_left_alone_where_one_types(
    words: str, said: str, card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    await stands(store, WithAgent(EVA, CASE, thread_of(card)))
    assert said in await answered(tom, support, f"{words} {CASE}" if words != "note hm" else f"note {CASE} hm")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("claim", "The chat of case FD-7K2M9 is already over, so nothing has changed."),
        ("snooze 1h", "The chat of case FD-7K2M9 is already over, so nothing has changed."),
        ("reopen", "FD-7K2M9: Reopen"),
        ("unblock", "This customer isn’t blocked."),
        ("confirm", "There’s nothing to decide here any more."),
    ],
)
async def test_a_case_that_is_over_is_said_to_be_where_one_types(
    words: str, said: str, card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    await stands(store, Idle())
    assert said in await answered(tom, support, f"{words} {CASE}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("release", "Press Claim first."),
        ("snooze 1h", "Press Claim first."),
        ("transfer <@U0EVA|Eva>", "Press Claim first."),
        ("close", "Claim the case first, then you can close it."),
        ("claim", "FD-7K2M9: Claim"),
        ("language de", "FD-7K2M9: Change the language"),
        ("block", "FD-7K2M9: Block"),
    ],
)
async def test_a_chat_that_is_nobodys_has_to_be_claimed_where_one_types(
    words: str, said: str, card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    await stands(store, Queued(LIVE, CASE, NOW, thread_of(card)))
    assert said in await answered(tom, support, of_case(words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("claim", "You already have this chat."),
        ("take", "You already have this chat."),
        ("stay", "You already have this chat."),
        ("transfer @Tom", "You already have this chat."),
        ("transfer <@U0EVA|Eva>", "Eva isn’t on duty right now."),
        ("send", "This message isn’t waiting for a decision any more."),
        ("keep", "This message isn’t waiting for a decision any more."),
        ("suggest send", "This suggestion is no longer there, so nothing was sent."),
        ("language en", "That’s already the customer’s language."),
        ("suggest", "FD-7K2M9: Suggest a reply"),
    ],
)
async def test_what_would_change_nothing_is_not_said_to_be_done(
    words: str, said: str, card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    await stands(store, WithAgent(TOM, CASE, thread_of(card)))
    assert said in await answered(tom, support, of_case(words))


async def test_what_waits_is_decided_and_whoever_is_there_takes_over(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    held = WithAgent(TOM, CASE, thread_of(card), held=(Held("1.2", "// hm"),), draft=Suggestion(1, "Hello"))
    await stands(store, held)
    await store.transact(lambda tx: tx.staff.put(Duty(EVA, True), NOW))
    for words in (f"send {CASE}", f"suggest drop {CASE}", f"transfer {CASE} <@U0EVA|eva>"):
        assert f"{CASE}: " in await answered(tom, support, words)


async def test_a_case_in_another_chat_is_not_opened_again(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    await stands(store, WithAgent(EVA, OTHER, thread_of(card)))
    assert "The customer is already in another chat: case FD-CCCCC2." in await answered(tom, support, f"reopen {CASE}")


async def test_whoever_asked_for_a_block_does_not_confirm_it(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    await stands(store, WithAgent(TOM, CASE, thread_of(card)), BlockAsked(TOM, case=CASE))
    assert "somebody else has to decide" in await answered(tom, support, f"confirm {CASE}")
    await stands(store, WithAgent(TOM, CASE, thread_of(card)), BlockAsked(EVA, case=CASE))
    assert "FD-7K2M9: Block" in await answered(tom, support, f"confirm {CASE}")


@pytest.mark.parametrize("words", ["claim {}", "close {}", "note {} has called", "reopen {}", "reply {} parcel"])
async def test_a_case_without_a_thread_is_said_to_be_no_chat(
    words: str, tom: Person, support: ChannelScreen, store: SqliteStore, inbox: Inbox
) -> None:
    """An e-mail ticket, say: nobody would read the note."""
    await store.transact(lambda tx: tx.cases.open(CASE, ANNA, "email", NOW))
    assert "Case FD-7K2M9 isn’t a chat" in await answered(tom, support, words.format(CASE))
    assert inbox.items == []


async def test_a_chat_that_went_on_by_e_mail_has_its_thread(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    await stands(store, Idle(), method="email")
    await store.transact(lambda tx: keep_thread(tx, CASE, thread_of(card)))
    assert "already over" in await answered(tom, support, f"claim {CASE}")
    assert "FD-7K2M9: Note" in await answered(tom, support, f"note {CASE} has called")


async def test_a_chat_that_is_nobodys_is_passed_to_queues_alone(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore
) -> None:
    await store.transact(lambda tx: tx.staff.put(Duty(EVA, True), NOW))
    await stands(store, Queued(LIVE, CASE, NOW, thread_of(card)))
    await tom.clicks("Transfer…", in_=card.ts)  # there are no queues here
    assert tom.modal is None
    assert "Press Claim first." in support.thread(card.ts)[-1].text


# --- about a callback

CALL = CaseCode("FD-7K2M9P")  # its card stands where the case's does


async def called_for(store: SqliteStore, card: Message, state: State, owner: Agent | None) -> None:
    phone = Phone("+31612345678", "NL", "06 12345678", "+31 6 12345678")
    english = Language("en")
    file = CallbackFile(
        CALL, ANNA, english, english, phone, "UTC", due=NOW, state=state, owner=owner, thread=thread_of(card)
    )
    await store.transact(lambda tx: tx.callbacks.save(file, NOW))


CALLS: dict[str, tuple[State, Agent | None, str, str]] = {
    "claim": ("open", None, "claim", "FD-7K2M9P: Claim"),
    "reached": ("claimed", TOM, "reached", "FD-7K2M9P: Reached"),
    "not reached": ("claimed", TOM, "not_reached", "FD-7K2M9P: Not reached"),
}


@pytest.mark.parametrize("words", CALLS)
async def test_what_is_typed_about_a_callback_is_what_its_button_does(
    words: str,
    card: Message,
    tom: Person,
    support: ChannelScreen,
    store: SqliteStore,
    slack: SlackChannel,
    inbox: Inbox,
) -> None:
    state, owner, press, said = CALLS[words]
    await called_for(store, card, state, owner)
    assert said in await answered(tom, support, f"call {CALL} {words}")
    event = done_by(press, TOM, thread_of(card))
    assert event
    assert last(slack, inbox) == FromCallback(CALL, event)


async def test_a_call_ends_with_what_came_of_it(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore, slack: SlackChannel, inbox: Inbox
) -> None:
    await called_for(store, card, "reached", TOM)
    said = await answered(tom, support, f"call {CALL} done is paid & happy")
    assert "FD-7K2M9P: Done · is paid &amp; happy" in said
    assert last(slack, inbox) == FromCallback(CALL, CallDone(TOM, thread_of(card), "is paid & happy"))


NO_CALLS: dict[str, tuple[State, Agent | None, str]] = {
    "reached": ("open", None, "Press Claim first, so that nobody else calls as well."),
    "claim": ("claimed", EVA, "Already taken by Eva."),
    "not reached": ("cancelled", TOM, "The customer has cancelled this call."),
    "done is paid": ("claimed", TOM, "Say first that the customer was reached."),
    "done": ("reached", TOM, "Please write in a few words what came of it."),
}


@pytest.mark.parametrize("words", NO_CALLS)
async def test_what_cannot_be_done_with_a_callback_is_said_at_once(
    words: str, card: Message, tom: Person, support: ChannelScreen, store: SqliteStore, inbox: Inbox
) -> None:
    state, owner, said = NO_CALLS[words]
    await called_for(store, card, state, owner)
    assert said in await answered(tom, support, f"call {CALL} {words}")
    assert inbox.items == []


async def test_a_case_without_a_callback_has_none(tom: Person, support: ChannelScreen, inbox: Inbox) -> None:
    assert "Case FD-7K2M9P has no callback." in await answered(tom, support, f"call {CALL} claim")
    assert inbox.items == []


# --- from a message's menu


async def have_come(inbox: Inbox, messages: int) -> None:
    async with asyncio.timeout(5):
        while len(inbox.items) < messages:
            inbox.came.clear()
            await inbox.came.wait()


async def test_a_message_in_no_cases_thread_is_neither_sent_nor_kept(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore, inbox: Inbox
) -> None:
    lone = await tom.writes(support, "// lunch?")
    reply = await tom.writes(support, "// where?", lone)
    await have_come(inbox, 2)
    for message in (lone, reply, card.ts):
        await tom.shortcut("control.send_held", message)
        assert tom.whispers()[-1].text == "This is for messages in the thread of a case, so nothing has changed."
    assert len(tom.whispers()) == 3
    assert len(inbox.items) == 2


async def test_a_message_in_a_cases_thread_is(
    card: Message, tom: Person, support: ChannelScreen, store: SqliteStore, slack: SlackChannel, inbox: Inbox
) -> None:
    await stands(store, WithAgent(TOM, CASE, thread_of(card)))
    await store.transact(lambda tx: tx.conversations.link(thread_of(card), ANNA))
    held = await tom.writes(support, "// hm", card.ts)
    await have_come(inbox, 1)
    await tom.shortcut("control.send_held", held)
    heard = last(slack, inbox)
    assert isinstance(heard, FromThread)
    assert isinstance(heard.event, AgentControlled)
    assert heard.event.control == SendHeld(held)
