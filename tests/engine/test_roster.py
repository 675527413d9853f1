"""The roster: who says that they are there, who is seen away, who is put off duty, and whoever waits is looked at."""

import pytest
from msgspec.structs import replace

from core.model.conversation import Conversation, Idle, Queued, WithAgent
from core.model.effects import PutOffDuty
from core.model.events import Woke
from core.model.heard import DutyChanged, PresenceSeen
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent, Duty
from core.model.rows import ChatRow
from core.store.sqlite import SqliteStore
from tests.engine.desk import LIVE, Desk
from tests.engine.fakes import ANNA, DAAN

TOM, EVA = Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0EVA"), "Eva")


@pytest.fixture
def desk(store: SqliteStore) -> Desk:
    return Desk(store)


async def duties(desk: Desk) -> dict[str, Duty]:
    return {duty.agent.name: duty for duty in await desk.store.transact(lambda tx: tx.staff.all())}


async def comes(desk: Desk, agent: Agent, languages: tuple[str, ...] | None = None) -> None:
    await desk.gets_heard(DutyChanged(agent, on_duty=True, languages=languages), f"slack:{agent.id}")
    await desk.works()


async def is_seen(desk: Desk, agent: Agent, *, away: bool) -> None:
    await desk.gets_heard(PresenceSeen(agent.id, away), f"slack:{agent.id}")
    await desk.works()


async def waits(desk: Desk, customer: Address) -> None:
    """In the queue, with an open thread."""
    code, id = CaseCode(f"FD-{customer.key}"), ConversationId(str(customer))
    stage = Queued(LIVE, code, desk.clock.now(), Address("slack", f"C1/{customer.key}"))
    talk = Conversation(id, customer, "Anna", turn=5, stage=stage, greeted=True)
    chat = ChatRow(code, id, Language("en"), desk.clock.now())

    async def write(tx):
        await tx.conversations.save(talk, desk.clock.now())
        await tx.chats.put(chat)

    await desk.store.transact(write)


async def looks(desk: Desk, customer: Address) -> list[Woke]:
    return [row.event for row in await desk.decisions(customer) if isinstance(row.event, Woke)]


async def test_the_languages_that_an_agent_names_hold_until_others_are_named(desk: Desk) -> None:
    await comes(desk, TOM, ("pl", "en"))
    await desk.gets_heard(DutyChanged(TOM, on_duty=False), "slack:U0TOM")
    await comes(desk, TOM)
    assert (await duties(desk))["Tom"].languages == ("pl", "en")
    await comes(desk, TOM, ())
    assert (await duties(desk))["Tom"].languages == ()


async def test_who_is_away_is_on_duty_and_not_there_and_comes_back(desk: Desk) -> None:
    await comes(desk, TOM)
    await is_seen(desk, TOM, away=True)
    tom = (await duties(desk))["Tom"]
    assert (tom.on_duty, tom.away, tom.there, desk.roster_news) == (True, True, False, 2)
    await is_seen(desk, TOM, away=False)
    assert (await duties(desk))["Tom"].there


async def test_presence_never_sets_duty(desk: Desk) -> None:
    await is_seen(desk, TOM, away=False)
    assert await duties(desk) == {}
    await desk.gets_heard(DutyChanged(TOM, on_duty=False), "slack:U0TOM")
    await is_seen(desk, TOM, away=False)
    assert not (await duties(desk))["Tom"].on_duty
    assert desk.roster_news == 1


async def test_whoever_presses_the_button_is_there_whatever_was_seen(desk: Desk) -> None:
    await comes(desk, TOM)
    await is_seen(desk, TOM, away=True)
    await comes(desk, TOM)
    assert (await duties(desk))["Tom"].there


@pytest.mark.parametrize("goes", [DutyChanged(TOM, on_duty=False), PresenceSeen(TOM.id, away=True)], ids=str)
async def test_when_somebody_goes_all_who_wait_are_looked_at(desk: Desk, goes: DutyChanged | PresenceSeen) -> None:
    await comes(desk, TOM)
    await waits(desk, ANNA)
    await waits(desk, DAAN)
    await desk.gets_heard(goes, "slack:U0TOM")
    await desk.works()
    assert await looks(desk, ANNA) == await looks(desk, DAAN) == [Woke("place", 5)]


async def test_when_somebody_comes_nobody_is_disturbed(desk: Desk) -> None:
    await waits(desk, ANNA)
    await comes(desk, TOM)
    assert await looks(desk, ANNA) == []


async def test_who_talks_with_somebody_or_waits_no_more_is_left_alone(desk: Desk) -> None:
    await comes(desk, TOM)
    await waits(desk, ANNA)
    await waits(desk, DAAN)
    anna, daan = await desk.conversation(ANNA), await desk.conversation(DAAN)
    assert isinstance(anna.stage, Queued)
    assert anna.stage.thread
    talking = replace(anna, stage=WithAgent(EVA, anna.stage.case, anna.stage.thread))
    await desk.store.transact(lambda tx: tx.conversations.save(talking, desk.clock.now()))
    await desk.store.transact(lambda tx: tx.conversations.save(replace(daan, stage=Idle()), desk.clock.now()))
    await desk.gets_heard(DutyChanged(TOM, on_duty=False), "slack:U0TOM")
    await desk.works()
    assert await looks(desk, ANNA) == await looks(desk, DAAN) == []


async def test_agents_are_put_off_duty_with_the_decision_and_who_is_off_already_stays_so(desk: Desk) -> None:
    await comes(desk, TOM)
    await waits(desk, ANNA)
    await desk.store.transact(
        lambda tx: desk.recorder.carry(tx, ConversationId(str(ANNA)), 5, 99, [PutOffDuty((TOM, EVA))], desk.clock.now())
    )
    await desk.works()
    assert [(duty.agent, duty.on_duty) for duty in (await duties(desk)).values()] == [(TOM, False)]
    assert await looks(desk, ANNA) == [Woke("place", 5)]
