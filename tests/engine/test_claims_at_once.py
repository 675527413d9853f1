"""Two agents press "Claim" on the same chat at once, a thousand times: one owns it, and the other reads who does."""

import asyncio
import random
from datetime import timedelta

import pytest

from core.model.conversation import Conversation, Queued, WithAgent
from core.model.effects import Post
from core.model.events import AgentClaimed
from core.model.heard import FromCard
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.model.offer import Offer
from core.model.people import Agent
from core.model.posts import Whisper
from core.model.rows import Received
from core.model.view import text
from core.store.sqlite import SqliteStore
from tests.engine.desk import Desk

AGENTS = (Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0ZOFIA"), "Zofia"))
TRIALS = 1000
LIVE_CHAT = Offer("live_chat", available=True, live=True, reason=text("way.live"), promise=text("way.live"))


def thread(number: int) -> Address:
    return Address("slack", f"C1/{number}.0")


def waiting(number: int, desk: Desk) -> Conversation:
    """A customer in the queue, whose card stands in a thread."""
    stage = Queued(LIVE_CHAT, CaseCode(f"FD-{number}"), desk.clock.now() - timedelta(seconds=30), thread(number))
    customer = Address("telegram", str(number))
    return Conversation(ConversationId(str(customer)), customer, "Anna", turn=3, stage=stage, greeted=True)


def pressed(desk: Desk, number: int, agent: Agent) -> Received:
    name = f"{agent.id} presses {number}"
    claim = AgentClaimed(agent, thread(number), CaseCode(f"FD-{number}"))
    desk.reader.heard[name] = FromCard(ConversationId(f"telegram:{number}"), claim)
    return Received(name, "slack", str(thread(number)), name)


@pytest.mark.timeout(300)
@pytest.mark.fault(
    "People and time", "two agents claim at once, 1,000 trials", "one owns it, and the other reads who does"
)
async def test_a_thousand_times_one_of_two_owns_the_chat(store: SqliteStore) -> None:
    desk, chance = Desk(store), random.Random(4711)
    chats = [waiting(number, desk) for number in range(1, TRIALS + 1)]
    for chat in chats:
        await store.transact(lambda tx, chat=chat: tx.conversations.save(chat, desk.clock.now()))
    presses = [pressed(desk, number, agent) for number in range(1, TRIALS + 1) for agent in AGENTS]
    chance.shuffle(presses)

    await asyncio.gather(*(desk.intake.receive([press]) for press in presses))
    await desk.works()

    for number, chat in enumerate(chats, 1):
        after = (await desk.conversation(chat.customer)).stage
        assert isinstance(after, WithAgent)
        (other,) = [agent for agent in AGENTS if agent != after.agent]
        told = [row.effect.body for row in desk.sent if _is_in(row.effect, number)]
        assert [each.agent for each in told if isinstance(each, Whisper)] == [other]


def _is_in(effect: object, number: int) -> bool:
    return isinstance(effect, Post) and effect.to == thread(number)
