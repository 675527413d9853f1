"""What a platform sends is read as Python's own library reads it, and what we send is read by it as we meant it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.json_text import read_json, write_json

_CHARACTERS = st.characters(codec=None)  # also halves of pairs of surrogates


def _values(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[object]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | numbers | st.text(_CHARACTERS),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(_CHARACTERS), inner),
    )


def _read(read: Any, text: str | bytes) -> str:
    """With the types of all that is in it: 1 is not 1.0, and nan is no nan."""
    try:
        return repr(read(text))
    except (ValueError, RecursionError) as error:
        return type(error).__name__


@given(_values(st.floats()), st.booleans())
def test_what_is_json_is_read_as_pythons_own_reads_it(value: object, ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii)
    assert repr(read_json(text)) == repr(json.loads(text))


@given(st.text('[]{},:"\\ \x00\x1f\ufeff\ud800aeEnulltrNI0123.-+/'))
def test_what_is_no_json_is_refused_as_pythons_own_refuses_it(text: str) -> None:
    assert _read(read_json, text) == _read(json.loads, text)


@pytest.mark.parametrize(
    "body",
    [
        b'"\xff"',
        b'\xef\xbb\xbf"bom"',
        '"wide"'.encode("utf-16"),
        b'"\xed\xa0\x80"',
        b"",
        b"[" * 100_000,
        b"NaN",
        b"1e400",
    ],
)
def test_odd_bytes_are_taken_or_refused_as_by_pythons_own(body: bytes) -> None:
    assert _read(read_json, body) == _read(json.loads, body)


def test_what_only_pythons_own_writes_is_written_by_it() -> None:
    class Name(str): ...

    assert write_json({"text": Name("Anna"), None: "\ud800"}) == '{"text": "Anna", "null": "\\ud800"}'


@given(_values(st.floats(allow_nan=False, allow_infinity=False)))
def test_what_is_written_is_read_as_it_was_meant(value: object) -> None:
    assert repr(json.loads(write_json(value))) == repr(json.loads(json.dumps(value)))
