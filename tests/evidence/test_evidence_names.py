"""What files are called: nothing of a customer's is a path, and nothing deceives the eye of staff."""

import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.evidence.names import kept_name, shown_name
from bots.files.names import LONGEST
from core.model.dispute import Evidence, EvidenceKind

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def evidence(name: str, kind: EvidenceKind = "document", file: str = "telegram:BQAC") -> Evidence:
    return Evidence(file, kind, name, NOON)


SHOWN = [
    ("invoice.pdf", "document", "invoice.pdf"),
    ("faktura żółta 🧾.pdf", "document", "faktura żółta 🧾.pdf"),
    ("", "photo", "photo.jpg"),
    ("", "video", "video.mp4"),
    ("", "document", "document"),
    ("  \n\t ", "other", "other"),
    ("../../etc/passwd", "document", "_.._etc_passwd"),
    ("C:\\Users\\anna\\bill.pdf", "document", "C:_Users_anna_bill.pdf"),
    (".htaccess", "document", "htaccess"),
    ("holiday\u202egpj.exe", "document", "holiday gpj.exe"),
    ("a\x00b\nc\r\x1b[31m.txt", "document", "a b c [31m.txt"),
    ("half\ud800.txt", "document", "half .txt"),
    ("<!channel> *bold*.txt", "document", "<!channel> *bold*.txt"),
]


@pytest.mark.parametrize(("name", "kind", "shown"), SHOWN, ids=repr)
def test_what_staff_read(name: str, kind: EvidenceKind, shown: str) -> None:
    assert shown_name(evidence(name, kind)) == shown


def test_a_long_name_keeps_its_end() -> None:
    shown = shown_name(evidence("front" + "x" * 500 + "back.pdf"))
    assert len(shown) == LONGEST
    assert shown.startswith("frontx")
    assert shown.endswith("xback.pdf")


SUFFIXES = [
    ("invoice.PDF", "document", ".pdf"),
    ("archive.tar.gz", "document", ".gz"),
    ("", "photo", ".jpg"),
    ("no suffix", "document", ""),
    ("a.very-long-suffix", "document", ""),
    ("a.p/df", "document", ""),
    ("a.", "document", ""),
    ("a.экзе", "document", ""),
    ("a.pdf\n", "document", ""),
]


@pytest.mark.parametrize(("name", "kind", "suffix"), SUFFIXES, ids=repr)
def test_how_a_kept_file_ends(name: str, kind: EvidenceKind, suffix: str) -> None:
    assert kept_name(evidence(name, kind))[32:] == suffix


def test_two_files_of_one_name_are_two() -> None:
    assert kept_name(evidence("a.pdf", file="telegram:1")) != kept_name(evidence("a.pdf", file="telegram:2"))


def test_a_file_is_always_called_the_same() -> None:
    assert kept_name(evidence("a.pdf")) == kept_name(evidence("a.pdf"))


@pytest.mark.fault("Content", "path tricks in attachments' names", "any name is safe")
@given(name=st.text(), file=st.text(), kind=st.sampled_from(("photo", "video", "document", "other")))
def test_any_name_is_safe(name: str, file: str, kind: EvidenceKind) -> None:
    given_one = evidence(name, kind, file)
    assert set(kept_name(given_one)) <= set(string.ascii_lowercase + string.digits + ".")
    assert len(kept_name(given_one)) <= 41
    shown = shown_name(given_one)
    assert shown == shown.strip()
    assert 0 < len(shown) <= LONGEST
    assert not any(ord(each) < 32 for each in shown)
    assert not set(shown) & set("/\\\u202e")
