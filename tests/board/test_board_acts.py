"""Deeds at the board: what each form means, what is refused at the door and in which words, and that nothing is lost."""

import asyncio
import dataclasses
import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient
from msgspec.structs import replace

from core.model.board_acts import (
    BoardAct,
    ChatAssigned,
    CustomerUnblocked,
    DutySet,
    LetterAnswered,
    Method,
    MethodClosed,
    MethodOpened,
)
from core.model.codec import decode
from core.model.conversation import Conversation
from core.model.ids import Address, AgentId, CaseCode, ConversationId, Language
from core.model.people import Agent, Duty
from core.model.rows import ChatRow, Received
from handoff.board.acting.acts import DEEDS, routes
from handoff.board.acting.reading import BoardReader
from handoff.board.pages import render, templates
from handoff.board.room import Room
from handoff.board.visitors import Visitor
from tests.board.visiting import CATALOG, EVA, inside, room_at, visitor
from tests.engine.fakes import NOON, Clock

ANNA = Address("telegram", "1001")
ANNAS = ConversationId(str(ANNA))
CASE = CaseCode("FD-7K2M9P")
TOM, ZOE = Agent(AgentId("U0TOM"), "Tom"), Agent(AgentId("U0ZOE"), "Zoe <b>")
FETCH = {"X-Requested-With": "fetch"}


class Desk:
    """The board of a desk at which Anna waits, with a client inside."""

    def __init__(self, room: Room, client: TestClient) -> None:
        self.room, self.client = room, client

    async def posts(self, deed: str, form: Mapping[str, str], *, fetch: bool = True) -> ClientResponse:
        headers = FETCH if fetch else {}
        return await self.client.post(f"/acts/{deed}", data=form, headers=headers, allow_redirects=False)

    async def is_refused(self, deed: str, form: Mapping[str, str]) -> str:
        """In these words, and nothing is written."""
        answer = await self.posts(deed, form)
        assert (answer.status, await self.acts()) == (409, [])
        return str((await answer.json())["error"])

    async def does(self, deed: str, form: Mapping[str, str]) -> BoardAct:
        answer = await self.posts(deed, form)
        assert (answer.status, await answer.text()) == (204, "")
        (act,) = await self.acts()
        return act

    async def acts(self) -> list[BoardAct]:
        rows = await self.room.store.transact(lambda tx: tx.inbox.next(99, NOON))
        assert all(row.source == "board" and BoardReader().read(row.payload) for row in rows)
        return [decode(row.payload, BoardAct) for row in rows]  # type: ignore[arg-type]

    async def asks(self, deed: str, **query: str) -> str:
        answer = await self.client.get(f"/acts/{deed}", params=query, headers=FETCH)
        assert answer.status == 200
        return await answer.text()


@asynccontextmanager
async def desk_of(who: Visitor, **rules: object) -> AsyncIterator[Desk]:
    """`rules`: what the settings say, where a test needs it otherwise. Nothing is decided here but what a test decides."""
    async with room_at(Clock()) as bare:
        closes_at = partial(_closes_at, timedelta(hours=5))
        room = dataclasses.replace(bare, rules=dataclasses.replace(bare.rules, closes_at=closes_at, **rules))
        await room.store.transact(_is_filled)
        async with inside(routes(room, patience=0), who) as client:
            yield Desk(room, client)


def _closes_at(left: timedelta, method: Method, now: datetime) -> datetime:
    return now + left


async def _is_filled(tx) -> None:
    for duty in (Duty(TOM, True), Duty(ZOE, True), Duty(Agent(AgentId("U0OFF"), "Otto"), False)):
        await tx.staff.put(duty, NOON)
    await tx.conversations.save(Conversation(ANNAS, ANNA, "Anna"), NOON)
    await tx.cases.open(CASE, ANNAS, "live_chat", NOON)
    await tx.cases.open(CaseCode("FD-OVER"), ANNAS, "live_chat", NOON)
    await tx.chats.put(ChatRow(CASE, ANNAS, Language("en"), NOON))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with desk_of(visitor("operator")) as desk:
        yield desk


class Quicker:
    """Whatever comes in, the chat becomes this agent's right after."""

    def __init__(self, room: Room, agent: Agent) -> None:
        self._room, self._agent = room, agent

    async def receive(self, items: Sequence[Received]) -> None:
        taken = ChatRow(CASE, ANNAS, Language("en"), NOON, agent=self._agent.id, claimed_at=NOON)
        self._deciding = asyncio.create_task(self._decided(taken))  # as the worker does, in its own time

    async def _decided(self, taken: ChatRow) -> None:
        await self._room.store.transact(lambda tx: tx.chats.put(taken))
        self._room.changes.tell()


