"""The commands that stand in a mail of the team, and the words that are left for the customer."""

import pytest

from handoff.ticket_commands import Order, read

CLOSE, NOTE, SPLIT = Order("close"), Order("note"), Order("split")
MERGE = Order("merge", "FD-8C3H4J")


@pytest.mark.parametrize(
    ("text", "words", "orders"),
    [
        ("It comes on Friday.", "It comes on Friday.", ()),
        ("", "", ()),
        ("#close", "", (CLOSE,)),
        ("#solved", "", (CLOSE,)),
        ("#note\nShe called before.", "She called before.", (NOTE,)),
        ("She called before.\n\n#note\n", "She called before.", (NOTE,)),
        ("\n\n  #Close  \n\nIt is there.\n", "It is there.", (CLOSE,)),
        ("It is there.\n#CLOSE.", "It is there.", (CLOSE,)),
        ("#split\n\nIt is there.\n\n#close", "It is there.", (SPLIT, CLOSE)),
        ("#split\n#close\nIt is there.", "It is there.", (SPLIT, CLOSE)),
        ("#merge FD-8C3H4J", "", (MERGE,)),
        ("#merge fd-8c3h4j", "", (MERGE,)),
        ("#merge 8C3H4J", "", (MERGE,)),
        ("#merge FD 8C3H4J!", "", (MERGE,)),
        ("#merge FD\u20138C3H4J", "", (MERGE,)),
        ("\uff03close", "", (CLOSE,)),
        ("The tag is\n#close\non the box.", "The tag is\n#close\non the box.", ()),
        ("Your parcel has #1 on it.", "Your parcel has #1 on it.", ()),
        ("#1 is the first step.", "#1 is the first step.", ()),
        ("#42", "#42", ()),
        ("Kind regards\n#teamshop", "Kind regards\n#teamshop", ()),
        ("First\n\n\nsecond\n#close", "First\n\n\nsecond", (CLOSE,)),
    ],
)
def test_commands_stand_alone_before_or_after_the_words(text: str, words: str, orders: tuple[Order, ...]):
    said = read(text)
    assert (said.words, said.orders, said.unknown) == (words, orders, "")


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("#clsoe\nIt is there.", "#clsoe"),
        ("#done", "#done"),
        ("#note\n#foo\nShe called.", "#foo"),
        ("#close please\nIt is there.", "#close please"),
        ("#merge", "#merge"),
        ("#merge FD-8C3H4J with this", "#merge FD-8C3H4J with this"),
        ("It is there.\n#merge FD-8", "#merge FD-8"),
        ("It is there.\n#note for Tom", "#note for Tom"),
    ],
)
def test_what_looks_like_a_command_and_is_none_is_said(text: str, unknown: str):
    assert read(text).unknown == unknown
