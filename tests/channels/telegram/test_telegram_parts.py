"""Long texts in several messages."""

import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from bots.playground.telegram.markup import parse_html
from bots.telegram.markup import to_styled
from bots.telegram.parts import MESSAGE_LIMIT, split
from bots.telegram.styled import BOLD, Run, Styled, Tag, html, plain

FAMILY = "👩‍👩‍👧‍👦"  # one character to its reader, seven code points


def texts(parts: list[Styled]) -> list[str]:
    return [plain(part) for part in parts]


@pytest.mark.parametrize(("length", "parts"), [(0, 1), (1, 1), (4095, 1), (4096, 1), (4097, 2), (8192, 2), (8193, 3)])
@pytest.mark.parametrize("character", ["a", "€", "😀"])
def test_the_limit_counts_code_points(character: str, length: int, parts: int) -> None:
    assert len(split([Run(character * length)])) == parts


PAUSES = {
    "a paragraph": ("aaaa. bb\n\ncc dd ee", ["aaaa. bb", "cc dd ee"]),
    "a line": ("aaaa. bb\ncc dd ee f", ["aaaa. bb", "cc dd ee f"]),
    "a sentence": ("aaaa b. cc dd ee", ["aaaa b.", "cc dd ee"]),
    "a Chinese sentence": ("一二三四五六。七八九十", ["一二三四五六。", "七八九十"]),
    "a word": ("aaaa bbb ccccc dd", ["aaaa bbb", "ccccc dd"]),
    "anywhere": ("abcdefghijklmnop", ["abcdefghij", "klmnop"]),
    "not too early": ("a\n\nbbbbbb cc dd", ["a\n\nbbbbbb", "cc dd"]),
    "inside nothing that belongs together": ("abcdefgh" + FAMILY, ["abcdefgh", FAMILY]),
    "before a joined mark": ("abcdefghi" + "e\u0301" + "x", ["abcdefghi", "e\u0301x"]),
    "between flags": ("🇳🇱" * 6, ["🇳🇱" * 5, "🇳🇱"]),
}


@pytest.mark.parametrize("name", PAUSES)
def test_it_is_cut_where_a_reader_pauses(name: str) -> None:
    text, parts = PAUSES[name]
    assert texts(split([Run(text)], 10)) == parts


def test_a_link_is_not_cut() -> None:
    link = Run("a b c d", (Tag("a", "https://a.example"),))
    assert texts(split([Run("xxxx "), link, Run(" y")], 10)) == ["xxxx", "a b c d y"]


def test_a_style_longer_than_a_message_goes_on_in_the_next() -> None:
    parts = split([Run("aaa bbb ccc ddd", (BOLD,))], 8)
    assert [html(part) for part in parts] == ["<b>aaa bbb</b>", "<b>ccc ddd</b>"]


def test_a_character_longer_than_a_message_is_cut() -> None:
    assert [len(text) for text in texts(split([Run("e" + "\u0301" * 24)], 10))] == [10, 10, 5]


def test_nothing_but_blanks_is_one_empty_part() -> None:
    assert split([Run(" \n" * 10)], 10) == [[]]


WORDS = st.lists(st.sampled_from(["a", "bb ", ". ", "\n", "\n\n", FAMILY, "e\u0301", "🇳🇱", "漢。"]), max_size=40).map(
    "".join
)


@pytest.mark.fault("Telegram", "texts around 4,096 code points", "parts in order; no grapheme and no link is torn")
@given(WORDS, st.integers(1, 40))
def test_no_word_is_lost_and_no_character_is_torn(text: str, limit: int) -> None:
    check([Run(text)], limit)


@given(st.lists(WORDS, max_size=8), st.integers(7, 60))
def test_styled_text_stays_readable(pieces: list[str], limit: int) -> None:
    check([Run(piece, (Tag("a", f"https://a.example/{i}"),) if i % 2 else ()) for i, piece in enumerate(pieces)], limit)


@given(WORDS)
def test_formatted_text_stays_readable(text: str) -> None:
    check(to_styled(f"- **{text}**\n- `x` {text}\n\n> {text}"), 30)


def check(styled: Styled, limit: int) -> None:
    """Nothing is lost, nothing is longer than allowed, and no character is torn unless it is itself too long."""
    text, parts = plain(styled), split(styled, limit)
    assert squeezed("".join(texts(parts))) == squeezed(text)
    for part in parts:
        assert len(plain(part)) <= limit
        parse_html(html(part))
    characters = regex.findall(r"\X", text)
    if all(len(character) <= limit for character in characters):
        again = [character for part in texts(parts) for character in regex.findall(r"\X", part)]
        assert [c for c in again if c.strip()] == [c for c in characters if c.strip()]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_limit_is_telegrams() -> None:
    assert MESSAGE_LIMIT == 4096
