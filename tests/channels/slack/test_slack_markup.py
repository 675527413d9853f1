"""Slack's text and ours: what a person reads, and that nothing of a customer's is ever markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.markup import escaped, parts_of, plain, shortened, words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hello", "Hello"),
        ("Tom &amp; Jerry &lt;3 &gt;", "Tom & Jerry <3 >"),
        ("&amp;lt;", "&lt;"),
        ("see <https://shop.example/a?b=1&amp;c=2>.", "see https://shop.example/a?b=1&c=2."),
        ("<https://shop.example/help|our help centre>", "our help centre (https://shop.example/help)"),
        ("<http://shop.example|shop.example>", "shop.example"),
        ("<mailto:me@shop.example|me@shop.example>", "me@shop.example"),
        ("<mailto:me@shop.example>", "me@shop.example"),
        ("<tel:+31201234567|+31 20 123 4567>", "+31 20 123 4567 (+31201234567)"),
        ("<@U1> and <@U2|tom>", "@U1 and @tom"),
        ("<#C1|support> <#C2>", "#support #C2"),
        ("<!channel> <!here> <!everyone>", "@channel @here @everyone"),
        ("<!subteam^S1|@agents> <!subteam^S2>", "@agents @S2"),
        ("<!date^1760000000^{date}|9 October>", "9 October"),
        (":smile: *bold* _italic_ ~gone~", ":smile: *bold* _italic_ ~gone~"),
        ("a < b, <, <>", "a < b, <, "),
        ("nul \x00 and half \ud83d a pair", "nul \ufffd and half \ufffd a pair"),
    ],
)
def test_what_a_person_reads(written: str, read: str) -> None:
    assert plain(written) == read


@given(st.text())
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    text = text.replace("\x00", "")
    assert plain(escaped(text)) == text
    assert not {"<", ">"} & set(escaped(text))


@given(st.text())
def test_any_text_of_slacks_can_be_read(text: str) -> None:
    read = plain(text)
    assert read.encode().decode() == read
    if not {"<", "&"} & set(text):
        assert read == text.replace("\x00", "\ufffd")


def shown(blocks: list[dict[str, object]]) -> list[tuple[str, str]]:
    [block] = blocks
    [section] = block["elements"]  # type: ignore[misc,attr-defined]
    return [(each["type"], each.get("text") or each["url"]) for each in section["elements"]]  # type: ignore[index]


def test_a_customers_markup_is_text_and_a_link_shows_where_it_leads() -> None:
    said = "*hi* <!channel> <https://evil.example|bank> (https://shop.example/a)."
    assert shown(words("Anna *A*", said)) == [
        ("text", "Anna *A*\n"),
        ("text", "*hi* <!channel> <"),
        ("link", "https://evil.example|bank"),
        ("text", "> ("),
        ("link", "https://shop.example/a"),
        ("text", ")."),
    ]


@given(st.text(min_size=1), st.text())
def test_every_character_of_the_words_is_shown(name: str, said: str) -> None:
    assert "".join(text for _, text in shown(words(name, said))) == f"{name}\n{said}"


@given(st.text(alphabet="ab \n👩🏽‍🚒é", max_size=400), st.integers(min_value=10, max_value=50))
def test_parts_are_short_and_together_the_whole(text: str, most: int) -> None:
    parts = parts_of(text, most)
    assert "".join(parts) == text
    assert all(len(part) <= most for part in parts)


def test_parts_end_between_words_and_never_inside_a_character() -> None:
    assert parts_of("one two three four", 10) == ["one two ", "three four"]
    assert parts_of("👩🏽‍🚒" * 3, 10) == ["👩🏽‍🚒👩🏽‍🚒", "👩🏽‍🚒"]


def test_what_is_cut_shows_it() -> None:
    assert shortened("short", 5) == "short"
    assert shortened("a little longer", 9) == "a little…"
    assert shortened("👩🏽‍🚒" * 3, 9) == "👩🏽‍🚒👩🏽‍🚒…"
