"""The roster: who says that they are there, who is seen away, who is put off duty or gone, and what becomes of the customers."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from core.model.callback import CallbackFile, Phone
from core.model.conversation import Conversation, Filling, Idle, Queued, WithAgent
from core.model.effects import PutOffDuty
from core.model.events import OwnerGone, Woke
from core.model.heard import AgentLeft, AgentSettings, DutyChanged, PresenceSeen
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent, Duty, Sign
from core.model.rows import ChatRow
from core.store.sqlite import SqliteStore
from tests.engine.desk import EMAIL, LIVE, Desk
from tests.engine.fakes import ANNA, DAAN, NOON
from tests.engine.own_cases import keep

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


# --- the signs by which somebody is away


async def seen(desk: Desk, sign: Sign, *, away: bool, since: datetime | None = None, until: datetime | None = None):
    await desk.gets_heard(PresenceSeen(TOM.id, away, sign, since, until), f"slack:{TOM.id}")
    await desk.works()


async def test_who_is_away_by_two_signs_is_back_when_both_are_gone(desk: Desk) -> None:
    await comes(desk, TOM)
    await seen(desk, "presence", away=True)
    await seen(desk, "status", away=True)
    await seen(desk, "presence", away=False)
    assert not (await duties(desk))["Tom"].there
    await seen(desk, "status", away=False)
    assert (await duties(desk))["Tom"].there


async def test_the_button_does_not_overrule_what_the_agent_says_of_themselves(desk: Desk) -> None:
    await comes(desk, TOM)
    await seen(desk, "status", away=True)
    await comes(desk, TOM)
    assert (await duties(desk))["Tom"].away


async def test_a_status_that_was_set_off_duty_counts_on_coming_and_puts_nobody_on_duty(desk: Desk) -> None:
    await desk.gets_heard(DutyChanged(TOM, on_duty=False), "slack:U0TOM")
    await desk.works()
    await seen(desk, "status", away=True)
    tom = (await duties(desk))["Tom"]
    assert (tom.on_duty, tom.away) == (False, False)
    await comes(desk, TOM)
    assert (await duties(desk))["Tom"].away


async def test_what_begins_later_or_is_over_vetoes_nobody(desk: Desk) -> None:
    await comes(desk, TOM)
    await seen(desk, "dnd", away=True, since=NOON + timedelta(hours=1), until=NOON + timedelta(hours=2))
    await seen(desk, "status", away=True, until=NOON - timedelta(hours=1))
    tom = (await duties(desk))["Tom"]
    assert tom.there
    assert [veto.sign for veto in tom.vetoes] == ["dnd"]


# --- their chats


async def talks(desk: Desk, customer: Address, agent: Agent, *, behind_a_form: bool = False) -> None:
    """In a chat with the agent, perhaps filling in a form for another way meanwhile."""
    code, id = CaseCode(f"FD-{customer.key}"), ConversationId(str(customer))
    chat = WithAgent(agent, code, Address("slack", f"C1/{customer.key}"))
    stage = Filling(EMAIL, ("email",), meanwhile=chat) if behind_a_form else chat
    talk = Conversation(id, customer, "Anna", turn=5, stage=stage, greeted=True)
    now = desk.clock.now()
    row = ChatRow(code, id, Language("en"), now, agent=agent.id, claimed_at=now)

    async def write(tx):
        await tx.conversations.save(talk, now)
        await tx.chats.put(row)
        await tx.cases.open(code, id, "live_chat", now)

    await desk.store.transact(write)


async def gone(desk: Desk, customer: Address) -> list[OwnerGone]:
    return [row.event for row in await desk.decisions(customer) if isinstance(row.event, OwnerGone)]


@pytest.mark.fault("People and time", "the owner of a chat leaves the channel", "the chat goes back to the queue")
async def test_who_leaves_the_staff_is_off_duty_and_each_of_their_chats_hears_of_it(desk: Desk) -> None:
    await comes(desk, TOM)
    await talks(desk, ANNA, TOM)
    await talks(desk, DAAN, TOM, behind_a_form=True)
    await desk.gets_heard(AgentLeft(TOM.id), "slack:U0TOM")
    await desk.works()
    assert not (await duties(desk))["Tom"].on_duty
    assert await gone(desk, ANNA) == await gone(desk, DAAN) == [OwnerGone(TOM.id, "left")]


async def test_who_comes_back_on_duty_is_heard_of_in_their_chats(desk: Desk) -> None:
    await comes(desk, TOM)
    await talks(desk, ANNA, TOM)
    for on_duty in (False, True, True):
        await desk.gets_heard(DutyChanged(TOM, on_duty=on_duty), "slack:U0TOM")
        await desk.works()
    assert await gone(desk, ANNA) == [OwnerGone(TOM.id, "off_duty"), OwnerGone(TOM.id, "back")]


async def test_who_leaves_the_staff_leaves_the_calls_that_they_have_claimed(desk: Desk) -> None:
    own, hers, over = (call(f"FD-C{number}", agent) for number, agent in enumerate((TOM, EVA, TOM)))
    await keep(desk.store, own, hers, replace(over, state="reached"))
    await desk.gets_heard(AgentLeft(TOM.id), "slack:U0TOM")
    await desk.works()
    assert [await owner_of(desk, file.case) for file in (own, hers, over)] == [None, EVA, TOM]


def call(code: str, agent: Agent) -> CallbackFile:
    phone = Phone("+31612345678", "NL", "06 12345678", "+31 6 12345678")
    en, due = Language("en"), NOON + timedelta(hours=2)
    id = ConversationId(str(ANNA))
    return CallbackFile(CaseCode(code), id, en, en, phone, "UTC", due=due, state="claimed", owner=agent)


async def owner_of(desk: Desk, case: CaseCode) -> Agent | None:
    file = await desk.store.transact(lambda tx: tx.callbacks.load(case))
    assert file
    return file.owner


async def test_a_second_notice_that_somebody_left_is_no_news(desk: Desk) -> None:
    await comes(desk, TOM)
    for _ in range(2):
        await desk.gets_heard(AgentLeft(TOM.id), "slack:U0TOM")
        await desk.works()
    assert desk.roster_news == 2  # came and went


async def test_a_stranger_who_leaves_the_channel_is_nobodys_loss(desk: Desk) -> None:
    await talks(desk, ANNA, EVA)
    await desk.gets_heard(AgentLeft(TOM.id), "slack:U0TOM")
    await desk.works()
    assert await gone(desk, ANNA) == []


@pytest.mark.fault(
    "People and time", "the owner of a chat goes off duty", "asked in each of their chats what shall become of it"
)
async def test_who_goes_off_duty_is_asked_in_each_of_their_own_chats(desk: Desk) -> None:
    await comes(desk, TOM)
    await talks(desk, ANNA, TOM)
    await talks(desk, DAAN, EVA)
    await desk.gets_heard(DutyChanged(TOM, on_duty=False), "slack:U0TOM")
    await desk.works()
    assert await gone(desk, ANNA) == [OwnerGone(TOM.id, "off_duty")]
    assert await gone(desk, DAAN) == []


# --- what agents set for themselves


async def test_an_agent_sets_name_languages_and_chats_and_leaves_the_rest_as_it_is(desk: Desk) -> None:
    await comes(desk, TOM)
    await desk.gets_heard(AgentSettings(TOM, "Thomas", ("pl",), 5), "slack:U0TOM")
    await desk.works()
    tom = (await duties(desk))["Thomas"]
    assert (tom.languages, tom.capacity, tom.named, tom.on_duty) == (("pl",), 5, True, True)
    await desk.gets_heard(AgentSettings(TOM, capacity=2), "slack:U0TOM")
    await desk.works()
    tom = (await duties(desk))["Thomas"]
    assert (tom.languages, tom.capacity, tom.named) == (("pl",), 2, True)


async def test_an_empty_name_is_the_messengers_again(desk: Desk) -> None:
    await desk.gets_heard(AgentSettings(TOM, "Thomas"), "slack:U0TOM")
    await desk.gets_heard(AgentSettings(TOM, ""), "slack:U0TOM")
    await desk.works()
    assert not (await duties(desk))["Thomas"].named


async def test_settings_put_nobody_on_duty(desk: Desk) -> None:
    await desk.gets_heard(AgentSettings(TOM, capacity=4), "slack:U0TOM")
    await desk.works()
    assert not (await duties(desk))["Tom"].on_duty
