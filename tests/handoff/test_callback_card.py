"""What staff see of a callback, and that all of it can be said in every language."""

import re
from typing import get_args

import pytest

from core.language.spec import LANGUAGES
from core.model import callback_words
from core.model.callback import CallbackCancelled, State, Step
from core.model.ids import Language
from core.model.view import Moment, Text
from handoff.callback_card import BUTTONS, presses, task
from tests.handoff.ringing import (
    AMSTERDAM,
    CATALOG,
    HOUR,
    MONDAY,
    PHONE,
    TOMORROW,
    Ringing,
    asked,
    claim,
    done,
    missed,
    reached,
    ringing,
    said_in_english,
)


def shown(call: Ringing) -> list[str]:
    assert call.file is not None
    seen = task(call.file, AMSTERDAM)
    return list(map(said_in_english, (seen.title, seen.state, *seen.facts, *seen.log)))


def test_staff_read_whom_to_call_when_and_what_about():
    call = ringing(TOMORROW)
    assert shown(call) == [
        "Callback FD-7K2M9",
        "Waiting for somebody who calls",
        "Customer: Anna",
        "Phone: +31 6 12345678",
        "Language: Dutch",
        "About: H-104233 Vase",
        "Call at this time: Tue 24 Nov, 10:00",
    ]
    assert call.file is not None
    assert task(call.file, AMSTERDAM).question == "Where is it?"


def test_staff_read_by_when_a_call_without_a_slot_is_to_be_made():
    assert shown(ringing())[-1] == "Call as soon as possible, by Mon 23 Nov, 14:00 at the latest"


def test_staff_read_what_time_it_is_where_the_customer_is():
    call = Ringing()
    call.do(asked(TOMORROW, zone="Europe/Lisbon"))
    assert shown(call)[-1] == "For the customer that is: Tue 24 Nov, 09:00"


def test_staff_read_how_it_went():
    call = ringing()
    call.do(claim(), missed())
    call.wait(HOUR)
    call.do(claim(), reached(), done())
    assert shown(call)[1] == "Done"
    assert shown(call)[-3:] == [
        "Tom called and didn’t reach the customer: Mon 23 Nov, 10:00",
        "Tom reached the customer: Mon 23 Nov, 11:00",
        "Tom: It comes on Friday.",
    ]


def in_state(state: State) -> Ringing:
    call = ringing()
    match state:
        case "open":
            pass
        case "claimed":
            call.do(claim())
        case "reached":
            call.do(claim(), reached())
        case "done":
            call.do(claim(), reached(), done())
        case "failed":
            call.do(*[event for _ in range(3) for event in (claim(), missed())])
        case "cancelled":
            call.do(CallbackCancelled())
    return call


@pytest.mark.parametrize(
    ("state", "words", "buttons"),
    [
        ("open", "Waiting for somebody who calls", ("claim",)),
        ("claimed", "Tom will call", ("reached", "not_reached")),
        ("reached", "Tom has reached the customer", ("done",)),
        ("done", "Done", ()),
        ("failed", "Closed: no call came about", ()),
        ("cancelled", "Cancelled by the customer", ()),
    ],
)
def test_each_state_has_its_words_and_buttons(state: State, words: str, buttons: tuple[str, ...]):
    call = in_state(state)
    assert call.file is not None
    assert (call.state, shown(call)[1], presses(call.file)) == (state, words, buttons)


def spoken() -> list[Text]:
    """All that the customer and staff can come to read of callbacks, beside what the flow's own tests say."""
    cards = [task(call.file, "UTC") for state in get_args(State) if (call := in_state(state)).file]
    asking = (
        callback_words.OFFER_LABEL,
        callback_words.SOON_LABEL,
        callback_words.ASK_NUMBER,
        callback_words.ASK_OTHER_TIME,
        callback_words.ask_time(PHONE),
        callback_words.slot_label(Moment(MONDAY, AMSTERDAM)),
        *(callback_words.STEP_LABELS[step] for step in get_args(Step)),
    )
    return [
        *asking,
        *BUTTONS.values(),
        *(each for card in cards for each in (card.title, card.state, *card.facts, *card.log)),
    ]


@pytest.mark.parametrize("language", [row.code for row in LANGUAGES])
def test_all_of_it_is_said_in_every_language(language: Language):
    for words in spoken():
        said = CATALOG.say(words.key, words.params, language)
        assert said
        assert not re.search(r"[{}]", said)


def test_the_number_is_asked_back_with_its_country_code():
    assert "+31 6 12345678" in said_in_english(callback_words.ask_time(PHONE))