async def dies(desk: Desk) -> str:
    """Something that came in cannot be read."""
    await desk.room.store.transact(lambda tx: tx.inbox.add([Received("k1", "telegram", ANNAS, "{}")], NOON))
    (row,) = await desk.room.store.transact(lambda tx: tx.inbox.next(9, NOON))
    await desk.room.store.transact(lambda tx: tx.inbox.settle(row.id, "dead", "unreadable"))
    return str(row.id)


async def is_blocked(desk: Desk) -> None:
    blocked = replace(Conversation(ANNAS, ANNA, "Anna"), blocked=NOON + timedelta(days=3))
    await desk.room.store.transact(lambda tx: tx.conversations.save(blocked, NOON))


# --- what the forms mean

MEANT: dict[str, tuple[str, dict[str, str], BoardAct]] = {
    "taken over": ("take-over", {"case": CASE}, ChatAssigned(EVA, CASE, EVA)),
    "given": ("assign", {"case": CASE, "agent": "U0TOM"}, ChatAssigned(EVA, CASE, TOM)),
    "with a note": (
        "assign",
        {"case": CASE, "agent": "U0TOM", "note": " be\n quick "},
        ChatAssigned(EVA, CASE, TOM, "be quick"),
    ),
    "on duty": ("duty", {"agent": "U0OFF", "on": "1"}, DutySet(EVA, AgentId("U0OFF"), True)),
    "off duty": ("duty", {"agent": "U0TOM", "on": "0"}, DutySet(EVA, TOM.id, False)),
    "closed for half an hour": (
        "close-method",
        {"method": "live_chat", "reason": "busy", "until": "30", "words": "Too many"},
        MethodClosed(EVA, "live_chat", "busy", "Too many", NOON + timedelta(minutes=30)),
    ),
    "closed until it is opened": (
        "close-method",
        {"method": "callback", "reason": "meeting", "until": "", "words": ""},
        MethodClosed(EVA, "callback", "meeting", "The team is in a meeting"),
    ),
    "closed until the hours end": (
        "close-method",
        {"method": "live_chat", "reason": "holiday", "until": "end", "words": "x"},
        MethodClosed(EVA, "live_chat", "holiday", "x", NOON + timedelta(hours=5)),
    ),
    "opened": ("open-method", {"method": "callback"}, MethodOpened(EVA, "callback")),
}


@pytest.mark.parametrize("meant", MEANT)
async def test_a_form_is_an_item_of_the_inbox_before_it_is_answered(meant: str) -> None:
    deed, form, act = MEANT[meant]
    async with desk_of(visitor("supervisor")) as desk:
        assert await desk.does(deed, form) == act


async def test_a_dead_letter_is_tried_again(desk: Desk) -> None:
    id = await dies(desk)
    form = {"kind": "inbox", "id": id, "how": "again"}
    assert await desk.does("letter", form) == LetterAnswered(EVA, "inbox", id, "again")


async def test_a_dead_letter_is_discarded_with_a_reason(desk: Desk) -> None:
    id = await dies(desk)
    form = {"kind": "inbox", "id": id, "how": "discard", "reason": "a test"}
    assert await desk.does("letter", form) == LetterAnswered(EVA, "inbox", id, "discard", "a test")


async def test_a_customer_is_unblocked(desk: Desk) -> None:
    await is_blocked(desk)
    assert await desk.does("unblock", {"case": CASE}) == CustomerUnblocked(EVA, CASE)


# --- what is refused at the door

REFUSED: dict[str, tuple[str, dict[str, str], str]] = {
    "a chat that is over": ("take-over", {"case": "FD-OVER"}, "The live chat of FD-OVER is over."),
    "no such case": ("take-over", {"case": "<b>"}, "There is no case <b>."),
    "to nobody": ("assign", {"case": CASE}, "There is no such agent."),
    "to whom is not there": ("assign", {"case": CASE, "agent": "U0OFF"}, "Otto isn’t there right now."),
    "no such agent": ("duty", {"agent": "U0X", "on": "1"}, "There is no such agent."),
    "e-mail": (
        "close-method",
        {"method": "email", "reason": "busy", "until": ""},
        "Only live chat and calls can be closed. E-mail stays open.",
    ),
    "no reason": ("close-method", {"method": "live_chat", "until": ""}, "Choose a reason."),
    "no end": ("close-method", {"method": "live_chat", "reason": "busy", "until": "99"}, "Choose how long."),
    "nothing to open": (
        "open-method",
        {"method": ""},
        "Only live chat and calls can be closed. E-mail stays open.",
    ),
    "no dead letter": (
        "letter",
        {"kind": "inbox", "id": "1", "how": "again"},
        "That is no dead letter any more.",
    ),
    "not blocked": ("unblock", {"case": CASE}, f"The customer of {CASE} is not blocked."),
}


