"""What the mail server's answers lead to, against a server on a real socket."""

import asyncio
import socket

import pytest

from bots.mail import outgoing
from bots.mail.errors import TooLarge
from bots.mail.message import Sender
from bots.mail.outgoing import House, MailPerformer, SmtpMailer
from bots.playground.faults import Fault
from bots.playground.mail import MailServer
from core.engine.clock import SystemClock
from core.model.effects import Say
from core.model.errors import DeskError, Refused, Transient, Uncertain
from core.model.events import Delivered
from core.model.handoff import Mail
from core.model.ids import Address, ConversationId, EffectId, Language
from core.model.rows import OutboxRow
from core.model.view import Line, Text, View, Words
from tests.engine.fakes import NOON, FewWords

MAIL = Mail("anna@shop.example", "Hello", "Hello Anna", "7.0.abcd")


async def test_a_mail_arrives_with_its_text(server: MailServer, mailer: SmtpMailer) -> None:
    await mailer.send(MAIL)
    mail = await server.mailbox("anna@shop.example").gets("Hello Anna")
    assert (mail.sender, mail.author) == ("support@desk.example", "Hamerslag <support@desk.example>")


async def test_a_repeat_is_the_same_mail(server: MailServer, mailer: SmtpMailer) -> None:
    await mailer.send(MAIL)
    await mailer.send(MAIL)
    assert [mail.times for mail in server.mailbox("anna@shop.example").mails] == [2]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(method="MAIL", status=421), Transient),
        (Fault(method="MAIL", status=451), Transient),
        (Fault(method="RCPT", status=450), Transient),
        (Fault(method="RCPT", status=550), Refused),
        (Fault(method="RCPT", status=553), Refused),
        (Fault(method="DATA", status=421), Transient),
        (Fault(method="DATA", status=451), Transient),
        (Fault(method="DATA", status=452), Transient),
        (Fault(method="DATA", status=552), TooLarge),
        (Fault(method="DATA", status=554), Refused),
        (Fault(method="RCPT", drop=True), Uncertain),
        (Fault(method="DATA", drop=True), Uncertain),
        (Fault(method="DATA", drop=True, effect=True), Uncertain),
        (Fault(method="DATA", hang=True), Uncertain),
    ],
    ids=lambda value: f"{value.method} {value.status or ''}" if isinstance(value, Fault) else value.__name__,
)
async def test_what_a_server_answers(
    server: MailServer, mailer: SmtpMailer, fault: Fault, error: type[DeskError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "TIMEOUT", 0.1)
    server.faults.add(fault)
    with pytest.raises(error) as raised:
        await mailer.send(MAIL)
    assert type(raised.value) is error
    assert "anna@shop.example" not in str(raised.value)


async def test_after_a_trouble_the_next_mail_goes(server: MailServer, mailer: SmtpMailer) -> None:
    server.faults.add(Fault(method="DATA", status=451))
    with pytest.raises(Transient):
        await mailer.send(MAIL)
    await mailer.send(MAIL)
    assert len(server.mailbox("anna@shop.example").mails) == 1


def nobody_listens() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"smtp://127.0.0.1:{free.getsockname()[1]}"


async def test_a_server_that_is_not_there_may_come_back() -> None:
    mailer = SmtpMailer(nobody_listens(), Sender("support@desk.example", "Hamerslag"), SystemClock())
    with pytest.raises(Transient, match="was not reached") as raised:
        await mailer.send(MAIL)
    assert type(raised.value) is Transient
    with pytest.raises(Transient, match="was not reached"):
        await mailer.reach()


async def test_no_password_goes_over_the_network_for_all_to_read(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "LOOPBACK", ())  # as if it were another machine
    url = server.url.replace("//", "//desk:canary@")
    with pytest.raises(Transient, match="has no STARTTLS, and without it gets no password") as raised:
        await SmtpMailer(url, Sender("support@desk.example", "Hamerslag"), SystemClock()).send(MAIL)
    assert type(raised.value) is Transient
    assert (server.mailboxes, "canary" in str(raised.value)) == ([], False)


async def test_a_server_that_is_there_says_so(mailer: SmtpMailer) -> None:
    assert (await mailer.reach()).startswith("127.0.0.1 answers (")


@pytest.mark.parametrize(
    "address", ["anna@exämple.example", "ünï@shop.example", "very" * 60 + "@shop.example", "a b@shop.example", "@", ""]
)
async def test_an_odd_address_is_refused_for_good_or_taken(
    server: MailServer, mailer: SmtpMailer, address: str
) -> None:
    outcome = await asyncio.gather(mailer.send(Mail(address, "Hello", "Hello", "8.0.abcd")), return_exceptions=True)
    refused = [error for error in outcome if isinstance(error, Refused)]
    assert len(refused) + len(server.mailboxes) == 1, outcome


async def test_what_a_server_says_about_an_address_is_kept_without_it(server: MailServer, mailer: SmtpMailer) -> None:
    server.faults.add(
        Fault(method="RCPT", status=550, body="5.1.1 <anna@shop.example>: no such user anna@shop.example")
    )
    with pytest.raises(Refused, match=r"550 5\.1\.1 <address>: no such user <address>"):
        await mailer.send(MAIL)


def as_row(say: Say, performer: MailPerformer) -> OutboxRow:
    talk = ConversationId("telegram:1001")
    return OutboxRow(1, EffectId("7.1"), talk, performer.lane(say, talk), say, 3, 0, 1, NOON, NOON)


async def test_what_is_said_by_mail_has_subject_text_and_footer(server: MailServer, mailer: SmtpMailer) -> None:
    view = View((Line(Text("received")), Words("My vase")), title=Text("subject", {"case": "FD-1"}))
    say = Say(Address("email", "anna@shop.example"), view, Language("nl"))
    performer = MailPerformer(mailer, FewWords(), House("abcd", "Hamerslag", "team@desk.example"))
    row = as_row(say, performer)
    done = await performer.perform(row)
    mail = await server.mailbox("anna@shop.example").gets()
    assert (mail.subject, mail.message_id) == ("subject FD-1", "<7.1.abcd@desk.example>")
    assert mail.text.split("\n\n") == ["received", "My vase", "-- \nmail.footer Hamerslag"]
    assert mail.headers["Content-Language"] == "nl"
    assert (done.receipt, row.lane) == ("7.1.abcd", "email:anna@shop.example")
    assert done.event is None


async def test_the_desk_hears_that_an_agents_message_went_by_mail(mailer: SmtpMailer) -> None:
    view = View((Words("On its way"),), title=Text("subject", {"case": "FD-1"}))
    say = Say(Address("email", "anna@shop.example"), view, Language("nl"), ref="1.1")
    performer = MailPerformer(mailer, FewWords(), House("abcd", "Hamerslag", "team@desk.example"))
    assert (await performer.perform(as_row(say, performer))).event == Delivered("1.1")
