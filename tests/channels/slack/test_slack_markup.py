"""Slack's text and ours: what a person reads, and that nothing of a customer's is ever markup."""

from hypothesis import given
from hypothesis import strategies as st

from bots.slack.writing.markup import parts_of, shortened
from bots.slack.writing.styled import rich


def shown(blocks: list[dict[str, object]]) -> list[tuple[str, str]]:
    [block] = blocks
    [section] = block["elements"]  # type: ignore[misc,attr-defined]
    return [(each["type"], each.get("text") or each["url"]) for each in section["elements"]]  # type: ignore[index]


def test_a_customers_markup_is_text_and_a_link_shows_where_it_leads() -> None:
    said = "*hi* <!channel> <https://evil.example|bank> (https://shop.example/a)."
    assert shown(rich(said, name="Anna *A*")) == [
        ("text", "Anna *A*\n"),
        ("text", "*hi* <!channel> <"),
        ("link", "https://evil.example|bank"),
        ("text", "> ("),
        ("link", "https://shop.example/a"),
        ("text", ")."),
    ]


@given(st.text(min_size=1), st.text())
def test_every_character_of_the_words_is_shown(name: str, said: str) -> None:
    assert "".join(text for _, text in shown(rich(said, name=name))) == f"{name}\n{said}"


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
