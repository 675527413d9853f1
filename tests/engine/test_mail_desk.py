"""Mails that come in: whose they are, and what becomes of those that belong to no ticket."""

from pathlib import Path

import pytest

from core.engine.mail_desk import FROM_ALL, FROM_ONE
from core.model.effects import Say
from core.model.ids import Address
from core.model.letter import Attached, Bounced, Letter
from core.model.rows import OutboxRow
from core.model.ticket import Side
from core.model.ticket_events import MailArrived, TicketSolved
from core.model.view import Line, Words
from core.store.sqlite import SqliteStore
from tests.engine.fakes import kept
from tests.engine.ticketing import (
    ANNA,
    BERTS,
    DESK,
    FIRST,
    HOUR,
    MIA,
    SECOND,
    TEAM,
    THIRD,
    Tickets,
    asked,
    letter,
)

TEAMS, CUSTOMERS = "FD-7K2M9C-team", "FD-7K2M9C-customer"
ZOE = "zoe@mail.example"
BOUNCED = Bounced(ANNA, "5.1.1", "no such user", True)
NOTES = "SELECT detail FROM audit WHERE kind = 'stray mail' ORDER BY rowid"


@pytest.fixture
def tickets(store: SqliteStore) -> Tickets:
    return Tickets(store)


def says(row: OutboxRow) -> Say:
    assert isinstance(row.effect, Say)
    return row.effect


def lines(row: OutboxRow) -> list[str]:
    """What the team reads: texts by their keys, a stranger's words as they are."""
    blocks = says(row).view.blocks
    return [
        block.text.key if isinstance(block, Line) else block.text for block in blocks if isinstance(block, Line | Words)
    ]


# --- who wrote it


@pytest.mark.parametrize(
    ("sender", "token", "side"),
    [
        (ANNA, CUSTOMERS, "customer"),
        ("Anna@Mail.Example", CUSTOMERS, "customer"),
        (ANNA, TEAMS, "customer"),
        (TEAM, TEAMS, "team"),
        ("Team@Shop.Example", TEAMS, "team"),
        ("eva@staff.example", TEAMS, "team"),
        ("eva@STAFF.example", TEAMS, "team"),
        (TEAM, CUSTOMERS, "stranger"),
        ("eva@staff.example", CUSTOMERS, "stranger"),
        ("eva@more.staff.example", TEAMS, "stranger"),
        ("eva@notstaff.example", TEAMS, "stranger"),
        (MIA, TEAMS, "stranger"),
        (ZOE, TEAMS, "stranger"),
        (ZOE, CUSTOMERS, "stranger"),
        ("", CUSTOMERS, "stranger"),
    ],
)
async def test_a_mail_is_of_who_sent_it_to_which_address(tickets: Tickets, sender: str, token: str, side: Side) -> None:
    await tickets.opens(asked(FIRST))
    await tickets.mail(letter(sender, token))
    assert await tickets.sides(FIRST) == [side]


async def test_single_people_may_write_for_the_team(store: SqliteStore) -> None:
    tickets = Tickets(store, team=(MIA,))
    await tickets.opens(asked(FIRST))
    await tickets.mail(letter(MIA, TEAMS), letter("eva@shop.example", TEAMS))
    assert await tickets.sides(FIRST) == ["team", "stranger"]


@pytest.mark.parametrize("sender", [ANNA, TEAM])
async def test_whose_domain_denies_the_mail_is_a_stranger(tickets: Tickets, sender: str) -> None:
    await tickets.opens(asked(FIRST))
    await tickets.mail(letter(sender, TEAMS, trust="failed"), letter(sender, TEAMS, trust="aligned"))
    sides = await tickets.sides(FIRST)
    assert sides[0] == "stranger"
    assert sides[1] in ("customer", "team")


async def test_a_ticket_whose_address_is_bad_has_no_customer_who_writes(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST, email=""))
    await tickets.mail(letter("", CUSTOMERS), letter(ANNA, CUSTOMERS))
    assert await tickets.sides(FIRST) == ["stranger", "stranger"]


async def test_a_mail_to_a_merged_ticket_is_of_the_same_people(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST), asked(SECOND, email="a.smit@work.example"))
    await tickets.becomes(FIRST, by=TicketSolved(), state="closed", into=SECOND)
    await tickets.mail(letter(ANNA, CUSTOMERS), letter("a.smit@work.example", CUSTOMERS), letter(TEAM, TEAMS))
    assert await tickets.sides(SECOND) == ["customer", "customer", "team"]
    assert await tickets.sides(FIRST) == []


async def test_mail_follows_a_ticket_from_merge_to_merge_and_is_lost_in_no_circle(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST), asked(SECOND), asked(THIRD))
    await tickets.becomes(FIRST, by=TicketSolved(), state="closed", into=SECOND)
    await tickets.becomes(SECOND, by=TicketSolved(), state="closed", into=THIRD)
    await tickets.mail(letter(ANNA, CUSTOMERS))
    assert await tickets.sides(THIRD) == ["customer"]
    await tickets.becomes(THIRD, by=TicketSolved(), state="closed", into=FIRST)
    await tickets.mail(letter(ANNA, CUSTOMERS))
    assert await tickets.sides(THIRD) == ["customer", "customer"]


