"""Slack's markup in a text, where nothing better says how words are set: what a person reads of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.writing.markup import escaped
from bots.slack.writing.mrkdwn import read
from core.model.styled import Style


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Hello", "Hello"),
        ("Tom &amp; Jerry &lt;3 &gt;", "Tom & Jerry <3 >"),
        ("&amp;lt;", "&lt;"),
        ("see <https://shop.example/a?b=1&amp;c=2>.", "see https://shop.example/a?b=1&c=2."),
        ("<https://shop.example/help|our help centre>", "our help centre"),
        ("<http://shop.example|shop.example>", "shop.example"),
        ("<mailto:me@shop.example|me@shop.example>", "me@shop.example"),
        ("<mailto:me@shop.example>", "me@shop.example"),
        ("<mailto:me@shop.example|write to us>", "write to us (me@shop.example)"),
        ("<tel:+31201234567|+31 20 123 4567>", "+31 20 123 4567 (+31201234567)"),
        ("<@U1> and <@U2|tom>", "U1 and tom"),
        ("<#C1|support> <#C2>", "support C2"),
        ("<!channel> <!here> <!everyone>", "channel here everyone"),
        ("<!subteam^S1|@agents> <!subteam^S2>", "agents S2"),
        ("<!date^1760000000^{date}|9 October>", "9 October"),
        ("a < b, <, <>", "a < b, <, <>"),
        ("2*3*4 snake_case_name ~/a ~/b", "2*3*4 snake_case_name ~/a ~/b"),
        ("12:30:45 :tada: :our_logo:", "12:30:45 🎉 :our_logo:"),
        ("nul \x00 and half \ud83d a pair", "nul \ufffd and half \ufffd a pair"),
    ],
)
def test_what_a_person_reads(written: str, words: str) -> None:
    assert read(written)[0] == words


@pytest.mark.parametrize(
    ("written", "words", "styles"),
    [
        ("*bold* _it_ ~no~ `a*b*`", "bold it no a*b*", ["bold 0-4", "italic 5-7", "strike 8-10", "code 11-15"]),
        ("*a _b_ c*", "a b c", ["bold 0-5", "italic 2-3"]),
        ("```x = 1\ny```", "x = 1\ny", ["pre 0-7"]),
        ("&gt; a\n&gt; b\nc", "a\nb\nc", ["quote 0-3"]),
        ("&gt; a\nb\n&gt; c", "a\nb\nc", ["quote 0-1", "quote 4-5"]),
    ],
)
def test_how_it_is_set(written: str, words: str, styles: list[str]) -> None:
    said, found = read(written)
    assert (said, [f"{style.kind} {style.start}-{style.end}" for style in found]) == (words, styles)


def test_a_link_leads_where_it_says() -> None:
    assert read("<https://shop.example/help|our help centre>")[1] == (
        Style("link", 0, 15, "https://shop.example/help"),
    )


@given(st.text(st.characters(exclude_characters="*_~`:\x00\n", exclude_categories=["Cs"])))
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    words, _ = read(escaped(text))
    assert words == text.removeprefix("> " if text.startswith("> ") else ">")
    assert not {"<", ">"} & set(escaped(text))


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    words, styles = read(text)
    assert words.encode().decode() == words
    assert all(0 <= style.start < style.end <= len(words) for style in styles)
