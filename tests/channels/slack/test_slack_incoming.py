"""Payloads and what they mean, as a table; and that no payload, whatever it is, is too odd to be kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.slack.incoming import SlackReader
from bots.slack.members.people import Member
from bots.slack.received import received
from core.model.errors import Unreadable
from core.model.events import AgentClaimed, AgentClosed, AgentDeleted, AgentEdited, AgentWrote
from core.model.file import File
from core.model.heard import DutyChanged, FromCard, FromThread, Heard, Ignored
from core.model.ids import Address, AgentId, CaseCode, ConversationId
from core.model.people import Agent
from core.model.styled import Style

Json = dict[str, Any]

SAMPLES = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "slack" / "samples"
THREAD = Address("slack", "C1/100.1")
TOM = Agent(AgentId("U1"), "Tom")
ANNA = ConversationId("telegram:1001")
CASE = CaseCode("FD-7K2M9")

reader = SlackReader(
    "T1", "UBOT", ("C1",), {"U1": Member("Tom"), "UGUEST": Member("Gus", "a guest"), "UBOT2": Member("Jira", "a bot")}
)


def event(**fields: Any) -> Json:
    """A reply of Tom's in a thread that we opened, but for `fields`."""
    reply = {
        "type": "message",
        "channel": "C1",
        "user": "U1",
        "text": "Hello",
        "ts": "100.2",
        "thread_ts": "100.1",
        "parent_user_id": "UBOT",
    }
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": reply | fields}


def message(**fields: Any) -> Json:
    return dict(event(**fields)["event"])


def changed(now: Json | None, before: Json | None) -> Json:
    return event(subtype="message_changed", message=now, previous_message=before, ts="100.9", thread_ts=None)


def press(action: str, **fields: Any) -> Json:
    value = json.dumps({"conversation": ANNA, "case": CASE})
    return {
        "type": "block_actions",
        "team": {"id": "T1", "domain": "shop"},
        "user": {"id": "U1", "username": "tom.visser", "name": "tom.visser", "team_id": "T1"},
        "channel": {"id": "C1", "name": "support"},
        "container": {"type": "message", "message_ts": "100.1", "channel_id": "C1"},
        "trigger_id": "13.37",
        "actions": [{"action_id": action, "value": value, "action_ts": "200.1", "type": "button"}],
    } | fields


def command(**fields: Any) -> Json:
    return {
        "command": "/frontdesk",
        "text": "on",
        "team_id": "T1",
        "user_id": "U1",
        "user_name": "tom.visser",
        "channel_id": "C9",
        "trigger_id": "13.38",
    } | fields


def read(body: Json) -> Heard:
    return reader.read(received(body).payload)


def wrote(text: str, agent: Agent = TOM, files: tuple[File, ...] = ()) -> FromThread:
    return FromThread(THREAD, AgentWrote(agent, THREAD, text, "100.2", files=files), ours=True)


BLOCKS = [
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "user", "user_id": "U1"},
                    {"type": "text", "text": " -> "},
                    {"type": "text", "text": "sees", "style": {"bold": True}},
                ],
            }
        ],
    }
]
WRITTEN = "Tom -> sees"
A_FILE = {"id": "F1", "name": "a.pdf", "mimetype": "application/pdf", "size": 7}
FILE = File("slack:F1", "a.pdf", "application/pdf", 7)


edited = {"user": "U1", "ts": "100.9"}
AS_WRITTEN = message(text="Helo")
AS_EDITED = message(text="Hello", edited=edited)

