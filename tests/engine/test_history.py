"""What is counted later of conversations: each leaves just these rows, of questions and of ways to a person."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from core.engine.history import COUNTED_SINCE, keep_history
from core.engine.housekeeping import Housekeeping
from core.engine.retention.job import Retention
from core.engine.retention.periods import Periods
from core.model.answer import Answer, Citation
from core.model.controls import Assign, CloseReason, Control, HandBack, Release, Reopen, Transfer
from core.model.conversation import Closed, Conversation, Filling
from core.model.effects import OpenHandoff
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentControlled,
    AgentWrote,
    AnswerReady,
    CustomerChose,
    EffectFailed,
    HandoffOpened,
    Woke,
)
from core.model.facts import Facts
from core.model.figures import AskedRow, HandoffRow, SpellRow, Told
from core.model.heard import DutyChanged, FromCard, FromCustomer, FromThread
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId
from core.model.people import Agent
from core.model.rows import Decided
from core.store.sqlite import SqliteStore
from tests.engine.desk import EMAIL, Desk
from tests.engine.fakes import ANNA, ENGLISH, NOON

TOM, EVA = Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0EVA"), "Eva")
CHAT = ConversationId(str(ANNA))
THREAD = Address("slack", "C1/1.0")
REFUNDS = Citation("refunds", "Refunds", "https://x.example", "en")
FOUND = Answer("answered", "Ten days.", (REFUNDS,), 0.9)
NOTHING = Answer("unknown", "", (), 0.1, "abstain")
LONG_AGO = NOON - timedelta(days=9)


class Story:
    """Anna, the assistant and the staff, each of whom does one thing a minute after the other."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def asks(self, words: str = "When do I get my money back?", answer: Answer = FOUND) -> None:
        await self.writes(words)
        await self._happens(AnswerReady(await self._turn(), answer))

    async def writes(self, words: str) -> None:
        self._later()
        await self.desk.hears(words)
        await self.desk.works()

    async def presses(self, *actions: str) -> None:
        for action in actions:
            self._later()
            press = CustomerChose(action, await self._turn())
            await self.desk.gets_heard(FromCustomer(ANNA, press), source="telegram")
            await self.desk.works()

    async def wants_a_person(self) -> CaseCode:
        await self.presses("talk", "offer.live_chat")
        code = await self.case()
        await self.opens(code)
        return code

    async def opens(self, code: CaseCode) -> None:
        await self._happens(HandoffOpened(await self._turn(), "live_chat", code, THREAD))

    async def claims(self, agent: Agent = TOM) -> None:
        await self._on_card(AgentClaimed(agent, THREAD, await self.case()))

    async def says(self, words: str = "Hello Anna", agent: Agent = TOM) -> None:
        self._later()
        await self.desk.gets_heard(FromThread(THREAD, AgentWrote(agent, THREAD, words)), THREAD)
        await self.desk.works()

    async def closes(self, reason: CloseReason = "solved") -> None:
        await self._on_card(AgentClosed(TOM, THREAD, await self.case(), reason))

    async def uses(self, control: Control, agent: Agent = TOM, case: CaseCode | None = None) -> None:
        code = case or await self.case()
        await self._on_card(AgentControlled(agent, THREAD, code, control, supervisor=True))

    async def comes(self, agent: Agent) -> None:
        await self.desk.gets_heard(DutyChanged(agent, on_duty=True, languages=("en",)), "staff")
        await self.desk.works()

    async def case(self) -> CaseCode:
        stage = (await self.desk.conversation()).stage
        return stage.case  # type: ignore[union-attr,no-any-return]

    async def _turn(self) -> int:
        known = await self.desk.store.transact(lambda tx: tx.conversations.load(CHAT))
        return known.turn if known else 0

    async def _on_card(self, event: AgentClaimed | AgentClosed | AgentControlled) -> None:
        self._later()
        await self.desk.gets_heard(FromCard(CHAT, event), THREAD)
        await self.desk.works()

    async def _happens(self, event: AnswerReady | HandoffOpened | Woke) -> None:
        self._later()
        await self.desk.gets_event(event)
        await self.desk.works()

    async def wakes(self) -> None:
        await self._happens(Woke("answer_due", await self._turn()))

    def _later(self) -> None:
        self.desk.clock.time += timedelta(minutes=1)

    # --- what was counted
    async def asked(self) -> list[AskedRow]:
        return await self.desk.store.transact(lambda tx: tx.asked.since(LONG_AGO))

    async def questions(self) -> list[tuple[str, Told, bool | None, bool]]:
        return [(row.text, row.told, row.helpful, row.handed) for row in await self.asked()]

    async def handoffs(self) -> list[HandoffRow]:
        return await self.desk.store.transact(lambda tx: tx.handoffs.since(LONG_AGO))

    async def only(self) -> HandoffRow:
        (row,) = await self.handoffs()
        return row


