"""The rows of the live page, of what is stored: who stands where, how it stands, and what is counted."""

import dataclasses
from datetime import timedelta

import pytest
from msgspec.structs import replace

from core.model.ids import Address, AgentId, Language
from core.model.people import Agent, Duty
from handoff.board.live.board import live
from handoff.board.live.lists import MOST
from handoff.board.live.rows import LiveBoard, Row, Tile
from handoff.board.live.scene import Desk
from handoff.board.room import Rules
from tests.board.live_scenes import (
    EVA,
    HOUR,
    KASIA,
    MINUTE,
    MONDAY,
    NOW,
    SECOND,
    SHUT,
    TOM,
    call,
    dispute,
    mail,
    queued,
    talking,
    told,
)

RULES = Rules(
    name="Sample Market",
    zone="Europe/Amsterdam",
    languages=(Language("en"), Language("nl"), Language("pl")),
    capacity=3,
    claim=3 * MINUTE,
    reply=10 * MINUTE,
    thread_url=lambda address: f"https://slack.example/{address}",
)


def seen(desk: Desk = MONDAY, later: timedelta = timedelta()) -> LiveBoard:
    return live(desk, RULES, NOW + later)


def section(board: LiveBoard, name: str) -> list[Row]:
    return sorted((row for row in board.rows.values() if row.section == name), key=lambda row: row.at)


def cases(rows: list[Row]) -> list[str]:
    return [row.id.partition("-FD")[2] for row in rows]


def test_the_large_numbers():
    tiles = [row.value for row in section(seen(), "tiles")]
    assert tiles == [
        Tile("broken", 4, "broken"),
        Tile("soon", 2, "soon"),
        Tile("waiting", 4, "broken", since=NOW - 9 * MINUTE),
        Tile("free", 5, of=8),
        Tile("talking", 4, "broken"),
        Tile("calls", 2, due=NOW + 5 * MINUTE),
        Tile("mails", 3, "broken", since=NOW - 26 * HOUR),
        Tile("disputes", 2, "broken", due=NOW - HOUR),
    ]


def test_what_breaks_first_stands_first_with_who_owes_it():
    rows = section(seen(), "owed")
    said = [(row.value.promise.kind, row.value.standing, row.value.name, row.value.agent) for row in rows]
    assert said == [
        ("email", "broken", "Emma", ""),
        ("dispute", "broken", "", ""),
        ("claim", "broken", "Anna de Vries", ""),
        ("reply", "broken", "Daan", "Tom"),
        ("claim", "soon", "Zofia", ""),
        ("reply", "soon", "Els", "Tom"),
    ]


def test_the_queue_stands_by_language_in_the_order_in_which_they_came():
    board = seen()
    assert cases(section(board, "queue-nl")) == ["-1A", "-1B", "-1C"]
    assert cases(section(board, "queue-pl")) == ["-2A"]
    assert section(board, "queue-en") == []


def test_who_waits_is_shown_with_what_they_were_told_last():
    [row] = section(seen(Desk(chats=(told(queued("FD-1"), 5, 10, 3 * MINUTE, 2),))), "queue-nl")
    assert (row.value.position, row.value.eta.high_minutes, row.value.until) == (2, 10, NOW + 7 * MINUTE)


def test_a_chat_is_before_nobody_until_agents_have_it():
    offered, fresh = queued("FD-1", offered_at=NOW), queued("FD-2")
    rows = section(seen(Desk(chats=(offered, fresh))), "queue-nl")
    assert [row.value.offered for row in rows] == [NOW, None]


def test_by_language_it_stands_who_waits_and_who_is_there():
    [_, dutch, polish] = [row.value for row in section(seen(), "languages")]
    assert (dutch.waiting, dutch.since, dutch.chats) == (3, NOW - 9 * MINUTE, "broken")
    assert (dutch.there, dutch.free) == (2, 5)  # Tom has none left; Leo speaks all of the desk's
    assert (polish.waiting, polish.calls, polish.call_due, polish.phone) == (1, 2, NOW + 5 * MINUTE, "fine")


def test_a_language_that_is_none_of_the_desks_has_a_place_while_somebody_waits_in_it():
    assert seen().languages == RULES.languages
    board = seen(Desk(chats=(queued("FD-1", "sv"),)))
    assert board.languages == (*RULES.languages, Language("sv"))
    assert cases(section(board, "queue-sv")) == ["-1"]


def test_agents_stand_with_their_chats_and_those_who_are_off_duty_apart():
    board = seen()
    lines = [
        (row.value.name, row.value.presence, len(row.value.chats), row.value.capacity)
        for row in section(board, "agents")
    ]
    assert lines == [("Leo", "there", 0, 5), ("Tom", "there", 3, 3), ("Eva", "away", 1, 3)]
    assert [row.value.name for row in section(board, "agents-off")] == ["Kasia"]


