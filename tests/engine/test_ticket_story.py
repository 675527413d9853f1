"""A ticket from its opening to its end, with the rules that customers meet: kept, explained, and the same when decided again."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from bots.cli.explain import explain
from bots.settings import Desk as DeskSettings
from bots.settings import Settings
from core.model.callback import CallbackAsked
from core.model.codec import decode_event
from core.model.effects import Say
from core.model.rows import CallbackDecided, OutboxRow
from core.model.ticket import stream_of
from core.model.ticket_events import CustomerAdded, TicketAsked, TicketNews
from core.store.sqlite import SqliteStore
from handoff import ticket_flow
from tests.engine.fakes import undone
from tests.engine.ticketing import (
    ANNA,
    ANNAS,
    FIRST,
    FRESH,
    FRESH_TOKENS,
    HOUR,
    SECOND,
    TEAM,
    THIRD,
    Tickets,
    asked,
    letter,
)
from tests.flow import golden_callback as called

TEAMS, CUSTOMERS = "FD-7K2M9C-team", "FD-7K2M9C-customer"


def opened(case: str = FIRST) -> TicketAsked:
    """With its mails on their way, as the conversation asks for it."""
    return replace(asked(case), question="Where is it?", opening=f"{case}.team.1", confirmation=f"{case}.customer.1")  # type: ignore[arg-type]


def mailed_to(rows: list[OutboxRow]) -> list[str]:
    return [row.effect.to.key for row in rows if isinstance(row.effect, Say)]


async def news(tickets: Tickets) -> list[str]:
    """Of which kinds the conversation was told."""
    told = [decode_event(row.payload) for row in await undone(tickets.store) if row.stream == ANNAS]
    return [each.kind for each in told if isinstance(each, TicketNews)]


async def test_question_answer_and_thanks_go_both_ways(store: SqliteStore) -> None:
    tickets = Tickets(store, ticket_flow)
    assert await tickets.opens(opened()) == []
    assert mailed_to(await tickets.do(FIRST, CustomerAdded("And the lid?"))) == [TEAM]
    assert mailed_to(await tickets.mail(letter(TEAM, TEAMS, "Both are on their way."))) == [ANNA]
    assert mailed_to(await tickets.mail(letter(ANNA, CUSTOMERS, "Thank you!"))) == [TEAM]
    assert (await tickets.file(FIRST)).proven
    await tickets.mail(letter(TEAM, TEAMS, "You are welcome.\n#close", id="2@shop.example"))
    assert (await tickets.file(FIRST)).state == "closed"
    assert await news(tickets) == ["answer", "word", "answer", "closed"]


async def test_the_pace_is_that_of_the_first_answers(store: SqliteStore) -> None:
    tickets = Tickets(store, ticket_flow)
    await tickets.opens(opened(), opened(SECOND), opened(THIRD))
    tickets.clock.time += 3 * HOUR
    await tickets.mail(letter(TEAM, TEAMS, "On its way."))
    tickets.clock.time += HOUR
    await tickets.mail(letter(ANNA, CUSTOMERS, "Where?"), letter(TEAM, TEAMS, "In Delft."))
    assert await store.transact(lambda tx: tx.ticket_pace.ahead()) == 2
    [first] = await store.transact(lambda tx: tx.ticket_pace.answered(9))
    assert first.answered_at - first.asked_at == 3 * HOUR


async def test_what_is_split_off_is_a_ticket_of_its_own(store: SqliteStore) -> None:
    tickets = Tickets(store, ticket_flow)
    await tickets.opens(opened())
    await tickets.mail(letter(ANNA, CUSTOMERS, "By the way, my invoice?"), letter(TEAM, TEAMS, "#split"))
    [row] = [row for row in await undone(store) if row.stream == stream_of(FRESH)]
    split = (await tickets.told(FIRST))[-1].effects[-1].event  # type: ignore[union-attr]
    assert mailed_to(await tickets.do(FRESH, split)) == [TEAM]
    assert row.source == "core"
    file = await tickets.file(FRESH)
    assert (file.question, file.tokens, file.email) == ("By the way, my invoice?", FRESH_TOKENS, ANNA)


async def test_mail_to_a_ticket_that_was_merged_goes_on_in_the_other(store: SqliteStore) -> None:
    tickets = Tickets(store, ticket_flow)
    await tickets.opens(opened(), opened(SECOND))
    await tickets.mail(letter(TEAM, TEAMS, "#merge FD-8M4Q2T"))
    assert (await tickets.file(FIRST)).into == SECOND
    await tickets.mail(letter(ANNA, CUSTOMERS, "And the lid?"))
    assert (await tickets.file(SECOND)).words == "And the lid?"
    assert not (await tickets.file(SECOND)).proven  # another ticket's secret proves nothing here


async def test_every_decision_comes_out_the_same_again(store: SqliteStore) -> None:
    tickets = Tickets(store, ticket_flow)
    await tickets.opens(opened())
    await tickets.mail(
        letter(ANNA, CUSTOMERS, "Hello?"), letter("zoe@mail.example", TEAMS), letter(TEAM, TEAMS, "Here.\n#split")
    )
    told = await tickets.told(FIRST)
    assert len(told) == 4
    assert [each.before for each in told] == [None, *(each.after for each in told[:-1])]
    again = [tuple(ticket_flow.decide(FIRST, each.before, each.event, each.facts)) for each in told]
    assert [(each.after, each.effects) for each in told] == again


# --- explaining it


async def explained(folder: Path, name: str) -> int:
    """In a thread, for a command makes a loop of its own."""
    return await asyncio.to_thread(explain, Settings(desk=DeskSettings(data=folder)), name)


@pytest.mark.parametrize("name", ["FD-7K2M9C", "fd-7k2m9c", "ticket:FD-7K2M9C"])
async def test_a_ticket_is_explained_and_proven_event_by_event(
    filed: SqliteStore, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    tickets = Tickets(filed, ticket_flow)
    await tickets.opens(opened())
    await tickets.mail(letter(ANNA, CUSTOMERS, "Hello?"), letter(TEAM, TEAMS, "Here it is."))
    assert await explained(tmp_path, name) == 0
    first, second, third, last = capsys.readouterr().out.split("\n\n")
    assert first.startswith("#1  2026-03-02 12:00:00 UTC  TicketAsked {")
    assert "    before   no ticket\n    after    turn 1, waiting\n" in first
    assert '"side":"customer"' in second
    assert "    after    turn 2, answered\n" in third
    assert last == "All 3 decisions come out the same when they are decided again.\n"


async def test_a_ticket_that_went_on_by_phone_is_explained_with_its_call(
    filed: SqliteStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tickets = Tickets(filed, ticket_flow)
    await tickets.opens(opened())
    call = CallbackDecided(9, FIRST, _asked_to_call(), called.FACTS, None, None, ())
    await filed.transact(lambda tx: tx.callback_decisions.add(call))
    await explained(tmp_path, "FD-7K2M9C")
    both = capsys.readouterr().out
    assert ("TicketAsked" in both, "CallbackAsked" in both) == (True, True)
    await explained(tmp_path, "ticket:FD-7K2M9C")
    assert "CallbackAsked" not in capsys.readouterr().out


def _asked_to_call() -> CallbackAsked:
    return replace(called.ASKED, case=FIRST)


async def test_a_row_of_a_ticket_that_was_tampered_with_is_shown_as_differing(
    filed: SqliteStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tickets = Tickets(filed, ticket_flow)
    await tickets.opens(opened())
    await tickets.do(FIRST, CustomerAdded("And the lid?"))
    await filed.close()
    with closing(sqlite3.connect(tmp_path / "desk.db")) as database, database:
        database.execute(
            "UPDATE ticket_decisions SET decided = replace(decided, 'And the lid?', 'And the bill?')"
            " WHERE seq = 2 AND decided LIKE '%CustomerAdded%'"
        )
        database.execute("UPDATE ticket_decisions SET decided = replace(decided, 'ticket.team.wrote_chat', 'ticket.x')")
    assert await explained(tmp_path, "FD-7K2M9C") == 1
    printed = capsys.readouterr().out
    assert printed.count("DIFFERS") == 1
    assert printed.endswith("1 of 2 decisions come out differently with the present code.\n")