@pytest.mark.parametrize("refused", REFUSED)
async def test_what_cannot_be_meant_is_refused_in_words(desk: Desk, refused: str) -> None:
    deed, form, why = REFUSED[refused]
    assert await desk.is_refused(deed, form) == why


async def test_who_presses_after_a_colleague_has_taken_the_chat_is_told_so(desk: Desk) -> None:
    (chat,) = await desk.room.store.transact(lambda tx: tx.chats.live())
    taken = replace(chat, agent=TOM.id, claimed_at=NOON)
    await desk.room.store.transact(lambda tx: tx.chats.put(taken))
    assert await desk.is_refused("take-over", {"case": CASE, "held": ""}) == f"Tom has {CASE} by now."
    assert await desk.does("take-over", {"case": CASE, "held": "U0TOM"}) == ChatAssigned(EVA, CASE, EVA, held=TOM.id)


async def test_who_has_left_the_staff_is_not_put_on_duty() -> None:
    async with desk_of(visitor("operator"), is_staff=lambda agent: agent != TOM.id) as desk:
        assert await desk.is_refused("duty", {"agent": "U0TOM", "on": "1"}) == "Tom is no longer one of the agents."
        assert await desk.does("duty", {"agent": "U0TOM", "on": "0"}) == DutySet(EVA, TOM.id, False)


async def test_nothing_is_discarded_without_a_reason(desk: Desk) -> None:
    form = {"kind": "inbox", "id": await dies(desk), "how": "discard", "reason": " "}
    assert await desk.is_refused("letter", form) == "Say why it is discarded."


@pytest.mark.parametrize(
    ("first", "read"), [(TOM, (409, f'{{"error": "Tom has {CASE} by now."}}')), (EVA, (204, ""))], ids=["lost", "won"]
)
async def test_of_two_who_press_in_the_same_moment_each_reads_how_it_was_decided(
    first: Agent, read: tuple[int, str]
) -> None:
    async with room_at(Clock()) as bare:
        await bare.store.transact(_is_filled)
        room = dataclasses.replace(bare, intake=Quicker(bare, first))
        async with inside(routes(room, patience=60), visitor("operator")) as client:
            answer = await client.post("/acts/take-over", data={"case": CASE, "held": ""}, headers=FETCH)
            assert (answer.status, await answer.text()) == read


async def test_only_a_member_of_staff_takes_a_chat_themselves() -> None:
    async with desk_of(replace(visitor("operator"), member=False)) as desk:
        why = await desk.is_refused("take-over", {"case": CASE})
        assert why == "Only somebody who is signed in with Slack can take a chat themselves."
        given = {"case": CASE, "agent": "U0TOM"}
        assert await desk.does("assign", given) == ChatAssigned(EVA, CASE, TOM)


# --- without a script


