"""What is owed to whom until when, and when it is about to break."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from core.model.callback import CallbackFile, Phone
from core.model.dispute import Step
from core.model.dispute_file import Contact, DisputeFile
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.offer import Eta
from core.model.people import Agent
from core.model.rows import ChatRow
from core.model.ticket import TicketFile, Tokens
from core.model.wait import Wait
from handoff.sla import Promise, Standing, promises, standing, warned_at
from tests.handoff.quarrel import BUYER, quarrel

NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CLAIM, REPLY = 3 * MINUTE, 10 * MINUTE
CODE, ANNA, DUTCH = CaseCode("FD-7K2M9P"), ConversationId("telegram:1001"), Language("nl")
TOM = Agent(AgentId("U0TOM"), "Tom")

QUEUED = ChatRow(CODE, ANNA, DUTCH, NOW)
TALKING = replace(QUEUED, agent="U0TOM", claimed_at=NOW, waiting_since=NOW + MINUTE)
CALL = CallbackFile(CODE, ANNA, Language("en"), DUTCH, Phone("+31612345678", "NL", "06", "+31"), "UTC", due=NOW + HOUR)
TICKET = TicketFile(
    CODE, ANNA, Address("telegram", "1001"), DUTCH, Tokens("t", "c"), NOW, "UTC", asked_at=NOW, due=NOW + 8 * HOUR
)


def owed(chat=None, callback=None, ticket=None, dispute=None) -> list[Promise]:
    given_rows = [[row] if row else [] for row in (chat, callback, ticket, dispute)]
    return promises(*given_rows, claim=CLAIM, reply=REPLY)


def told(minutes: int, at: datetime) -> ChatRow:
    return replace(QUEUED, shown=Wait(2, Eta(1, minutes)), shown_at=at)


@pytest.mark.parametrize(
    ("chat", "kind", "since", "due"),
    [
        (QUEUED, "claim", NOW, NOW + CLAIM),
        (told(20, NOW), "claim", NOW, NOW + 20 * MINUTE),
        (told(20, NOW + 5 * MINUTE), "claim", NOW, NOW + 25 * MINUTE),
        (told(1, NOW), "claim", NOW, NOW + CLAIM),
        (replace(QUEUED, shown=Wait(2), shown_at=NOW), "claim", NOW, NOW + CLAIM),
        (replace(QUEUED, offered_at=NOW + 2 * MINUTE), "claim", NOW, NOW + CLAIM),  # before others now: no time is won
        (TALKING, "reply", NOW + MINUTE, NOW + MINUTE + REPLY),
    ],
)
def test_a_chat_is_to_be_taken_and_then_answered(chat, kind, since, due):
    [promise] = owed(chat)
    assert (promise.kind, promise.since, promise.due) == (kind, since, due)
    assert (promise.case, promise.conversation, promise.language) == (CODE, ANNA, DUTCH)
    assert promise.agent == chat.agent


@pytest.mark.parametrize(
    "chat",
    [
        replace(QUEUED, ended_at=NOW),
        replace(TALKING, waiting_since=None),
        replace(TALKING, snoozed=True),
    ],
)
def test_nothing_is_owed_in_a_chat_that_is_over_or_answered_or_put_off(chat):
    assert owed(chat) == []


def test_a_call_is_owed_from_its_slot_until_it_is_due():
    slot = NOW + HOUR - 15 * MINUTE
    [promise] = owed(callback=replace(CALL, slot=slot, owner=TOM, state="claimed"))
    assert promise == Promise("callback", CODE, ANNA, DUTCH, slot, NOW + HOUR, "U0TOM")


def test_a_call_as_soon_as_possible_is_about_to_break_in_its_last_quarter_of_an_hour():
    [promise] = owed(callback=CALL)
    assert warned_at(promise) == NOW + 45 * MINUTE


@pytest.mark.parametrize("state", ["reached", "done", "failed", "cancelled"])
def test_no_call_is_owed_to_who_was_reached_or_wants_none(state):
    assert owed(callback=replace(CALL, state=state)) == []


def test_an_answer_by_mail_is_owed_while_one_was_promised():
    assert owed(ticket=TICKET) == [Promise("email", CODE, ANNA, DUTCH, NOW, NOW + 8 * HOUR)]
    assert owed(ticket=replace(TICKET, state="answered")) == []
    assert owed(ticket=replace(TICKET, due=None)) == []


@pytest.mark.parametrize(
    ("stage", "ours"),
    [("open", True), ("under_review", True), ("appealed", True), ("waiting_other_party", False), ("decided", False)],
)
def test_a_dispute_is_owed_a_step_where_it_is_the_turn_of_staff(stage, ours):
    step = Step(stage, NOW, BUYER)
    dispute = replace(quarrel(), stage=stage, steps=(step,), due=NOW + 24 * HOUR)
    buyer = Contact(conversation=ANNA, language=DUTCH)
    found = owed(dispute=DisputeFile(dispute, buyer, Contact()))
    wanted = Promise("dispute", dispute.case, ANNA, DUTCH, NOW, NOW + 24 * HOUR)
    assert found == ([wanted] if ours else [])


@pytest.mark.parametrize(
    ("after", "stands"),
    [(0, "fine"), (134, "fine"), (135, "soon"), (179, "soon"), (180, "broken"), (9999, "broken")],
)
def test_it_is_about_to_break_when_a_quarter_of_the_time_is_left(after: int, stands: Standing):
    [promise] = owed(QUEUED)
    assert standing(promise, NOW + timedelta(seconds=after)) == stands


ORDER: dict[Standing, int] = {"fine": 0, "soon": 1, "broken": 2}
seconds = st.integers(0, 100_000)


@given(queued=st.lists(st.tuples(seconds, st.none() | seconds, st.none() | seconds)), looks=st.lists(seconds))
def test_the_first_to_break_comes_first_and_each_is_about_to_break_before_it_breaks(queued, looks):
    chats = [
        replace(
            QUEUED,
            case=CaseCode(f"FD-{number}"),
            queued_at=NOW + timedelta(seconds=began),
            claimed_at=None if wrote is None else NOW,
            waiting_since=None if wrote is None else NOW + timedelta(seconds=wrote),
            shown=None if shown is None else Wait(1, Eta(1, 9)),
            shown_at=None if shown is None else NOW + timedelta(seconds=shown),
        )
        for number, (began, wrote, shown) in enumerate(queued)
    ]
    made = promises(chats, claim=CLAIM, reply=REPLY)
    assert len(made) == len(chats)
    assert [promise.due for promise in made] == sorted(promise.due for promise in made)
    for promise in made:
        assert promise.since <= warned_at(promise) < promise.due
        stood = [ORDER[standing(promise, NOW + timedelta(seconds=look))] for look in sorted(looks)]
        assert stood == sorted(stood)
