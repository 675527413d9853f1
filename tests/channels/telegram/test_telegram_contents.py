"""What is to be read of messages that have neither words nor a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.contents import MOST, content_of

PLACE = {"latitude": 52.01, "longitude": 4.36}


@pytest.mark.parametrize(
    ("field", "body", "read"),
    [
        ("location", PLACE, "52.01, 4.36 https://www.openstreetmap.org/?mlat=52.01&mlon=4.36"),
        (
            "venue",
            {"title": "Post office", "address": "Markt 1", "location": PLACE},
            "Post office, Markt 1, 52.01, 4.36 https://www.openstreetmap.org/?mlat=52.01&mlon=4.36",
        ),
        (
            "contact",
            {"first_name": "Eva", "last_name": "Smit", "phone_number": "+31612345678"},
            "Eva Smit, +31612345678",
        ),
        ("poll", {"question": "Which day?", "options": [{"text": "Mo"}, {"text": "Tu"}, 3]}, "Which day?\n• Mo\n• Tu"),
        ("checklist", {"title": "Missing", "tasks": [{"id": 1, "text": "the lid"}]}, "Missing\n• the lid"),
        ("dice", {"emoji": "🎲", "value": 4}, "🎲 4"),
        ("game", {"title": "Chess"}, "Chess"),
        ("story", {"id": 1}, ""),
        ("location", {}, ""),
        ("contact", "x", ""),
    ],
)
def test_it_is_read(field: str, body: object, read: str) -> None:
    assert content_of(field, body) == read


_ODD = st.recursive(
    st.none() | st.integers() | st.text(max_size=700),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["title", "options", "text", "latitude", "longitude", "location"]), inner)
    ),
)


@given(st.sampled_from(["location", "venue", "contact", "poll", "checklist", "dice", "game"]), _ODD)
def test_nothing_odd_costs_the_message(field: str, body: object) -> None:
    assert len(content_of(field, body)) <= MOST
