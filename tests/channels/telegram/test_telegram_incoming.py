"""What Telegram sends, and what the desk hears."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bots.telegram.ids import UNROUTABLE
from bots.telegram.incoming import TelegramReader, press_id, received
from core.model.errors import Unreadable
from core.model.events import CustomerChose, CustomerEdited, CustomerEvent, CustomerSentFile, CustomerWrote
from core.model.heard import FromCustomer, Ignored
from core.model.ids import Address
from core.model.people import Sender

Json = dict[str, Any]

ANNA = {"id": 1001, "is_bot": False, "first_name": "Anna", "last_name": "Nowak", "language_code": "pl"}
CHAT = {"id": 1001, "type": "private", "first_name": "Anna", "last_name": "Nowak"}
BOT = {"id": 42, "is_bot": True, "first_name": "Sample Market", "username": "sample_market_bot"}
SENDER = Sender("Anna", "pl")
SENT = (SENDER, "7", "AgAC", "", 1000)
FILE = {"file_id": "AgAC", "file_unique_id": "uAgAC", "file_size": 1000}


def message(**content: Any) -> Json:
    return {"message_id": 7, "from": ANNA, "chat": CHAT, "date": 1_782_900_000} | content


def update(kind: str, body: object, number: object = 900) -> Json:
    return {"update_id": number, kind: body}


def press(data: object = "talk|3", **more: Any) -> Json:
    return {"id": "4382", "from": ANNA, "message": message(**{"from": BOT}), "chat_instance": "-1", "data": data} | more


def read(raw: object) -> object:
    return TelegramReader().read(received(raw, "42").payload)


def from_anna(event: CustomerEvent) -> FromCustomer:
    return FromCustomer(Address("telegram", "1001"), event)


HEARD: dict[str, tuple[Json, CustomerEvent]] = {
    "a question": (
        update("message", message(text="Gdzie jest moja paczka?")),
        CustomerWrote("Gdzie jest moja paczka?", SENDER, "7"),
    ),
    "a command": (
        update("message", message(text="/start x", entities=[{"type": "bot_command", "offset": 0, "length": 6}])),
        CustomerWrote("/start x", SENDER, "7"),
    ),
    "an answer to a message": (
        update("message", message(text="yes", reply_to_message=message(text="Are you sure?", message_id=6))),
        CustomerWrote("yes", SENDER, "7"),
    ),
    "a joined emoji": (
        update("message", message(text="👩‍👩‍👧‍👦🇳🇱")),
        CustomerWrote("👩‍👩‍👧‍👦🇳🇱", SENDER, "7"),
    ),
    "characters that nothing can carry": (
        update("message", message(text="a\x00b\ud800c")),
        CustomerWrote("a\ufffdb\ufffdc", SENDER, "7"),
    ),
    "nothing but blanks": (
        update("message", message(text=" \n")),
        CustomerSentFile("empty message", "", SENDER, "7"),
    ),
    "no sender": (
        update("message", {"message_id": 7, "chat": CHAT, "date": 1, "text": "hi"}),
        CustomerWrote("hi", Sender(), "7"),
    ),
    "a photo": (
        update("message", message(photo=[FILE | {"width": 90, "height": 90}], caption="It came broken")),
        CustomerSentFile("photo", "It came broken", *SENT),
    ),
    "one of an album": (
        update("message", message(photo=[FILE], media_group_id="13")),
        CustomerSentFile("photo", "", *SENT),
    ),
    "a document": (
        update("message", message(document=FILE | {"file_name": "faktura.pdf", "mime_type": "application/pdf"})),
        CustomerSentFile("file", "", SENDER, "7", "AgAC", "faktura.pdf", 1000),
    ),
    "an animation": (
        update("message", message(document=FILE, animation=FILE)),
        CustomerSentFile("animation", "", *SENT),
    ),
    "a voice message": (update("message", message(voice=FILE)), CustomerSentFile("voice message", "", *SENT)),
    "a round video": (update("message", message(video_note=FILE)), CustomerSentFile("video message", "", *SENT)),
    "a sticker": (update("message", message(sticker=FILE)), CustomerSentFile("sticker", "", *SENT)),
    "a sticker that moves": (
        update("message", message(sticker={**FILE, "is_video": True, "is_animated": False})),
        CustomerSentFile("sticker", "", *SENT[:3], "sticker.webm", *SENT[4:]),
    ),
    "a location": (
        update("message", message(location={"longitude": 4.9, "latitude": 52.4})),
        CustomerSentFile(
            "location", "", SENDER, "7", "", "52.4, 4.9 https://www.openstreetmap.org/?mlat=52.4&mlon=4.9"
        ),
    ),
    "a contact": (
        update("message", message(contact={"phone_number": "1", "first_name": "T"})),
        CustomerSentFile("contact", "", SENDER, "7", "", "T, 1"),
    ),
    "a message of a kind that is invented later": (
        update("message", message(hologram={"file_id": "x"})),
        CustomerSentFile("message of another kind", "", SENDER, "7"),
    ),
    "an edit": (
        update("edited_message", message(text="Where is my order 12?", edit_date=1_782_900_060)),
        CustomerEdited("Where is my order 12?", SENDER, "7"),
    ),
    "an edited caption": (
        update("edited_message", message(photo=[FILE], caption="Look", edit_date=1)),
        CustomerEdited("Look", SENDER, "7"),
    ),
    "a press": (update("callback_query", press("offer:email|12")), CustomerChose("offer:email", 12, SENDER)),
    "a press on a message that is gone": (
        update("callback_query", press(message={"chat": CHAT, "message_id": 7, "date": 0})),
        CustomerChose("talk", 3, SENDER),
    ),
    "a press without its message": (
        update("callback_query", press(message=None)),
        CustomerChose("talk", 3, SENDER),
    ),
    "a press with data that is not ours": (
        update("callback_query", press("buy now")),
        CustomerChose("buy now", -1, SENDER),
    ),
    "a press with a turn that is no number": (
        update("callback_query", press("talk|²")),
        CustomerChose("talk|²", -1, SENDER),
    ),
    "a press without data": (
        update("callback_query", press(None)),
        CustomerChose("", -1, SENDER),
    ),
}


@pytest.mark.parametrize("name", HEARD)
def test_a_customer_is_heard(name: str) -> None:
    raw, event = HEARD[name]
    heard = read(raw)
    assert isinstance(heard, FromCustomer)
    assert replace(heard, written=None) == from_anna(event)
    assert received(raw, "42").stream == "telegram:1001"


GROUP = {"id": -1001, "type": "supergroup", "title": "Friends"}
IGNORED: dict[str, tuple[Json, str]] = {
    "a group": (update("message", message(chat=GROUP, text="hi")), "not a private chat"),
    "an edit in a group": (update("edited_message", message(chat=GROUP, text="hi")), "not a private chat"),
    "a bot": (update("message", message(text="hi", **{"from": BOT})), "written by a bot"),
    "a press in a group": (
        update("callback_query", press(message=message(chat=GROUP))),
        "a press outside a private chat",
    ),
    "a pinned message": (
        update("message", message(pinned_message=message(text="x"))),
        "a remark of Telegram: pinned_message",
    ),
    "a location that moves": (
        update("edited_message", message(location={"longitude": 4.9, "latitude": 52.4}, edit_date=1)),
        "an edit without words",
    ),
    "a channel post": (update("channel_post", {"message_id": 1}), "an update of another kind: channel_post"),
    "a kind that is invented later": (update("telepathy", "?"), "an update of another kind: telepathy"),
    "a number alone": ({"update_id": 5}, "an update of another kind: none"),
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_is_not_for_us_is_ignored_with_the_reason(name: str) -> None:
    raw, why = IGNORED[name]
    assert read(raw) == Ignored(why)


UNREADABLE: dict[str, tuple[object, str]] = {
    "no object": ([1], "an update is an object"),
    "a message that is none": (update("message", "hi"), "message is not an object"),
    "no chat": (update("message", {"message_id": 1, "text": "hi"}), "chat is not an object"),
    "no message id": (update("message", {"chat": CHAT, "text": "hi"}), "message_id is not an integer"),
    "a chat without id": (update("message", message(chat={"type": "private"}, text="hi")), "id is not an integer"),
    "a text that is none": (update("message", message(text=["hi"])), "text is not a text"),
    "a sender that is none": (update("message", message(text="hi", **{"from": 3})), "from is not an object"),
    "a press by nobody": (update("callback_query", {"id": "1", "data": "x|1"}), "from is not an object"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_broken_update_is_kept_and_named(name: str) -> None:
    raw, why = UNREADABLE[name]
    with pytest.raises(Unreadable, match=why):
        read(raw)


def test_what_cannot_be_read_still_belongs_to_its_customer() -> None:
    assert received(update("message", message(text=["hi"])), "42").stream == "telegram:1001"


def test_a_stored_row_that_is_no_json_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="not JSON"):
        TelegramReader().read("{")


def test_what_is_not_of_a_customer_has_a_stream_of_its_own() -> None:
    assert received(update("message", message(chat=GROUP, text="hi")), "42").stream == UNROUTABLE


SAME: dict[str, tuple[Json, Json]] = {
    "a message": (update("message", message(text="hi")), update("message", message(text="hi"))),
    "a customer who was renamed in between": (
        update("message", message(text="hi")),
        update("message", message(text="hi", chat=CHAT | {"first_name": "Ania"})),
    ),
    "a press on a message that has changed": (
        update("callback_query", press()),
        update("callback_query", press(message=None)),
    ),
    "an unknown kind": ({"update_id": 9, "x": {"a": 1, "b": 2}}, {"x": {"b": 2, "a": 1}, "update_id": 9}),
}
DIFFERENT: dict[str, tuple[Json, Json]] = {
    "the next message": (update("message", message(text="hi")), update("message", message(text="hi"), 901)),
    "a number that came again after an idle week": (
        update("message", message(text="hi")),
        update("message", message(text="hi", message_id=8, date=1_783_900_000)),
    ),
    "another press under an old number": (update("callback_query", press()), update("callback_query", press(id="1"))),
    "another kind": (update("message", message(text="hi")), update("edited_message", message(text="hi"))),
    "two edits": (
        update("edited_message", message(text="a", edit_date=5)),
        update("edited_message", message(text="b", edit_date=5)),
    ),
    "two unknown ones": ({"update_id": 9, "x": 1}, {"update_id": 9, "x": 2}),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_update_has_one_key(name: str) -> None:
    one, again = SAME[name]
    assert received(one, "42").key == received(again, "42").key


@pytest.mark.parametrize("name", DIFFERENT)
def test_another_update_has_another_key(name: str) -> None:
    one, other = DIFFERENT[name]
    assert received(one, "42").key != received(other, "42").key


def test_two_bots_in_one_inbox_keep_their_updates_apart() -> None:
    raw = update("message", message(text="hi"))
    assert received(raw, "42").key != received(raw, "43").key


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "update_id",
    "message",
    "edited_message",
    "callback_query",
    "chat",
    "id",
    "from",
    "type",
    "text",
    "data",
    "date",
)
nearly = st.recursive(
    anything | st.sampled_from(["private", "talk|1", "\ud800"]),
    lambda inner: st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6),
    max_leaves=12,
)


@given(anything | nearly)
def test_anything_is_stored_and_then_read_or_named_unreadable(raw: object) -> None:
    row = received(raw, "42")
    press_id(raw)
    assert row.payload.isascii()
    assert row.key.isascii()
    with suppress(Unreadable):
        TelegramReader().read(row.payload)


@given(
    st.dictionaries(st.sampled_from(FIELDS), anything), st.sampled_from(["message", "edited_message", "callback_query"])
)
def test_any_body_of_a_known_kind_is_read_or_named_unreadable(body: Json, kind: str) -> None:
    raw = update(kind, body | {"chat": CHAT})
    try:
        heard = read(json.loads(json.dumps(raw)))
    except Unreadable:
        return
    assert isinstance(heard, FromCustomer | Ignored)


NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        (update("message", message(text="Hello") | {"date": int(NOON.timestamp())}), NOON),
        (update("message", message(photo=[FILE]) | {"date": int(NOON.timestamp())}), NOON),
        (update("edited_message", message(text="Hello", edit_date=int(NOON.timestamp()))), NOON),
        (update("edited_message", message(text="Hello")), None),
        (update("message", message(text="Hello") | {"date": 0}), None),
        (update("message", message(text="Hello") | {"date": "yesterday"}), None),
        (update("message", message(text="Hello") | {"date": 10**18}), None),
        (update("callback_query", press()), None),
    ],
)
def test_it_is_known_when_it_was_written_and_what_is_no_time_is_none(raw: Json, written: datetime | None) -> None:
    heard = read(raw)
    assert isinstance(heard, FromCustomer)
    assert heard.written == written
