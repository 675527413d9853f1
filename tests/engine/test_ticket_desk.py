"""The desk of e-mail tickets: what a decision may know, what is kept of it, and what becomes of the case."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from core.model.effects import Pass, Wake
from core.model.events import Woke
from core.model.ids import CaseCode
from core.model.shop import CustomerId
from core.model.ticket import State, stream_of
from core.model.ticket_events import CustomerAdded, MailArrived, TicketSolved
from core.store.sqlite import SqliteStore
from tests.engine.fakes import NOON, kept, undone
from tests.engine.ticketing import (
    ANNA,
    ANNAS,
    BERTS,
    DUTCH,
    ENGLISH,
    FIRST,
    FRESH,
    FRESH_TOKENS,
    HOUR,
    MIA,
    SECOND,
    TEAM,
    THIRD,
    Tickets,
    asked,
    letter,
)

ADDED = CustomerAdded("And the lid?")


@pytest.fixture
def tickets(store: SqliteStore) -> Tickets:
    return Tickets(store)


def from_team(words: str) -> MailArrived:
    return MailArrived(letter(MIA, "FD-7K2M9C-team", words), "team")


# --- what a decision may know


async def test_a_decision_knows_the_time_the_team_and_how_many_wait_before(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST), asked(SECOND, BERTS), asked(THIRD))
    facts = tickets.rules.saw[-1]
    assert (facts.now, facts.zone, facts.team, facts.hears) == (NOON, "Europe/Amsterdam", TEAM, True)
    assert (facts.ahead, facts.wait and facts.wait.by) == (2, NOON + 2 * HOUR)
    assert set(tickets.queued) == {DUTCH}


async def test_nobody_waits_behind_themselves(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST), asked(SECOND))
    await tickets.do(FIRST, ADDED)
    assert tickets.rules.saw[-1].ahead == 1


async def test_who_has_an_answer_waits_behind_all_who_have_none(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST), asked(SECOND))
    await tickets.becomes(FIRST, by=from_team("It is on its way."), state="answered", answered_at=NOON + HOUR)
    await tickets.do(FIRST, ADDED)
    facts = tickets.rules.saw[-1]
    assert (facts.ahead, facts.wait and facts.wait.by) == (1, NOON + 2 * HOUR)  # one waits, one was answered


async def test_each_time_is_reckoned_in_the_language_in_which_the_team_answers(tickets: Tickets) -> None:
    await tickets.opens(replace(asked(FIRST), spoken=ENGLISH))
    await tickets.do(FIRST, ADDED, Woke("ticket_due", 1))
    assert tickets.queued == [ENGLISH] * 3


async def test_a_mail_of_the_team_comes_with_an_unused_code_and_unused_secrets(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST))
    await tickets.do(FIRST, from_team("#split"))
    facts = tickets.rules.saw[-1]
    assert (facts.fresh_case, facts.fresh) == (FRESH, FRESH_TOKENS)  # the first code that is made is taken


@pytest.mark.parametrize("event", [ADDED, Woke("ticket_due", 1), MailArrived(letter(ANNA), "customer")])
async def test_nothing_else_puts_secrets_into_a_stored_decision(tickets: Tickets, event: object) -> None:
    await tickets.opens(asked(FIRST))
    await tickets.do(FIRST, event)  # type: ignore[arg-type]
    facts = tickets.rules.saw[-1]
    assert (facts.fresh_case, facts.fresh, facts.other) == ("", None, None)


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("#merge FD-8M4Q2T", SECOND),
        ("  #Merge fd-8m4q2t\nThe same vase.", SECOND),
        ("They are one.\n#merge 8M4Q2T", SECOND),
        ("#merge FD 8M4Q2T", SECOND),
        ("＃merge FD－8M4Q2T", SECOND),
        ("#merge", None),
        ("#merge FD-7K2M9C", None),  # itself
        ("#merge FD-9P6R3W", None),  # Bert's
        ("#merge FD-2C2C2C", None),  # nobody's
        ("> we may #merge FD-8M4Q2T", None),
        ("We wrote\n#merge FD-9P6R3W\nthere.\n#merge FD-8M4Q2T", SECOND),  # a command stands before or after the words
    ],
)
async def test_a_mail_names_another_open_ticket_of_the_same_customer(
    tickets: Tickets, words: str, other: CaseCode | None
) -> None:
    await tickets.opens(asked(FIRST), asked(SECOND), asked(THIRD, BERTS))
    await tickets.do(FIRST, from_team(words))
    assert tickets.rules.saw[-1].other == other


@pytest.mark.parametrize("state", ["closed", "moved"])
async def test_nothing_is_merged_into_a_ticket_that_is_not_open(tickets: Tickets, state: State) -> None:
    await tickets.opens(asked(FIRST), asked(SECOND))
    await tickets.becomes(SECOND, by=TicketSolved(), state=state)
    await tickets.do(FIRST, from_team("#merge FD-8M4Q2T"))
    assert tickets.rules.saw[-1].other is None


async def test_tickets_of_two_people_who_share_a_chat_are_not_merged(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST), asked(SECOND))
    await tickets.becomes(FIRST, by=ADDED, person=CustomerId("c-1"))
    await tickets.becomes(SECOND, by=ADDED, person=CustomerId("c-2"))
    await tickets.do(FIRST, from_team("#merge FD-8M4Q2T"))
    assert tickets.rules.saw[-1].other is None


# --- what is kept


async def test_a_ticket_is_kept_with_its_decisions(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST))
    await tickets.becomes(FIRST, by=ADDED, words=ADDED.words)
    assert (await tickets.file(FIRST)).words == "And the lid?"
    told = await tickets.told(FIRST)
    assert [each.event for each in told] == [asked(FIRST), ADDED]
    assert [each.before for each in told] == [None, told[0].after]


async def test_what_follows_goes_out_in_the_ticket_s_own_stream(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST))
    await tickets.becomes(FIRST, Wake("ticket_due", NOON + HOUR, 2), Pass(ANNAS, TicketSolved()), by=ADDED, turn=2)
    timers = await tickets.store.transact(lambda tx: tx.timers.take_due(NOON + HOUR, 9))
    assert [(each.conversation, each.reason) for each in timers] == [(stream_of(FIRST), "ticket_due")]
    assert [(row.stream, row.source) for row in await undone(tickets.store)] == [(ANNAS, "core")]


async def test_what_happens_to_a_ticket_that_was_never_asked_for_is_noted_and_that_is_all(
    filed: SqliteStore, tmp_path: Path
) -> None:
    tickets = Tickets(filed)
    assert await tickets.do(FIRST, ADDED) == []
    assert await tickets.told(FIRST) == []
    assert kept(tmp_path, "SELECT kind, conversation, detail FROM audit") == [
        ("no ticket", "ticket:FD-7K2M9C", "CustomerAdded")
    ]


# --- the case


OVER = "SELECT closed_at IS NOT NULL FROM cases WHERE code = 'FD-7K2M9C'"


@pytest.mark.parametrize(
    ("states", "over"),
    [
        (("answered",), 0),
        (("moved",), 0),
        (("closed",), 1),
        (("moved", "closed"), 1),
        (("closed", "waiting"), 0),
        (("closed", "waiting", "answered", "closed"), 1),
    ],
    ids=["answered", "moved", "closed", "closed elsewhere", "opened again", "closed twice"],
)
async def test_the_case_ends_with_its_ticket_and_opens_with_it_again(
    filed: SqliteStore, tmp_path: Path, states: tuple[State, ...], over: int
) -> None:
    tickets = Tickets(filed)
    await tickets.opens(asked(FIRST))
    for state in states:
        await tickets.becomes(FIRST, by=ADDED, state=state)
    assert kept(tmp_path, OVER) == [(over,)]


async def test_a_ticket_that_is_open_again_is_a_case_by_mail_again(filed: SqliteStore, tmp_path: Path) -> None:
    """The chat that took over is done; now the customer writes a mail."""
    tickets = Tickets(filed)
    await tickets.opens(asked(FIRST))
    await tickets.becomes(FIRST, by=ADDED, state="moved")
    await filed.transact(lambda tx: tx.cases.open(FIRST, ANNAS, "live_chat", NOON))
    await filed.transact(lambda tx: tx.cases.close(FIRST, NOON))
    await tickets.becomes(FIRST, by=MailArrived(letter(ANNA), "customer"), state="waiting")
    assert kept(tmp_path, "SELECT method, closed_at FROM cases") == [("email", None)]


async def test_what_is_split_off_has_its_case_at_once(filed: SqliteStore) -> None:
    tickets = Tickets(filed)
    await tickets.opens(asked(FIRST))
    await tickets.becomes(FIRST, Pass(stream_of(FRESH), asked(FRESH)), by=from_team("#split"))
    assert await filed.transact(lambda tx: tx.cases.conversation(FRESH)) == ANNAS
    assert [row.stream for row in await undone(filed)] == [stream_of(FRESH)]
