"""What mail servers say when a mail of ours did not arrive: by the standard, and in ways of their own."""

import pytest

from core.model.letter import Bounced
from tests.mail.samples import TICKET, TOKEN, letter, mail, of_parts

DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.other.example>"
RETURNED = f"Content-Type: message/rfc822\n\nFrom: support@desk.example\nReply-To: {TICKET}\nMessage-ID: <7.0.abcd@desk.example>\n\nHi"


def report(*recipients: str, returned: str = RETURNED, to: str = "support@desk.example") -> bytes:
    status = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.other.example\n\n" + "\n\n".join(
        recipients
    )
    words = "Content-Type: text/plain\n\nYour mail could not be delivered."
    raw = of_parts("report", words, status, returned, From=DAEMON, To=to, Subject="Undelivered Mail")
    return raw.replace(b"multipart/report;", b"multipart/report; report-type=delivery-status;")


@pytest.mark.parametrize(
    ("fields", "bounced"),
    [
        (
            "Final-Recipient: rfc822; anna@x.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user",
            Bounced("anna@x.example", "5.1.1", "550 5.1.1 no such user", final=True),
        ),
        (
            "Original-Recipient: rfc822;anna@x.example\nFinal-Recipient: rfc822;a.vries@y.example\nAction: Failed\nStatus: 5.2.2",
            Bounced("anna@x.example", "5.2.2", "", final=True),
        ),
        (
            "Final-Recipient: rfc822; anna@x.example\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: Sun",
            Bounced("anna@x.example", "4.4.1", "", final=False),
        ),
        (
            "Final-Recipient: rfc822; anna@x.example\nAction: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp; expired\n after 5 days",
            Bounced("anna@x.example", "4.4.7", "expired after 5 days", final=True),
        ),
        (
            "Final-Recipient: rfc822; <anna@x.example>\nAction: failed\nStatus: none\nDiagnostic-Code: x-unix; 5.7.1 refused",
            Bounced("anna@x.example", "5.7.1", "5.7.1 refused", final=True),
        ),
        ("Final-Recipient: rfc822; anna@x.example\nAction: failed", Bounced("anna@x.example", "5.0.0", "", final=True)),
    ],
)
def test_a_standard_report(fields: str, bounced: Bounced) -> None:
    assert letter(report(fields)).bounced == bounced


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "", "nonsense"])
def test_a_report_of_success_is_no_bounce(action: str) -> None:
    read = letter(report(f"Final-Recipient: rfc822; anna@x.example\nAction: {action}\nStatus: 2.1.5"))
    assert (read.bounced, read.automatic) == (None, True)


def test_of_several_recipients_the_one_who_is_lost() -> None:
    late = "Final-Recipient: rfc822; late@x.example\nAction: delayed\nStatus: 4.4.1"
    lost = "Final-Recipient: rfc822; lost@x.example\nAction: failed\nStatus: 5.1.1"
    bounced = letter(report(late, lost)).bounced
    assert bounced
    assert bounced.to == "lost@x.example"


def test_a_bounce_names_the_mail_that_came_back_and_its_ticket() -> None:
    read = letter(report("Final-Recipient: rfc822; anna@x.example\nAction: failed\nStatus: 5.1.1"))
    assert (read.answers[0], read.token, read.automatic) == ("7.0.abcd@desk.example", TOKEN, True)


def test_headers_alone_may_come_back() -> None:
    headers = RETURNED.replace("message/rfc822", "text/rfc822-headers").removesuffix("\n\nHi")
    read = letter(report("Final-Recipient: rfc822; anna@x.example\nAction: failed\nStatus: 5.1.1", returned=headers))
    assert read.answers == ("7.0.abcd@desk.example",)


QMAIL = """Hi. This is the qmail-send program at mx.other.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<anna@x.example>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 unknown user
Giving up on 192.0.2.7.
"""
EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its recipients.

  anna@x.example
    host mx.x.example [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<anna@x.example>:
    550 mailbox unavailable
"""
OLD = "The following recipient could not be reached:\n\n   anna@x.example\n   Sorry, no mailbox here by that name. (#5.1.1)\n"
LATE = "Warning: could not send message to anna@x.example for the past 4 hours: 451 4.7.1 greylisted\n"


@pytest.mark.parametrize(
    ("headers", "body", "status", "final"),
    [
        ((), QMAIL, "5.1.1", True),
        (("X-Failed-Recipients: anna@x.example",), EXIM, "5.0.0", True),
        (("Return-Path: <>",), OLD, "5.1.1", True),
        ((), LATE, "4.7.1", False),
    ],
    ids=["qmail", "Exim", "old", "late"],
)
def test_reports_in_prose(headers: tuple[str, ...], body: str, status: str, final: bool) -> None:
    bounced = letter(mail(*headers, From=DAEMON, body=body)).bounced
    assert bounced
    assert (bounced.to, bounced.status, bounced.final) == ("anna@x.example", status, final)


@pytest.mark.parametrize(
    "raw",
    [
        mail(body="Your mail came back to me: 550 5.1.1 <anna@x.example>"),  # a person tells of it
        mail(From=DAEMON, body="The queue of anna@x.example is long today."),
        mail("Return-Path: <>", body="I am on holiday until 5 May, write to bob@x.example."),
        mail("Auto-Submitted: auto-replied", body="I am away. 550 people wrote to anna@x.example."),
    ],
    ids=["a person", "no code", "holiday", "an automatic answer"],
)
def test_no_bounce(raw: bytes) -> None:
    assert letter(raw).bounced is None


def test_a_broken_report_is_a_letter_of_a_machine() -> None:
    read = letter(report("Final-Recipient: nobody\nAction: failed"))
    assert (read.bounced, read.automatic, read.unreadable) == (None, True, "")