@pytest.fixture
def anna(store: SqliteStore) -> Story:
    return Story(Desk(store))


def minute(at: datetime | None) -> int | None:
    return None if at is None else round((at - NOON) / timedelta(minutes=1))


# --- questions
async def test_a_question_is_one_row_with_what_it_got(anna: Story) -> None:
    await anna.asks("When do I get my money back? anna@mail.example", FOUND)
    (row,) = await anna.asked()
    assert (row.conversation, row.language, row.topic, row.told, row.article) == (CHAT, "en", "", "answered", "Refunds")
    assert "anna@mail.example" not in row.text
    assert (minute(row.at), row.helpful, row.handed) == (2, None, False)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (FOUND, "answered"),
        (Answer("answered", "Ten days.", (REFUNDS,), 0.5, "careful"), "careful"),
        (NOTHING, "abstained"),
        (Answer("answered", "Ten days.", (), 0.9), "abstained"),
        (Answer("unknown", "", (), 0.0, "person"), "person"),
        (Answer("unknown", "", (), 0.0, "urgent"), "danger"),
    ],
)
async def test_what_an_answer_counts_as(anna: Story, answer: Answer, told: Told) -> None:
    await anna.asks(answer=answer)
    assert [row.told for row in await anna.asked()] == [told]


async def test_an_answer_that_does_not_come_has_failed(anna: Story) -> None:
    await anna.writes("When do I get my money back?")
    await anna.wakes()
    assert [told for _, told, _, _ in await anna.questions()] == ["failed"]


async def test_an_answer_that_comes_too_late_counts_once(anna: Story) -> None:
    await anna.writes("When do I get my money back?")
    turn = (await anna.desk.conversation()).turn
    await anna.wakes()
    await anna.desk.gets_event(AnswerReady(turn, FOUND))
    await anna.desk.works()
    assert len(await anna.asked()) == 1


async def test_a_sign_alone_asks_nothing(anna: Story) -> None:
    await anna.asks("?", NOTHING)
    assert await anna.asked() == []


@pytest.mark.parametrize(("press", "helpful"), [("helped", True), ("not_helped", False)])
async def test_what_the_customer_says_of_an_answer_stands_with_its_question(
    anna: Story, press: str, helpful: bool
) -> None:
    await anna.asks()
    await anna.presses(press)
    assert [said for _, _, said, _ in await anna.questions()] == [helpful]


async def test_only_the_last_answer_is_judged(anna: Story) -> None:
    await anna.asks("When do I get my money back?")
    await anna.asks("How do I track my parcel?")
    await anna.presses("helped")
    assert [said for _, _, said, _ in await anna.questions()] == [None, True]


async def test_the_same_question_at_once_is_no_other_one_and_says_that_it_did_not_help(anna: Story) -> None:
    await anna.asks()
    await anna.writes("When do I get my money back?")
    await anna.presses("offer.live_chat")
    assert [row[1:] for row in await anna.questions()] == [("answered", False, True)]
    assert (await anna.only()).why == "disliked"


# --- why a person is needed
@pytest.mark.parametrize(
    ("answer", "press", "why"),
    [
        (FOUND, "", "wished"),
        (FOUND, "helped", "wished"),
        (FOUND, "not_helped", "disliked"),
        (NOTHING, "", "unanswered"),
        (Answer("unknown", "", (), 0.0, "person"), "", "wished"),
        (Answer("unknown", "", (), 0.0, "urgent"), "", "danger"),
    ],
)
async def test_why_a_person_is_needed(anna: Story, answer: Answer, press: str, why: str) -> None:
    await anna.asks(answer=answer)
    if press:
        await anna.presses(press)
    await anna.wants_a_person()
    assert (await anna.only()).why == why
    assert [handed for *_, handed in await anna.questions()] == [True]


