"""Markdown as people read it in a mail."""

import pytest

from core.language.prose import prose


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("We pay **within 3 days**, *never* later.", "We pay within 3 days, never later."),
        ("1. Open **My purchases**.\n2. Choose `Return`.", "1. Open My purchases.\n2. Choose Return."),
        ("You need:\n\n- a photo\n- the box", "You need:\n\n- a photo\n- the box"),
        ("See [how to pay](https://help.example/pay).", "See how to pay (https://help.example/pay)."),
        ("First.\n\nSecond,\nsame paragraph.", "First.\n\nSecond,\nsame paragraph."),
        ("5 * 3 < 20 & <b>no</b>", "5 * 3 < 20 & <b>no</b>"),
        ("4. goes on\n5. at four", "4. goes on\n5. at four"),
    ],
)
def test_marks_go_and_words_stay(markdown: str, read: str):
    assert prose(markdown) == read