async def test_another_ticket_s_customer_is_a_stranger(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST), asked(SECOND, BERTS, "bert@mail.example"))
    await tickets.mail(letter("bert@mail.example", CUSTOMERS))
    assert await tickets.sides(FIRST) == ["stranger"]


async def test_bounces_and_automatic_mails_reach_their_ticket(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST))
    bounce, absent = letter("", CUSTOMERS, bounced=BOUNCED, automatic=True), letter(ANNA, CUSTOMERS, automatic=True)
    await tickets.mail(bounce, absent)
    came = [each.event for each in await tickets.told(FIRST)][1:]
    assert came == [MailArrived(bounce, "stranger"), MailArrived(absent, "customer")]


async def test_that_the_team_s_inbox_refuses_mails_is_an_error_for_the_operator(
    tickets: Tickets, caplog: pytest.LogCaptureFixture
) -> None:
    await tickets.opens(asked(FIRST))
    refused = Bounced(TEAM.upper(), "5.1.1", "no such user", True)
    await tickets.mail(letter("", TEAMS, bounced=refused), letter("", bounced=refused), letter("", bounced=BOUNCED))
    assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
        ("ERROR", "the team's inbox refuses a mail (5.1.1): 2026/ab.eml")
    ] * 2


# --- those of no ticket


@pytest.mark.parametrize("token", ["", "a-token-that-nobody-has"])
async def test_a_mail_of_no_ticket_goes_to_the_team_and_nobody_is_answered(tickets: Tickets, token: str) -> None:
    await tickets.opens(asked(FIRST))
    [sent] = await tickets.mail(letter(ZOE, token, "Where is my vase?", sender_name="Zoë", subject="My\r\n vase"))
    assert says(sent).to == Address("email", TEAM)
    assert lines(sent) == ["stray.wrote", "Where is my vase?"]
    wrote = says(sent).view.blocks[0]
    assert isinstance(wrote, Line)
    assert wrote.text.params == {"sender": "Zoë <zoe@mail.example>", "subject": "My vase"}
    assert await tickets.sides(FIRST) == []


@pytest.mark.parametrize(
    ("came", "reads"),
    [
        (letter(ZOE, text="", whole="> quoted"), ["stray.wrote", "> quoted"]),
        (letter(ZOE, text=""), ["stray.wrote"]),
        (letter(ZOE, trust="failed"), ["stray.wrote", "stray.doubtful", "Hello?"]),
        (letter(ZOE, text="", unreadable="5,000 brackets"), ["stray.wrote", "stray.unreadable", "stray.kept"]),
        (
            letter(ZOE, attached=(Attached(2, "vase.jpg", "image/jpeg", 81_920),)),
            ["stray.wrote", "Hello?", "stray.files", "stray.kept"],
        ),
        (letter(ZOE, too_large=90_000_000), ["stray.wrote", "Hello?", "stray.kept"]),
    ],
    ids=["only quotes", "empty", "doubtful", "unreadable", "with a file", "too large"],
)
async def test_the_team_is_told_what_came_with_it(tickets: Tickets, came: Letter, reads: list[str]) -> None:
    [sent] = await tickets.mail(came)
    assert lines(sent) == reads


@pytest.mark.parametrize(
    ("came", "note"),
    [
        (letter(ZOE, automatic=True), "automatic: 2026/ab.eml"),
        (letter("mailer-daemon@mail.example", bounced=BOUNCED, automatic=True), "a bounce: 2026/ab.eml"),
        (letter(TEAM), "our own: 2026/ab.eml"),
        (letter(DESK), "our own: 2026/ab.eml"),
        (letter("Desk+fd-0a1b2c@Shop.Example"), "our own: 2026/ab.eml"),
    ],
    ids=["automatic", "bounce", "team", "desk", "a ticket's address"],
)
async def test_what_machines_and_we_ourselves_sent_goes_no_further(
    filed: SqliteStore, tmp_path: Path, came: Letter, note: str
) -> None:
    assert await Tickets(filed).mail(came) == []
    assert kept(tmp_path, NOTES) == [(note,)]


async def test_one_sender_reaches_the_team_ten_times_an_hour(filed: SqliteStore, tmp_path: Path) -> None:
    tickets = Tickets(filed)
    sent = await tickets.mail(*[letter(f"zoe+{number}@mail.example") for number in range(FROM_ONE + 2)])
    assert (FROM_ONE, len(sent)) == (10, 10)
    assert kept(tmp_path, NOTES)[-2:] == [("too many: 2026/ab.eml",)] * 2
    assert len(await tickets.mail(letter(ANNA))) == 1
    tickets.clock.time += HOUR
    assert len(await tickets.mail(letter(ZOE))) == 1


async def test_all_senders_together_reach_the_team_a_hundred_times_an_hour(tickets: Tickets) -> None:
    sent = await tickets.mail(*[letter(f"z{number}@mail.example") for number in range(FROM_ALL + 5)])
    assert (FROM_ALL, len(sent)) == (100, 100)
    tickets.clock.time += HOUR
    assert len(await tickets.mail(letter(ZOE))) == 1


async def test_a_flood_of_strays_holds_no_ticket_s_mail_back(tickets: Tickets) -> None:
    await tickets.opens(asked(FIRST))
    await tickets.mail(*[letter(ANNA) for _ in range(FROM_ONE + 1)], letter(ANNA, CUSTOMERS))
    assert await tickets.sides(FIRST) == ["customer"]
