"""Headers as mailers write them, and as nobody should."""

import pytest

from bots.mail.reading_charsets import decoded
from bots.mail.reading_headers import Mailbox, ids, mailboxes, split, words


@pytest.mark.parametrize(
    ("raw", "pairs"),
    [
        (b"Subject: Hi\r\n\r\nbody", (("subject", "Hi"),)),
        (b"Subject: Hi\n there\n\tyou\n\nbody", (("subject", "Hi there you"),)),
        (b"SUBJECT : Hi\nTo:a\n\n", (("subject", "Hi"), ("to", "a"))),
        (b"From anna@x Mon\nTo: a\n\n", (("to", "a"),)),
        (b"no colon\nTo: a\n\n", (("to", "a"),)),
        (b" Subject: begins with a space\nTo: a\n\n", (("to", "a"),)),
        ("Subject: Zażółć\n\n".encode(), (("subject", "Zażółć"),)),
        ("Subject: caf\xe9\n\n".encode("latin-1"), (("subject", "café"),)),
        (b"Subject: never ends", (("subject", "never ends"),)),
        (b"\nno headers", ()),
        (b"", ()),
    ],
)
def test_headers_are_read_in_their_order(raw: bytes, pairs: tuple[tuple[str, str], ...]) -> None:
    assert split(raw)[0].pairs == pairs


def test_the_rest_is_the_body() -> None:
    assert split(b"A: b\r\n\r\nbody\r\n\r\nmore")[1] == b"body\r\n\r\nmore"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("plain", "plain"),
        ("=?utf-8?q?Za=C5=BC=C3=B3=C5=82=C4=87?=", "Zażółć"),
        ("=?UTF-8?B?5L2g5aW9?= world", "你好 world"),
        ("Re: =?iso-8859-1?Q?caf=E9_au_lait?=", "Re: café au lait"),
        ("=?utf-8?q?one?= =?utf-8?q?_two?=", "one two"),
        ("=?utf-8?b?5L2g5Q==?=\r\n =?utf-8?b?pb0=?=", "你好"),  # a letter cut in two
        ("=?gb2312?b?xOO6ww==?=", "你好"),
        ("=?utf-8*nl?q?hoi?=", "hoi"),
        ("=?x-unknown?q?hoi?=", "hoi"),
        ("=?utf-8?b?!!!?=", ""),
        ("=?utf-8?x?hoi?=", "=?utf-8?x?hoi?="),
        ("=?utf-8?q?tab=09and=0D=0ABcc:_all@x?=", "tab and Bcc: all@x"),
        ("=?utf-8?q?a=00b?=", "a\ufffdb"),
        ("two  spaces", "two spaces"),
    ],
)
def test_words_are_decoded_into_one_line(value: str, read: str) -> None:
    assert words(value) == read


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("anna@x.example", [("", "anna@x.example")]),
        ("Anna <anna@x.example>", [("Anna", "anna@x.example")]),
        ('"de Vries, Anna" <Anna@X.Example>', [("de Vries, Anna", "Anna@x.example")]),
        ("anna@x.example (Anna)", [("Anna", "anna@x.example")]),
        ("=?utf-8?q?Za=C5=BC?= <a@x.example>", [("Zaż", "a@x.example")]),
        ("a@x.example, B <b@x.example>", [("", "a@x.example"), ("B", "b@x.example")]),
        ('"bank@bank.example" <evil@x.example>', [("bank@bank.example", "evil@x.example")]),
        ("bank@bank.example <evil@x.example>", [("bank@bank.example", "evil@x.example")]),
        ("=?utf-8?q?bank=40bank.example=3E?= <evil@x.example>", [("bank@bank.example>", "evil@x.example")]),
        ('"quo\\"ted" <a@x.example>', [('quo"ted', "a@x.example")]),
        ('"a b"@x.example', [("", '"a b"@x.example')]),
        ("anna@münchen.example", [("", "anna@münchen.example")]),
        ("a@", []),
        ("@", []),
        ("", []),
        ("undisclosed-recipients:;", []),
        ("<a@x.example", [("", "a@x.example")]),
        ("(" * 5000, []),
        ("<" * 5000 + "a@x.example", [("<" * 200, "a@x.example")]),
        ('"' * 4999, []),
    ],
)
def test_who_stands_in_an_address_header(value: str, found: list[tuple[str, str]]) -> None:
    assert mailboxes(value) == [Mailbox(*each) for each in found]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("<1@x>", ["1@x"]),
        ("<1@x> <2@y>,<3@z>", ["1@x", "2@y", "3@z"]),
        ("1@x", ["1@x"]),
        ("<@>", ["@"]),
        ("a phrase of words", []),
        ("<" * 5000, []),
        ("<" + "x" * 400 + ">", []),
        ("", []),
    ],
)
def test_message_ids(value: str, found: list[str]) -> None:
    assert ids(value) == found


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        ("Zażółć".encode(), "utf-8", "Zażółć"),
        ("Zażółć".encode("iso-8859-2"), "ISO-8859-2", "Zażółć"),
        ("Zażółć".encode(), "us-ascii", "Zażółć"),
        ("Zażółć".encode(), "iso-8859-1", "Zażółć"),  # says Western, is UTF-8
        ("“quoted”".encode("cp1252"), "iso-8859-1", "“quoted”"),
        ("café".encode("latin-1"), "utf-8", "café"),
        ("café".encode("latin-1"), "", "café"),
        ("café".encode("latin-1"), "x-unknown", "café"),
        ("你好，请问退款".encode("gbk"), "gb2312", "你好，请问退款"),
        ("你好，请问什么时候退款".encode("gbk"), "", "你好，请问什么时候退款"),
        ("你好".encode("big5"), "Big5", "你好"),
        ("Zaż\xffółć".encode().replace(b"\xc3\xbf", b"\xff"), "utf-8", "Zaż\ufffdółć"),
        ("hé".encode("utf-16"), "utf-16", "hé"),
        (b"+AOk-", "utf-7", "é"),
        (b"+2AA-", "utf-7", "\ufffd"),  # a lone surrogate
        (b"\\u0041", "unicode_escape", "\\u0041"),
        (b"xn--a" * 3, "idna", "xn--a" * 3),
        (b"abc", "a\x00b", "abc"),
        (b"abc", "ü", "abc"),
        (b"abc", "x" * 5000, "abc"),
        (b"abc", "hex", "abc"),
        (b"a\x00b\x1bc", "", "a\ufffdb\ufffdc"),
        (b"\xef\xbb\xbfa\r\nb\rc", "", "a\nb\nc"),
        ("a\u2028b\x85c".encode(), "", "a\nb\nc"),
    ],
)
def test_any_bytes_are_text(raw: bytes, charset: str, text: str) -> None:
    assert decoded(raw, charset) == text
