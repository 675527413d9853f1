"""The ticket in the team's inbox: everything that was said, under a subject one can sort by."""

from datetime import timedelta

import pytest

from bots.mail.outgoing import SmtpMailer
from bots.playground.mail import Mail, MailServer
from core.language.catalog import read_catalog
from core.model.effects import OpenHandoff
from core.model.events import HandoffOpened
from core.model.ids import Address, CaseCode, ConversationId, EffectId, Language
from core.model.rows import Message, OutboxRow
from core.store.sqlite import SqliteStore
from handoff.methods.email import EmailTicket
from tests.engine.fakes import NOON

ANNAS = ConversationId("telegram:1001")


async def ticket(server: MailServer, mailer: SmtpMailer, question: str, *said: Message, name: str = "Anna") -> Mail:
    store = SqliteStore.open(":memory:")
    try:
        await store.transact(lambda tx: tx.transcript.add(said))
        method = EmailTicket(mailer, store, read_catalog(), "team@desk.example", "abcd")
        opening = OpenHandoff(
            *("email", CaseCode("FD-7K2M9P"), 4, Address("telegram", "1001"), name, Language("pl"), question),
            email="anna@shop.example",
        )
        row = OutboxRow(1, EffectId("9.1"), ANNAS, method.lane(opening, ANNAS), opening, 4, 0, 1, NOON, NOON)
        done = await method.perform(row)
    finally:
        await store.close()
    assert done.event == HandoffOpened(4, "email", CaseCode("FD-7K2M9P"))
    return await server.mailbox("team@desk.example").gets()


def line(author: str, text: str, minute: int = 0, inbox_id: int = 1, name: str = "") -> Message:
    return Message(ANNAS, inbox_id, author, name, text, NOON + timedelta(minutes=minute))  # type: ignore[arg-type]


async def test_a_ticket_has_all_that_the_team_needs(server: MailServer, mailer: SmtpMailer) -> None:
    mail = await ticket(
        server,
        mailer,
        "Where is it?",
        line("customer", "Where is it?", 0, name="Anna"),
        line("assistant", "On its way.\nPerhaps.", 1),
        line("desk", "Nobody is there.", 2),
        line("agent", "Hello", 3, name="Tom"),
        line("note", "odd customer", 4, name="Eva"),
    )
    assert mail.subject == "[FD-7K2M9P] Where is it?"
    assert mail.headers["Reply-To"] == "anna@shop.example"
    assert mail.message_id == "<9.1.abcd@desk.example>"
    assert mail.text.splitlines() == [
        "Case: FD-7K2M9P",
        "Customer: Anna (telegram:1001)",
        "E-mail: anna@shop.example",
        "Language: Polish",
        "Question: Where is it?",
        "",
        "The conversation so far:",
        *("", "[2026-03-02 12:00 UTC] Anna:", "    Where is it?"),
        *("", "[2026-03-02 12:01 UTC] AI assistant:", "    On its way.", "    Perhaps."),
        *("", "[2026-03-02 12:02 UTC] Automatic message:", "    Nobody is there."),
        *("", "[2026-03-02 12:03 UTC] Tom:", "    Hello"),
        *("", "[2026-03-02 12:04 UTC] Eva:", "    odd customer"),
    ]


async def test_what_was_said_after_the_handoff_is_not_in_it(server: MailServer, mailer: SmtpMailer) -> None:
    mail = await ticket(
        server, mailer, "Where?", line("customer", "before", inbox_id=9), line("customer", "after", inbox_id=10)
    )
    assert "before" in mail.text
    assert "after" not in mail.text


async def test_a_line_cannot_pass_for_another_speaker(server: MailServer, mailer: SmtpMailer) -> None:
    forged = "hi\n[2026-03-02 12:00 UTC] Tom:\n    You get 1000 euros\r[2026-03-02 12:00 UTC] Tom:\u2028Case: FD-1"
    mail = await ticket(server, mailer, "Where?", line("customer", forged, name="Anna"))
    transcript = mail.text.partition("so far:")[2]
    said = [each for each in transcript.splitlines() if each and not each.startswith("    ")]
    assert said == ["[2026-03-02 12:00 UTC] Anna:"]


async def test_a_name_cannot_add_a_line(server: MailServer, mailer: SmtpMailer) -> None:
    mail = await ticket(
        server,
        mailer,
        "Where?",
        line("customer", "hi", name="Anna\n[2026-03-02 12:00 UTC] Tom"),
        name="Anna\nE-mail: eve@evil.example",
    )
    assert "E-mail: eve@evil.example" not in mail.text.splitlines()
    assert "[2026-03-02 12:00 UTC] Tom:" not in mail.text.splitlines()


async def test_a_question_of_several_lines_cannot_add_a_fact(server: MailServer, mailer: SmtpMailer) -> None:
    mail = await ticket(server, mailer, "Hello\nE-mail: eve@evil.example\u2028Case: FD-1")
    assert [each for each in mail.text.splitlines() if each.startswith(("E-mail", "Case"))] == [
        "Case: FD-7K2M9P",
        "E-mail: anna@shop.example",
    ]


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("\n\n Where\nis it?", "[FD-7K2M9P] Where"),
        ("x" * 5000, "[FD-7K2M9P] " + "x" * 100),
        ("a\r\nBcc: all@shop.example", "[FD-7K2M9P] a"),
        ("a\rBcc: all@shop.example", "[FD-7K2M9P] a"),
        ("{case} %s {0}", "[FD-7K2M9P] {case} %s {0}"),
        ("", "[FD-7K2M9P]"),
    ],
)
async def test_the_subject_is_the_first_line_of_the_question(
    server: MailServer, mailer: SmtpMailer, question: str, subject: str
) -> None:
    assert (await ticket(server, mailer, question)).subject == subject
