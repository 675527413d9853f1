"""The page about one case: what stands on it, for whom, and that it is found however its code was typed."""

from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape

import pytest
from msgspec.structs import replace

from core.engine.case_codes import code_in
from core.model.answer import Answer, Citation
from core.model.conversation import Closed, Conversation, Original, Stage, WithAgent
from core.model.dispute_events import PartySpoke, StaffAsked
from core.model.dispute_facts import DisputeFacts
from core.model.effects import OpenHandoff, Post, Say
from core.model.events import (
    AgentClaimed,
    AgentClosed,
    AgentDeleted,
    AgentWrote,
    AnswerReady,
    CustomerEdited,
    CustomerWrote,
    HandoffOpened,
    Translated,
)
from core.model.ids import EffectId
from core.model.letter import Letter
from core.model.posts import Relay
from core.model.rows import DisputeDecided, Sending, TicketDecided
from core.model.ticket import TicketFacts, TicketFile, Tokens
from core.model.ticket_events import MailArrived
from core.model.view import Button, Source, View, Words, text
from core.ports import Transaction
from handoff.board.cases import page as transcript_page
from handoff.board.cases.aside import mails, said
from handoff.board.cases.course import course
from handoff.board.cases.inert import Piece, first_name, half_hidden, pieces
from handoff.board.cases.transcript import Line, lines
from handoff.board.room import Room
from tests.board.case_story import ANNA, CASE, OLDER, WAITING, WITH_TOM, decided, happened, message
from tests.board.visiting import inside, room_at, visitor
from tests.engine.fakes import Clock
from tests.flow.cast import CHAT, ENGLISH, EVA, NOON, THREAD, TOM, VASE

WITH_EVA = WithAgent(EVA, CASE, THREAD)


def at(stage: Stage) -> Conversation:
    return replace(ANNA, stage=stage)


# --- words of people


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("", []),
        ("no address", [Piece("no address")]),
        ("see https://shop.example/a?b=1.", [Piece("see "), Piece(*["https://shop.example/a?b=1"] * 2), Piece(".")]),
        ("(http://a.example)", [Piece("("), Piece(*["http://a.example"] * 2), Piece(")")]),
        ("javascript:alert(1)", [Piece("javascript:alert(1)")]),
        ("data:text/html,x", [Piece("data:text/html,x")]),
        ('https://a.example/"onmouseover="x', [Piece(*["https://a.example/"] * 2), Piece('"onmouseover="x')]),
        ("https://a.example/‮gpj.exe", [Piece(*["https://a.example/"] * 2), Piece("‮gpj.exe")]),
    ],
)
def test_only_web_addresses_can_be_pressed(words: str, shown: list[Piece]) -> None:
    assert list(pieces(words)) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [("daan@example.org", "da…@example.org"), ("ab@x.nl", "a…@x.nl"), ("a@x.nl", "…@x.nl"), ("", ""), ("none", "")],
)
def test_an_address_is_half_hidden(email: str, shown: str) -> None:
    assert half_hidden(email) == shown


@pytest.mark.parametrize(("name", "first"), [("Anna Nowak", "Anna"), ("王芳", "王芳"), ("  ", ""), ("", "")])
def test_a_customer_goes_by_their_first_name(name: str, first: str) -> None:
    assert first_name(name) == first


# --- the lines


def test_an_answer_shows_its_sources_and_how_likely_it_was_thought() -> None:
    article = Citation("refunds", "Refunds", "https://shop.example/refunds", "en")
    answer = Answer("answered", "Five days.", (article, article), 0.83)
    shown = lines([message("assistant", "Five days.", effect="1.0")], [decided(AnswerReady(1, answer))], [])
    assert shown == [
        Line(
            NOON,
            "assistant",
            text="Five days.",
            sources=(Source("Refunds", "https://shop.example/refunds", "en"),),
            probability=0.83,
        )
    ]


def test_what_the_shop_says_of_an_order_is_not_called_unlikely() -> None:
    answer = Answer("answered", "It is on its way.", (), 0.0, order=VASE)
    (shown,) = lines([message("assistant", "It is on its way.", effect="1.0")], [decided(AnswerReady(1, answer))], [])
    assert shown.probability is None


@pytest.mark.parametrize(
    ("states", "fate"),
    [("done", "sent"), ("done waiting", "waiting"), ("done failed waiting", "failed"), ("", "")],
)
def test_a_line_shows_what_became_of_it_on_its_way(states: str, fate: str) -> None:
    sendings = [Sending(EffectId("1.0"), part, state, "") for part, state in enumerate(states.split())]  # type: ignore[arg-type]
    (shown,) = lines([message("agent", "Hello", name="Tom", effect="1.0")], [], sendings)
    assert shown.fate == fate


