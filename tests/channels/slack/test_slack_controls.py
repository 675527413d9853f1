"""What agents press, choose and fill in about a conversation: as Slack delivers it, and what the desk makes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from bots.playground.slack.blocks import mistakes, view_mistakes
from bots.slack.cases.card import WAITING, card_blocks, card_of
from bots.slack.cases.card_facts import CardState
from bots.slack.controls.forms import WORDS, Known, entry, form, modal, typed
from bots.slack.controls.incoming import FormWanted, form_wanted
from bots.slack.controls.submission import FormRead, read_form
from bots.slack.controls.words import AT_ONCE, FORMS, FormName
from bots.slack.ids import ControlRef
from bots.slack.incoming import SlackReader
from bots.slack.members.people import Member
from bots.slack.payloads import Interaction, Submitted
from bots.slack.received import received, stamped
from core.language.catalog import read_catalog
from core.language.spec import LANGUAGES
from core.model.codec import encode
from core.model.controls import (
    AskFor,
    Block,
    ChangeLanguage,
    Control,
    KeepHeld,
    KeepNote,
    Release,
    Resend,
    SendHeld,
    SendText,
    Snooze,
    Suggest,
    Transfer,
)
from core.model.errors import Unreadable
from core.model.events import AgentClosed, AgentControlled, AgentEdited, AgentWrote
from core.model.heard import FromCard, FromCommand, FromThread, Heard, Ignored
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent, Duty
from core.model.view import Text, text
from tests.channels.slack.presses import SENDER, STRANGER, TOM, block_actions
from tests.channels.slack.test_slack_card import opening

Json = dict[str, Any]

ANNA = ConversationId("telegram:1001")
CASE = CaseCode("FD-7K2M9P")
THREAD = Address("slack", "C1/100.1")
ELSEWHERE = Address("slack", "C1/90.1")
REF = ControlRef(ANNA, CASE, THREAD)
NOW = datetime(2026, 10, 9, 13, 0, tzinfo=UTC)

catalog = read_catalog()


def say(line: Text) -> str:
    return catalog.say(line.key, line.params, Language("en"))


def reader(*supervisors: str) -> SlackReader:
    members = {"U1": Member("Tom"), "U2": Member("Eva"), "UGUEST": Member("Gus", "a guest")}
    return SlackReader(
        "T1",
        "UBOT",
        ("C1", "C2"),
        members,
        supervisors=supervisors,
        queues={"billing": "C2", "parcels": "C1"},
        zone="Europe/Amsterdam",
    )


def read(body: Json, *supervisors: str) -> Heard:
    return reader(*supervisors).read(received(stamped(body, NOW.timestamp())).payload)


def did(control: Control, thread: Address = THREAD, *, supervisor: bool = True) -> FromCard:
    return FromCard(ANNA, AgentControlled(TOM, thread, CASE, control, supervisor))


def press(ref: ControlRef, action: str = "control.0", **fields: Any) -> Json:
    return block_actions(action, encode(ref), **fields)


def chosen(what: str) -> Json:
    body = block_actions("control.more", None)
    option = {"text": {"type": "plain_text", "text": "…"}, "value": encode([what, ANNA, CASE])}
    body["actions"] = [{**body["actions"][0], "type": "static_select", "selected_option": option}]
    return body


# --- presses


def test_a_button_carries_its_control() -> None:
    assert read(press(ControlRef(ANNA, CASE, THREAD, Resend("100.7")))) == did(Resend("100.7"))


def test_without_a_thread_it_is_where_the_button_is() -> None:
    assert read(press(ControlRef(ANNA, CASE, control=Release()))) == did(Release())


def test_a_button_for_one_agents_eyes_names_its_thread() -> None:
    ephemeral = {"type": "message", "message_ts": "777.7", "channel_id": "C1", "is_ephemeral": True}
    body = press(ControlRef(ANNA, CASE, ELSEWHERE, Suggest()), container=ephemeral)
    assert read(body) == did(Suggest(), ELSEWHERE)
    assert received(body).stream == str(ELSEWHERE)


def test_what_a_command_is_answered_with_can_be_pressed_wherever_it_was_typed() -> None:
    body = press(ControlRef(ANNA, CASE, THREAD, SendText("Hello")), place="D1", container={"message_ts": "1.1"})
    assert read(body) == did(SendText("Hello"))


@pytest.mark.parametrize("what", AT_ONCE)
def test_an_option_of_the_menu(what: str) -> None:
    assert read(chosen(what)) == did(AT_ONCE[what])


@pytest.mark.parametrize("name", FORMS)
def test_an_option_or_a_button_that_opens_a_form_changes_nothing(name: str) -> None:
    button = press(ControlRef(ANNA, CASE), f"control.form.{name}")
    for body in (button, chosen(name)):
        assert read(body) == Ignored("a form was asked for")
        assert form_wanted(msgspec.convert(body, Interaction)) == FormWanted(name, REF)


def test_a_suggestion_is_changed_in_a_form() -> None:
    body = press(ControlRef(ANNA, CASE, THREAD, SendText("", draft=3)))
    assert form_wanted(msgspec.convert(body, Interaction)) == FormWanted("send", replace(REF, draft=3))


def test_a_supervisor_where_some_are_named() -> None:
    body = press(ControlRef(ANNA, CASE, THREAD, Release()))
    assert read(body, "U1") == did(Release())
    assert read(body, "U2") == did(Release(), supervisor=False)


IGNORED: dict[str, tuple[Json, str]] = {
    "a guest's press": (press(REF, user={"id": "UGUEST"}), "a guest"),
    "a stranger's press": (press(REF, user=STRANGER), "from another workspace"),
    "in another channel": (press(ControlRef(ANNA, CASE, control=Release()), place="C9"), "another channel"),
    "about a thread in another channel": (
        press(ControlRef(ANNA, CASE, Address("slack", "C9/1.1"), Release())),
        "another channel",
    ),
}


@pytest.mark.parametrize(("body", "why"), IGNORED.values(), ids=IGNORED)
def test_ignored(body: Json, why: str) -> None:
    assert read(body) == Ignored(why)


UNREADABLE: dict[str, Json] = {
    "a tampered value": block_actions("control.0", "x"),
    "an unknown form": press(REF, "control.form.dance"),
    "an unknown option": chosen("dance"),
    "no option": block_actions("control.more", None),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(body: Json) -> None:
    with pytest.raises(Unreadable):
        read(body)


def test_a_double_click_is_one_press_and_another_option_is_another() -> None:
    first, again = chosen("photos"), chosen("photos")
    again["actions"][0]["action_ts"] = "1760000000.9"
    assert received(first).key == received(again).key != received(chosen("order")).key


# --- shortcuts on a message


def shortcut(name: str, thread: str | None = "100.1", **fields: Any) -> Json:
    message = {"type": "message", "ts": "100.7", "user": "U1", "text": "hm"} | ({"thread_ts": thread} if thread else {})
    return {
        "type": "message_action",
        **SENDER,
        "callback_id": name,
        "channel": {"id": "C1", "name": "support"},
        "message": message,
        "trigger_id": "13.37",
        "action_ts": "200.1",
    } | fields


@pytest.mark.parametrize(
    ("name", "control"), [("control.send_held", SendHeld("100.7")), ("control.keep_held", KeepHeld("100.7"))]
)
def test_a_shortcut_on_a_message(name: str, control: Control) -> None:
    """The thread says which case it is about."""
    said = AgentControlled(TOM, THREAD, CaseCode(""), control, supervisor=True)
    assert read(shortcut(name)) == FromThread(THREAD, said, ours=True)
    assert received(shortcut(name)).stream == str(THREAD)


def test_a_shortcut_delivered_again_has_the_same_key_though_its_trigger_differs() -> None:
    one = shortcut("control.keep_held")
    assert received(one).key == received(one | {"trigger_id": "99.9"}).key
    assert received(one).key != received(shortcut("control.send_held")).key


def test_shortcuts_that_are_nothing_for_us() -> None:
    assert read(shortcut("other")) == Ignored("the shortcut other is nothing for us")
    assert read(shortcut("control.keep_held", thread=None)) == Ignored("not in a thread")
    assert read(shortcut("control.keep_held", user={"id": "UGUEST"})) == Ignored("a guest")


# --- forms

EVA = Duty(Agent(AgentId("U2"), "Eva"), on_duty=True, languages=("de", "en"))
KNOWN = Known((EVA,), ("billing",), "It is on its way.")


@pytest.mark.parametrize("name", FORMS)
def test_slack_takes_every_form(name: Any) -> None:
    long = Known((EVA,) * 200, ("q" * 200,) * 200, "x" * 9000, "y" * 9000)
    for known in (Known(), KNOWN, long):
        assert view_mistakes(form(name, REF, known, say)) == []


TITLES: dict[FormName, tuple[str, str]] = {
    "note": ("Note FD-7K2M9P", "Save note"),
    "transfer": ("Transfer FD-7K2M9P", "Transfer"),
    "snooze": ("Snooze FD-7K2M9P", "Snooze"),
    "close": ("Close FD-7K2M9P", "Close"),
    "language": ("Change the language", "Change the language"),
    "block": ("Block FD-7K2M9P", "Ask to block"),
    "reply": ("Saved reply FD-7K2M9P", "Choose"),
    "send": ("Answer FD-7K2M9P", "Send"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_and_its_button_say_what_they_do(name: FormName) -> None:
    words = entry("Words", typed(WORDS, 100))
    shown = modal(name, REF, [words], say)
    assert (shown["title"]["text"], shown["submit"]["text"]) == TITLES[name]


def test_a_case_that_has_no_room_in_the_title_stands_beneath() -> None:
    shown = form("language", REF, KNOWN, say)
    assert shown["blocks"][0]["elements"][0]["text"] == "Case FD-7K2M9P"


@pytest.mark.parametrize("language", [row.code for row in LANGUAGES])
def test_nothing_on_a_form_is_cut_in_any_language(language: str) -> None:
    def said(line: Text) -> str:
        return catalog.say(line.key, line.params, Language(language))

    for name in FORMS:
        shown = modal(name, REF, [entry("Words", typed(WORDS, 100))], said)
        assert "…" not in shown["title"]["text"] + shown["submit"]["text"]


def test_where_nobody_is_there_a_transfer_has_nothing_to_send() -> None:
    shown = form("transfer", REF, Known(), say)
    assert "submit" not in shown
    assert shown["blocks"][0]["elements"][0]["text"] == "Nobody else is here to take it now."


def test_what_nobody_has_claimed_is_passed_to_queues_alone() -> None:
    shown = form("transfer", REF, Known(queues=("billing",), unclaimed=True), say)
    assert shown["blocks"][0]["elements"][0]["text"].startswith("Nobody has claimed this chat yet")
    assert [each["text"]["text"] for each in shown["blocks"][1]["element"]["options"]] == ["Queue: billing"]


def option(value: str) -> Json:
    return {"selected_option": {"value": value, "text": {"type": "plain_text", "text": "…"}}}


def submission(name: str, ref: ControlRef = REF, **values: Json) -> Json:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": f"control.form.{name}",
        "private_metadata": encode(ref),
        "state": {"values": {field: {field: value} for field, value in values.items()}},
    }
    return {"type": "view_submission", **SENDER, "trigger_id": "13.37", "view": view}


LATER = int((NOW + timedelta(days=2)).timestamp())

FILLED_IN: dict[str, tuple[Json, Heard]] = {
    "a note": (submission("note", note={"value": " Has called. "}), did(KeepNote("Has called."))),
    "to a colleague": (
        submission("transfer", to=option("agent.U2"), note={"value": "She knows."}),
        did(Transfer(Agent(AgentId("U2"), ""), note="She knows.")),
    ),
    "to a queue elsewhere": (
        submission("transfer", to=option("queue.billing"), note={"value": None}),
        did(Transfer(queue="billing", moves=True)),
    ),
    "to a queue here": (submission("transfer", to=option("queue.parcels")), did(Transfer(queue="parcels"))),
    "for an hour": (submission("snooze", until=option("1h")), did(Snooze(NOW + timedelta(hours=1)))),
    "until tomorrow": (
        submission("snooze", until=option("tomorrow")),
        did(Snooze(datetime(2026, 10, 10, 7, tzinfo=UTC))),
    ),
    "until the customer writes": (submission("snooze", until=option("reply")), did(Snooze())),
    "until a time of one's own": (
        submission("snooze", until=option("reply"), at={"selected_date_time": LATER}),
        did(Snooze(NOW + timedelta(days=2))),
    ),
    "closed with a reason": (
        submission("close", reason=option("duplicate")),
        FromCard(ANNA, AgentClosed(TOM, THREAD, CASE, "duplicate")),
    ),
    "a language": (submission("language", language=option("de")), did(ChangeLanguage(Language("de")))),
    "a block": (submission("block", reason={"value": "Threats"}), did(Block("Threats"))),
    "a suggestion, changed": (
        submission("send", replace(REF, draft=3), words={"value": "Soon."}),
        did(SendText("Soon.", draft=3)),
    ),
}


@pytest.mark.parametrize(("body", "heard"), FILLED_IN.values(), ids=FILLED_IN)
def test_filled_in(body: Json, heard: Heard) -> None:
    assert read(body) == heard
    assert received(body).stream == str(THREAD)


WRONG: dict[str, tuple[Json, tuple[str, Text]]] = {
    "an empty note": (submission("note", note={"value": "  "}), ("note", text("control.wrong.empty"))),
    "to nobody": (submission("transfer", note={"value": "x"}), ("to", text("control.wrong.choose"))),
    "in the past": (
        submission("snooze", at={"selected_date_time": int(NOW.timestamp()) - 60}),
        ("at", text("control.wrong.past")),
    ),
    "too far away": (
        submission("snooze", at={"selected_date_time": int(NOW.timestamp()) + 40 * 86400}),
        ("at", text("control.wrong.far")),
    ),
    "in no year": (submission("snooze", at={"selected_date_time": 10**17}), ("at", text("control.wrong.choose"))),
    "no time": (submission("snooze"), ("until", text("control.wrong.choose"))),
    "no reason": (submission("close"), ("reason", text("control.wrong.choose"))),
    "no language": (submission("language", language=option("tlh")), ("language", text("control.wrong.choose"))),
    "a block for nothing": (submission("block", reason={"value": ""}), ("reason", text("control.wrong.empty"))),
    "no words": (submission("send", words={"value": " "}), ("words", text("control.wrong.empty"))),
}


@pytest.mark.parametrize(("body", "wrong"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_in_the_form(body: Json, wrong: tuple[str, Text]) -> None:
    view = msgspec.convert(body, Submitted).view
    assert read_form(view, NOW, "Europe/Amsterdam") == FormRead(REF, wrong=wrong)
    assert read(body) == Ignored("a form that is not filled in")


def test_a_form_sent_again_has_the_same_key_and_other_words_another() -> None:
    one = submission("note", note={"value": "a"})
    again = stamped(one | {"trigger_id": "99.9"}, 5.0)
    assert received(one).key == received(again).key != received(submission("note", note={"value": "b"})).key


def test_a_form_that_is_not_as_we_made_it() -> None:
    with pytest.raises(Unreadable):
        read(submission("dance"))
    nowhere = submission("note", ControlRef(ANNA, CASE), note={"value": "x"})
    with pytest.raises(Unreadable):
        read(nowhere)
    assert read(submission("note", ControlRef(ANNA, CASE, Address("slack", "C9/1.1")))) == Ignored("another channel")


# --- the card's own buttons


@pytest.mark.parametrize("state", [WAITING, CardState("claimed", "Tom"), CardState("assistant"), CardState("closed")])
def test_every_button_of_a_card_is_understood(state: CardState) -> None:
    blocks = card_blocks(card_of(opening()), state, say)
    assert mistakes(blocks) == []
    [row] = [block for block in blocks if block["type"] == "actions"]
    for element in row["elements"]:
        for body in _used(element):
            heard = read(body)
            assert isinstance(heard, FromCard) or heard == Ignored("a form was asked for")


def _used(element: Json) -> list[Json]:
    if element["type"] == "button":
        return [block_actions(element["action_id"], element["value"])]
    bodies = []
    for each in element["options"]:
        body = block_actions(element["action_id"], None)
        body["actions"][0]["selected_option"] = each
        bodies.append(body)
    return bodies


# --- typed, and mentions


def test_a_typed_control() -> None:
    body = {
        "command": "/frontdesk",
        "text": "ask photos",
        "team_id": "T1",
        "user_id": "U1",
        "user_name": "tom",
        "trigger_id": "13.38",
    }
    assert read(body) == FromCommand(TOM, "", AskFor("photos"), supervisor=True)
    assert read(body, "U2") == FromCommand(TOM, "", AskFor("photos"), supervisor=False)


def written(text: str) -> Json:
    event = {
        "type": "message",
        "channel": "C1",
        "user": "U1",
        "ts": "100.2",
        "thread_ts": "100.1",
        "parent_user_id": "UBOT",
        "text": text,
    }
    return {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": event}


@pytest.mark.parametrize("called", ["<@U2>", "<@U2|eva>", "<!here>", "<!channel>", "<!subteam^S1|@night>"])
def test_a_message_that_calls_colleagues(called: str) -> None:
    heard = read(written(f"{called} can you look?"))
    assert isinstance(heard, FromThread)
    assert isinstance(heard.event, AgentWrote)
    assert heard.event.mentions


@pytest.mark.parametrize("words", ["Hello", "<@UBOT> hello", "a@b.example", "<#C1|support>"])
def test_a_message_that_calls_nobody(words: str) -> None:
    heard = read(written(words))
    assert isinstance(heard, FromThread)
    assert isinstance(heard.event, AgentWrote)
    assert not heard.event.mentions


def test_an_edit_that_calls_a_colleague() -> None:
    now = written("<@U2> see this")["event"] | {"edited": {"user": "U1", "ts": "100.9"}}
    body = written("")
    body["event"] = {
        "type": "message",
        "subtype": "message_changed",
        "channel": "C1",
        "ts": "100.9",
        "message": now,
        "previous_message": written("see this")["event"],
    }
    heard = read(body)
    assert isinstance(heard, FromThread)
    assert isinstance(heard.event, AgentEdited)
    assert heard.event.mentions
