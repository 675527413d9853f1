"""Rows of the inbox are decided in their order, each to its end, whatever is wrong with one of them."""

import pytest

from core.flow.decide import decide
from core.model.answer import Answer, Citation
from core.model.conversation import Answering, Idle, WithAgent
from core.model.effects import Ask, Say
from core.model.errors import Transient, Unreadable
from core.model.events import AgentClaimed, AgentWrote, AnswerReady, CustomerChose, HandoffOpened
from core.model.heard import DutyChanged, FromCard, FromCustomer, FromThread, Ignored
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.model.lease import ALWAYS
from core.model.people import Agent, Duty
from core.model.rows import Received
from core.store.errors import RowOver, StoreRefused
from core.store.sqlite import SqliteStore
from tests.engine.desk import Desk
from tests.engine.fakes import ANNA, DAAN, Unsteady, dead, words_of

TOM = Agent(AgentId("U0TOM"), "Tom")
THREAD = Address("slack", "C1/1.0")
FOUND = Answer("answered", "Ten days.", (Citation("refunds", "Refunds", "https://x.example", "en"),), 0.9)


@pytest.fixture
def desk(store: SqliteStore) -> Desk:
    return Desk(store)


def said(desk: Desk, to: Address = ANNA) -> list[str]:
    return [words_of(row.effect) for row in desk.sent if isinstance(row.effect, Say) and row.effect.to == to]


def asked(desk: Desk) -> list[str]:
    return [row.effect.question for row in desk.sent if isinstance(row.effect, Ask)]


# --- the ordinary way ---


async def test_the_first_words_of_a_customer_begin_a_conversation(desk: Desk) -> None:
    await desk.hears("Where is my parcel?")
    await desk.works()
    conversation = await desk.conversation()
    assert (conversation.id, conversation.customer, conversation.name) == ("telegram:1001", ANNA, "Anna")
    assert isinstance(conversation.stage, Answering)
    assert asked(desk) == ["Where is my parcel?"]
    assert await desk.undone() == []


async def test_the_same_item_twice_is_one(desk: Desk) -> None:
    row = Received("once", "telegram", str(ANNA), '{"chat": 1001, "text": "Hello there"}')
    for _ in range(3):
        await desk.intake.receive([row, row])
    await desk.works()
    assert len(await desk.decisions()) == 1


async def test_what_an_effect_led_to_goes_on_where_the_conversation_stands(desk: Desk) -> None:
    await desk.hears("When do I get my money back?")
    await desk.works()
    await desk.gets_event(AnswerReady((await desk.conversation()).turn, FOUND))
    await desk.works()
    assert isinstance((await desk.conversation()).stage, Idle)
    assert said(desk) == ["greeting Refunds rating.ask"]


async def test_effects_go_out_in_the_order_of_the_decisions(desk: Desk) -> None:
    for number in range(30):
        await desk.hears(f"/start {number}", ANNA if number % 2 else DAAN)
    await desk.works()
    seqs = [row.seq for row in desk.sent]
    assert seqs == sorted(seqs)
    assert [row.id.partition(".")[0] for row in desk.sent] == [str(number) for number in range(1, 31)]


async def test_a_long_message_goes_out_in_parts_of_one_effect(desk: Desk) -> None:
    await with_tom(desk)
    await desk.gets_heard(FromThread(THREAD, AgentWrote(TOM, THREAD, "one|two|three")))
    desk.sent.clear()
    await desk.works()
    parts = [(row.part, row.id) for row in desk.sent if isinstance(row.effect, Say)]
    assert parts == [(part, desk.sent[0].id) for part in range(3)]


async def test_what_is_nothing_for_us_is_put_aside(desk: Desk) -> None:
    await desk.gets_heard(Ignored("a sunset"))
    await desk.works()
    assert (await desk.undone(), desk.sent, await dead(desk.store)) == ([], [], [])


async def test_a_result_for_a_conversation_that_is_not_there_is_put_aside(desk: Desk) -> None:
    await desk.gets_event(AnswerReady(1, FOUND), "telegram:9")
    await desk.works()
    assert (await desk.undone(), desk.sent) == ([], [])


