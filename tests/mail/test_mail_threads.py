"""The mails of a ticket: in one thread, with an address of its own, and with the files that belong to them."""

import base64
from collections.abc import AsyncIterator, Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from bots.mail.enclosing import Enclosing
from bots.mail.incoming_folder import MailFolder
from bots.mail.message import Sender, build, safe_name
from bots.mail.outgoing import House, MailPerformer, SmtpMailer
from bots.mail.reading import read
from bots.mail.reading_guard import GuardedReading
from bots.playground.faults import Fault
from bots.playground.mail import MailServer
from core.engine.clock import SystemClock
from core.language.catalog import read_catalog
from core.model.effects import OpenHandoff, Say
from core.model.errors import Refused
from core.model.handoff import Mail, MailFile
from core.model.ids import Address, CaseCode, ConversationId, EffectId, Language
from core.model.rows import OutboxRow
from core.model.ticket import Enclosed, Letterhead
from core.model.view import View, Words, text
from core.store.sqlite import SqliteStore
from handoff.methods.email import EmailTicket
from tests.engine.fakes import NOON
from tests.mail.samples import RULES, TICKET, TOKEN, of_parts

TICKETS = ConversationId("ticket:FD-7K2M9P")
DESK = "support@desk.example"
TEAM = "team@desk.example"
ANNA = "anna@shop.example"
SENDER = Sender(DESK, "Hamerslag", "abcd1234", DESK)
FIRST = Letterhead("fd-7k2m9p.team.1", token=TOKEN)
OUTLOOK = f"AM9PR04MB{'x' * 120}@AM9PR04MB.eurprd04.prod.outlook.com"  # longer than a line


def headers(letterhead: Letterhead | None, sender: Sender = SENDER, reply_to: str = TEAM) -> EmailMessage:
    """As the reader's program sees it."""
    name = letterhead.id if letterhead else "7.1"
    mail = Mail(ANNA, "Hello", "Hello", f"{name}.abcd1234", reply_to=reply_to, letterhead=letterhead)
    return message_from_bytes(build(mail, sender, NOON).as_bytes(), policy=default)  # type: ignore[arg-type, return-value]


# --- threads and addresses


def test_the_first_mail_of_a_thread_answers_none() -> None:
    first = headers(FIRST)
    assert first["Message-ID"] == "<fd-7k2m9p.team.1.abcd1234@desk.example>"
    assert (first["In-Reply-To"], first["References"]) == (None, None)


def test_later_mails_name_those_before_them_oldest_first() -> None:
    later = headers(Letterhead("fd-7k2m9p.team.3", ("fd-7k2m9p.team.1", "5@shop.example"), TOKEN))
    assert later["References"] == "<fd-7k2m9p.team.1.abcd1234@desk.example> <5@shop.example>"
    assert later["In-Reply-To"] == "<5@shop.example>"


def test_a_long_id_of_another_program_stays_whole() -> None:
    later = headers(Letterhead("fd-7k2m9p.team.3", ("fd-7k2m9p.team.1", OUTLOOK), TOKEN))
    assert later["References"].split()[-1] == later["In-Reply-To"] == f"<{OUTLOOK}>"


@pytest.mark.parametrize("forged", ["x@y>\r\nBcc: all@shop.example", "a b@c", "x@y\x00", "<x@y>", "ünï@x"])
def test_no_id_forges_a_header(forged: str) -> None:
    mail = headers(Letterhead("fd-7k2m9p.team.3", ("fd-7k2m9p.team.1", forged), TOKEN))
    assert mail["References"] == "<fd-7k2m9p.team.1.abcd1234@desk.example>"
    assert mail["Bcc"] is None


def test_answers_go_to_the_tickets_own_address() -> None:
    assert headers(FIRST)["Reply-To"] == TICKET


