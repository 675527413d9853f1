"""Any mail is a letter: what it says, who sent it, what it carries."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.mail.reading import Rules, file_in, identity, read, unreadable
from core.model.letter import Attached, Letter
from tests.mail.samples import RULES, TICKET, TOKEN, letter, mail, of_parts, parts

PNG = 'Content-Type: image/png; name="crack.png"\nContent-Transfer-Encoding: base64\nContent-Disposition: {}\n\niVBORw0KGgo=\n'


def test_an_answer_to_a_ticket() -> None:
    raw = mail(
        "In-Reply-To: <7.0.abcd@desk.example>",
        "References: <5.0.abcd@desk.example> <7.0.abcd@desk.example>",
        body="It is order 4711.\n\nOn 20/11/2026 10:03, Hamerslag wrote:\n> Which order is it?\n",
    )
    assert letter(raw) == Letter(
        id="1@shop.example",
        sender="anna@shop.example",
        sender_name="Anna",
        token=TOKEN,
        subject="Re: Case FD-7K2M",
        text="It is order 4711.",
        whole="It is order 4711.\n\nOn 20/11/2026 10:03, Hamerslag wrote:\n> Which order is it?",
        answers=("7.0.abcd@desk.example", "5.0.abcd@desk.example"),
    )


@pytest.mark.parametrize("header", ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"])
def test_the_ticket_is_found_in_any_header_of_recipients(header: str) -> None:
    assert letter(mail(f"{header}: Team <x@desk.example>, <{TICKET}>", To="")).token == TOKEN


def test_where_it_was_delivered_goes_before_how_it_is_addressed() -> None:
    other = TICKET.replace("0", "z", 1)
    assert letter(mail(f"Delivered-To: {other}")).token == "z" + TOKEN[1:]


def test_a_mail_to_the_desk_has_no_ticket() -> None:
    assert letter(mail(To="support@desk.example")).token == ""


@pytest.mark.parametrize(
    ("headers", "body", "text"),
    [
        (("Content-Type: text/plain; charset=iso-8859-1",), "caf\xe9".encode("latin-1"), "café"),
        (
            ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable"),
            "caf=C3=A9=\n!",
            "café!",
        ),
        (
            ("Content-Type: text/plain", "Content-Transfer-Encoding: base64"),
            "SGVsbG8=\n\nthis is no base64 but a footer",
            "Hello",
        ),
        (("Content-Type: text/plain; charset=x-unknown",), "Zażółć".encode(), "Zażółć"),
        (("Content-Type: text/plain; charset=ü",), "Zażółć".encode(), "Zażółć"),
        (("Content-Type: text/plain; charset*=nonsense''%FF",), "Hello", "Hello"),
        (("Content-Type: nonsense",), "Hello", "Hello"),
        ((), "Hello\r\rthere", "Hello\n\nthere"),
        (("Content-Type: text/plain; format=flowed",), "one \ntwo \nthree\n\n  stuffed", "one two three\n\n stuffed"),
        (("Content-Type: text/plain; format=flowed; delsp=yes",), "你 \n好", "你好"),
        (("Content-Type: text/html",), "<p>Hello <b>there</b></p><script>evil()</script>", "Hello there"),
        (("Content-Type: text/html; charset=utf-8",), '<meta charset="gbk"><p>你好'.encode(), "你好"),
        (("Content-Type: text/html",), b'<meta charset="gbk"><p>' + "你好".encode("gbk"), "你好"),
    ],
)
def test_the_text_of_a_mail_in_one_part(headers: tuple[str, ...], body: str | bytes, text: str) -> None:
    assert letter(mail(*headers, body=body)).whole.startswith(text)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (of_parts("alternative", "Content-Type: text/plain\n\nplain", "Content-Type: text/html\n\n<p>html"), "plain"),
        (of_parts("alternative", "Content-Type: text/html\n\n<p>html", "Content-Type: text/plain\n\nplain"), "plain"),
        (of_parts("alternative", "Content-Type: text/plain\n\n \n", "Content-Type: text/html\n\n<p>html"), "html"),
        (of_parts("alternative", "Content-Type: text/html\n\n<p>html"), "html"),
        (of_parts("mixed", "Content-Type: text/plain\n\none", PNG.format("inline"), "Content-Type: text/plain\n\ntwo"), "one\n\ntwo"),
        (of_parts("mixed", "Content-Type: text/plain\n\none", "Content-Type: text/html\n\n<p>two"), "one\n\ntwo"),
        (of_parts("related", "Content-Type: text/html\n\n<p>html<img src=cid:1>", PNG.format("inline")), "html"),
        (of_parts("signed", "Content-Type: text/plain\n\nsigned", "Content-Type: application/pgp-signature\n\nx"), "signed"),
        (
            of_parts(
                "alternative",
                "Content-Type: text/plain\n\nplain",
                parts("mixed", "Content-Type: text/html\n\n<p>html", PNG.format("inline")),
            ),
            "plain",
        ),
        (mail('Content-Type: multipart/mixed; boundary="never"', body="no part at all"), ""),
        (mail("Content-Type: multipart/mixed", body="no boundary"), ""),
    ],
)  # fmt: skip
def test_the_text_of_a_mail_in_several_parts(raw: bytes, text: str) -> None:
    assert letter(raw).whole == text


def test_files_are_named_and_can_be_taken_out() -> None:
    raw = of_parts("mixed", "Content-Type: text/plain\n\nSee.", PNG.format("attachment"))
    assert letter(raw).attached == (Attached(2, "crack.png", "image/png", 8),)
    assert file_in(raw, 2) == b"\x89PNG\r\n\x1a\n"
    with pytest.raises(LookupError):
        file_in(raw, 3)


def test_files_inside_alternatives_are_there_too() -> None:
    nested = parts("mixed", "Content-Type: text/html\n\n<p>x", PNG.format("inline"))
    raw = of_parts("alternative", "Content-Type: text/plain\n\nplain", nested)
    (found,) = letter(raw).attached
    assert file_in(raw, found.part) == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="a.pdf"', "a.pdf"),
        ("attachment; filename*=UTF-8''Z%C3%A4hne.pdf", "Zähne.pdf"),
        ("attachment; filename*0*=UTF-8''Z%C3%A4; filename*1=hne.pdf", "Zähne.pdf"),
        ('attachment; filename="=?utf-8?q?Z=C3=A4hne.pdf?="', "Zähne.pdf"),
        ('attachment; filename="Zähne.pdf"', "Zähne.pdf"),
        ('attachment; filename="../../etc/passwd"', "_.._etc_passwd"),
        ('attachment; filename="C:\\\\x\\\\y.exe"', "C:_x_y.exe"),
        ('attachment; filename="cod\u202efdp.exe"', "cod_fdp.exe"),
        ("attachment; filename*=idna''%FF.pdf", "unnamed"),
        ("attachment; filename*=a\x00b''x.pdf", "unnamed"),
        ("attachment", ""),
    ],
)
def test_what_a_file_is_called(disposition: str, name: str) -> None:
    part = f"Content-Type: application/octet-stream\nContent-Disposition: {disposition}\n\nx"
    assert letter(of_parts("mixed", "Content-Type: text/plain\n\nHello", part)).attached[0].name == name


def test_a_name_of_a_novel_keeps_its_end() -> None:
    part = f"Content-Type: application/pdf; name={'x' * 500}.pdf\n\nx"
    name = letter(of_parts("mixed", part)).attached[0].name
    assert (len(name), name[-6:]) == (120, "xx.pdf"[-6:])


def test_an_attached_mail_is_a_file_and_not_read() -> None:
    inner = "Content-Type: message/rfc822\n\nSubject: secret\nFrom: x@y.example\n\ninner text"
    read_ = letter(of_parts("mixed", "Content-Type: text/plain\n\nLook", inner))
    assert (read_.whole, read_.attached[0].kind) == ("Look", "message/rfc822")


def test_a_very_long_text_is_cut_where_people_stop_reading() -> None:
    read_ = letter(mail(body="word " * 100_000))
    assert (len(read_.whole), read_.whole[-1]) == (100_000, "…")


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "Auto-Submitted: Auto-Notified; owner-email=x",
        "Precedence: bulk",
        "Precedence: Junk",
        "Precedence: auto_reply",
        "List-Id: <news.shop.example>",
        "List-Unsubscribe: <https://shop.example/x>",
        "Return-Path: <>",
        "Return-Path: < >",
        "From: MAILER-DAEMON@shop.example",
        "From: Mail Delivery System <Mailer-Daemon@shop.example>",
        "From: no-reply@shop.example",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "X-Autoreply: yes",
        "X-Autorespond: ooo",
        "X-Frontdesk-Loop: abcd1234",
        "Message-ID: <fd-7k2m9p.team.1.abcd1234@desk.example>",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
        "Content-Type: text/calendar; method=REPLY",
    ],
)
def test_a_machine_sent_it(header: str) -> None:
    assert letter(mail(header)).automatic


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Auto-Submitted: No (a person)",
        "Precedence: normal",
        "Return-Path: <anna@shop.example>",
        "X-Auto-Response-Suppress: None",
        "X-Autoreply: no",
        "X-Frontdesk-Loop: another",
        "Message-ID: <fd-7k2m9p.team.1.another@desk.example>",
        "Message-ID: <abcd1234@desk.example>",
        "From: noreply.jansen@shop.example",
        "Content-Type: text/calendar; method=REQUEST",
        "X-Mailer: Automatic",
    ],
)
def test_a_person_sent_it(header: str) -> None:
    assert not letter(mail(header)).automatic


def test_the_subject_is_one_line_of_decoded_words() -> None:
    raw = mail(Subject="=?utf-8?q?Re=3A_Fall?=\r\n =?utf-8?q?_gel=C3=B6st?=")
    assert letter(raw).subject == "Re: Fall gelöst"
    assert len(letter(mail(Subject="x" * 5000)).subject) == 500


HOSTILE = {
    "no address": mail(From="a@"),
    "an empty id": mail(Message_ID="<@>"),
    "5,000 brackets": mail(From="(" * 5000),
    "angle brackets": mail(From="<" * 5000),
    "quotes": mail(From='"' * 4999, To='"' * 4999),
    "a charset that is none": mail("Content-Type: text/plain; charset=ü"),
    "a charset with NUL": mail("Content-Type: text/plain; charset=a\x00b"),
    "a boundary of IDNA": mail("Content-Type: multipart/mixed; boundary*=idna'x'%ff"),
    "a boundary with NUL": mail("Content-Type: multipart/mixed; boundary*=a\x00b'x'%ff"),
    "deep parts": b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (i, i) for i in range(1500)),
    "deep mails": b"Content-Type: message/rfc822\n\n" * 1500,
    "deep html": mail("Content-Type: text/html", body="<div>" * 5000 + "deep"),
    "deep quotes": mail("Content-Type: text/html", body="<blockquote>" * 3000 + "deep"),
    "many parts": mail('Content-Type: multipart/mixed; boundary="b"', body="--b\n\nx\n" * 3000),
    "many parameters": mail("Content-Type: text/plain" + "; a=b" * 2000),
    "many pieces of a name": mail("Content-Type: text/plain; " + "".join(f"name*{i}*=x;" for i in range(2000))),
    "many headers": b"A: b\n" * 20_000 + b"\nHello",
    "a long header": mail(Subject="=?utf-8?q?a?= " * 20_000),
    "broken encoded words": mail(Subject="=?" * 20_000),
    "broken uuencode": mail("Content-Transfer-Encoding: x-uuencode", body="begin 666 x\n" + "~~~~\n" * 1000),
    "a line of 1 MB": mail(body="x" * 1_000_000),
    "nothing but NUL": b"\x00" * 10_000,
    "only headers": b"Subject: x",
    "headers without end": b"Subject: x\n" + b" y\n" * 100_000,
}


@pytest.mark.fault("Content", "1 MB in a line", "read in no time, and cut where people stop reading")
@pytest.mark.timeout(20)
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_mail_is_a_letter(raw: bytes) -> None:
    read_ = letter(raw)
    assert read_.unreadable or read_.whole == read_.whole.strip("\n")
    assert len(read_.whole) <= 100_000


def test_what_cannot_be_read_still_says_from_whom_it_is() -> None:
    raw = mail("Content-Type: multipart/mixed; boundary*=idna'x'%ff", body="text")
    assert letter(raw) == Letter(
        id="1@shop.example",
        sender="anna@shop.example",
        sender_name="Anna",
        token=TOKEN,
        subject="Re: Case FD-7K2M",
        unreadable="its form is broken: UnicodeError",
    )


def test_a_reason_from_outside_is_told() -> None:
    assert unreadable(mail(), RULES, "it took too long").unreadable == "it took too long"
    assert letter(b" \r\n").unreadable == "it is empty"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_give_a_letter(raw: bytes) -> None:
    assert isinstance(read(raw, RULES), Letter)


LINES = st.sampled_from(
    [
        *(
            "From: a@",
            "From: A <a@b.example>",
            "To: " + TICKET,
            "Message-ID: <@>",
            "Subject: =?utf-8?b?",
            "Date: x",
            "",
        ),
        *(
            "Content-Type: multipart/mixed; boundary=b",
            "Content-Type: multipart/report; boundary=b",
            "--b",
            "--b--",
            "--c",
        ),
        *("Content-Type: multipart/alternative; boundary=c", "Content-Type: message/rfc822", "Content-Type: text/html"),
        *(
            "Content-Type: message/delivery-status",
            "Content-Type: text/plain; charset=utf-7",
            "Action: failed",
            " folded",
        ),
        *(
            "Final-Recipient: rfc822; a@b.example",
            "Status: 5.1.1",
            "Content-Transfer-Encoding: base64",
            "SGVsbG8",
            "+2AA-",
        ),
        *(
            "Content-Transfer-Encoding: quoted-printable",
            "=ZZ=",
            "<p hidden>x<br>",
            "</p></p>",
            "> quoted",
            "wrote:",
            "-- ",
        ),
        *(
            "Content-Disposition: attachment; filename*0*=x'y'%ff",
            "Authentication-Results: mx.desk.example; dmarc=pass",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=40).map("\n".join))
def test_any_lines_of_mails_give_a_letter(lines: str) -> None:
    assert isinstance(read(lines.encode(), RULES), Letter)


def test_the_same_mail_is_known_on_whichever_way_it_came() -> None:
    sent = mail(body="Hello\nthere\n")
    by_imap = b"Return-Path: <anna@shop.example>\r\nReceived: from x by y\r\n" + sent
    by_webhook = sent.replace(b"\r\n", b"\n") + b"\n\n"
    assert identity(sent) == identity(by_imap) == identity(by_webhook)


@pytest.mark.parametrize(
    "other",
    [mail(body="Another"), mail(Message_ID="<2@shop.example>"), mail(From="evil@shop.example"), mail(Subject="x"), b""],
)
def test_another_mail_under_a_known_id_is_another_mail(other: bytes) -> None:
    assert identity(mail()) != identity(other)


def test_mails_without_an_id_are_told_apart_by_all_that_they_hold() -> None:
    assert identity(mail("X-A: 1", Message_ID="")) != identity(mail("X-A: 2", Message_ID=""))
    assert identity(mail(Message_ID="")) == identity(mail(Message_ID="").replace(b"\r\n", b"\n"))


def test_without_an_address_for_answers_there_is_no_ticket() -> None:
    assert read(mail(), Rules("")).token == ""
