"""What is bold stays bold: words and their styles go from each side to the other and are the same there; pings are not."""

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bots.playground.telegram.markup import parse_html
from bots.slack.writing.rich_text import read_words
from bots.slack.writing.styled import rich
from bots.telegram.entities import styles_of
from bots.telegram.styled import html
from bots.telegram.worded import worded
from core.model.styled import Style, StyleKind, merged

Json = dict[str, Any]
Words = tuple[str, tuple[Style, ...]]

_INLINE: tuple[StyleKind, ...] = ("bold", "italic", "underline", "strike")
_WORD = st.sampled_from(
    ["ok", "Ünïcödé", "👍🏽", "𝒳", "<b>", "&amp;", "@channel", "<!here>", "*", "_x_", "`", "1.", "•", "9.99"]
)


@st.composite
def _line(draw: st.DrawFn) -> Words:
    """A line whose words are each in some styles."""
    text, styles = "", list[Style]()
    for word in draw(st.lists(_WORD, min_size=1, max_size=5)):
        text += " " if text else ""
        here = (len(text), len(text) + len(word))
        look = draw(st.sampled_from(["plain", "set", "code", "link"]))
        if look == "set":
            styles += [Style(kind, *here) for kind in draw(st.sets(st.sampled_from(_INLINE), min_size=1))]
        if look == "code":
            styles.append(Style("code", *here))
        if look == "link" and word in ("ok", "Ünïcödé"):
            styles.append(Style("link", *here, "https://shop.example/a?b=1&c=2"))
        text += word
    return text, tuple(styles)


@st.composite
def writings(draw: st.DrawFn) -> Words:
    """Lines, some of them quoted or preformatted, as people write them."""
    text, styles = "", list[Style]()
    before: str = ""
    for _ in range(draw(st.integers(1, 5))):
        words, found = draw(_line())
        kind = draw(st.sampled_from(["", "", "quote", "pre"])) if before in ("", "quote") else ""
        kind = "" if kind == before else kind
        text += "\n" if text else ""
        start = len(text)
        if kind == "quote":  # what is code and nothing else is no quotation in Telegram
            words, found = f"> {words}", tuple(Style(s.kind, s.start + 2, s.end + 2, s.href) for s in found)
        text += words
        if kind == "pre":
            styles.append(Style("pre", start, len(text)))
        else:
            styles += [Style(s.kind, s.start + start, s.end + start, s.href) for s in found]
        if kind == "quote":
            styles.append(Style("quote", start, len(text)))
        before = kind
    return text, merged(styles)


def by_slack(text: str, styles: Sequence[Style]) -> Words:
    blocks = json.loads(json.dumps(rich(text, styles)))
    return read_words("", blocks, lambda id: "")


def by_telegram(text: str, styles: Sequence[Style]) -> Words:
    shown, entities = parse_html(html(worded(text, styles)))
    found = [{"type": e.type, "offset": e.offset, "length": e.length, "url": e.url} for e in entities]
    return shown, styles_of(shown, found)


@given(writings())
def test_words_and_styles_are_the_same_in_slack(written: Words) -> None:
    assert by_slack(*written) == written


@given(writings())
def test_words_and_styles_are_the_same_in_telegram(written: Words) -> None:
    assert by_telegram(*written) == written


@given(writings())
def test_words_and_styles_are_the_same_after_both_ways(written: Words) -> None:
    assert by_telegram(*by_slack(*by_telegram(*written))) == written


@given(st.text(max_size=40), st.lists(st.builds(Style, st.sampled_from(["bold", "quote", "pre", "code", "link"]),
       st.integers(0, 45), st.integers(0, 45), st.just("https://a.example"))))  # fmt: skip
def test_no_styles_whatever_change_a_word_in_telegram(text: str, styles: list[Style]) -> None:
    assert "".join(run.text for run in worded(text, styles)) == text


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)
       | st.dictionaries(st.sampled_from(["type", "elements", "text", "style", "url", "indent", "offset", "name"]), inner)))  # fmt: skip
def test_odd_blocks_cost_no_message(blocks: object) -> None:
    assert read_words("hello", [{"type": "rich_text", "elements": blocks}], lambda id: "")[0]


def test_a_name_is_left_of_a_mention() -> None:
    elements = [
        {"type": "user", "user_id": "U1"},
        {"type": "text", "text": " and "},
        {"type": "broadcast", "range": "here"},
    ]
    assert read_words("", _section(*elements), {"U1": "Eva"}.get)[0] == "Eva and here"  # type: ignore[arg-type]


def test_a_list_becomes_lines() -> None:
    items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": each}]} for each in ("a", "b")]
    bullets = {"type": "rich_text_list", "style": "bullet", "indent": 0, "elements": items}
    numbers = {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": items}
    words, _ = read_words("", [{"type": "rich_text", "elements": [bullets, numbers]}], lambda id: "")
    assert words == "• a\n• b\n  3. a\n  4. b"


def test_emoji_are_characters_where_they_are_known() -> None:
    elements = [
        {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fd"},
        {"type": "emoji", "name": "tada"},
        {"type": "emoji", "name": "party_parrot"},
    ]
    assert read_words("", _section(*elements), lambda id: "")[0] == "👋🏽🎉:party_parrot:"


def test_what_customers_write_calls_nobody() -> None:
    blocks = rich("<!channel> @here <@U1> *x*", [Style("bold", 0, 10)], "<!everyone>")
    kinds = {element["type"] for part in blocks[0]["elements"] for element in part["elements"]}
    assert kinds == {"text"}


def test_a_link_cannot_pretend_to_lead_elsewhere() -> None:
    blocks = rich("my-bank.example", [Style("link", 0, 15, "https://evil.example/x")])
    assert blocks[0]["elements"][0]["elements"] == [
        {"type": "text", "text": "my-bank.example"},
        {"type": "text", "text": " ("},
        {"type": "link", "url": "https://evil.example/x"},
        {"type": "text", "text": ")"},
    ]


def test_without_blocks_the_text_is_read() -> None:
    words, styles = read_words(
        "*Hi* <@U1|Eva>, see <https://a.example|this>\n&gt; quoted\n&gt; twice", None, lambda id: ""
    )
    assert words == "Hi Eva, see this\nquoted\ntwice"
    assert styles == (Style("bold", 0, 2), Style("link", 12, 16, "https://a.example"), Style("quote", 17, 29))


def _section(*elements: Json) -> list[Json]:
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]