async def test_a_conversation_begins_with_a_press_too(desk: Desk) -> None:
    await desk.gets_heard(FromCustomer(ANNA, CustomerChose("talk", 0)), source="telegram")
    await desk.works()
    assert said(desk)[0].startswith("greeting choosing.ways")


# --- staff ---


async def test_going_on_duty_changes_the_roster_and_says_so(desk: Desk) -> None:
    await desk.gets_heard(DutyChanged(TOM, on_duty=True), "slack:U0TOM")
    await desk.works()
    assert await desk.store.transact(lambda tx: tx.staff.all()) == [Duty(TOM, on_duty=True, since=desk.clock.now())]
    assert desk.roster_news == 1


async def test_an_agent_keeps_the_name_and_the_languages_that_are_known(desk: Desk) -> None:
    known = Duty(TOM, on_duty=False, languages=("nl",))
    await desk.store.transact(lambda tx: tx.staff.put(known, desk.clock.now()))
    await desk.gets_heard(DutyChanged(Agent(TOM.id, "tom.v"), on_duty=True), "slack:U0TOM")
    await desk.works()
    (duty,) = await desk.store.transact(lambda tx: tx.staff.all())
    assert (duty.agent, duty.on_duty, duty.languages) == (TOM, True, ("nl",))


async def test_customers_read_an_agents_name_and_not_the_id(desk: Desk) -> None:
    await desk.store.transact(lambda tx: tx.staff.put(Duty(TOM, on_duty=True), desk.clock.now()))
    await with_tom(desk, Agent(TOM.id, ""))
    stage = (await desk.conversation()).stage
    assert isinstance(stage, WithAgent)
    assert stage.agent == TOM


async def test_a_thread_that_is_nobodys_is_put_aside(desk: Desk) -> None:
    await desk.gets_heard(FromThread(THREAD, AgentWrote(TOM, THREAD, "Lunch?"), ours=False))
    await desk.works()
    assert (await desk.undone(), desk.sent) == ([], [])


# --- waiting rows ---


async def test_an_agent_quicker_than_the_news_of_the_thread_is_heard_after_it(desk: Desk) -> None:
    await queued(desk)
    await desk.gets_heard(FromThread(THREAD, AgentWrote(TOM, THREAD, "I take it"), ours=True), THREAD)
    await desk.works()
    assert len(await desk.undone()) == 1

    await opened(desk)
    desk.clock.passes(3)
    await desk.works()
    assert await desk.undone() == []
    notes = [message.text for message in await desk.transcript() if message.author == "note"]
    assert notes == ["I take it"]


async def test_a_row_that_waits_holds_its_stream_back_and_no_other(desk: Desk) -> None:
    desk.reader.errors["not yet"] = Transient("Slack is not reached yet")
    await desk.gets("not yet", ANNA)
    await desk.hears("/start one", ANNA)
    await desk.hears("/start two", DAAN)
    await desk.works()
    assert (len(said(desk, ANNA)), len(said(desk, DAAN))) == (0, 1)

    del desk.reader.errors["not yet"]
    desk.reader.heard["not yet"] = Ignored("done with")
    desk.clock.passes(3)
    await desk.works()
    assert len(said(desk, ANNA)) == 1


async def test_a_thread_of_ours_that_nobody_records_is_put_aside_in_the_end(desk: Desk) -> None:
    await desk.gets_heard(FromThread(THREAD, AgentWrote(TOM, THREAD, "hello?"), ours=True), THREAD)
    for _ in range(61):
        await desk.works()
        desk.clock.passes(2)
    await desk.works()
    assert (await desk.undone(), await dead(desk.store)) == ([], [])


# --- poison ---


async def test_what_cannot_be_read_is_a_dead_letter_at_once_and_the_customer_is_told(desk: Desk) -> None:
    await desk.hears("/start", ANNA)
    desk.reader.errors["junk"] = Unreadable("text is not a text")
    await desk.gets("junk", ANNA)
    await desk.hears("/start again", ANNA)
    await desk.works()
    assert said(desk) == ["greeting idle.ask", "desk.stumbled", "greeting idle.ask"]
    assert [(letter.what, letter.reason) for letter in await dead(desk.store)] == [("junk", "text is not a text")]


