"""Reading what a model wrote: its marks, its silence, its thoughts, its verdicts."""

import pytest

from core.answers.marks import abstains, read, read_so_far, read_verdict, spoken


@pytest.mark.parametrize(
    ("said", "markdown", "cited"),
    [
        ("Fees are shown [1].", "Fees are shown.", (1,)),
        ("Fees are shown. [2]", "Fees are shown.", (2,)),
        ("One [2]. Two [1]. Three [2].", "One. Two. Three.", (2, 1)),
        ("Both [1][3].", "Both.", (1, 3)),
        ("Both [1, 3] or [1; 2].", "Both or.", (1, 3, 2)),
        ("费用会显示【1】。", "费用会显示。", (1,)),
        (r"Escaped \[1\].", "Escaped.", (1,)),
        ("1. Open it [1]\n2. Press Pay [1]", "1. Open it\n2. Press Pay", (1,)),
        ("See [our list](https://a.example) [1].", "See [our list](https://a.example).", (1,)),
        ("See [1](https://a.example).", "See [1](https://a.example).", ()),
        ("Nothing cited", "Nothing cited", ()),
        ("[1]", "", (1,)),
        ("", "", ()),
    ],
)
def test_marks_are_read_and_taken_out(said: str, markdown: str, cited: tuple[int, ...]) -> None:
    answer = read(said)
    assert (answer.markdown, answer.cited) == (markdown, cited)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("", ""),
        ("Fees are", ""),
        ("Fees are shown [1", ""),
        ("Fees are shown [1]", "Fees are shown"),
        ("Fees are shown [1]. And", "Fees are shown."),
        ("“Fees are shown.” [1] And [", "“Fees are shown.”"),
        ("NON", ""),
        ("<think>Maybe [1]", ""),
    ],
)
def test_only_what_is_cited_is_shown_while_it_grows(said: str, shown: str) -> None:
    assert read_so_far(said).markdown == shown


@pytest.mark.parametrize("said", ["NONE", " NONE.\n", "**NONE**", '"NONE"', "NONE\n\nSorry", "<think>No.</think>NONE"])
def test_it_abstains(said: str) -> None:
    assert abstains(said)


@pytest.mark.parametrize("said", ["None of it [1].", "NONESUCH [1]", "There is none [1].", ""])
def test_it_does_not_abstain(said: str) -> None:
    assert not abstains(said)


def test_thoughts_are_left_out() -> None:
    assert spoken(" <think>\nHm [1]</think>\nYes [2].").strip() == "Yes [2]."
    assert spoken("<think>Hm") == ""


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("NONE", ()),
        ("2", (2,)),
        ("2, 3.", (2, 3)),
        ("[2]", (2,)),
        ("1; 1", (1,)),
        ("4", None),
        ("0", None),
        ("Sentence 2 is not supported", None),
        ("", None),
        ('{"unsupported": [1]}', None),
    ],
)
def test_a_verdict_is_numbers_or_none_at_all(said: str, verdict: tuple[int, ...] | None) -> None:
    assert read_verdict(said, 3) == verdict