async def test_a_person_who_is_wished_for_first_is_no_question(anna: Story) -> None:
    await anna.writes("A person, please")
    await anna.wants_a_person()
    assert await anna.asked() == []
    assert (await anna.only()).why == "wished"


async def test_only_the_question_just_before_leads_to_the_person(anna: Story) -> None:
    await anna.asks("When do I get my money back?", NOTHING)
    await anna.asks("How do I track my parcel?")
    await anna.wants_a_person()
    assert [handed for *_, handed in await anna.questions()] == [False, True]
    assert (await anna.only()).why == "wished"


async def test_who_comes_for_a_person_days_later_was_not_led_there_by_the_question(anna: Story) -> None:
    await anna.asks(answer=NOTHING)
    anna.desk.clock.time += timedelta(days=2)
    await anna.wants_a_person()
    assert [handed for *_, handed in await anna.questions()] == [False]
    assert (await anna.only()).why == "wished"


# --- the course of a live chat
async def test_a_chat_that_is_solved(anna: Story) -> None:
    await anna.asks(answer=NOTHING)
    code = await anna.wants_a_person()
    await anna.claims()
    await anna.says()
    await anna.says("Ten days.")
    await anna.closes()
    row = await anna.only()
    assert (row.case, row.conversation, row.method, row.language) == (code, CHAT, "live_chat", "en")
    assert (minute(row.asked_at), minute(row.claimed_at), minute(row.answered_at), minute(row.ended_at)) == (4, 6, 7, 9)
    assert (row.agent, row.end) == ("U0TOM", "solved")


async def test_words_among_colleagues_are_no_answer(anna: Story) -> None:
    await anna.wants_a_person()
    await anna.says("I take it")
    await anna.claims()
    await anna.says("Poor you", EVA)
    await anna.says("note: she is angry")
    assert (await anna.only()).answered_at is None


@pytest.mark.parametrize("reason", ["no_answer", "spam", "duplicate", "not_ours", "other"])
async def test_a_chat_that_is_closed_for_another_reason_is_not_solved(anna: Story, reason: CloseReason) -> None:
    await anna.wants_a_person()
    await anna.claims()
    await anna.closes(reason)
    assert (await anna.only()).end == "closed"


async def test_who_leaves_before_anybody_came_has_abandoned_it(anna: Story) -> None:
    await anna.wants_a_person()
    await anna.presses("cancel")
    row = await anna.only()
    assert (row.end, row.claimed_at, row.answered_at, minute(row.ended_at)) == ("abandoned", None, None, 4)


async def test_who_goes_on_by_email_has_moved_and_for_the_same_reason(anna: Story) -> None:
    await anna.asks(answer=NOTHING)
    await anna.wants_a_person()
    await anna.presses("offer.email")
    await anna.writes("anna@mail.example")
    chat, mail = await anna.handoffs()
    assert (chat.method, chat.end, minute(chat.ended_at)) == ("live_chat", "moved", minute(mail.asked_at))
    assert (mail.method, mail.case, mail.why, mail.end) == ("email", chat.case, "unanswered", "")


async def test_the_first_claim_stays_when_a_chat_is_put_back_or_passed_on(anna: Story) -> None:
    await anna.comes(EVA)
    await anna.wants_a_person()
    await anna.claims()
    first = (await anna.only()).claimed_at
    await anna.uses(Release())
    assert (await anna.only()).agent == ""
    await anna.claims(EVA)
    await anna.uses(Transfer(TOM), EVA)
    row = await anna.only()
    assert (row.agent, row.claimed_at, row.end) == ("U0EVA", first, "")  # Tom is not there


async def test_who_is_given_a_chat_by_a_supervisor_has_claimed_it(anna: Story) -> None:
    await anna.comes(EVA)
    await anna.wants_a_person()
    await anna.uses(Assign(EVA), TOM)
    row = await anna.only()
    assert (row.agent, minute(row.claimed_at)) == ("U0EVA", 4)


