"""Any bytes at all are a mail that somebody can look at."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.playground.mail import MailServer
from bots.playground.mail.reading import Parts, read
from tests.playground_mail.conftest import TEAM, deliver

HOSTILE = {
    "an address without a host": b"From: a@\r\nSubject: x\r\n\r\nhello",
    "an empty message id": b"Message-ID: <@>\r\n\r\nhello",
    "a charset that is not ASCII": b'Content-Type: text/plain; charset="\xc3\xa9"\r\n\r\nhello',
    "an unknown charset": b"Content-Type: text/plain; charset=nonsense\r\n\r\nhello",
    "five thousand brackets": b"From: " + b"(" * 5000 + b"\r\n\r\nhello",
    "a broken encoded word": b"Subject: =?utf-8?b?!!!?= =?no-such-thing?q?x?=\r\n\r\nhello",
    "raw bytes in a header": b"Subject: \xff\xfe\r\n\r\nhello",
    "deep parts": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)
    ),
    "nothing": b"",
    "only zeros": b"\x00" * 100,
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_mail_is_shown_somehow_and_soon(raw: bytes) -> None:
    started = time.process_time()
    parts = read(raw)
    assert isinstance(parts, Parts)
    assert time.process_time() - started < 4


@pytest.mark.parametrize("name", ["an address without a host", "an unknown charset", "raw bytes in a header"])
def test_a_clumsy_mail_keeps_its_text(name: str) -> None:
    assert read(HOSTILE[name]).text == "hello"


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read_and_stored(raw: bytes) -> None:
    parts = read(raw)
    for words in (parts.subject, parts.text, parts.message_id, *parts.headers, *parts.headers.values()):
        words.encode()


async def test_an_unreadable_mail_is_kept_as_it_came(server: MailServer) -> None:
    raw = HOSTILE["deep parts"] + b"the end"
    await deliver(server, raw)
    mail = await server.mailbox(TEAM).gets()
    assert mail.raw.startswith(raw)
    assert not mail.readable
    assert "the end" in mail.text


def test_headers_are_decoded_and_in_their_order() -> None:
    raw = b"Subject: =?utf-8?b?WmHFvMOzxYLEhw==?=\r\nX-One: 1\r\nX-One: 2\r\nFrom: Anna\r\n <anna@x.example>\r\n\r\n"
    parts = read(raw)
    assert parts.subject == "Zażółć"
    assert parts.headers == {"Subject": "Zażółć", "X-One": "1", "From": "Anna <anna@x.example>"}
    assert list(parts.headers) == ["Subject", "X-One", "From"]


def test_the_plain_part_is_shown() -> None:
    raw = (
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<b>rich</b>\r\n"
        b"--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"caf=E9\r\n--b--\r\n"
    )
    assert read(raw).text == "café"
