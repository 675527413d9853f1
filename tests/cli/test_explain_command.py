"""`frontdesk explain` and `frontdesk dead-letters`: what the stored rows say."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from bots.cli.explain import explain
from bots.read_settings import load
from core.model.dispute_events import DisputeFiled, StaffMoved
from core.model.dispute_facts import DisputeDecision, DisputeFacts
from core.model.dispute_file import Contact, DisputeFile, DisputeLine, Draft
from core.model.effects import Note, ShowDispute, Wake
from core.model.errors import Unreadable
from core.model.events import DisputeEvent
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent
from core.model.rows import DisputeDecided
from core.model.shop import About, CustomerId, OtherParty, Person, Role
from core.model.view import Text
from core.store.sqlite import SqliteStore
from tests.cli.conftest import Frontdesk, Printed
from tests.engine.desk import Desk
from tests.handoff.quarrel import MONDAY, quarrel


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
    assert "inbox 5  telegram:1001  text is not a text" in printed.out
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
ANNAS = ConversationId("telegram:1001")
TOM = Agent(AgentId("UTOM"), "Tom")
ABOUT = About("order", "H-104233", "Vase", "buyer", OtherParty("Bert"))
FILED = DisputeFiled(
    CASE,
    Draft(CustomerId("c-1"), ABOUT, quarrel().order, "damaged"),
    Person(CustomerId("c-1"), "Anna"),
    ANNAS,
    Language("nl"),
)
MOVED = StaffMoved(TOM, Address("slack", "C1/100.1"), "under_review")


class House:
    """Rules of a house in which each event is a turn; `strict` ones note nothing."""

    def __init__(self, strict: bool = False) -> None:
        self._strict = strict

    def decide(
        self, case: CaseCode, before: DisputeFile | None, event: DisputeEvent, facts: DisputeFacts
    ) -> DisputeDecision:
        file = before or DisputeFile(quarrel(), Contact(conversation=ANNAS), Contact())
        if isinstance(event, StaffMoved):
            file = replace(file, dispute=replace(file.dispute, stage=event.to, due=facts.now + timedelta(days=8)))
        after = replace(file, turn=file.turn + 1)
        noted = () if self._strict else (Note("dispute", after.dispute.stage),)
        return DisputeDecision(after, (ShowDispute(after), Wake("dispute_due", facts.now, after.turn), *noted))

    def line(self, file: DisputeFile, role: Role) -> DisputeLine:
        raise NotImplementedError

    def elsewhere(self, country: str, role: Role, now: object) -> tuple[Text, ...]:
        raise NotImplementedError


@pytest.fixture
async def disputed(tmp_path: Path) -> None:
    """Anna filed a dispute in her chat, and Tom looks into it."""
    (tmp_path / "data").mkdir()
    store = SqliteStore.open(tmp_path / "data" / "desk.db")
    await store.transact(lambda tx: tx.cases.open(CASE, ANNAS, "dispute", MONDAY))
    file: DisputeFile | None = None
    for number, event in enumerate((FILED, MOVED), 1):
        facts = DisputeFacts(MONDAY + timedelta(hours=number), "Europe/Lisbon")
        after, effects = House().decide(CASE, file, event, facts)
        row = DisputeDecided(number, CASE, event, facts, file, after, effects)
        await store.transact(lambda tx, row=row: tx.dispute_decisions.add(row))  # type: ignore[misc]
        file = after
    await store.close()


@pytest.fixture
def explained(capsys: pytest.CaptureFixture[str]) -> Callable[[str, House], Awaitable[Printed]]:
    async def ask(name: str, house: House) -> Printed:
        code = await asyncio.to_thread(explain, load(), name, house)
        return Printed(code, *capsys.readouterr())

    return ask


Explained = Callable[[str, House], Awaitable[Printed]]


@pytest.mark.usefixtures("disputed")
@pytest.mark.parametrize("name", ["FD-7K2M9", "fd-7k2m9", "dispute:FD-7K2M9"])
async def test_a_dispute_is_explained_event_by_event(explained: Explained, name: str) -> None:
    printed = await explained(name, House())
    assert printed.code == 0
    first, second, last = printed.out.split("\n\n")
    assert first.startswith("#1  2026-11-23 10:00:00 UTC  DisputeFiled {")
    assert "    before   no dispute\n    after    turn 1, open, due 2026-11-25 09:00 UTC\n" in first
    assert second.startswith("#2  2026-11-23 11:00:00 UTC  StaffMoved {")
    assert "    after    turn 2, under_review, due 2026-12-01 11:00 UTC\n" in second
    assert '    effect   2.2 Note {"kind":"dispute","detail":"under_review"}' in second
    assert last == "All 2 decisions come out the same when they are decided again.\n"


@pytest.mark.usefixtures("disputed")
async def test_a_dispute_that_other_rules_decide_otherwise_is_shown_as_differing(explained: Explained) -> None:
    printed = await explained("FD-7K2M9", House(strict=True))
    assert printed.code == 1
    assert printed.out.count("    DIFFERS  ") == 2
    assert printed.out.endswith("2 of 2 decisions come out differently with the present code.\n")
