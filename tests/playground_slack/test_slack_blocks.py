"""Block Kit: what is let through and what is refused, with the pointer to it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.playground.slack import blocks
from bots.playground.slack.typing_rich import rich_text

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(text: str = "Go", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def menu(count: int, text: str = "x") -> Json:
    return {"type": "static_select", "options": [{"text": plain(text), "value": "v"}] * count}


def field(label: str = "Why") -> Json:
    return {"type": "input", "label": plain(label), "element": {"type": "plain_text_input", "action_id": "a"}}


@pytest.mark.parametrize(
    "block",
    [
        section("x" * 3000),
        {"type": "section", "fields": [plain("x" * 2000)] * 10},
        {"type": "section", "text": plain("x"), "accessory": button()},
        {"type": "header", "text": plain("x" * 150)},
        {"type": "context", "elements": [plain("x"), {"type": "image", "image_url": "u", "alt_text": "a"}]},
        actions(*[button(action_id=str(n)) for n in range(25)]),
        actions(button("x" * 75, value="x" * 2000, action_id="x" * 255, style="primary")),
        actions(menu(100)),
        actions({"type": "users_select", "placeholder": plain("Who")}),
        {"type": "markdown", "text": "x" * 12_000},
        field(),
        {"type": "divider"},
        rich_text("hello")[0],
    ],
)
def test_let_through(block: Json) -> None:
    assert blocks.mistakes([block]) == []


@pytest.mark.parametrize(
    ("block", "pointer"),
    [
        (section("x" * 3001), "/blocks/0/text/text"),
        (section(""), "/blocks/0/text/text"),
        ({"type": "section"}, "/blocks/0"),
        ({"type": "section", "fields": [plain("x")] * 11}, "/blocks/0/fields"),
        ({"type": "section", "text": "bare"}, "/blocks/0/text"),
        ({"type": "header", "text": plain("x" * 151)}, "/blocks/0/text/text"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "/blocks/0/text"),
        ({"type": "context", "elements": []}, "/blocks/0/elements"),
        (actions(), "/blocks/0/elements"),
        (actions(*[button(action_id=str(n)) for n in range(26)]), "/blocks/0/elements"),
        (actions(button("x" * 76)), "/blocks/0/elements/0/text/text"),
        (actions(button(value="x" * 2001)), "/blocks/0/elements/0/value"),
        (actions(button(action_id="x" * 256)), "/blocks/0/elements/0/action_id"),
        (actions(button(style="pink")), "/blocks/0/elements/0/style"),
        (actions(button(action_id="a"), button(action_id="a")), "/blocks/0/elements/1/action_id"),
        (actions(menu(0)), "/blocks/0/elements/0/options"),
        (actions(menu(101)), "/blocks/0/elements/0/options"),
        (actions(menu(1, "x" * 76)), "/blocks/0/elements/0/options/0/text/text"),
        (actions({"type": "lever"}), "/blocks/0/elements/0"),
        (actions({"type": ["button"]}), "/blocks/0/elements/0"),
        (actions(button(confirm={"title": plain("x" * 101)})), "/blocks/0/elements/0/confirm/title/text"),
        ({"type": "markdown", "text": "x" * 12_001}, "/blocks/0/text"),
        ({"type": "image", "image_url": "u"}, "/blocks/0/alt_text"),
        ({"type": "divider", "block_id": "x" * 256}, "/blocks/0/block_id"),
        ("text", "/blocks/0"),
    ],
)
def test_refused(block: Json, pointer: str) -> None:
    assert any(f"[json-pointer:{pointer}]" in each for each in blocks.mistakes([block]))


@pytest.mark.parametrize("wrong", ["text", {"type": "divider"}, [{"type": "divider"}] * 51])
def test_a_message_has_a_list_of_at_most_fifty_blocks(wrong: object) -> None:
    assert "[json-pointer:/blocks]" in blocks.mistakes(wrong)[0]


def test_two_blocks_cannot_have_one_id() -> None:
    twice = [{"type": "divider", "block_id": "a"}] * 2
    assert "[json-pointer:/blocks/1/block_id]" in blocks.mistakes(twice)[0]


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain("T"), "blocks": [], **more}


@pytest.mark.parametrize(
    ("view", "pointer"),
    [
        (modal(title=plain("x" * 25)), "/view/title/text"),
        (modal(submit=plain("x" * 25)), "/view/submit/text"),
        (modal(blocks=[{"type": "divider"}] * 101), "/blocks"),
        (modal(blocks=[field()]), "/view/submit"),
        (modal(blocks="x"), "/blocks"),
        (modal(private_metadata="x" * 3001), "/view/private_metadata"),
        ({"type": "window", "blocks": []}, "/view/type"),
    ],
)
def test_views_refused(view: Json, pointer: str) -> None:
    assert any(f"[json-pointer:{pointer}]" in each for each in blocks.view_mistakes(view))


def test_a_modal_of_a_hundred_blocks_is_let_through() -> None:
    assert blocks.view_mistakes(modal(title=plain("x" * 24), blocks=[{"type": "divider"}] * 100)) == []


KEYS = sorted({"type", "text", "elements", "options", "accessory", "fields", "label", "element", "blocks", "title"})
KINDS = ["section", "actions", "button", "static_select", "modal", "input", "plain_text", "context", "image"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(KINDS) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.lists(ANYTHING, max_size=3))
def test_any_junk_is_judged_without_a_crash(junk: list[Any]) -> None:
    if not blocks.mistakes(junk):
        list(blocks.interactive(blocks.numbered(junk, "b")))


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING))
def test_any_view_is_judged_without_a_crash(junk: Json) -> None:
    blocks.view_mistakes(junk)