async def test_a_mistake_of_ours_is_tried_three_times_and_then_the_next_one_flows(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.hears("/start", ANNA)
    desk.reader.errors["poison"] = ZeroDivisionError("oops")
    await desk.gets("poison", ANNA)
    await desk.hears("/start again", ANNA)
    for answered in (1, 1, 3):
        await desk.works()
        assert len(said(desk)) == answered
        desk.clock.passes(2.1)
    assert said(desk) == ["greeting idle.ask", "desk.stumbled", "greeting idle.ask"]
    assert [letter.reason for letter in await dead(desk.store)] == ["ZeroDivisionError: oops"]
    assert caplog.text.count("failed by a mistake of ours") == 3


@pytest.mark.fault("Coming in", "a poison item")
async def test_the_poison_of_one_customer_is_no_matter_of_another(desk: Desk) -> None:
    desk.reader.errors["poison"] = ZeroDivisionError("oops")
    await desk.gets("poison", ANNA)
    await desk.hears("/start", DAAN)
    await desk.works()
    assert said(desk, DAAN) == ["greeting idle.ask"]


async def test_a_customer_who_never_got_a_word_is_not_begun_with_an_apology(desk: Desk) -> None:
    desk.reader.errors["junk"] = Unreadable("junk")
    await desk.gets("junk", ANNA)
    await desk.works()
    assert (said(desk), len(await dead(desk.store))) == ([], 1)


async def test_an_unreadable_result_is_a_dead_letter(desk: Desk) -> None:
    await desk.hears("/start", ANNA)
    await desk.gets('{"is":"Prophecy"}', ANNA, "core")
    await desk.works()
    assert len(await dead(desk.store)) == 1


# --- the store ---


async def test_when_the_store_fails_nothing_is_lost(store: SqliteStore) -> None:
    unsteady = Unsteady(store)
    desk = Desk(unsteady)
    await desk.hears("/start")
    unsteady.failing = 1
    with pytest.raises(Transient, match="the disk is full"):
        await desk.works()
    await desk.works()
    assert said(desk) == ["greeting idle.ask"]


async def test_a_decision_is_stored_whole_and_comes_out_the_same(desk: Desk) -> None:
    await with_tom(desk)
    await desk.gets_heard(FromThread(THREAD, AgentWrote(TOM, THREAD, "Hello")), THREAD)
    await desk.works()
    rows = await desk.decisions()
    assert len(rows) == 5
    for row in rows:
        again = decide(row.before, row.event, row.facts)
        assert (again.conversation, again.effects) == (row.after, row.effects)


# --- ways to get there ---


async def queued(desk: Desk) -> None:
    await desk.gets_heard(FromCustomer(ANNA, CustomerChose("talk", 0)), source="telegram")
    await desk.works()
    turn = (await desk.conversation()).turn
    await desk.gets_heard(FromCustomer(ANNA, CustomerChose("offer.live_chat", turn)), source="telegram")
    await desk.works()


async def opened(desk: Desk) -> CaseCode:
    conversation = await desk.conversation()
    case: CaseCode = conversation.stage.case  # type: ignore[union-attr]
    await desk.gets_event(HandoffOpened(conversation.turn, "live_chat", case, THREAD))
    await desk.works()
    return case


async def with_tom(desk: Desk, agent: Agent = TOM) -> None:
    await queued(desk)
    case = await opened(desk)
    await desk.gets_heard(FromCard(ConversationId(str(ANNA)), AgentClaimed(agent, THREAD, case)), THREAD)
    await desk.works()


async def test_what_another_process_has_decided_meanwhile_is_no_mistake_of_ours(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Its keys are taken then, so the store refuses them, and the row is not ours any more."""
    await desk.hears("Where is my parcel?")
    (row,) = await desk.undone()
    await desk.works()
    with pytest.raises(RowOver):
        await desk.worker._put_aside(row, StoreRefused("a key is taken"), ALWAYS)
    assert "mistake" not in caplog.text
