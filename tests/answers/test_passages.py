"""Passages cut the body into pieces that can be quoted, and neither lose nor invent anything."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.answers.passages import LONG, SHORT, split_into_passages

LINE = "This sentence is here to be long enough that it can stand as a passage of its own, which it is."


def split(body: str) -> list[str]:
    return [passage.markdown for passage in split_into_passages(dedent(body).strip("\n"))]


def test_each_paragraph_stands_alone() -> None:
    assert split(f"{LINE}\n\n{LINE} Twice.") == [LINE, f"{LINE} Twice."]


def test_steps_stay_together_with_the_sentence_that_leads_to_them() -> None:
    steps = f"To pay:\n\n1. Open **My purchases**.\n2. Choose *Pay*.\n\n   {LINE}\n3. Confirm."
    assert split(f"{LINE}\n\n{steps}\n\n{LINE}") == [LINE, steps, LINE]


def test_steps_are_never_split_however_long() -> None:
    steps = "To pay:\n\n" + "\n".join(f"{number}. {LINE}" for number in range(1, 21))
    assert split(steps) == [steps]


def test_a_short_sentence_joins_its_neighbour() -> None:
    assert split(f"Yes.\n\n{LINE}\n\nNo.") == [f"Yes.\n\n{LINE}\n\nNo."]


def test_a_passage_knows_the_heading_it_stands_under() -> None:
    passages = split_into_passages(f"{LINE}\n\n## Costs\n\n{LINE}\n\n{LINE}\n\nTimes\n-----\n\n{LINE}")
    assert [passage.heading for passage in passages] == ["", "Costs", "Costs", "Times"]


def test_a_heading_stands_with_what_it_heads() -> None:
    assert split(f"# Paying\n\n## By card\n\n{LINE}\n\n## By bank\n\n{LINE}") == [
        f"# Paying\n\n## By card\n\n{LINE}",
        f"## By bank\n\n{LINE}",
    ]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    parts = split(" ".join([LINE] * 12))
    assert all(SHORT <= len(part) <= LONG and part.endswith("which it is.") for part in parts)
    assert " ".join(parts) == " ".join([LINE] * 12)


def test_a_cut_never_falls_into_a_link_or_bold_words() -> None:
    bold = "**" + " ".join([LINE] * 9) + "**"
    assert split(bold) == [bold]


def test_chinese_sentences_end_without_a_space() -> None:
    assert len(split("退款会在两个工作日内发出。" * 100)) == 2


@pytest.mark.parametrize("body", ["[a]: https://help.example/a", "---", "## Only a heading", "<div>\n\n</div>"])
def test_a_body_of_odd_blocks_is_one_passage(body: str) -> None:
    assert split(body) == [body]


blocks = st.sampled_from(
    [
        LINE,
        "Short.",
        "It leads:",
        "## Heading",
        "Under\n=====",
        "1. one\n2. two\n\n   more",
        "- a\n  - b",
        "> said",
        "```\ncode\n\n# no heading\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[ref]: https://help.example",
        "    indented",
        "***",
        " ".join([LINE] * 10),
    ]
)
bodies = st.lists(blocks, min_size=1, max_size=12).map("\n\n".join)


@given(bodies | st.text())
def test_the_passages_are_the_body_and_nothing_else(body: str) -> None:
    passages = [passage.markdown for passage in split_into_passages(body)]
    assert "".join("".join(passages).split()) == "".join(body.split())


@given(bodies | st.text())
def test_each_passage_stands_word_for_word_in_the_body(body: str) -> None:
    assert all(passage.markdown and passage.markdown in body for passage in split_into_passages(body))
