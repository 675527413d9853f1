"""What a thread says of a time when nobody listened: new messages, changed ones and those that are gone, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bots.slack.cases.missed import KEPT_FOR, Missed
from bots.slack.ids import Json, Place
from bots.slack.incoming import SlackReader
from bots.slack.members.people import Member
from bots.slack.received import received
from bots.slack.workspace import Bot
from core.model.events import AgentDeleted, AgentEdited, AgentWrote
from core.model.facts import Copy
from core.model.heard import FromThread
from core.model.ids import AgentId
from core.model.people import Agent

PLACE = Place("C1", "1000.000001")
BOT = Bot("T1", "U0BOT", "B1")
TOM = Agent(AgentId("U0TOM"), "Tom")
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
DEAF = NOW - timedelta(minutes=10)


def ts(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"


BEFORE, MEANWHILE = ts(DEAF - timedelta(hours=1)), ts(DEAF + timedelta(minutes=1))
ALSO_BEFORE = ts(DEAF - timedelta(hours=2))
LONG_AGO = ts(NOW - KEPT_FOR - timedelta(minutes=1))


def wrote(at: str, **more: Any) -> Json:
    return {"type": "message", "user": "U0TOM", "ts": at, "thread_ts": PLACE.ts, "text": "Hello", **more}


def copy(ref: str, **more: Any) -> Copy:
    return Copy(ref, "Hello", speaker=TOM, **more)


def found(replies: list[Json], *copies: Copy) -> list[tuple[str, str]]:
    bodies = Missed(PLACE, BOT, DEAF, copies).events(replies, NOW)
    return [(event.get("subtype", ""), _about(event)) for event in (body["event"] for body in bodies)]


def _about(event: Json) -> str:
    return str(event.get("deleted_ts") or event.get("message", event)["ts"])


EDITED = {"edited": {"user": "U0TOM", "ts": MEANWHILE}}


@pytest.mark.parametrize(
    ("reply", "kinds"),
    [
        (wrote(MEANWHILE), ["", "message_deleted"]),
        (wrote(BEFORE), []),
        (wrote(BEFORE, **EDITED), ["message_changed"]),
        (wrote(BEFORE, edited={"user": "U0TOM", "ts": BEFORE}), []),
        (wrote(BEFORE, edited="yes"), []),
        (wrote(MEANWHILE, bot_id="B1"), ["message_deleted"]),
        ({"ts": 5}, ["message_deleted"]),
    ],
)
def test_what_happened(reply: Json, kinds: list[str]) -> None:
    """The customer has one message, of before."""
    assert [kind for kind, _ in found([reply], copy(BEFORE))] == kinds


def test_new_words_are_read_with_their_changes_in_them() -> None:
    assert found([wrote(MEANWHILE, **EDITED)]) == [("", MEANWHILE)]


def test_they_read_as_what_slack_would_have_brought() -> None:
    reader = SlackReader("T1", "U0BOT", ("C1",), {"U0TOM": Member("Tom")})
    bodies = Missed(PLACE, BOT, DEAF, [copy(BEFORE), copy(ALSO_BEFORE)]).events(
        [wrote(BEFORE, **EDITED, parent_user_id="U0BOT"), wrote(MEANWHILE, parent_user_id="U0BOT")], NOW
    )
    assert [reader.read(received(body).payload) for body in bodies] == [
        FromThread(PLACE.address, AgentWrote(TOM, PLACE.address, "Hello", MEANWHILE), ours=True),
        FromThread(PLACE.address, AgentEdited(TOM, PLACE.address, "Hello", BEFORE), ours=True),
        FromThread(PLACE.address, AgentDeleted(TOM, PLACE.address, ALSO_BEFORE), ours=True),
    ]


@pytest.mark.parametrize(
    "known", [copy(LONG_AGO), copy(BEFORE, way="gone"), copy("draft.1")], ids=["old", "taken back", "no message"]
)
def test_what_is_missing_need_not_have_been_deleted(known: Copy) -> None:
    assert found([], known) == []


CHANGED = {"subtype": "message_changed", "message": wrote(BEFORE, **EDITED)}
DELETED = {"subtype": "message_deleted", "deleted_ts": BEFORE}


@pytest.mark.parametrize(
    ("delivered", "replies"),
    [(CHANGED, [wrote(BEFORE, **EDITED)]), (DELETED, [])],
    ids=["a change", "a deletion"],
)
def test_it_is_the_same_as_what_slack_brings_late(delivered: Json, replies: list[Json]) -> None:
    [read] = Missed(PLACE, BOT, DEAF, [copy(BEFORE)]).events(replies, NOW)
    event = {**delivered, "type": "message", "channel": "C1", "ts": "9.9", "previous_message": wrote(BEFORE)}
    brought = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
    assert (received(brought).key, received(brought).stream) == (received(read).key, received(read).stream)


def test_two_changes_of_one_second_are_two() -> None:
    keys = {
        received(
            {
                "team_id": "T1",
                "event": {
                    **CHANGED,
                    "type": "message",
                    "channel": "C1",
                    "message": wrote(BEFORE, **EDITED) | {"text": text},
                },
            }
        ).key
        for text in ("Helo", "Hello!")
    }
    assert len(keys) == 2