HEARD: dict[str, tuple[Json, Heard]] = {
    "a reply": (event(), wrote("Hello")),
    "escaped": (event(text="a &lt; b, see <https://x.example>"), wrote("a < b, see https://x.example")),
    "in the blocks of Slack's own writing field": (
        event(text="<@U2> *sees*", blocks=BLOCKS),
        FromThread(
            THREAD, AgentWrote(TOM, THREAD, WRITTEN, "100.2", mentions=True, styles=(Style("bold", 7, 11),)), ours=True
        ),
    ),
    "a colleague called by a typed name": (
        event(text="@tom, have you seen this?"),
        FromThread(THREAD, AgentWrote(TOM, THREAD, "@tom, have you seen this?", "100.2", mentions=True), ours=True),
    ),
    "another word after the sign, or an address": (
        event(text="@cost tom@shop.example"),
        wrote("@cost tom@shop.example"),
    ),
    "set in bold": (
        event(text="*Hello*"),
        FromThread(THREAD, AgentWrote(TOM, THREAD, "Hello", "100.2", styles=(Style("bold", 0, 5),)), ours=True),
    ),
    "also sent to the channel": (event(subtype="thread_broadcast"), wrote("Hello")),
    "/me": (event(subtype="me_message", text="waves"), wrote("waves")),
    "with a file": (event(subtype="file_share", files=[A_FILE]), wrote("Hello", files=(FILE,))),
    "only files": (event(text="", files=[A_FILE, {"title": "b"}]), wrote("", files=(FILE, File("", "b")))),
    "by somebody new": (event(user="U7"), wrote("Hello", Agent(AgentId("U7"), ""))),
    "in a thread of others": (
        event(parent_user_id="U2"),
        FromThread(THREAD, AgentWrote(TOM, THREAD, "Hello", "100.2"), ours=False),
    ),
    "edited": (
        changed(AS_EDITED, AS_WRITTEN),
        FromThread(THREAD, AgentEdited(TOM, THREAD, "Hello", "100.2"), ours=True),
    ),
    "edited, from what is not said": (
        changed(AS_EDITED, None),
        FromThread(THREAD, AgentEdited(TOM, THREAD, "Hello", "100.2"), ours=True),
    ),
    "deleted": (
        event(subtype="message_deleted", deleted_ts="100.2", previous_message=message(), thread_ts=None),
        FromThread(THREAD, AgentDeleted(TOM, THREAD, "100.2"), ours=True),
    ),
    "claim": (press("case.claim"), FromCard(ANNA, AgentClaimed(TOM, THREAD, CASE))),
    "close": (press("case.close"), FromCard(ANNA, AgentClosed(TOM, THREAD, CASE))),
    "claim, by somebody new": (
        press("case.claim", user={"id": "U7", "name": "zofia", "team_id": "T1"}),
        FromCard(ANNA, AgentClaimed(Agent(AgentId("U7"), "zofia"), THREAD, CASE)),
    ),
    "on duty": (press("duty.on"), DutyChanged(TOM, True)),
    "off duty": (press("duty.off"), DutyChanged(TOM, False)),
    "on duty, elsewhere": (press("duty.on", channel=None, container={"type": "view"}), DutyChanged(TOM, True)),
    "the command": (command(), DutyChanged(TOM, True)),
    "the command, off": (command(text="  OFF "), DutyChanged(TOM, False)),
}


@pytest.mark.parametrize(("body", "heard"), HEARD.values(), ids=HEARD)
def test_heard(body: Json, heard: Heard) -> None:
    assert read(body) == heard


IGNORED: dict[str, tuple[Json, str]] = {
    "not in a thread": (event(thread_ts=None), "not in a thread"),
    "the first message of a thread": (event(thread_ts="100.2"), "not in a thread"),
    "another channel": (event(channel="C2"), "another channel"),
    "another workspace": (event() | {"team_id": "T2"}, "another workspace"),
    "somebody of another workspace": (event(user_team="T2"), "from another workspace"),
    "a guest": (event(user="UGUEST"), "a guest"),
    "another bot's account": (event(user="UBOT2"), "a bot"),
    "a bot": (event(bot_id="B1"), "a bot's message"),
    "an integration": (event(subtype="bot_message", user=None, bot_id="B1"), "a notice of Slack's: bot_message"),
    "ourselves": (event(user="UBOT"), "a bot's message"),
    "somebody joined": (event(subtype="channel_join"), "a notice of Slack's: channel_join"),
    "a topic": (event(subtype="channel_topic"), "a notice of Slack's: channel_topic"),
    "no words": (event(text=" "), "no words"),
    "a link unfolded": (changed(message(), message()), "the words are the same"),
    "edited to the same": (changed(AS_EDITED, AS_EDITED), "the words are the same"),
    "edited by somebody else": (
        changed(message(edited={"user": "U2", "ts": "1"}), AS_WRITTEN),
        "the words are the same",
    ),
    "a card of ours changed": (changed(message(user="UBOT", bot_id="B1"), None), "a bot's message"),
    "a root deleted under its replies": (
        changed(message(subtype="tombstone"), message()),
        "a change that is nobody's writing",
    ),
    "a bot's message deleted": (
        event(subtype="message_deleted", previous_message=message(bot_id="B1")),
        "a bot's message",
    ),
    "another event": (
        {"event": {"type": "reaction_added"}, "team_id": "T1"},
        "the event reaction_added is nothing for us",
    ),
    "a button of others": (press("other"), "the button other is nothing for us"),
    "a press of a guest": (press("case.claim", user={"id": "UGUEST"}), "a guest"),
    "a press from another workspace": (press("case.claim", team={"id": "T2"}), "from another workspace"),
    "a press of a stranger": (press("duty.on", user={"id": "U8", "team_id": "T2"}), "from another workspace"),
    "a card in another channel": (press("case.claim", channel={"id": "C2"}), "another channel"),
    "a press of nothing": (press("case.claim", actions=[]), "a press of nothing"),
    "a form": ({"type": "view_submission", "user": {"id": "U1"}}, "view_submission is nothing for us"),
    "another command": (command(command="/other"), "a command that is nothing for us"),
    "an unknown wish": (command(text="help"), "a command that is nothing for us"),
    "a guest's command": (command(user_id="UGUEST"), "a guest"),
    "a foreign command": (command(team_id="T2"), "another workspace"),
    "nothing at all": ({}, "a payload without a type is nothing for us"),
}


