"""`frontdesk explain` and `frontdesk dead-letters`: what the stored rows say."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from core.flow.decide import decide as converse
from core.model.conversation import Conversation
from core.model.dispute import Measure
from core.model.dispute_events import (
    CardShown,
    DisputeFiled,
    MeasureDone,
    OtherFound,
    StaffConfirmed,
    StaffDecided,
    StaffMoved,
)
from core.model.dispute_facts import DisputeFacts
from core.model.dispute_file import DisputeFile, Draft
from core.model.errors import Unreadable
from core.model.events import CustomerWrote, DisputeEvent
from core.model.facts import Facts, MailFacts
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.rows import Decided, DisputeDecided, TicketDecided
from core.model.shop import About, CustomerId, OtherParty, Outcome, Person
from core.model.ticket import Proof
from core.store.sqlite import SqliteStore
from handoff import ticket_flow
from handoff.dispute_flow import decide
from tests.cli.conftest import Frontdesk
from tests.engine.desk import Desk
from tests.handoff import mailing
from tests.handoff.quarrel import MONDAY, decision, order


@pytest.fixture
async def told(tmp_path: Path) -> None:
    """A conversation, with a case, and an item that could not be read."""
    (tmp_path / "data").mkdir()
    store = SqliteStore.open(tmp_path / "data" / "desk.db")
    desk = Desk(store)
    for words in ("My vase is broken", "/support", "email", "anna@shop.example"):
        await desk.hears(words)
        await desk.works()
    desk.reader.errors["junk"] = Unreadable("text is not a text")
    await desk.gets("junk")
    await desk.works()
    await store.close()


@pytest.mark.usefixtures("told")
async def test_who_looked_at_a_customers_words_stands_in_the_audit(frontdesk: Frontdesk, tmp_path: Path) -> None:
    await frontdesk("explain", "telegram:1001")
    await frontdesk("explain", "FD-4")
    letter = (await frontdesk("dead-letters")).out.split()[3]
    await frontdesk("dead-letters", "show", letter)
    with sqlite3.connect(tmp_path / "data" / "desk.db") as connection:
        found = connection.execute("SELECT conversation, detail FROM audit WHERE kind = 'operator: read' ORDER BY seq")
        read = [(about, detail.partition(",")[0]) for about, detail in found]
    assert read == [("telegram:1001", "explain"), ("", "explain FD-4"), ("telegram:1001", f"dead letter {letter}")]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", ["telegram:1001", "FD-4", "fd-4"])
async def test_every_decision_is_printed_and_comes_out_the_same(frontdesk: Frontdesk, name: str) -> None:
    printed = await frontdesk("explain", name)
    assert printed.code == 0
    assert printed.out.endswith("All 4 decisions come out the same when they are decided again.\n")
    assert "#1  2026-03-02 12:00:00 UTC  CustomerWrote" in printed.out
    assert '"My vase is broken"' in printed.out
    assert "    before   turn 0, Idle" in printed.out
    assert "    effect   1.0 Ask" in printed.out
    assert "DIFFERS" not in printed.out


@pytest.mark.usefixtures("told")
async def test_a_row_that_was_tampered_with_is_shown_as_differing(frontdesk: Frontdesk, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "data" / "desk.db")
    with database:
        changed = database.execute(
            "UPDATE decisions SET decided = replace(decided, 'choosing.ways', 'idle.ask') WHERE inbox_id = 2"
        )
        assert changed.rowcount == 1
    database.close()
    printed = await frontdesk("explain", "telegram:1001")
    assert printed.code == 1
    assert printed.out.count("DIFFERS") == 1
    assert "1 of 4 decisions come out differently with the present code." in printed.out


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("name", ["telegram:9", "FD-000000", "", "' OR 1=1 --"])
async def test_a_conversation_that_is_not_there_is_exit_code_1(frontdesk: Frontdesk, name: str) -> None:
    printed = await frontdesk("explain", name)
    assert printed.code == 1
    assert "Conversations are named like telegram:1001" in printed.out


@pytest.mark.usefixtures("told")
async def test_dead_letters_are_listed_with_their_reasons(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("dead-letters")
    assert printed.code == 0
    assert "  5  telegram  telegram:1001  text is not a text\n" in printed.out
    assert "\n1 dead letter.\n" in printed.out


@pytest.mark.parametrize("command", [["dead-letters"], ["explain", "telegram:1001"]])
async def test_before_the_first_start_there_is_nothing_to_tell(frontdesk: Frontdesk, command: list[str]) -> None:
    printed = await frontdesk(*command)
    assert (printed.code, printed.out) == (1, "")
    assert "desk.db" in printed.err


@pytest.mark.usefixtures("told")
async def test_a_row_that_the_present_code_cannot_read_is_no_traceback(frontdesk: Frontdesk, tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "data" / "desk.db")
    with database:
        database.execute("UPDATE decisions SET decided = '{}' WHERE inbox_id = 2")
    database.close()
    printed = await frontdesk("explain", "telegram:1001")
    assert printed.code == 1
    assert "stored value does not read as" in printed.err


# --- disputes ---

CASE = CaseCode("FD-7K2M9")
ANNAS, THREAD = ConversationId("telegram:1001"), Address("slack", "C1/100.1")
ANNA, BERT = Person(CustomerId("c-1"), "Anna"), Person(CustomerId("c-2"), "Bert", email="bert@shop.example")
TOM, EVA = Agent(AgentId("UTOM"), "Tom"), Agent(AgentId("UEVA"), "Eva")
ABOUT = About("order", "H-104233", "Vase", "buyer", OtherParty("Bert"))
REFUND = "FD-7K2M9.1.refund"

STORY: tuple[DisputeEvent, ...] = (
    DisputeFiled(CASE, Draft(ANNA.id, ABOUT, order(), "damaged"), ANNA, ANNAS, Language("nl")),
    OtherFound(BERT),
    CardShown(THREAD),
    StaffMoved(TOM, THREAD, "under_review"),
    StaffDecided(TOM, THREAD, decision(Measure("full_refund"))),
    StaffConfirmed(EVA, THREAD, REFUND),
    MeasureDone(REFUND, Outcome("R-1")),
)


@pytest.fixture
async def disputed(tmp_path: Path) -> None:
    """Anna filed a dispute in her chat; Tom decided it, Eva confirmed, and the shop has done it."""
    (tmp_path / "data").mkdir()
    store = SqliteStore.open(tmp_path / "data" / "desk.db")
    await store.transact(lambda tx: tx.cases.open(CASE, ANNAS, "dispute", MONDAY))
    file: DisputeFile | None = None
    for number, event in enumerate(STORY, 1):
        facts = DisputeFacts(MONDAY + timedelta(hours=number), "Europe/Lisbon")
        after, effects = decide(CASE, file, event, facts)
        row = DisputeDecided(number, CASE, event, facts, file, after, effects)
        await store.transact(lambda tx, row=row: tx.dispute_decisions.add(row))  # type: ignore[misc]
        file = after
    await store.close()


@pytest.mark.usefixtures("disputed")
@pytest.mark.parametrize("name", ["FD-7K2M9", "fd-7k2m9", "dispute:FD-7K2M9"])
async def test_a_dispute_is_explained_event_by_event(frontdesk: Frontdesk, name: str) -> None:
    printed = await frontdesk("explain", name)
    assert printed.code == 0
    *told, last = printed.out.split("\n\n")
    assert [each.splitlines()[0].split()[4] for each in told] == [type(event).__name__ for event in STORY]
    assert last == "All 7 decisions come out the same when they are decided again.\n"


@pytest.mark.usefixtures("disputed")
async def test_each_event_of_a_dispute_stands_with_its_stages_and_effects(frontdesk: Frontdesk) -> None:
    filed, _, _, _, _, confirmed, *_ = (await frontdesk("explain", "FD-7K2M9")).out.split("\n\n")
    assert filed.startswith("#1  2026-11-23 10:00:00 UTC  DisputeFiled {")
    assert "    before   no dispute\n    after    turn " in filed
    assert ", open, due 2026-11-25 10:00 UTC\n" in filed
    assert "    effect   1.0 Note {" in filed
    assert ", decided, due 2027-05-27 15:00 UTC\n" in confirmed
    assert ' CarryOut {"proposal":{"key":"FD-7K2M9.1.refund"' in confirmed
    assert " ShowDispute\n" in confirmed


@pytest.mark.usefixtures("disputed")
async def test_a_row_of_a_dispute_that_was_tampered_with_is_shown_as_differing(
    frontdesk: Frontdesk, tmp_path: Path
) -> None:
    database = sqlite3.connect(tmp_path / "data" / "desk.db")
    with database:
        changed = database.execute(
            'UPDATE dispute_decisions SET decided = replace(decided, \'"UTOM","UEVA"\', \'"UTOM","UADA"\')'
            " WHERE decided LIKE '%StaffConfirmed%'"
        )
        assert changed.rowcount == 1
    database.close()
    printed = await frontdesk("explain", "FD-7K2M9")
    assert printed.code == 1
    assert printed.out.count("DIFFERS") == 1
    assert printed.out.endswith("1 of 7 decisions come out differently with the present code.\n")


# --- secrets ---


@pytest.fixture
def empty(tmp_path: Path) -> SqliteStore:
    (tmp_path / "data").mkdir()
    return SqliteStore.open(tmp_path / "data" / "desk.db")


async def test_the_secret_addresses_of_a_ticket_are_not_printed(frontdesk: Frontdesk, empty: SqliteStore) -> None:
    played = mailing.mailing()
    event = played.letter("team", mailing.TOM, f"Did {mailing.TOKENS.customer} write?")
    decided = ticket_flow.decide(mailing.CASE, played.file, event, played.facts)
    row = TicketDecided(1, mailing.CASE, event, played.facts, played.file, *decided)
    await empty.transact(lambda tx: tx.ticket_decisions.add(row))
    await empty.close()
    printed = (await frontdesk("explain", mailing.CASE)).out
    assert "MailArrived" in printed
    assert "Did … write?" in printed
    assert "fresh" in printed
    pairs = (mailing.TOKENS, mailing.FRESH_TOKENS)
    assert [secret for pair in pairs for secret in (pair.team, pair.customer) if secret in printed] == []


async def test_a_code_that_proves_an_address_is_not_printed(frontdesk: Frontdesk, empty: SqliteStore) -> None:
    proof = Proof("anna@home.example", "314159", MONDAY + timedelta(days=1))
    before = Conversation(ANNAS, Address("telegram", "1001"), language=Language("en"), greeted=True, proof=proof)
    event = CustomerWrote("314159")
    facts = Facts(MONDAY, Language("en"), (), CaseCode("FD-2C2C2C"), mails=MailFacts(typed="314159", hears=True))
    row = Decided(1, event, facts, before, *converse(before, event, facts))
    await empty.transact(lambda tx: tx.decisions.add(row))
    await empty.close()
    printed = (await frontdesk("explain", ANNAS)).out
    assert '"proof.done"' in printed
    assert "314159" not in printed
