"""What agents type: the case that is meant, the thread that is known of it, and what is done there."""

import pytest

from core.engine.commands import Meant, Unclear, keep_thread, meaning
from core.model.controls import KeepNote, Release, Transfer
from core.model.conversation import Closed, Conversation, Filling, Queued, Stage, WithAgent
from core.model.events import AgentClaimed, AgentClosed, AgentControlled
from core.model.heard import AgentSettings, FromCommand
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.rows import ChatRow
from core.store.sqlite import SqliteStore
from tests.engine.desk import EMAIL, LIVE, Desk
from tests.engine.fakes import ANNA, DAAN, NOON

TOM, EVA = Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0EVA"), "Eva")
CASE, OTHER = CaseCode("FD-1"), CaseCode("FD-2")
THREAD = Address("slack", "C1/1.0")
ANNAS = ConversationId(str(ANNA))

CHAT = WithAgent(TOM, CASE, THREAD)
QUEUED = Queued(LIVE, CASE, NOON, THREAD)


@pytest.fixture
def desk(store: SqliteStore) -> Desk:
    return Desk(store)


async def has(desk: Desk, stage: Stage, case: CaseCode = CASE, customer: Address = ANNA, agent: str = "") -> None:
    id = ConversationId(str(customer))
    chat = ChatRow(case, id, Language("en"), NOON, agent=agent, claimed_at=NOON if agent else None)

    async def write(tx):
        await tx.conversations.save(Conversation(id, customer, "Anna", turn=5, stage=stage, greeted=True), NOON)
        await tx.cases.open(case, id, "live_chat", NOON)
        await tx.chats.put(chat)

    await desk.store.transact(write)


async def means(desk: Desk, command: FromCommand) -> Meant | Unclear:
    return await desk.store.transact(lambda tx: meaning(tx, command))


async def test_a_control_a_claim_and_a_close_happen_in_the_thread_of_the_case(desk: Desk) -> None:
    await has(desk, QUEUED)
    said = [Release("sorry"), "claim", "spam"]
    assert [await means(desk, FromCommand(TOM, CASE, did, supervisor=True)) for did in said] == [
        Meant(ANNAS, AgentControlled(TOM, THREAD, CASE, Release("sorry"), supervisor=True)),
        Meant(ANNAS, AgentClaimed(TOM, THREAD, CASE)),
        Meant(ANNAS, AgentClosed(TOM, THREAD, CASE, "spam")),
    ]


@pytest.mark.parametrize(
    ("where", "moves"),
    [("C1/", False), ("C2/", True), ("C11/", True)],
)
async def test_a_queue_elsewhere_takes_a_chat_from_its_thread(desk: Desk, where: str, moves: bool) -> None:
    await has(desk, CHAT, agent=TOM.id)
    to = Transfer(queue="billing", note="look")
    found = await means(desk, FromCommand(TOM, "", to, queue=Address("slack", where)))
    moved = Transfer(queue="billing", note="look", moves=moves)
    assert found == Meant(ANNAS, AgentControlled(TOM, THREAD, CASE, moved))


async def test_without_a_code_the_only_chat_is_meant(desk: Desk) -> None:
    await has(desk, CHAT, agent=TOM.id)
    await has(desk, WithAgent(EVA, OTHER, THREAD), OTHER, DAAN, agent=EVA.id)
    found = await means(desk, FromCommand(TOM, "", KeepNote("look")))
    assert found == Meant(ANNAS, AgentControlled(TOM, THREAD, CASE, KeepNote("look")))


async def test_without_a_code_nothing_is_guessed(desk: Desk) -> None:
    none = await means(desk, FromCommand(TOM, "", Release()))
    await has(desk, CHAT, agent=TOM.id)
    await has(desk, WithAgent(TOM, OTHER, THREAD), OTHER, DAAN, agent=TOM.id)
    several = await means(desk, FromCommand(TOM, "", Release()))
    assert none == several == Unclear("the agent has no chat, or several")


async def test_behind_a_form_the_chat_goes_on(desk: Desk) -> None:
    await has(desk, Filling(EMAIL, ("email",), meanwhile=CHAT), agent=TOM.id)
    found = await means(desk, FromCommand(TOM, CASE, Release()))
    assert isinstance(found, Meant)
    assert found.event.thread == THREAD


async def test_the_thread_of_a_case_that_is_over_is_remembered(desk: Desk) -> None:
    await has(desk, Closed(CASE, "live_chat"))
    assert await means(desk, FromCommand(TOM, CASE, "claim")) == Unclear("FD-1 has no thread")
    await desk.store.transact(lambda tx: keep_thread(tx, CASE, THREAD))
    assert await means(desk, FromCommand(TOM, CASE, "claim")) == Meant(ANNAS, AgentClaimed(TOM, THREAD, CASE))


async def test_no_such_case(desk: Desk) -> None:
    assert await means(desk, FromCommand(TOM, CASE, "claim")) == Unclear("there is no case FD-1")


async def test_a_case_whose_thread_is_being_opened_is_waited_for(desk: Desk) -> None:
    await has(desk, Queued(LIVE, CASE, NOON))
    assert await means(desk, FromCommand(TOM, CASE, "claim")) == Unclear("FD-1 has no thread", soon=True)
    await desk.gets_heard(FromCommand(TOM, CASE, "claim"), "slack:U0TOM")
    await desk.works()
    assert len(await desk.undone()) == 1
    desk.clock.passes(121)
    await desk.works()
    assert await desk.undone() == []


async def test_a_command_is_decided_by_the_names_that_customers_read(desk: Desk) -> None:
    await has(desk, CHAT, agent=TOM.id)
    for agent, name in ((TOM, "Thomas"), (EVA, "Eva from Hamerslag")):
        await desk.gets_heard(AgentSettings(agent, name), f"slack:{agent.id}")
    await desk.works()
    await desk.gets_heard(FromCommand(TOM, "", Transfer(to=Agent(EVA.id, "eva.k"))), "slack:U0TOM")
    await desk.works()
    (decided,) = await desk.decisions(ANNA)
    assert isinstance(decided.event, AgentControlled)
    assert decided.event.agent.name == "Thomas"
    assert decided.event.control == Transfer(to=Agent(EVA.id, "Eva from Hamerslag"))


async def test_a_command_about_nothing_is_left_with_the_reason(desk: Desk) -> None:
    await desk.gets_heard(FromCommand(TOM, CASE, "claim"), "slack:U0TOM")
    await desk.works()
    assert await desk.undone() == []
    assert await desk.decisions(ANNA) == []