async def test_without_a_script_the_browser_is_led_back_to_its_page(desk: Desk) -> None:
    answer = await desk.posts("take-over", {"case": CASE, "back": "/health"}, fetch=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/health")


@pytest.mark.parametrize(
    "back", ["https://bad.example", "//bad.example", "/\\bad.example", "/acts/duty", "/a\r\nb", ""]
)
async def test_it_is_led_nowhere_else(desk: Desk, back: str) -> None:
    answer = await desk.posts("take-over", {"case": CASE, "back": back}, fetch=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/")


async def test_without_a_script_a_refusal_is_a_page(desk: Desk) -> None:
    answer = await desk.posts("take-over", {"case": "FD-OVER", "back": "/health"}, fetch=False)
    page = await answer.text()
    assert answer.status == 409
    assert "The live chat of FD-OVER is over." in page
    assert 'href="/health"' in page


@pytest.mark.parametrize("deed", [deed.name for deed in DEEDS])
async def test_each_deed_has_a_page_of_its_own(desk: Desk, deed: str) -> None:
    await is_blocked(desk)
    query = {
        "case": CASE,
        "agent": "U0TOM",
        "method": "live_chat",
        "kind": "inbox",
        "id": await dies(desk),
        "how": "discard",
    }
    answer = await desk.client.get(f"/acts/{deed}", params=query, headers={"Referer": "http://desk/health?x=1"})
    page = await answer.text()
    assert answer.status == 200
    form = re.search(rf'<form class="act-form" method="post" action="/acts/{deed}">.*?</form>', page, re.DOTALL)
    assert form
    assert 'name="csrf" value="token-of-eva"' in form[0]
    assert 'name="back" value="/health"' in form[0]
    assert page.startswith("<!doctype html>")


async def test_for_the_script_it_is_the_form_alone(desk: Desk) -> None:
    form = await desk.asks("take-over", case=CASE)
    assert form.lstrip().startswith("<form")
    assert CASE in form


async def test_who_is_there_can_be_chosen_and_their_names_are_inert(desk: Desk) -> None:
    form = await desk.asks("assign", case=CASE)
    options = re.findall(r'<option value="(\w+)">(.*?)</option>', form)
    assert options == [("U0TOM", "Tom"), ("U0ZOE", "Zoe &lt;b&gt;")]


async def test_whoever_has_the_chat_is_not_among_them(desk: Desk) -> None:
    chat = ChatRow(CASE, ANNAS, Language("en"), NOON, agent="U0TOM", claimed_at=NOON)
    await desk.room.store.transact(lambda tx: tx.chats.put(chat))
    assert 'option value="U0TOM"' not in await desk.asks("assign", case=CASE)


async def test_where_nobody_is_there_it_is_said_before_anything_is_chosen(desk: Desk) -> None:
    for agent in (TOM, ZOE):
        await desk.room.store.transact(lambda tx, agent=agent: tx.staff.put(Duty(agent, False), NOON))
    answer = await desk.client.get("/acts/assign", params={"case": CASE}, headers=FETCH)
    assert answer.status == 409
    assert await answer.json() == {"error": "No colleague is there to whom the chat could be given."}


@pytest.mark.parametrize(
    "query", [{}, {"case": "x"}, {"agent": "x"}, {"method": "x"}, {"kind": "inbox", "id": "x"}], ids=str
)
@pytest.mark.parametrize("deed", [deed.name for deed in DEEDS])
async def test_no_question_is_asked_in_vain(desk: Desk, deed: str, query: dict[str, str]) -> None:
    answer = await desk.client.get(f"/acts/{deed}", params=query, headers=FETCH)
    assert answer.status == 409
    assert json.loads(await answer.text())["error"]


# --- the buttons on other pages

BUTTONS = """
{% import "act_chat.html" as chat with context %}{% import "act_agent.html" as agent with context %}
{% import "act_method.html" as method with context %}{% import "act_letter.html" as letter with context %}
{% import "act_blocked.html" as blocked with context %}
{{ chat.chat_acts(row) }}{{ agent.agent_acts(row) }}{{ method.method_acts(row) }}
{{ letter.letter_acts(row) }}{{ blocked.unblock_acts(row) }}
"""
ROW = {
    "case": CASE,
    "agent": "U0TOM",
    "name": '"><script>',
    "on_duty": True,
    "method": "callback",
    "closed": False,
    "kind": "outbox",
    "id": "1.0",
}


def shown(who: Visitor) -> str:
    say = CATALOG.say
    template = templates().from_string(BUTTONS)
    return template.render(say=lambda key, **params: say(key, params, who.language), me=who, row=ROW)


def test_a_viewer_sees_no_buttons() -> None:
    assert "<button" not in shown(visitor("viewer"))


def test_a_supervisor_acts_and_an_operator_answers_dead_letters_too() -> None:
    labels = re.compile(r"<button[^>]*>([^<]*)</button>")
    acts = ["Take over", "Reassign…", "Take off duty", "Close…", "Unblock"]
    assert labels.findall(shown(visitor("supervisor"))) == acts
    assert labels.findall(shown(visitor("operator"))) == [*acts[:4], "Try again", "Discard…", "Unblock"]
    assert "Take over" not in shown(replace(visitor("supervisor"), member=False))


def test_what_is_shown_on_rows_names_nobody_and_carries_no_token() -> None:
    """So that it can be made once for all who may do the same."""
    page = shown(visitor("operator"))
    assert "token-of-eva" not in page
    assert "Eva" not in page


def test_names_are_inert_in_labels() -> None:
    assert "<script" not in shown(visitor("supervisor"))
    assert 'aria-label="Take off duty: &#34;&gt;&lt;script&gt;"' in shown(visitor("supervisor"))


def test_a_page_brings_what_its_buttons_need() -> None:
    page = render(CATALOG, visitor(), "act_refused.html", here="/", why="board.act.refused", back="/")
    assert '<dialog id="act-dialog"' in page
    assert '<script src="/static/acts.js" defer></script>' in page
