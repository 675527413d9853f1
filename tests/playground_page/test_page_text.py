"""Formatted text: what each of the four notations becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.playground.page import markdown, mrkdwn, rich_text
from bots.playground.page.rich import Node, Rich, from_entities, plain
from bots.playground.telegram import Entity

NAMES = {"U1": "Tom Visser", "C1": "support"}


def shown(tree: Rich) -> str:
    """A tree in a short notation: `b(words)`."""
    return "".join(part if isinstance(part, str) else _node(part) for part in tree)


def _node(node: Node) -> str:
    href = f"{node.href} " if node.href else ""
    return f"{node.tag}({href}{shown(node.kids)})"


MRKDWN = {
    "plain words": "plain words",
    "*bold* _italic_ ~gone~ `code`": "b(bold) i(italic) s(gone) code(code)",
    "*bold with _italic_ inside*": "b(bold with i(italic) inside)",
    "2*3*4 snake_case_name a * b * c": "2*3*4 snake_case_name a * b * c",
    "&lt;b&gt; &amp;amp;": "<b> &amp;",
    "<https://a.example/?x=1&amp;y=2|the page>": "a(https://a.example/?x=1&y=2 the page)",
    "<https://a.example>": "a(https://a.example https://a.example)",
    "<mailto:a@b.example|a@b.example>": "a(mailto:a@b.example a@b.example)",
    "<@U1> in <#C1|support>": "mention(@Tom Visser) in mention(#support)",
    "<@U9> <!here> <!subteam^S1|@night>": "mention(@U9) mention(@here) mention(@night)",
    "<!date^1800000000^{date_short} {time}|then>": "date(then)",
    "> one\n&gt; two\nafter": "quote(one\ntwo)after",
    "before\n> said": "beforequote(said)",
    "```\nlet x = *y*\n```\nafter": "pre(let x = *y*)after",
    ":tada: :no_such_thing: 12:30:45": "🎉 :no_such_thing: 12:30:45",
    "`<b>*not bold*`": "code(<b>*not bold*)",
    "<script>": "a(script script)",
}


@pytest.mark.parametrize(("text", "tree"), MRKDWN.items())
def test_mrkdwn(text: str, tree: str) -> None:
    assert shown(mrkdwn.parsed(text, NAMES)) == tree


MARKDOWN = {
    "Some **bold** and *italic* ~~gone~~ `code`": "p(Some b(bold) and i(italic) s(gone) code(code))",
    "# Title\n\n- one\n- two": "h(Title)ul(li(p(one))li(p(two)))",
    "1. first\n\n> said": "ol(li(p(first)))quote(p(said))",
    "[page](https://a.example)": "p(a(https://a.example page))",
    "[page](javascript:alert(1))": "p([page](javascript:alert(1)))",
    "<img src=x onerror=alert(1)>": "p(<img src=x onerror=alert(1)>)",
    "```\na < b\n```": "pre(a < b)",
}


@pytest.mark.parametrize(("text", "tree"), MARKDOWN.items())
def test_markdown(text: str, tree: str) -> None:
    assert shown(markdown.parsed(text)) == tree


ENTITIES = [
    ("plain", [], "plain"),
    ("a bold word", [("bold", 2, 4)], "a b(bold) word"),
    ("👋🏽 hi", [("italic", 5, 2)], "👋🏽 i(hi)"),
    ("bold italic", [("bold", 0, 11), ("italic", 5, 6)], "b(bold i(italic))"),
    ("one two three", [("bold", 0, 7), ("italic", 4, 9)], "b(one i(two))i( three)"),
    ("/help me", [("bot_command", 0, 5)], "command(/help) me"),
    ("www.a.example", [("url", 0, 13)], "a(http://www.a.example www.a.example)"),
    ("said\nnext", [("blockquote", 0, 4)], "quote(said)next"),
    ("x", [("unknown", 0, 1)], "x"),
]


@pytest.mark.parametrize(("text", "entities", "tree"), ENTITIES, ids=[each[2] for each in ENTITIES])
def test_telegram_entities(text: str, entities: list[tuple[str, int, int]], tree: str) -> None:
    assert shown(from_entities(text, [Entity(*each) for each in entities])) == tree


def test_a_link_keeps_its_address() -> None:
    tree = from_entities("the page", [Entity("text_link", 4, 4, "https://a.example/")])
    assert shown(tree) == "the a(https://a.example/ page)"


@given(
    st.text(max_size=40),
    st.lists(
        st.tuples(st.sampled_from(["bold", "italic", "code"]), st.integers(0, 40), st.integers(1, 40)), max_size=6
    ),
)
def test_entities_lose_no_words(text: str, entities: list[tuple[str, int, int]]) -> None:
    ends_inside = [each for each in entities if each[1] + each[2] <= len(text) and text.isascii()]
    assert plain(from_entities(text, [Entity(*each) for each in ends_inside])) == text


def test_rich_text() -> None:
    bold = {"type": "text", "text": "Anna\n", "style": {"bold": True}}
    link = {"type": "link", "url": "https://a.example"}
    person = {"type": "user", "user_id": "U1"}
    items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}]
    block = {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [bold, link, person, {"type": "emoji", "name": "tada"}]},
            {"type": "rich_text_list", "style": "bullet", "elements": items},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
        ],
    }
    tree = shown(rich_text.parsed(block, NAMES))
    assert tree == "b(Anna\n)a(https://a.example https://a.example)mention(@Tom Visser)🎉ul(li(one))quote(said)"
