"""`frontdesk disputes`: what staff and supervisors see of the disputes at the desk."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from core.engine.clock import SystemClock
from core.model.dispute import Decided, Decision, Dispute, Measure
from core.model.dispute_file import Contact, DisputeFile
from core.model.ids import AgentId, CaseCode
from core.model.people import Agent, Duty
from core.model.shop import OrderId
from core.store.sqlite import SqliteStore
from tests.cli.conftest import Frontdesk
from tests.handoff.quarrel import quarrel

OPENED = datetime.fromisoformat("2026-03-02T09:00:00+00:00")
PAST, FUTURE = datetime.fromisoformat("2026-03-04T09:00:00+00:00"), SystemClock().now() + timedelta(days=400)
TOM, EVA = AgentId("UTOM"), AgentId("UEVA")


def about(number: int, **changes: object) -> Dispute:
    base = quarrel()
    facts = replace(base.order, id=OrderId(f"H-{number}"))
    fields = {"case": CaseCode(f"FD-{number}"), "order": facts, "opened_at": OPENED, "due": FUTURE, **changes}
    return replace(base, **fields)


def by(agent: AgentId, *articles: str, after: timedelta) -> Decided:
    decision = Decision((Measure("full_refund"),), "The photos show it.", articles)
    return Decided(decision, agent, OPENED + after)


FRESH = about(1)
LATE = about(2, stage="under_review", due=PAST, reason="not_received")
RULED = about(3, stage="decided", decisions=(by(TOM, "4.2", "5.1", after=timedelta(days=2, hours=3, minutes=9)),))
APPEALED = about(
    4,
    stage="decided",
    appeals=("seller",),
    legal_hold=True,
    decisions=(by(TOM, "4.2", after=timedelta(minutes=72)), by(EVA, "6", after=timedelta(days=9))),
)
OVER = about(5, stage="closed", due=None, opened_at=OPENED + timedelta(days=1))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "desk.db"


async def keep(desk: Path, *disputes: Dispute) -> None:
    store = SqliteStore.open(desk)
    for each in disputes:
        file = DisputeFile(each, Contact(), Contact())
        await store.transact(lambda tx, file=file: tx.disputes.save(file, OPENED))  # type: ignore[misc]
    await store.transact(lambda tx: tx.staff.put(Duty(Agent(TOM, "Tom"), on_duty=True), OPENED))
    await store.close()


async def line(frontdesk: Frontdesk, case: str) -> str:
    printed = await frontdesk("disputes", "--all")
    [found] = [line for line in printed.out.splitlines() if line.startswith(case)]
    return " ".join(found.split())


async def read(frontdesk: Frontdesk, *options: str) -> list[dict]:
    printed = await frontdesk("disputes", "--json", *options)
    assert printed.code == 0
    return json.loads(printed.out)


async def test_open_disputes_are_listed_with_what_is_due_first_on_top(frontdesk: Frontdesk, desk: Path) -> None:
    await keep(desk, FRESH, LATE, OVER)
    printed = await frontdesk("disputes")
    assert printed.code == 0
    head, _, columns, *rows = printed.out.splitlines()
    assert head == "2 open, 1 overdue."
    assert columns.split("  ")[0] == "case"
    assert [row.split()[0] for row in rows] == ["FD-2", "FD-1"]


async def test_closed_ones_are_among_all_the_newest_first(frontdesk: Frontdesk, desk: Path) -> None:
    await keep(desk, FRESH, LATE, OVER)
    printed = await frontdesk("disputes", "--all")
    head, _, _, *rows = printed.out.splitlines()
    assert head == "3 disputes, 2 open, 1 overdue."
    assert [row.split()[0] for row in rows] == ["FD-5", "FD-2", "FD-1"]


@pytest.mark.parametrize(
    ("dispute", "told"),
    [
        (FRESH, f"FD-1 H-1 damaged open {FUTURE:%Y-%m-%d %H:%M} 2026-03-02 09:00"),
        (LATE, "FD-2 H-2 not received under review 2026-03-04 09:00 OVERDUE 2026-03-02 09:00"),
        (RULED, f"FD-3 H-3 damaged decided {FUTURE:%Y-%m-%d %H:%M} 2026-03-02 09:00 2 d 3 h Tom (4.2, 5.1)"),
        (
            APPEALED,
            f"FD-4 H-4 damaged decided {FUTURE:%Y-%m-%d %H:%M} 2026-03-02 09:00 1 h 12 min Tom (4.2); UEVA (6) yes",
        ),
        (OVER, "FD-5 H-5 damaged closed 2026-03-03 09:00"),
    ],
    ids=["open", "overdue", "decided", "decided twice, under legal hold", "closed"],
)
async def test_a_line_says_where_a_dispute_stands(
    frontdesk: Frontdesk, desk: Path, dispute: Dispute, told: str
) -> None:
    await keep(desk, dispute)
    assert await line(frontdesk, dispute.case) == told


async def test_the_columns_stand_below_each_other(frontdesk: Frontdesk, desk: Path) -> None:
    await keep(desk, FRESH, LATE, RULED, APPEALED)
    _, _, head, *rows = (await frontdesk("disputes")).out.splitlines()
    opened = head.index("opened (UTC)")
    assert {row[opened:].split("  ")[0] for row in rows} == {"2026-03-02 09:00"}


async def test_the_board_reads_all_of_it_as_json(frontdesk: Frontdesk, desk: Path) -> None:
    await keep(desk, APPEALED)
    [told] = await read(frontdesk)
    assert told == {
        "case": "FD-4",
        "order": "H-4",
        "reason": "damaged",
        "opened_by": "buyer",
        "stage": "decided",
        "due": FUTURE.isoformat(),
        "overdue": False,
        "opened_at": "2026-03-02T09:00:00+00:00",
        "seconds_to_first_decision": 4320.0,
        "decisions": [
            {
                "by": "UTOM",
                "name": "Tom",
                "at": "2026-03-02T10:12:00+00:00",
                "measures": ["full_refund"],
                "articles": ["4.2"],
            },
            {
                "by": "UEVA",
                "name": "UEVA",
                "at": "2026-03-11T09:00:00+00:00",
                "measures": ["full_refund"],
                "articles": ["6"],
            },
        ],
        "appealed_by": ["seller"],
        "legal_hold": True,
    }


async def test_json_marks_what_is_overdue_and_has_the_closed_ones_only_when_asked(
    frontdesk: Frontdesk, desk: Path
) -> None:
    await keep(desk, FRESH, LATE, OVER)
    assert [(each["case"], each["overdue"]) for each in await read(frontdesk)] == [("FD-2", True), ("FD-1", False)]
    newest, *_ = await read(frontdesk, "--all")
    assert (newest["case"], newest["due"], newest["overdue"]) == ("FD-5", None, False)


async def test_what_the_parties_wrote_is_not_shown(frontdesk: Frontdesk, desk: Path) -> None:
    await keep(desk, FRESH)
    for options in ([], ["--json"]):
        printed = await frontdesk("disputes", *options)
        assert "broken" not in printed.out
        assert "c-1" not in printed.out


async def test_an_order_s_name_cannot_steer_the_terminal(frontdesk: Frontdesk, desk: Path) -> None:
    await keep(desk, replace(FRESH, order=replace(FRESH.order, id=OrderId("H-1\x1b[2J\nFD-9"))))
    printed = await frontdesk("disputes")
    assert "\x1b" not in printed.out
    assert len(printed.out.splitlines()) == 4


@pytest.mark.parametrize(
    ("options", "told"),
    [([], "No dispute is open.\n"), (["--all"], "There has been no dispute.\n"), (["--json"], "[]\n")],
)
async def test_where_there_is_none_that_is_said(
    frontdesk: Frontdesk, desk: Path, options: list[str], told: str
) -> None:
    await keep(desk)
    printed = await frontdesk("disputes", *options)
    assert (printed.code, printed.out) == (0, told)


async def test_before_the_first_start_there_is_nothing_to_tell(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("disputes")
    assert (printed.code, printed.out) == (1, "")
    assert "desk.db" in printed.err
