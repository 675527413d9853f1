"""What is written down of live chats that change hands, end, and go on: the queue, and the cases."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from core.engine.chats import keep_chat
from core.model.controls import ChangeLanguage, Control, HandBack, Release, Reopen, Snooze, TakeBack, Transfer
from core.model.conversation import Conversation, Idle, Queued
from core.model.events import AgentClaimed, AgentClosed, AgentControlled, AgentWrote, CustomerChose, HandoffOpened, Woke
from core.model.facts import Facts
from core.model.heard import DutyChanged, FromCard, FromCustomer, FromThread
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.offer import Eta
from core.model.people import Agent
from core.model.rows import CaseRow, ChatRow, Decided
from core.model.wait import Wait
from core.store.sqlite import SqliteStore
from tests.engine.desk import LIVE, Desk
from tests.engine.fakes import ANNA, NOON

TOM, EVA = Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0EVA"), "Eva")
THREAD = Address("slack", "C1/1.0")


@pytest.fixture
async def desk(filed: SqliteStore) -> Desk:
    """Anna's chat is with Tom since a minute after she joined the queue."""
    desk = Desk(filed)
    await desk.hears("A person, please")
    await desk.works()
    chose = CustomerChose("offer.live_chat", (await desk.conversation()).turn)
    await desk.gets_heard(FromCustomer(ANNA, chose), source="telegram")
    await desk.works()
    await desk.gets_event(HandoffOpened((await desk.conversation()).turn, "live_chat", await case(desk), THREAD))
    desk.clock.time += timedelta(minutes=1)
    await on_card(desk, AgentClaimed(TOM, THREAD, await case(desk)))
    return desk


async def case(desk: Desk) -> CaseCode:
    stage = (await desk.conversation()).stage
    code: CaseCode = stage.case  # type: ignore[union-attr]
    return code


async def on_card(desk: Desk, event: AgentClaimed | AgentClosed | AgentControlled) -> None:
    await desk.gets_heard(FromCard(ConversationId(str(ANNA)), event), THREAD)
    await desk.works()


async def uses(desk: Desk, agent: Agent, control: Control) -> None:
    row = await only_case(desk)
    await on_card(desk, AgentControlled(agent, THREAD, row.code, control))


async def only_case(desk: Desk) -> CaseRow:
    long_ago = desk.clock.now() - timedelta(days=1)
    (row,) = await desk.store.transact(lambda tx: tx.cases.of(ConversationId(str(ANNA)), long_ago))
    return row


async def live(desk: Desk) -> list[ChatRow]:
    return await desk.store.transact(lambda tx: tx.chats.live())


async def test_a_released_chat_waits_at_the_place_that_it_had(desk: Desk) -> None:
    (before,) = await live(desk)
    assert before.agent == "U0TOM"
    await uses(desk, TOM, Release())
    (chat,) = await live(desk)
    assert (chat.agent, chat.claimed_at, chat.told, chat.queued_at) == ("", None, None, before.queued_at)
    assert (await only_case(desk)).closed_at is None


async def test_a_chat_that_is_passed_on_is_the_colleagues(desk: Desk) -> None:
    await desk.gets_heard(DutyChanged(EVA, True, ("en",)), "staff")
    await uses(desk, TOM, Transfer(EVA))
    (chat,) = await live(desk)
    assert chat.agent == "U0EVA"
    assert chat.claimed_at


async def test_one_whose_language_was_another_waits_for_those_who_speak_it(desk: Desk) -> None:
    await uses(desk, TOM, ChangeLanguage(Language("pl")))
    await uses(desk, TOM, Release())
    (chat,) = await live(desk)
    assert chat.language == "pl"


async def test_handed_back_to_the_assistant_it_is_over(desk: Desk) -> None:
    await uses(desk, TOM, HandBack())
    assert await live(desk) == []
    assert (await only_case(desk)).closed_at


@pytest.mark.parametrize("control", [Reopen(), TakeBack()])
async def test_an_agent_who_goes_on_with_it_has_it_again(desk: Desk, control: Control) -> None:
    await on_card(desk, AgentClosed(TOM, THREAD, await case(desk)))
    assert (await only_case(desk)).closed_at
    await uses(desk, EVA, control)
    (chat,) = await live(desk)
    assert (chat.agent, chat.ended_at) == ("U0EVA", None)
    assert (await only_case(desk)).closed_at is None


# --- how it stands now


async def test_the_row_says_who_waits_where_and_since_when_it_is_offered(filed: SqliteStore) -> None:
    desk = Desk(filed)
    await desk.hears("A person, please")
    await desk.works()
    chose = CustomerChose("offer.live_chat", (await desk.conversation()).turn)
    await desk.gets_heard(FromCustomer(ANNA, chose), source="telegram")
    await desk.works()
    (chat,) = await live(desk)
    assert (chat.name, chat.topic, chat.urgent, chat.thread, chat.offered_at) == ("Anna", "", False, None, None)
    desk.clock.time += timedelta(minutes=1)
    await desk.gets_event(HandoffOpened((await desk.conversation()).turn, "live_chat", await case(desk), THREAD))
    await desk.works()
    (chat,) = await live(desk)
    assert (chat.thread, chat.offered_at) == (THREAD, desk.clock.now())


async def test_the_row_says_since_when_the_customer_waits_for_a_word(desk: Desk) -> None:
    (chat,) = await live(desk)
    assert chat.waiting_since == desk.clock.now()
    await desk.gets_heard(FromThread(THREAD, AgentWrote(TOM, THREAD, "Hello Anna")), THREAD)
    await desk.works()
    assert (await live(desk))[0].waiting_since is None
    desk.clock.time += timedelta(minutes=3)
    await desk.hears("And now?")
    await desk.works()
    since = desk.clock.now()
    desk.clock.time += timedelta(minutes=3)
    await desk.hears("Hello?")
    await desk.works()
    assert (await live(desk))[0].waiting_since == since


async def test_a_chat_that_sleeps_says_so(desk: Desk) -> None:
    await uses(desk, TOM, Snooze())
    assert (await live(desk))[0].snoozed
    await desk.hears("Are you there?")
    await desk.works()
    assert not (await live(desk))[0].snoozed


async def test_what_the_customer_was_told_last_is_beside_what_they_were_told_first(store: SqliteStore) -> None:
    first, last = Wait(2, Eta(4, 9)), Wait(1, Eta(2, 3))
    told = Queued(LIVE, CaseCode("FD-1"), NOON, THREAD, told=first, told_at=NOON)
    talk = Conversation(ConversationId(str(ANNA)), ANNA, "Anna", turn=5, stage=told)
    begins = Decided(1, Woke("place", 5), _facts(NOON), replace(talk, stage=Idle()), talk, ())
    later = replace(talk, stage=replace(told, told=last, told_at=NOON + timedelta(minutes=2)))
    await store.transact(lambda tx: keep_chat(tx, begins))
    await store.transact(lambda tx: keep_chat(tx, Decided(2, Woke("place", 5), _facts(NOON), talk, later, ())))
    (chat,) = await store.transact(lambda tx: tx.chats.live())
    assert (chat.told, chat.shown, chat.shown_at) == (first, last, NOON + timedelta(minutes=2))


def _facts(now: datetime) -> Facts:
    return Facts(now, Language("en"), (LIVE,), CaseCode("FD-2"))