@pytest.mark.parametrize(
    ("chat", "standing"),
    [
        (talking("FD-1", TOM), "fine"),
        (talking("FD-1", TOM, 9 * MINUTE), "soon"),
        (talking("FD-1", TOM, 11 * MINUTE), "broken"),
        (talking("FD-1", TOM, 11 * MINUTE, snoozed=True), "fine"),
    ],
)
def test_an_agents_chat_is_red_once_the_customer_waits_too_long(chat, standing):
    [row] = section(seen(Desk(chats=(chat,), staff=(Duty(TOM, on_duty=True),))), "agents")
    assert [talk.standing for talk in row.value.chats] == [standing]


def test_who_is_off_duty_and_still_has_a_chat_stands_among_the_others():
    board = seen(Desk(chats=(talking("FD-1", EVA),), staff=(Duty(EVA, on_duty=False),)))
    assert [row.value.name for row in section(board, "agents")] == ["Eva"]


def test_who_has_a_chat_and_was_never_on_duty_stands_there_by_their_id():
    [row] = section(seen(Desk(chats=(talking("FD-1", Agent(AgentId("U9"), "?")),))), "agents")
    assert (row.id, row.value.name, row.value.presence) == ("agent-U9", "U9", "off")


def test_calls_stand_by_when_they_are_due_and_mails_by_age():
    board = seen(
        Desk(callbacks=(call("FD-1", HOUR), call("FD-2", MINUTE)), tickets=(mail("FD-3", MINUTE), mail("FD-4", HOUR)))
    )
    assert cases(section(board, "calls")) == ["-2", "-1"]
    assert cases(section(board, "mails")) == ["-4", "-3"]


def test_disputes_stand_by_deadline_and_are_red_only_where_it_is_our_turn():
    files = dispute("FD-1", "waiting_other_party", -HOUR), dispute("FD-2", "open", -2 * HOUR)
    rows = section(seen(Desk(disputes=files)), "disputes")
    assert [(row.value.case, row.value.ours, row.value.standing) for row in rows] == [
        ("FD-2", True, "broken"),
        ("FD-1", False, "fine"),
    ]


def test_what_is_closed_stands_at_the_top_until_its_end():
    desk = Desk(closures=(SHUT,))
    assert [row.id for row in section(seen(desk), "closed")] == ["way-callback"]
    assert [row.id for row in section(seen(desk), "open")] == ["way-live_chat"]
    assert section(seen(desk, later=2 * HOUR), "closed") == []


def test_a_way_that_is_not_closed_is_open_only_in_its_hours():
    rules = dataclasses.replace(RULES, is_open=lambda method, at: method == "callback" or at > NOW)
    told = [(row.id, row.value.hours) for row in section(live(Desk(), rules, NOW), "open")]
    assert told == [("way-callback", True), ("way-live_chat", False)]
    assert all(row.value.hours for row in section(live(Desk(), rules, NOW + HOUR), "open"))


def test_who_has_left_the_staff_is_not_shown_any_more_once_they_have_no_chats():
    rules = dataclasses.replace(RULES, is_staff=lambda agent: agent not in (KASIA.id, TOM.id))
    board = live(MONDAY, rules, NOW)
    assert [row.value.name for row in section(board, "agents")] == ["Leo", "Tom", "Eva"]
    assert (section(board, "agents-off"), board.numbers["count-off"]) == ([], 0)


def test_a_long_list_says_how_many_follow():
    mails = tuple(mail(f"FD-{number:03}", HOUR) for number in range(MOST + 7))
    rows = section(seen(Desk(tickets=mails)), "mails")
    assert len(rows) == MOST + 1
    assert rows[-1].value.number == 7


def test_threads_lead_to_the_staffs_messenger():
    [row] = section(seen(Desk(chats=(queued("FD-1", thread=Address("slack", "C1/2")),))), "queue-nl")
    assert row.value.thread == "https://slack.example/slack:C1/2"


def test_while_nothing_happens_only_what_breaks_is_another_row():
    before, after = seen().rows, seen(later=31 * SECOND).rows
    changed = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
    assert changed == {"owed-claim-FD-2A", "chat-FD-2A", "language-pl", "tile-broken", "tile-soon"}


def test_the_counts_beside_the_headings():
    assert seen().numbers == {
        "count-broken": 4,
        "count-owed": 6,
        "count-waiting": 4,
        "count-there": 2,
        "count-off": 1,
        "count-calls": 2,
        "count-mails": 3,
        "count-disputes": 2,
    }


def test_every_row_has_an_id_of_its_own():
    desk = MONDAY._replace(chats=(*MONDAY.chats, replace(MONDAY.chats[0], case="FD-9")))
    board = seen(desk)
    assert all(row.id == id for id, row in board.rows.items())
    assert len(board.rows) == 8 + 3 + 2 + 7 + 5 + 4 + 2 + 3 + 2