def test_a_line_that_failed_says_why() -> None:
    sendings = [Sending(EffectId("1.0"), 0, "failed", "bot was blocked by the user")]
    (shown,) = lines([message("agent", "Hello", effect="1.0")], [], sendings)
    assert (shown.fate, shown.reason) == ("failed", "bot was blocked by the user")


def test_beside_the_customers_words_stands_what_the_agent_read() -> None:
    relay = Post(THREAD, Relay("Anna", "Where is it?", original="Var är det?", translation="doubtful"))
    wrote = decided(CustomerWrote("Var är det?"), inbox=1)
    translated = decided(Translated(1, "doubtful", "Where is it?"), relay, inbox=2)
    (shown,) = lines([message("customer", "Var är det?")], [wrote, translated], [])
    assert (shown.other, shown.doubtful) == ("Where is it?", True)


def test_beside_the_agents_translated_words_stands_what_they_wrote() -> None:
    view = View((Words("Det kommer i morgon."),), (Button(text("button.original"), "original.4"),))
    said = Say(CHAT, view, ENGLISH, TOM)
    after = replace(ANNA, originals=(Original(3, "Tom", "No"), Original(4, "Tom", "It comes tomorrow.")))
    translated = decided(Translated(4, "translated", "Det kommer i morgon."), said, after=after)
    (shown,) = lines([message("agent", "Det kommer i morgon.", effect="1.0")], [translated], [])
    assert shown.other == "It comes tomorrow."


def test_changed_words_are_marked() -> None:
    (shown,) = lines([message("customer", "H-104233")], [decided(CustomerEdited("H-104233"))], [])
    assert shown.edited


# --- the course

OPENS = OpenHandoff("live_chat", CASE, 1, CHAT, "Anna", ENGLISH, "Where is it?")

COURSES = {
    "asked": (CustomerWrote("x"), (OPENS,), ANNA, at(WAITING), ["board.case.asked.live_chat"]),
    "by mail": (
        CustomerWrote("x"),
        (replace(OPENS, method="email"), replace(OPENS, method="email")),
        ANNA,
        ANNA,
        ["board.case.asked.email"],
    ),
    "shown": (HandoffOpened(1, "live_chat", CASE, THREAD), (), at(WAITING), at(WAITING), ["board.case.shown"]),
    "claimed": (AgentClaimed(TOM, THREAD, CASE), (), at(WAITING), at(WITH_TOM), ["board.case.claimed Tom"]),
    "passed": (AgentClaimed(EVA, THREAD, CASE), (), at(WITH_TOM), at(WITH_EVA), ["board.case.passed Eva"]),
    "released": (AgentClaimed(EVA, THREAD, CASE), (), at(WITH_TOM), at(WAITING), ["board.case.released Tom"]),
    "solved": (
        AgentClosed(TOM, THREAD, CASE),
        (),
        at(WITH_TOM),
        at(Closed(CASE, "live_chat")),
        ["board.case.closed.solved Tom"],
    ),
    "left": (CustomerWrote("never mind"), (), at(WAITING), ANNA, ["board.case.left_queue"]),
    "took back": (AgentDeleted(TOM, THREAD, "1"), (), at(WITH_TOM), at(WITH_TOM), ["board.case.took_back Tom"]),
    "wrote": (AgentWrote(TOM, THREAD, "Hello"), (), at(WITH_TOM), at(WITH_TOM), []),
}


@pytest.mark.parametrize("name", COURSES)
def test_how_a_case_went_is_read_from_what_changed(name: str) -> None:
    event, effects, before, after, told = COURSES[name]
    shown = course([decided(event, *effects, before=before, after=after)])
    assert [f"{line.told.key} {line.name}".strip() for line in shown if line.told] == told


def test_mails_stand_among_the_lines_with_their_files() -> None:
    letter = Letter("m1", "daan@example.org", "Daan", text="Here it is.")
    row = TicketDecided(1, CASE, MailArrived(letter, "customer"), TicketFacts(NOON, "UTC", ""), None, None, ())
    assert list(mails([row])) == [Line(NOON, "customer_mail", "Daan", "Here it is.")]


# --- the page


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with room_at(Clock(NOON + timedelta(hours=1))) as room:
        yield room


async def shown(room: Room, path: str, role: str = "viewer") -> tuple[int, str]:
    async with inside(transcript_page.routes(room), visitor(role)) as client:  # type: ignore[arg-type]
        answer = await client.get(path)
        return answer.status, unescape(await answer.text())