@pytest.mark.parametrize(
    ("letterhead", "sender"),
    [(None, SENDER), (Letterhead("fd-7k2m9p.team.1"), SENDER), (FIRST, SENDER._replace(replies=""))],
    ids=["of no ticket", "without a token", "where no mail comes in"],
)
def test_else_they_go_to_people(letterhead: Letterhead | None, sender: Sender) -> None:
    assert headers(letterhead, sender)["Reply-To"] == TEAM


def test_what_we_send_is_known_when_it_comes_back() -> None:
    raw = build(Mail(TICKET, "Hello", "Hello", "fd-7k2m9p.team.1.abcd1234", letterhead=FIRST), SENDER, NOON).as_bytes()
    assert read(raw, RULES).automatic
    marks = (b"X-Frontdesk-Loop", b"Auto-Submitted", b"X-Auto-Response-Suppress")
    for mark in marks:
        raw = raw.replace(mark, b"X-Removed")
    assert read(raw, RULES).automatic, "its Message-ID says so too"


def test_exchange_may_say_that_a_mail_did_not_arrive() -> None:
    assert "NDR" not in headers(FIRST)["X-Auto-Response-Suppress"]
    assert "All" not in headers(FIRST)["X-Auto-Response-Suppress"]


# --- what goes over the wire


class Desk:
    """Says things by mail; `perform` is what its lane does."""

    def __init__(self, server: MailServer, root: Path, *, hears: bool = True) -> None:
        self.folder = MailFolder(root)
        self.reading = GuardedReading(RULES)
        self.mailer = SmtpMailer(server.url, SENDER if hears else SENDER._replace(replies=""), SystemClock())
        house = House("abcd1234", "Hamerslag", TEAM, hears)
        self.performer = MailPerformer(self.mailer, read_catalog(), house, Enclosing(self.folder, self.reading))

    async def says(self, words: str, letterhead: Letterhead | None = FIRST, language: str = "en") -> str:
        """The receipt."""
        view = View((Words(words),), title=text("ticket.team.subject", case="FD-7K2M9P", question="Where is it?"))
        effect = Say(Address("email", ANNA), view, Language(language), letterhead=letterhead)
        row = OutboxRow(1, EffectId("7.1"), TICKETS, self.performer.lane(effect, TICKETS), effect, 3, 0, 1, NOON, NOON)
        return (await self.performer.perform(row)).receipt

    def keeps(self, raw: bytes) -> str:
        return self.folder.keep("0" * 40, raw, NOON)


@pytest.fixture
async def desk(server: MailServer, tmp_path: Path) -> AsyncIterator[Desk]:
    desk = Desk(server, tmp_path / "mail")
    yield desk
    await desk.reading.close()


async def test_a_mail_that_cannot_be_delivered_comes_back_to_its_ticket(server: MailServer, desk: Desk) -> None:
    assert await desk.says("Hello") == "fd-7k2m9p.team.1.abcd1234"
    mail = await server.mailbox(ANNA).gets("Hello")
    assert (mail.sender, mail.author) == (TICKET, f"Hamerslag <{DESK}>")
    assert mail.headers["Reply-To"] == TICKET


async def test_a_mail_of_no_ticket_comes_back_to_the_desk(server: MailServer, desk: Desk) -> None:
    assert await desk.says("Hello", None) == "7.1.abcd1234"
    mail = await server.mailbox(ANNA).gets("Hello")
    assert (mail.sender, mail.headers["Reply-To"]) == (DESK, TEAM)


async def test_above_which_line_to_write_is_said_in_the_readers_language(server: MailServer, desk: Desk) -> None:
    await desk.says("Twoja paczka", language="pl")
    assert (await server.mailbox(ANNA).gets()).text.startswith("-=# Napisz odpowiedź powyżej tej linii. #=-\n\nTwoja")


async def test_where_no_mail_comes_in_nobody_is_asked_to_answer_there(server: MailServer, tmp_path: Path) -> None:
    await Desk(server, tmp_path, hears=False).says("Hello")
    mail = await server.mailbox(ANNA).gets()
    assert (mail.text.splitlines()[0], mail.sender, mail.headers["Reply-To"]) == ("Hello", DESK, TEAM)


