"""How Telegram's HTML and given entities become a text with entities, counted in UTF-16 units."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.playground.telegram.entities import clean, covered, detected, nested, normal_url, width
from bots.playground.telegram.entities import given as given_entities
from bots.playground.telegram.errors import BadRequest
from bots.playground.telegram.markup import parse_html
from bots.playground.telegram.state import Entity

Row = tuple[str, int, int]


def rows(entities: list[Entity]) -> list[Row]:
    return [(entity.type, entity.offset, entity.length) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("plain", "plain", []),
        ("<b>b</b>", "b", [("bold", 0, 1)]),
        ("<strong>b</strong><em>i</em>", "bi", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<u>u</u><ins>v</ins>", "uv", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><del>b</del>", "ab", [("strikethrough", 0, 1), ("strikethrough", 1, 1)]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<B>b</B >", "b", [("bold", 0, 1)]),
        ("a <b>b <i>c</i></b>", "a b c", [("bold", 2, 3), ("italic", 4, 1)]),
        ("<b><b>b</b></b>", "b", [("bold", 0, 1)]),
        ("<b>a<code>c</code>d</b>", "acd", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<pre>a <b>b</b></pre>", "a b", [("pre", 0, 3)]),
        ("📦📦 <b>b</b>", "📦📦 b", [("bold", 5, 1)]),
        ("<b>👨‍👩‍👧</b>", "👨‍👩‍👧", [("bold", 0, 8)]),
        ("&lt;b&gt; &amp; &quot;&#33;&#x1F4E6;", '<b> & "!📦', []),
        ("&nbsp;&unknown;", "&nbsp;&unknown;", []),
        ("<b></b>empty", "empty", []),
    ],
)
def test_html_is_read(source: str, text: str, expected: list[Row]) -> None:
    plain, entities = parse_html(source)
    assert plain == text
    assert rows(entities) == expected


def test_a_link_keeps_its_address() -> None:
    text, (link,) = parse_html('see <a href="https://market.example/?a=1&amp;b=2">the order</a>')
    assert (link.type, link.url) == ("text_link", "https://market.example/?a=1&b=2")
    assert covered(text, link) == "the order"


def test_a_link_that_leads_nowhere_is_only_text() -> None:
    assert parse_html('<a href="javascript:x">shop</a>') == ("shop", [])


def test_a_block_of_code_knows_its_language() -> None:
    _, (block,) = parse_html('<pre><code class="language-python">x = 1</code></pre>')
    assert (block.type, block.language) == ("pre", "python")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<table>", 'Unsupported start tag "table" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("ż <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("shut</b>", "Unexpected end tag at byte offset 4"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_is_refused(source: str, reason: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ({"type": "bold", "offset": 0, "length": 4}, "ends after the end of the text at UTF-16 offset 4"),
        ({"type": "bold", "offset": 3, "length": 1}, "begins after the end of the text at UTF-16 offset 3"),
        ({"type": "bold", "offset": 2, "length": 1}, "begins in a middle of a UTF-16 symbol"),
        ({"type": "bold", "offset": 0, "length": 2}, "ends in a middle of a UTF-16 symbol"),
        ({"type": "sparkle", "offset": 0, "length": 1}, "Unsupported type specified"),
        ({"type": "text_link", "offset": 0, "length": 1, "url": "no link"}, "is invalid: Wrong HTTP URL"),
        ({"type": "bold", "offset": "0", "length": 1}, "can't parse MessageEntity"),
    ],
)
def test_given_entities_are_refused(entity: dict[str, object], reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        given_entities([entity], "a📦")


def test_given_entities_of_telegrams_own_finding_are_left_out() -> None:
    assert given_entities([{"type": "url", "offset": 0, "length": 1}], "abc") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start now", [("bot_command", "/start")]),
        ("go to https://market.example/help.", [("url", "https://market.example/help")]),
        ("www.market.example", [("url", "www.market.example")]),
        ("write to anna@market.example!", [("email", "anna@market.example")]),
        ("ask @sample_market_bot", [("mention", "@sample_market_bot")]),
        ("📦 #lost 50/50 a/b", [("hashtag", "#lost")]),
    ],
)
def test_telegram_finds_links_and_commands_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert [(entity.type, covered(text, entity)) for entity in detected(text, [])] == found


def test_nothing_is_found_in_code() -> None:
    code = Entity("code", 0, 19)
    assert detected("https://example.com", [code]) == [code]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  two blanks  ", "two blanks"),
        ("tab\there", "tab here"),
        ("dos\r\nline", "dos\nline"),
        ("\u202eevil", "evil"),
        ("nul\x00", "nul"),
        ("half \ud800 pair", "half \ufffd pair"),
    ],
)
def test_a_text_is_cleaned(before: str, after: str) -> None:
    assert clean(before, []) == (after, [])


def test_cleaning_moves_the_entities_along() -> None:
    assert clean(" \ra📦\rb ", [Entity("bold", 2, 3), Entity("italic", 0, 2)]) == (
        "a📦b",
        [Entity("bold", 0, 3)],
    )


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("https://market.example", "https://market.example/"),
        ("market.example/help", "http://market.example/help"),
        ("tg://user?id=1", "tg://user?id=1"),
        ("HTTPS://market.example/?q", "https://market.example/?q"),
        ("ftp://market.example", None),
        ("javascript:alert(1)", None),
        ("nothing", None),
        ("http://localhost:8080/", None),
        ("", None),
    ],
)
def test_links_are_stored_in_one_form(address: str, stored: str | None) -> None:
    assert normal_url(address) == stored


words = st.text(alphabet="ab ż📦👨‍👩‍👧é<>&\"'", min_size=1, max_size=6)
tags = st.sampled_from(["b", "i", "u", "s", "tg-spoiler", "code", "blockquote"])


@given(st.lists(st.tuples(st.none() | tags, words), max_size=8))
def test_every_entity_covers_what_stood_between_its_tags(parts: list[tuple[str | None, str]]) -> None:
    source = "".join(html.escape(word) if tag is None else f"<{tag}>{html.escape(word)}</{tag}>" for tag, word in parts)
    text, entities = parse_html(source)
    assert text == "".join(word for _, word in parts)
    assert [covered(text, entity) for entity in entities] == [word for tag, word in parts if tag]


@given(st.text(max_size=30), st.data())
def test_cleaning_never_splits_a_character(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    entity = Entity("bold", width(text[: ends[0]]), width(text[ends[0] : ends[1]]))
    cleaned, entities = clean(text, [entity])
    assert all(covered(cleaned, kept).strip() == clean(text[ends[0] : ends[1]], [])[0] for kept in entities)


@given(
    st.lists(
        st.builds(Entity, st.sampled_from(["bold", "code", "pre", "text_link"]), st.integers(0, 9), st.integers(1, 9))
    )
)
def test_no_style_lies_on_code(entities: list[Entity]) -> None:
    result = nested(entities)
    code = [entity for entity in result if entity.type in ("code", "pre")]
    for style in (entity for entity in result if entity.type == "bold"):
        assert all(style.end <= c.offset or c.end <= style.offset for c in code)