async def test_the_page_shows_what_was_written_by_whom_and_whether_it_arrived(room: Room) -> None:
    await room.store.transact(happened)
    status, html = await shown(room, f"/cases/{CASE}")
    assert status == 200
    for words in (
        "With an agent",
        "an…@example.org",
        "Five days.",
        "Likely to answer the question: 83 %",
        "Refunds & more",
        "It is on its way.",
        "not delivered",
        "Note, inside only",
        "she was here before",
        "Taken by: <bdi>Tom</bdi>",
        f'<a href="/cases/{OLDER}">',
        'href="https://a.example/x" rel="noopener noreferrer nofollow"',
    ):
        assert words in html, words
    for words in ("Something old", "anna@example.org", "Nowak</bdi></dd>"):
        assert words not in html, words


async def test_words_of_people_are_no_markup(room: Room) -> None:
    await room.store.transact(happened)
    async with inside(transcript_page.routes(room)) as client:
        html = await (await client.get(f"/cases/{CASE}")).text()
    assert "Where is &lt;b&gt;it&lt;/b&gt;?" in html
    assert "Forbidden: &lt;b&gt;blocked" in html


async def test_the_whole_chat_of_the_customer_is_one_press_away(room: Room) -> None:
    await room.store.transact(happened)
    assert "Something old" in (await shown(room, f"/cases/{CASE}?all=1"))[1]


@pytest.mark.parametrize("typed", ["FD-7K2M9P", "fd 7k2m9p", "7K2M9P", " fd7k2m9p "])
async def test_a_code_is_understood_however_it_was_typed(room: Room, typed: str) -> None:
    await room.store.transact(happened)
    assert code_in(typed)
    async with inside(transcript_page.routes(room)) as client:
        answer = await client.get("/cases", params={"code": typed}, allow_redirects=False)
        assert (answer.status, answer.headers["Location"]) == (303, f"/cases/{CASE}")


@pytest.mark.parametrize("typed", ["FD-7K2M9P", "<script>alert(1)</script>", "x" * 400])
async def test_where_there_is_no_such_case_the_page_says_so(room: Room, typed: str) -> None:
    async with inside(transcript_page.routes(room)) as client:
        answer = await client.get("/cases", params={"code": typed})
        html = await answer.text()
    assert answer.status == 404
    assert "There is no case with this code" in html
    assert "<script>alert" not in html
    assert "x" * 41 not in html


async def test_an_unknown_address_is_no_case(room: Room) -> None:
    assert (await shown(room, "/cases/FD-7K2M9P"))[0] == 404
    assert (await shown(room, "/cases/none"))[0] == 404
    assert (await shown(room, "/cases"))[0] == 200


async def test_who_reads_a_case_is_noted_once_a_day(room: Room) -> None:
    await room.store.transact(happened)
    for _ in range(3):
        await shown(room, f"/cases/{CASE}")
    room.clock.passes(86_400)  # type: ignore[attr-defined]  # the clock of the engine's tests
    html = (await shown(room, f"/cases/{CASE}"))[1]
    rows = await room.store.transact(lambda tx: tx.looking.audit(ANNA.id, 10))
    assert [(row.kind, row.detail) for row in rows] == [("board: read", f"U0EVA Eva: {CASE}")] * 2
    assert html.count("board: read") == 1


async def test_a_ticket_shows_its_mails_and_how_it_stands(room: Room) -> None:
    letter = Letter("m1", "daan@example.org", "Daan", text="Here is the photo.")
    file = TicketFile(CASE, ANNA.id, CHAT, ENGLISH, Tokens("secret-team", "secret-customer"), NOON, "UTC", "Daan")
    arrived = TicketDecided(7, CASE, MailArrived(letter, "customer"), TicketFacts(NOON, "UTC", ""), file, file, ())

    async def ticket(tx: Transaction) -> None:
        await tx.cases.open(CASE, ANNA.id, "email", NOON)
        await tx.tickets.save(replace(file, due=NOON, email="daan@example.org"), NOON)
        await tx.ticket_decisions.add(arrived)

    await room.store.transact(ticket)
    html = (await shown(room, f"/cases/{CASE}"))[1]
    assert "The team owes an answer by e-mail" in html
    assert "Customer, by e-mail" in html
    assert "Here is the photo." in html
    assert "da…@example.org" in html
    assert "secret" not in html


def test_what_is_said_in_a_dispute_is_told_apart_by_its_sides() -> None:
    spoke = PartySpoke("seller", "answer", "I sent it.")
    asked = StaffAsked(TOM, THREAD, "buyer", "A photo, please.")
    rows = [DisputeDecided(1, CASE, event, DisputeFacts(NOON, "UTC"), None, None, ()) for event in (spoke, asked)]
    assert [(line.who, line.told.key, line.text) for line in said(rows) if line.told] == [
        ("customer", "card.dispute.seller", "I sent it."),
        ("agent", "card.dispute.buyer", "A photo, please."),
    ]