def test_mails_of_a_ticket_to_one_mailbox_are_one_lane_without_its_secret(desk: Desk) -> None:
    def lane(number: int, side: str = "customer", to: str = ANNA) -> str:
        effect = Say(
            Address("email", to), View(()), Language("en"), letterhead=Letterhead(f"fd-1.{side}.{number}", token=TOKEN)
        )
        return desk.performer.lane(effect, TICKETS)

    assert lane(1) == lane(22) == lane(3, to="Anna@Shop.example")
    assert len({lane(1), lane(1, "team"), lane(1, to="new@shop.example")}) == 3
    assert TOKEN not in lane(1)


async def test_the_mail_that_opens_a_ticket_begins_the_teams_thread(server: MailServer, desk: Desk) -> None:
    store = SqliteStore.open(":memory:")
    try:
        method = EmailTicket(desk.mailer, store, read_catalog(), TEAM, "abcd1234", hears=True)
        opening = OpenHandoff(
            *("email", CaseCode("FD-7K2M9P"), 4, Address("telegram", "1001"), "Anna", Language("pl"), "Where is it?"),
            email=ANNA,
            letterhead=FIRST,
        )
        row = OutboxRow(1, EffectId("9.1"), TICKETS, method.lane(opening, TICKETS), opening, 4, 0, 1, NOON, NOON)
        await method.perform(row)
    finally:
        await store.close()
    mail = await server.mailbox(TEAM).gets()
    assert (mail.message_id, mail.sender) == ("<fd-7k2m9p.team.1.abcd1234@desk.example>", TICKET)
    assert mail.headers["Reply-To"] == TICKET
    assert mail.text.startswith("-=# Please write your reply above this line. #=-")
    assert "#close, #note, #split, #merge FD-…" in mail.text
    later = Say(
        Address("email", TEAM), View(()), Language("en"), letterhead=Letterhead("fd-7k2m9p.team.2", token=TOKEN)
    )
    assert desk.performer.lane(later, TICKETS) == row.lane


# --- files

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
WITH_FILES = of_parts(
    "mixed",
    "Content-Type: text/plain\n\nSee here",
    'Content-Type: image/png; name="vase.png"\nContent-Transfer-Encoding: base64\n'
    f"Content-Disposition: attachment\n\n{base64.b64encode(PICTURE).decode()}",
    'Content-Type: text/html; name="page.html"\nContent-Disposition: attachment\n\n<script>alert(1)</script>',
)


def enclosing(original: str, *files: tuple[int, str, str]) -> Letterhead:
    return Letterhead(
        "fd-7k2m9p.customer.2",
        ("fd-7k2m9p.customer.1",),
        TOKEN,
        tuple(Enclosed(original, part, name, kind, 264) for part, name, kind in files),
    )


def files_in(raw: bytes) -> Sequence[tuple[str, str, bytes]]:
    message = message_from_bytes(raw, policy=default)
    return [
        (each.get_filename() or "", each.get_content_type(), each.get_payload(decode=True))  # type: ignore[misc]
        for each in message.iter_attachments()  # type: ignore[attr-defined]
    ]


async def test_files_go_on_as_they_came(server: MailServer, desk: Desk) -> None:
    letter = read(WITH_FILES, RULES)
    original = desk.keeps(WITH_FILES)
    await desk.says("See here", enclosing(original, *((each.part, each.name, each.kind) for each in letter.attached)))
    mail = await server.mailbox(ANNA).gets("See here")
    assert [each[:2] for each in files_in(mail.raw)] == [
        ("vase.png", "image/png"),
        ("page.html", "application/octet-stream"),  # which nobody's program opens by itself
    ]
    assert files_in(mail.raw)[0][2] == PICTURE


async def test_a_file_may_be_longer_than_any_line_of_its_reader(desk: Desk) -> None:
    long = b"x" * 9_000_000
    raw = of_parts("mixed", f'Content-Type: application/pdf; name="a.pdf"\n\n{long.decode()}')
    assert await desk.reading.file(desk.folder.path(desk.keeps(raw)), 1) == long
    assert (await desk.reading.read(desk.folder.path(desk.keeps(raw)))).attached[0].size == len(long)


