"""No header can be forged, and every text arrives."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.mail.message import LONGEST_SUBJECT, Sender, build
from core.model.handoff import Mail

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Language"),
    *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
}


def sent(subject: str = "Hello", text: str = "Hello", name: str = "Hamerslag", reply_to: str = "") -> EmailMessage:
    """The mail as its reader's program sees it: written to bytes and read again."""
    mail = Mail("anna@shop.example", subject, text, "7.0.abcd", reply_to=reply_to)
    raw = build(mail, Sender("support@desk.example", name), NOON).as_bytes()
    return message_from_bytes(raw, policy=SMTP)  # type: ignore[arg-type, return-value]


def test_a_mail_says_who_sends_it_and_that_a_machine_does() -> None:
    mail = sent()
    assert mail["From"] == "Hamerslag <support@desk.example>"
    assert mail["To"] == "anna@shop.example"
    assert mail["Message-ID"] == "<7.0.abcd@desk.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Mon, 02 Mar 2026 12:00:00 +0000"
    assert "Reply-To" not in mail


def test_an_answer_goes_to_the_customer() -> None:
    assert sent(reply_to="anna@shop.example")["Reply-To"] == "anna@shop.example"


@pytest.mark.parametrize(
    "newline", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00", "\x1f", "\ud800"]
)
@pytest.mark.parametrize("where", ["subject", "name"])
def test_no_header_is_forged(newline: str, where: str) -> None:
    evil = f"Hello{newline}Bcc: all@shop.example{newline}{newline}<b>body</b>"
    mail = sent(**{where: evil})
    assert set(mail.keys()) == HEADERS
    assert words_of(mail) == "Hello"
    assert "Hello Bcc: all@shop.example" in mail["Subject" if where == "subject" else "From"]


def test_a_subject_of_a_novel_is_cut() -> None:
    assert len(sent(subject="word " * 5000)["Subject"]) <= LONGEST_SUBJECT


@pytest.mark.parametrize("name", ["", '"', "Zażółć gęślą jaźń", "a@b.example, c", "שלום", "\\", "(x)"])
def test_a_shop_may_have_any_name(name: str) -> None:
    assert sent(name=name)["From"].addresses[0].addr_spec == "support@desk.example"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Zażółć gęślą jaźń 👩‍👩‍👧‍👦", "Zażółć gęślą jaźń 👩‍👩‍👧‍👦"),
        ("a\x00b\x1bc", "a\ufffdb\ufffdc"),
        ("half \ud83d character", "half \ufffd character"),
        (".\n..\n.hidden", ".\n..\n.hidden"),
        ("From me\nFrom you", "From me\nFrom you"),
        ("x" * 2000, "x" * 2000),
        ("tab\there", "tab\there"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_the_text_arrives(written: str, read: str) -> None:
    assert words_of(sent(text=written)) == read


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_nothing_that_anybody_writes_breaks_a_mail(subject: str, text: str) -> None:
    mail = sent(subject=subject, text=text)
    assert set(mail.keys()) == HEADERS
    assert "\n" not in mail["Subject"]
    assert isinstance(words_of(mail), str)


def words_of(mail: EmailMessage) -> str:
    content: str = mail.get_content()
    return content.replace("\r\n", "\n").removesuffix("\n")