@pytest.mark.parametrize(("body", "why"), IGNORED.values(), ids=IGNORED)
def test_ignored(body: Json, why: str) -> None:
    assert read(body) == Ignored(why)


UNREADABLE: dict[str, Json] = {
    "a message without a time": event(ts=None),
    "a message without a channel": event(channel=None),
    "an event without a type": {"event": {}, "team_id": "T1"},
    "an event that is none": {"event": 5},
    "a press by nobody": press("case.claim", user=None),
    "a press on a card in no message": press("case.claim", container={}),
    "a tampered value": press("case.claim", actions=[{"action_id": "case.claim", "value": "x"}]),
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(body: Json) -> None:
    with pytest.raises(Unreadable):
        read(body)


# --- keys and streams


def test_an_event_delivered_again_has_the_same_key() -> None:
    assert received(event()).key == received(event()).key == "slack:message:T1/C1/100.2"


def test_a_press_delivered_again_has_the_same_key_though_its_trigger_differs() -> None:
    assert received(press("case.claim")).key == received(press("case.claim", trigger_id="99.9")).key


def test_presses_that_differ_in_anything_have_keys_of_their_own() -> None:
    later = press("case.claim")
    later["actions"][0]["action_ts"] = "200.2"
    presses = [
        press("case.claim"),
        press("case.close"),
        press("case.claim", user={"id": "U2"}),
        press("case.claim", container={"message_ts": "100.5"}),
        press("case.claim", team={"id": "T2"}),
        later,
        command(),
        command(trigger_id="13.39"),
    ]
    assert len({received(each).key for each in presses}) == len(presses)


@pytest.mark.parametrize(
    ("body", "stream"),
    [
        (event(), "slack:C1/100.1"),
        (changed(AS_EDITED, AS_WRITTEN), "slack:C1/100.1"),
        (event(subtype="message_deleted", previous_message=message(), thread_ts=None), "slack:C1/100.1"),
        (press("case.claim"), "slack:C1/100.1"),
        (press("duty.on"), "slack:U1"),
        (command(), "slack:U1"),
        (event(thread_ts=None), "slack:U1"),
        (event(thread_ts=None, user=None), "slack:C1"),
        ({}, "slack:unroutable"),
    ],
)
def test_what_keeps_order_with_what(body: Json, stream: str) -> None:
    assert received(body).stream == stream


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = ("type", "team_id", "event", "event_id", "command", "trigger_id", "actions", "container", "channel", "user")
BODY = st.dictionaries(st.text() | st.sampled_from(FIELDS), ANY, max_size=6)


@given(BODY)
def test_any_object_can_be_kept(body: Json) -> None:
    item = received(body)
    for text in (item.key, item.stream, item.payload):
        assert "\x00" not in text
        text.encode()


@given(BODY)
def test_any_object_is_heard_ignored_or_unreadable(body: Json) -> None:
    assert isinstance(heard(body), Heard | Unreadable)


@given(st.dictionaries(st.sampled_from(list(message())), ANY))
def test_a_message_with_any_fields_is_heard_ignored_or_unreadable(fields: Json) -> None:
    assert isinstance(heard(event(**fields)), Heard | Unreadable)


def heard(body: Json) -> Heard | Unreadable:
    """Any other error would be a mistake of ours."""
    try:
        return read(body)
    except Unreadable as error:
        return error


def test_words_with_half_a_surrogate_arrive() -> None:
    body = json.loads(r'{"text": "ol\ud83d\u0000a"}')
    assert read(event(text=body["text"])) == wrote("ol\ufffd\ufffda")


# --- shapes recorded from Slack


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the recorded Slack payloads are not beside this checkout")
@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("events/*.json")))
def test_every_recorded_event_decodes(name: str) -> None:
    body = json.loads((SAMPLES / "events" / name).read_text())
    body["team_id"] = "T1"
    body["event"]["channel"] = "C1" if isinstance(body["event"].get("channel"), str) else body["event"].get("channel")
    assert isinstance(read(body), FromThread | Ignored)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the recorded Slack payloads are not beside this checkout")
def test_a_recorded_reply_is_heard() -> None:
    body = json.loads((SAMPLES / "events" / "MessagePayload.json").read_text())
    body["team_id"] = "T1"
    filled = {"channel": "C1", "user": "U1", "text": "Hello", "ts": "100.2", "thread_ts": "100.1", "team": "T1"}
    body["event"] |= filled | {"bot_id": None}
    heard = read(body)
    assert isinstance(heard, FromThread)
    assert heard.event == AgentWrote(TOM, THREAD, "Hello", "100.2")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the recorded Slack payloads are not beside this checkout")
def test_a_recorded_press_is_heard() -> None:
    body = json.loads((SAMPLES / "BlockActionPayload.json").read_text())
    body |= {key: press("case.claim")[key] for key in ("team", "user", "channel", "actions")}
    body["container"] |= {"message_ts": "100.1", "thread_ts": "100.1"}
    assert read(body) == FromCard(ANNA, AgentClaimed(TOM, THREAD, CASE))