async def test_a_mail_whose_file_is_gone_goes_without_and_says_so(server: MailServer, desk: Desk) -> None:
    original = desk.keeps(WITH_FILES)
    gone = ("2026-01/" + "1" * 40, (2, "letter.pdf", "application/pdf"))
    head = enclosing(original, (2, "vase.png", "image/png"), (99, "nothing.zip", "application/zip"))
    others = (
        *head.enclosed,
        *enclosing(gone[0], gone[1]).enclosed,
        *enclosing("../../etc/passwd", (0, "x", "y/z")).enclosed,
    )
    await desk.says("See here", Letterhead(head.id, head.answers, TOKEN, others))
    mail = await server.mailbox(ANNA).gets("See here")
    assert [name for name, _, _ in files_in(mail.raw)] == ["vase.png"]
    assert "Not sent along: nothing.zip, letter.pdf, x\n" in mail.text


async def test_a_mail_that_stalls_its_reader_holds_up_nobodys_answer(server: MailServer, tmp_path: Path) -> None:
    desk = Desk(server, tmp_path)
    desk.reading = GuardedReading(RULES, seconds=0.0)
    desk.performer = MailPerformer(
        desk.mailer, read_catalog(), House("abcd1234", "Hamerslag", TEAM, True), Enclosing(desk.folder, desk.reading)
    )
    await desk.says("See here", enclosing(desk.keeps(WITH_FILES), (2, "vase.png", "image/png")))
    assert "Not sent along: vase.png" in (await server.mailbox(ANNA).gets()).text


async def test_a_server_that_takes_no_such_large_mail_gets_it_without_files(server: MailServer, desk: Desk) -> None:
    server.faults.add(Fault(method="DATA", status=552))
    await desk.says("See here", enclosing(desk.keeps(WITH_FILES), (2, "vase.png", "image/png")))
    mail = await server.mailbox(ANNA).gets("See here")
    assert files_in(mail.raw) == []
    assert "Not sent along: vase.png" in mail.text


async def test_a_mailbox_that_is_full_stays_full_without_files(server: MailServer, desk: Desk) -> None:
    server.faults.add(Fault(method="DATA", status=552, times=2))
    with pytest.raises(Refused):
        await desk.says("See here", enclosing(desk.keeps(WITH_FILES), (2, "vase.png", "image/png")))


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Windows\\x.exe", "C_Windows_x.exe"),
        ("photo\u202egpj.exe", "photo_gpj.exe"),
        ("a\r\nBcc: all@shop.example", "a Bcc_ all@shop.example"),
        (".bashrc", "bashrc"),
        ("", "file"),
        ("...", "file"),
        ("Zdjęcie 👩‍👧.jpg", "Zdjęcie 👩‍👧.jpg"),
        ("x" * 300 + ".pdf", "x" * 103 + "…" + "x" * 12 + ".pdf"),
    ],
)
def test_a_files_name_leads_nowhere(given: str, safe: str) -> None:
    assert safe_name(given) == safe
    mail = build(Mail(ANNA, "Hi", "Hi", "1", files=(MailFile(given, "image/png", b"x"),)), SENDER, NOON)
    assert files_in(mail.as_bytes()) == [(safe, "image/png", b"x")]


@pytest.mark.parametrize(
    "kind", ["text/html", "message/rfc822", "multipart/mixed", "image/png\r\nX: y", "", "x", "image/"]
)
def test_a_files_kind_is_what_mail_programs_keep_closed(kind: str) -> None:
    mail = build(Mail(ANNA, "Hi", "Hi", "1", files=(MailFile("a", kind, b"From: x\r\n\r\n\xff"),)), SENDER, NOON)
    assert files_in(mail.as_bytes()) == [("a", "application/octet-stream", b"From: x\r\n\r\n\xff")]
