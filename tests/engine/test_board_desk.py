"""What is done at the board, from the inbox on: ways are closed and open again, duty is set by others, dead letters are answered."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.engine.shifts import Shifts
from core.model.board_acts import (
    BoardAct,
    ChatAssigned,
    CustomerUnblocked,
    DutySet,
    LetterAnswered,
    MethodClosed,
    MethodOpened,
)
from core.model.conversation import Choosing, Conversation, Idle, Queued, WithAgent
from core.model.effects import Post
from core.model.errors import Unreadable
from core.model.events import OwnerGone
from core.model.figures import Closure
from core.model.heard import DutyChanged
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.people import Agent, Duty
from core.model.posts import Remark
from core.model.rows import ChatRow, NewEffect, OutboxRow, Timer
from core.store.sqlite import SqliteStore
from handoff.board.acting.reading import received
from tests.engine.desk import EMAIL, LIVE, Desk
from tests.engine.fakes import ANNA, DAAN, NOON, dead, queued, say, words_of

TOM, EVA = Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0EVA"), "Eva")
CASE = CaseCode("FD-1")
THREAD, PANEL = Address("slack", "C1/1.0"), Address("slack", "C1/9.0")
HOUR = timedelta(hours=1)
MEETING = MethodClosed(EVA, "live_chat", "meeting", "Weekly", NOON + HOUR)


@pytest.fixture
async def desk(store: SqliteStore) -> Desk:
    await store.transact(lambda tx: tx.keep.put("duty_panel", str(PANEL)))
    return Desk(store)


async def does(desk: Desk, act: BoardAct) -> None:
    await desk.intake.receive([received(act)])
    await desk.works()


async def has(desk: Desk, stage: Queued | WithAgent | Choosing, customer: Address = ANNA) -> None:
    id = ConversationId(str(customer))
    agent = stage.agent.id if isinstance(stage, WithAgent) else ""

    async def write(tx):
        await tx.conversations.save(Conversation(id, customer, "Anna", turn=5, stage=stage, greeted=True), NOON)
        if isinstance(stage, Choosing):
            await tx.timers.set(Timer(id, "expire", 5, NOON + HOUR))
            return
        await tx.cases.open(stage.case, id, "live_chat", NOON)
        await tx.chats.put(
            ChatRow(stage.case, id, Language("en"), NOON, agent=agent, claimed_at=NOON if agent else None)
        )

    await desk.store.transact(write)


async def is_known(desk: Desk, *duties: Duty) -> None:
    for duty in duties:
        await desk.store.transact(lambda tx, duty=duty: tx.staff.put(duty, NOON))


async def closures(desk: Desk) -> list[Closure]:
    return await desk.store.transact(lambda tx: tx.closures.all())


async def audit(desk: Desk, conversation: str = "") -> list[tuple[str, str]]:
    rows = await desk.store.transact(lambda tx: tx.looking.audit(conversation, 50))
    return [(row.kind, row.detail) for row in rows]


def said(desk: Desk, to: Address) -> list[str]:
    rows = [row for row in desk.sent if row.lane == str(to) and not isinstance(row.effect, Post)]
    return [words_of(row.effect) for row in rows]


def remarks(desk: Desk, thread: Address) -> list[tuple[str, tuple[Agent, ...]]]:
    """What stands there in our name, and who was called to it."""
    posts = [row.effect for row in desk.sent if isinstance(row.effect, Post) and row.effect.to == thread]
    return [(post.body.text.key, post.body.to) for post in posts if isinstance(post.body, Remark)]


# --- ways to a person


async def test_who_waits_and_who_chooses_learns_at_once_that_a_way_is_closed(desk: Desk) -> None:
    await has(desk, Queued(LIVE, CASE, NOON, THREAD))
    await has(desk, Choosing((LIVE, EMAIL)), DAAN)
    await does(desk, MEETING)
    assert said(desk, ANNA) == ["way.live.closed queued.closed_now way.email queued.place"]
    assert said(desk, DAAN) == ["choosing.changed choosing.ways way.email way.live.closed"]
    assert await closures(desk) == [Closure("live_chat", "meeting", "Eva", NOON, NOON + HOUR, "Weekly")]
    assert remarks(desk, PANEL) == [("board.notice.live_chat.until", ())]
    assert await audit(desk) == [
        ("board: closed", "U0EVA Eva: live_chat until 2026-03-02T13:00+00:00: meeting Weekly"),
    ]
    assert desk.roster_news == 1, "the panel shows it"


async def test_closing_what_is_closed_in_the_same_way_changes_nothing(desk: Desk) -> None:
    await does(desk, MEETING)
    await does(desk, MEETING)
    assert (len(await audit(desk)), desk.roster_news, len(remarks(desk, PANEL))) == (1, 1, 1)


async def test_it_can_be_closed_for_longer(desk: Desk) -> None:
    await does(desk, MEETING)
    await does(desk, replace(MEETING, until=None))
    assert [closure.until for closure in await closures(desk)] == [None]


async def test_a_press_that_comes_after_its_end_closes_nothing(desk: Desk) -> None:
    desk.clock.passes(3600)
    await does(desk, MEETING)
    assert (await closures(desk), await audit(desk), desk.sent) == ([], [], [])


async def test_it_is_opened_by_one_press(desk: Desk) -> None:
    await has(desk, Queued(LIVE, CASE, NOON, THREAD))
    await does(desk, replace(MEETING, until=None))
    await does(desk, MethodOpened(TOM, "live_chat"))
    await does(desk, MethodOpened(TOM, "live_chat"))
    assert await closures(desk) == []
    assert said(desk, ANNA)[1:] == ["queued.somebody queued.place"]
    assert (await audit(desk))[1:] == [("board: opened", "U0TOM Tom: live_chat")]


async def test_it_opens_by_itself_when_its_time_is_over(desk: Desk) -> None:
    await has(desk, Queued(LIVE, CASE, NOON, THREAD))
    await does(desk, MEETING)
    news: list[str] = []
    shifts = Shifts(desk.store, desk.clock, desk.intake, lambda duty, now: False, lambda: news.append("roster"))
    assert not await shifts.look()
    desk.clock.passes(3600)
    assert await shifts.look()
    await desk.works()
    assert said(desk, ANNA)[1:] == ["queued.somebody queued.place"]
    assert (await closures(desk), news, await shifts.look()) == ([], ["roster"], False)


async def test_staff_who_were_never_reached_are_told_nothing(store: SqliteStore) -> None:
    desk = Desk(store)
    await does(desk, MEETING)
    assert (len(await closures(desk)), desk.sent) == (1, [])


# --- duty


async def test_an_agent_is_put_on_duty_by_somebody_else_and_told_so(desk: Desk) -> None:
    await is_known(desk, Duty(TOM, False, ("pl",)))
    await does(desk, DutySet(EVA, TOM.id, on_duty=True))
    (duty,) = await desk.store.transact(lambda tx: tx.staff.all())
    assert (duty.there, duty.languages) == (True, ("pl",))
    assert remarks(desk, PANEL) == [("board.notice.on_duty", (TOM,))]
    assert ("board: on duty", "U0EVA Eva: U0TOM") in await audit(desk)


async def test_who_is_taken_off_duty_is_asked_what_becomes_of_their_chats(desk: Desk) -> None:
    await is_known(desk, Duty(TOM, True))
    await has(desk, WithAgent(TOM, CASE, THREAD))
    await does(desk, DutySet(EVA, TOM.id, on_duty=False))
    assert [row.event for row in await desk.decisions()] == [OwnerGone(TOM.id, "off_duty")]
    assert remarks(desk, PANEL) == [("board.notice.off_duty", (TOM,))]


async def test_who_is_off_duty_already_is_told_nothing(desk: Desk) -> None:
    await is_known(desk, Duty(TOM, False))
    await does(desk, DutySet(EVA, TOM.id, on_duty=False))
    await does(desk, DutySet(EVA, AgentId("U0NOBODY"), on_duty=True))
    assert (desk.sent, desk.roster_news, await audit(desk)) == ([], 0, [])


async def test_what_they_do_themselves_meanwhile_counts(desk: Desk) -> None:
    await is_known(desk, Duty(TOM, False))
    await desk.gets_heard(DutyChanged(TOM, on_duty=True), "slack:U0TOM")
    await does(desk, DutySet(EVA, TOM.id, on_duty=True))
    assert remarks(desk, PANEL) == []


# --- chats


async def test_a_chat_is_given_to_a_colleague_by_the_name_that_customers_read(desk: Desk) -> None:
    await is_known(desk, Duty(TOM, True), Duty(Agent(EVA.id, "Eva M."), True))
    await has(desk, Queued(LIVE, CASE, NOON, THREAD))
    await does(desk, ChatAssigned(EVA, CASE, Agent(TOM.id, "thomas")))
    stage = (await desk.conversation()).stage
    assert isinstance(stage, WithAgent)
    assert stage.agent == TOM
    assert said(desk, ANNA) == ["chat.joined"]
    assert remarks(desk, THREAD) == [("board.thread.given", (TOM,))]
    assert ("board: assigned", "U0EVA Eva M.: FD-1 to U0TOM") in await audit(desk, str(ANNA))


async def test_who_has_gone_off_duty_meanwhile_does_not_get_it(desk: Desk) -> None:
    await is_known(desk, Duty(TOM, False))
    await has(desk, Queued(LIVE, CASE, NOON, THREAD))
    await does(desk, ChatAssigned(EVA, CASE, TOM))
    assert isinstance((await desk.conversation()).stage, Queued)
    assert remarks(desk, THREAD) == [("board.thread.not_there", ())]


async def test_a_supervisor_takes_over_without_being_on_duty(desk: Desk) -> None:
    await has(desk, WithAgent(TOM, CASE, THREAD))
    await does(desk, ChatAssigned(EVA, CASE, EVA))
    await does(desk, ChatAssigned(EVA, CASE, EVA))
    (live,) = await desk.store.transact(lambda tx: tx.chats.live())
    assert (live.agent, said(desk, ANNA)) == (EVA.id, ["chat.passed"])
    assert await desk.store.transact(lambda tx: tx.staff.get(EVA.id)) == Duty(EVA, False), "and is known by their name"


async def test_of_two_who_take_a_chat_in_the_same_moment_the_first_has_it(desk: Desk) -> None:
    await has(desk, Queued(LIVE, CASE, NOON, THREAD))
    nobody = AgentId("")
    await desk.intake.receive([received(ChatAssigned(each, CASE, each, held=nobody)) for each in (EVA, TOM)])
    await desk.works()
    (live,) = await desk.store.transact(lambda tx: tx.chats.live())
    assert live.agent == EVA.id
    assert remarks(desk, THREAD) == [("board.thread.taken", (EVA,)), ("board.thread.raced", ())]


async def test_it_waits_for_a_thread_that_is_being_opened(desk: Desk) -> None:
    await has(desk, Queued(LIVE, CASE, NOON))
    await does(desk, ChatAssigned(EVA, CASE, EVA))
    assert len(await desk.undone()) == 1
    await has(desk, Queued(LIVE, CASE, NOON, THREAD))
    desk.clock.passes(3)
    await desk.works()
    assert isinstance((await desk.conversation()).stage, WithAgent)


async def test_a_customer_is_unblocked(desk: Desk) -> None:
    await has(desk, WithAgent(TOM, CASE, THREAD))
    blocked = replace(await desk.conversation(), stage=Idle(), blocked=NOON + HOUR)
    await desk.store.transact(lambda tx: tx.conversations.save(blocked, NOON))
    await desk.store.transact(lambda tx: tx.keep.put(f"thread:{CASE}", str(THREAD)))
    await does(desk, CustomerUnblocked(EVA, CASE))
    assert (await desk.conversation()).blocked is None
    assert remarks(desk, THREAD) == [("staff.unblocked", ())]


# --- dead letters


async def test_what_could_not_be_decided_is_tried_again(desk: Desk) -> None:
    desk.reader.errors["junk"] = Unreadable("a mistake of ours")
    await desk.gets("junk", ANNA)
    await desk.works()
    (letter,) = await dead(desk.store)
    del desk.reader.errors["junk"]
    desk.reader.heard["junk"] = DutyChanged(TOM, on_duty=True)  # what it was, now that it can be read
    await does(desk, LetterAnswered(EVA, "inbox", letter.id, "again"))
    assert [duty.agent for duty in await desk.store.transact(lambda tx: tx.staff.all())] == [TOM]
    assert await dead(desk.store) == []
    assert ("board: sent again", f"U0EVA Eva: inbox {letter.id}") in await audit(desk, letter.conversation)


async def test_what_was_not_sent_is_put_before_its_lane_again(desk: Desk) -> None:
    (row,) = await queued(desk.store, [say("Hello")])
    await desk.store.transact(lambda tx: tx.outbox.settle(row.seq, "failed", reason="gone"))
    await does(desk, LetterAnswered(EVA, "outbox", row.id, "again"))
    await does(desk, LetterAnswered(EVA, "outbox", row.id, "again"))
    assert [(sent.seq, sent.attempts) for sent in desk.sent] == [(row.seq, 0)]


async def test_what_is_discarded_is_in_the_audit_with_its_reason(desk: Desk) -> None:
    (row,) = await queued(desk.store, [say("Hello")])
    await desk.store.transact(lambda tx: tx.outbox.settle(row.seq, "failed", reason="gone"))
    await does(desk, LetterAnswered(EVA, "outbox", row.id, "discard", "The customer wrote again"))
    assert (await dead(desk.store), desk.sent) == ([], [])
    assert await audit(desk, row.conversation) == [
        ("board: discarded", "U0EVA Eva: outbox 1.0: The customer wrote again")
    ]


async def has_failed(desk: Desk, conversation: str) -> OutboxRow:
    """Something of this stream."""
    rows = [NewEffect(EffectId("900.0"), ConversationId(conversation), "lane", say("Hello"), 0)]
    (row,) = await desk.store.transact(lambda tx: tx.outbox.add(rows, NOON))
    await desk.store.transact(lambda tx: tx.outbox.settle(row.seq, "failed", reason="gone"))
    return row


async def test_a_cases_thread_reads_that_something_is_tried_again(desk: Desk) -> None:
    await has(desk, Queued(LIVE, CASE, NOON, THREAD))
    await desk.store.transact(lambda tx: tx.keep.put(f"thread:{CASE}", str(THREAD)))
    row = await has_failed(desk, str(ANNA))
    await does(desk, LetterAnswered(EVA, "outbox", row.id, "again"))
    assert remarks(desk, THREAD) == [("board.thread.again", ())]
    assert row.seq in [sent.seq for sent in desk.sent]


async def test_a_cases_thread_reads_that_something_is_discarded_and_why(desk: Desk) -> None:
    await has(desk, Queued(LIVE, CASE, NOON, THREAD))
    await desk.store.transact(lambda tx: tx.keep.put(f"thread:{CASE}", str(THREAD)))
    row = await has_failed(desk, str(ANNA))
    await does(desk, LetterAnswered(EVA, "outbox", row.id, "discard", "The customer wrote again"))
    assert remarks(desk, THREAD) == [("board.thread.discarded", ())]


async def test_what_is_no_cases_is_said_nowhere(desk: Desk) -> None:
    row = await has_failed(desk, "alerts")
    await does(desk, LetterAnswered(EVA, "outbox", row.id, "discard", "old"))
    assert desk.sent == []


# --- what cannot be read


async def test_an_act_of_an_unknown_kind_is_a_dead_letter(desk: Desk) -> None:
    await desk.gets('{"is": "Coffee"}', "board:x", "board")
    await desk.works()
    assert len(await dead(desk.store)) == 1