async def test_handed_back_to_the_assistant_it_goes_on_there(anna: Story) -> None:
    await anna.wants_a_person()
    await anna.claims()
    await anna.uses(HandBack())
    assert (await anna.only()).end == "moved"


async def test_a_chat_that_an_agent_opens_again_is_another_row(anna: Story) -> None:
    code = await anna.wants_a_person()
    await anna.claims()
    await anna.says()
    await anna.closes()
    await anna.uses(Reopen(), EVA, code)
    first, again = await anna.handoffs()
    assert (first.end, first.agent) == ("solved", "U0TOM")
    assert (again.case, again.why, again.agent, again.claimed_at) == (code, "agent", "U0EVA", again.asked_at)


async def test_a_thread_that_cannot_be_opened_is_a_failure(anna: Story) -> None:
    await anna.presses("talk", "offer.live_chat")
    (opening,) = [row for row in anna.desk.sent if type(row.effect).__name__ == "OpenHandoff"]
    lost = EffectFailed(EffectId(str(opening.id)), opening.effect, opening.turn, "channel_not_found", "refused")
    await anna.desk.gets_event(lost)
    await anna.desk.works()
    assert (await anna.only()).end == "failed"


async def test_a_press_that_comes_twice_is_one_handoff(anna: Story) -> None:
    await anna.presses("talk")
    press = CustomerChose("offer.live_chat", (await anna.desk.conversation()).turn)
    for _ in range(2):
        await anna.desk.gets_heard(FromCustomer(ANNA, press), source="telegram")
    await anna.desk.works()
    assert len(await anna.handoffs()) == 1


async def test_a_call_that_is_given_up_for_a_mail_has_moved(anna: Story) -> None:
    call = HandoffRow(CaseCode("FD-CALL"), CHAT, "callback", ENGLISH, "", "unanswered", NOON)
    await anna.desk.store.transact(lambda tx: tx.handoffs.put(call))
    filling = Conversation(CHAT, ANNA, "Anna", turn=7, stage=Filling(EMAIL, ("email",), call=call.case))
    after = replace(filling, turn=8, stage=Closed(CaseCode("FD-MAIL"), "email"))
    opening = OpenHandoff("email", CaseCode("FD-MAIL"), 8, ANNA, "Anna", ENGLISH, "Where is it?")
    facts = Facts(NOON + timedelta(minutes=3), ENGLISH, (EMAIL,), CaseCode("FD-MAIL"))
    gave = Decided(1, CustomerChose("use_email", 7), facts, filling, after, (opening,))
    await anna.desk.store.transact(lambda tx: keep_history(tx, gave))
    first, mail = await anna.handoffs()
    assert (first.method, first.end, minute(first.ended_at)) == ("callback", "moved", 3)
    assert (mail.method, mail.why, mail.case) == ("email", "unanswered", "FD-MAIL")


# --- since when
async def test_counting_begins_once_with_who_is_there(anna: Story) -> None:
    await anna.comes(TOM)
    await anna.desk.store.transact(lambda tx: tx.spells.put(SpellRow(TOM.id, ("en",), NOON, NOON)))  # as before it
    keeping = Housekeeping(anna.desk.store, anna.desk.clock, Retention(anna.desk.store, anna.desk.clock, Periods()))
    anna.desk.clock.time += timedelta(minutes=5)
    await keeping.tidy()
    anna.desk.clock.time += timedelta(minutes=5)
    await keeping.tidy()
    since = await anna.desk.store.transact(lambda tx: tx.keep.get(COUNTED_SINCE))
    assert since is not None
    assert minute(datetime.fromisoformat(since)) == 5
    spell = await anna.desk.store.transact(lambda tx: tx.spells.open_of(TOM.id))
    assert spell == SpellRow(TOM.id, ("en",), NOON + timedelta(minutes=5))


async def test_questions_are_forgotten_after_a_year(anna: Story) -> None:
    await anna.asks()
    anna.desk.clock.time += Periods().questions
    retention = Retention(anna.desk.store, anna.desk.clock, Periods())
    await retention.run()
    assert len(await anna.asked()) == 1
    anna.desk.clock.time += timedelta(minutes=5)
    await retention.run()
    assert await anna.asked() == []
