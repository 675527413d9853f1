"""`frontdesk eta`: how often the times held that customers were told."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.model.ids import Address, CaseCode, ConversationId, Language
from core.model.offer import Eta
from core.model.rows import ChatRow
from core.model.ticket import TicketFile, Tokens
from core.model.wait import MailWait, Wait
from core.store.sqlite import SqliteStore
from tests.cli.conftest import Frontdesk

ASKED = datetime.fromisoformat("2026-03-02T09:00:00+00:00")


def chat(number: int, took: float | None, *, told: Wait | None = None, language: str = "en") -> ChatRow:
    """It was claimed after so many minutes, or never, and is over."""
    claimed = ASKED + timedelta(minutes=took) if took is not None else None
    code = CaseCode(f"FD-C{number}")
    over = ASKED + timedelta(hours=1)
    return ChatRow(code, ConversationId(f"telegram:{number}"), Language(language), ASKED, told, "U0TOM", claimed, over)


def ticket(number: int, took: float | None, *, told: MailWait | None = None, language: str = "en") -> TicketFile:
    """It was answered after so many hours, or waits."""
    return TicketFile(
        case=CaseCode(f"FD-M{number}"),
        conversation=ConversationId(f"telegram:{number}"),
        customer=Address("telegram", str(number)),
        language=Language(language),
        tokens=Tokens(f"team{number}", f"customer{number}"),
        opened_at=ASKED,
        zone="Europe/Amsterdam",
        state="waiting" if took is None else "answered",
        asked_at=ASKED,
        told=told,
        answered_at=ASKED + timedelta(hours=took) if took is not None else None,
    )


def minutes(low: int, high: int) -> Wait:
    return Wait(1, Eta(low, high), (low / 2, high / 2))


def hours(low: int, high: int) -> MailWait:
    return MailWait(ASKED + timedelta(hours=high), Eta(low * 60, high * 60), (low * 60.0, high * 60.0))


HISTORY = (
    *(chat(number, took, told=minutes(2, 10)) for number, took in enumerate((1, 5, 10, 11))),
    chat(10, 3, told=minutes(1, 5), language="nl"),
    chat(11, None, told=minutes(1, 5)),  # gave up
    chat(12, 3),  # was told nothing
    chat(13, 3, told=Wait(4)),  # and here only the place
    *(ticket(number, took, told=hours(1, 30), language="pl") for number, took in enumerate((2, 29, 30))),
    ticket(4, 31, told=hours(1, 5), language="de"),
    ticket(5, None, told=hours(1, 5)),  # still waits
    ticket(6, 3),
)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "desk.db"


async def keep(desk: Path, *rows: ChatRow | TicketFile) -> None:
    store = SqliteStore.open(desk)
    for row in rows:
        if isinstance(row, ChatRow):
            await store.transact(lambda tx, row=row: tx.chats.put(row))  # type: ignore[misc]
        else:
            await store.transact(lambda tx, row=row: tx.tickets.save(row, ASKED))  # type: ignore[misc]
    await store.close()


async def test_each_method_and_language_has_a_line_with_what_held(frontdesk: Frontdesk, desk: Path) -> None:
    await keep(desk, *HISTORY)
    printed = await frontdesk("eta")
    assert printed.code == 0
    assert [line.split("  ") for line in map(squeezed, printed.out.splitlines())] == [
        ["method", "language", "promises", "upper end held", "median width"],
        ["live_chat", "en", "4", "75.0%", "8 min"],
        ["live_chat", "nl", "1", "100.0%", "4 min"],
        ["email", "pl", "3", "100.0%", "1 d 5 h"],
        ["email", "de", "1", "0.0%", "4 h 0 min"],
    ]


def squeezed(line: str) -> str:
    """Two spaces between cells."""
    return "  ".join(filter(None, (cell.strip() for cell in line.split("  "))))


async def test_the_board_reads_it_as_json(frontdesk: Frontdesk, desk: Path) -> None:
    await keep(desk, *HISTORY)
    printed = await frontdesk("eta", "--json")
    assert json.loads(printed.out)[0] == {
        "method": "live_chat",
        "language": "en",
        "promises": 4,
        "held": 0.75,
        "median_width_minutes": 8,
    }


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "No customer who was told a time has been answered yet: there is nothing to measure.\n"),
        (("--json",), "[]\n"),
    ],
)
async def test_without_history_that_is_said(
    frontdesk: Frontdesk, desk: Path, options: tuple[str, ...], told: str
) -> None:
    await keep(desk, chat(1, None, told=minutes(1, 5)), ticket(2, 3))
    printed = await frontdesk("eta", *options)
    assert (printed.code, printed.out) == (0, told)


async def test_before_the_first_start_there_is_nothing_to_read(frontdesk: Frontdesk) -> None:
    printed = await frontdesk("eta")
    assert (printed.code, printed.out) == (1, "")
    assert "desk.db" in printed.err
