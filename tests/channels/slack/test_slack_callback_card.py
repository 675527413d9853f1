"""A callback's card: what it shows in each state, and that Slack would take it whatever is on it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bots.slack.callback.card import callback_blocks, headline
from core.language.spec import LANGUAGES
from core.model.callback import Attempt, CallbackCancelled, CallbackFile, CallNote, Phone
from core.model.ids import AgentId, Language
from core.model.people import Agent
from core.model.view import Text
from tests.channels.slack.cards import Json, check, read
from tests.handoff.ringing import (
    AMSTERDAM,
    CASE,
    CATALOG,
    HOUR,
    MONDAY,
    TOMORROW,
    Ringing,
    claim,
    done,
    missed,
    reached,
    ringing,
    said_in_english,
)


def file_of(call: Ringing) -> CallbackFile:
    assert call.file is not None
    return call.file


def after(*events: Any) -> CallbackFile:
    call = ringing(TOMORROW)
    call.do(*events)
    return file_of(call)


def failed() -> CallbackFile:
    call = ringing()
    for _ in range(3):
        call.do(claim(), missed())
        call.wait(HOUR)
    return file_of(call)


def card(file: CallbackFile) -> list[Json]:
    return callback_blocks(file, AMSTERDAM, said_in_english)


def buttons(blocks: list[Json]) -> list[Json]:
    return [button for b in blocks if b["type"] == "actions" for button in b["elements"]]


STATES: dict[str, tuple[CallbackFile, str, list[tuple[str, str]]]] = {
    "open": (after(), "Waiting for somebody who calls", [("Claim", "call.claim")]),
    "claimed": (
        after(claim()),
        "Tom will call",
        [("Reached", "call.reached"), ("Not reached", "call.not_reached")],
    ),
    "reached": (after(claim(), reached()), "Tom has reached the customer", [("Done…", "call.done")]),
    "done": (after(claim(), reached(), done()), "Done", []),
    "failed": (failed(), "Closed: no call came about", []),
    "cancelled": (after(CallbackCancelled()), "Cancelled by the customer", []),
}


@pytest.mark.parametrize(("file", "state", "pressed"), STATES.values(), ids=STATES)
def test_each_state_with_its_buttons(file: CallbackFile, state: str, pressed: list[tuple[str, str]]) -> None:
    blocks = card(file)
    assert read(blocks)[:2] == ["Callback FD-7K2M9", state]
    assert [(each["text"]["text"], each["action_id"]) for each in buttons(blocks)] == pressed
    assert {each["value"] for each in buttons(blocks)} <= {CASE}
    check(blocks)


def test_whom_to_call_when_and_what_about() -> None:
    assert read(card(after()))[2:] == [
        "Customer: Anna",
        "Phone: +31 6 12345678",
        "Language: Dutch",
        "About: H-104233 Vase",
        "Call at this time: Tue 24 Nov, 10:00",
        "*Question*",
        "Where is it?",
    ]


def test_what_was_tried_and_the_note() -> None:
    call = ringing(TOMORROW)
    call.do(claim(), missed())
    call.wait(HOUR)
    call.do(claim(), reached(), done())
    assert read(card(file_of(call)))[-1].splitlines() == [
        "Tom called and didn’t reach the customer: Mon 23 Nov, 10:00",
        "Tom reached the customer: Mon 23 Nov, 11:00",
        "Tom: It comes on Friday.",
    ]


def test_a_notification_says_who_waits_but_no_number() -> None:
    assert headline(after(), said_in_english) == "Callback FD-7K2M9 - Anna: Where is it?"
    nobody = replace(after(), name="", question="")
    assert headline(nobody, said_in_english) == "Callback FD-7K2M9"


# --- whatever is on it

HOSTILE = "*bold* <!channel> <https://evil.example|bank> :skull:"


def test_what_anybody_wrote_is_never_markup() -> None:
    by = Agent(AgentId("U1"), HOSTILE)
    tried, note = Attempt(MONDAY, by, "not_reached"), CallNote(MONDAY, by, HOSTILE)
    file = replace(after(claim()), name=HOSTILE, question=HOSTILE, items=(HOSTILE,), owner=by)
    file = replace(file, attempts=(tried,), notes=(note,))
    blocks = card(file)
    found = [part for b in blocks for part in (b.get("text"), *b.get("fields", []), *b.get("elements", []))]
    spoken = [part for part in found if part and "<!channel>" in str(part["text"])]
    assert [(part["type"], part["emoji"]) for part in spoken] == [("plain_text", False)] * 5
    assert "<" not in headline(file, said_in_english)


TEXTS = st.text(max_size=12)
MANY = st.integers(1, 900)


@settings(max_examples=40)
@given(TEXTS, MANY, st.sampled_from([file for file, _, _ in STATES.values()]), st.sampled_from(LANGUAGES))
def test_slack_takes_every_card(said: str, times: int, file: CallbackFile, spoken: Any) -> None:
    words = said * times
    by = Agent(AgentId("U1"), words)
    long = replace(
        file,
        name=words,
        question=words,
        items=(words,) * 3,
        spoken=spoken.code,
        zone="Europe/Lisbon",
        phone=Phone("+31612345678", "NL", words, words),
        owner=by,
        attempts=(Attempt(MONDAY, by, "not_reached"),) * 3,
        notes=(CallNote(MONDAY, by, words),),
    )
    check(callback_blocks(long, AMSTERDAM, said_in_english))


@pytest.mark.parametrize("language", [row.code for row in LANGUAGES if row.catalog])
def test_it_fits_in_every_language(language: Language) -> None:
    def say(line: Text) -> str:
        return CATALOG.say(line.key, line.params, language)

    for file, _, _ in STATES.values():
        check(callback_blocks(file, AMSTERDAM, say))
