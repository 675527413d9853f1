"""What Slack's client makes of what is typed: the text, and the rich text beside it."""

from typing import Any

import pytest

from bots.playground.slack import ChannelScreen, Person
from bots.playground.slack.typing_rich import rich_text
from bots.playground.slack.typing_text import as_typed

Json = dict[str, Any]

PEOPLE = {"Zofia Nowak": "U0ZOFIA", "zofia.nowak": "U0ZOFIA", "Zofia": "U0OTHER"}

TEXTS = {
    "a & b < c": "a &amp; b &lt; c",
    "see https://market.example/a.": "see <https://market.example/a>.",
    "write to anna@market.example": "write to <mailto:anna@market.example|anna@market.example>",
    "@Zofia Nowak, please": "<@U0ZOFIA>, please",
    "@ZOFIA please": "<@U0OTHER> please",
    "@here": "<!here>",
    "@nobody": "@nobody",
    "- one\n- two": "• one\n• two",
    "> said": "&gt; said",
}


@pytest.mark.parametrize(("typed", "stored"), TEXTS.items(), ids=TEXTS)
def test_the_text(typed: str, stored: str) -> None:
    assert as_typed(typed, PEOPLE) == stored


def words(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


RICH: dict[str, list[Json]] = {
    "plain": [section(words("plain"))],
    "two\nlines": [section(words("two\nlines"))],
    "*bold* and _slanted_": [section(words("bold", bold=True), words(" and "), words("slanted", italic=True))],
    "*bold _and_ more*": [
        section(words("bold ", bold=True), words("and", bold=True, italic=True), words(" more", bold=True))
    ],
    "2*3*4 and snake_case_name": [section(words("2*3*4 and snake_case_name"))],
    "`a *b*`": [section(words("a *b*", code=True))],
    "~gone~": [section(words("gone", strike=True))],
    "a &lt; b": [section(words("a < b"))],
    "<https://market.example?a=1&amp;b=2|here>": [
        section({"type": "link", "url": "https://market.example?a=1&b=2", "text": "here"})
    ],
    "<@U0ZOFIA> look": [section({"type": "user", "user_id": "U0ZOFIA"}, words(" look"))],
    "<!here> :tada: at 10:30:45": [
        section(
            {"type": "broadcast", "range": "here"},
            words(" "),
            {"type": "emoji", "name": "tada"},
            words(" at 10:30:45"),
        )
    ],
    "Do:\n• one\n• *two*\nThen": [
        section(words("Do:")),
        {
            "type": "rich_text_list",
            "style": "bullet",
            "indent": 0,
            "border": 0,
            "elements": [section(words("one")), section(words("two", bold=True))],
        },
        section(words("Then")),
    ],
    "&gt; a\n&gt; b": [{"type": "rich_text_quote", "elements": [words("a\nb")]}],
    "Run\n```\nx = *1*\n```": [
        section(words("Run")),
        {"type": "rich_text_preformatted", "border": 0, "elements": [words("x = *1*")]},
    ],
}


@pytest.mark.parametrize(("stored", "elements"), RICH.items(), ids=RICH)
def test_the_rich_text(stored: str, elements: list[Json]) -> None:
    assert rich_text(stored)[0]["elements"] == elements


async def test_a_colleague_is_mentioned_by_name(support: ChannelScreen, tom: Person) -> None:
    await tom.writes(support, "Ask @Tom Visser")
    assert support.messages[-1].text == "Ask <@U0TOM>"
