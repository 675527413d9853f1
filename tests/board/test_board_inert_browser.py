"""Words that try to be more, in every field that people fill: on no page do they run, reach another site, or break the policy."""

import io
import re
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
import pytest_asyncio
from msgspec.structs import replace
from playwright.async_api import Browser, expect

from core.model.callback import Attempt, CallbackFile, CallNote
from core.model.dispute_events import PartySpoke
from core.model.dispute_facts import DisputeFacts
from core.model.effects import Rate, Say
from core.model.figures import AskedRow, Closure, HandoffRow
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId
from core.model.letter import Attached, Letter
from core.model.people import Agent, Duty
from core.model.privacy import Requester, Subject
from core.model.rows import ChatRow, DisputeDecided, GapRow, Message, NewEffect, RatingRow, Received, TicketDecided
from core.model.shop import About, OtherParty
from core.model.ticket import TicketFacts, TicketFile, Tokens
from core.model.ticket_events import MailArrived
from core.model.view import View, Words
from core.ports import Transaction
from tests.attacks.hostile import GROUPS
from tests.board.browsing_board import PAGES, chromium, enters
from tests.board.case_story import ANNA, CASE, OLDER, happened
from tests.board.doors import House, house
from tests.flow.cast import CHAT, ENGLISH, PHONE, THREAD
from tests.playground_page.browsing import CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]

NAMED = AgentId("U0EVIL")
# Each as one text; where a field is cut, its beginning shows, which is another in each.
EVILS = {
    "elements": " ".join((*GROUPS["elements"], *GROUPS["addresses"])),
    "ways out": " ".join((*GROUPS["ways out"], *GROUPS["templates"], *reversed(GROUPS["elements"]))),
}
CALL, QUARREL = CaseCode("FD-3CFHJ4"), CaseCode("FD-4CFHJ5")
_PAGES = (
    *PAGES,
    f"/cases/{OLDER}",
    f"/cases/{CALL}",
    f"/cases/{QUARREL}",
    f"/cases/{CASE}/privacy",
    "/privacy",
    "/health/parts",
    f"/acts/duty?agent={NAMED}&on=no",
    f"/acts/take-over?case={CASE}",
    "/acts/close-method?method=callback",
    "/acts/open-method?method=callback",
    "/acts/unblock?case=FD-5CFHJ6",
    "/acts/letter?kind=inbox&id=1",
)
EVERY_PAGE = tuple(dict.fromkeys(_PAGES))
NO_PAGES = ("/live/events", ".csv", ".json")  # a stream, and what is downloaded: nothing of it is shown as a page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    async with chromium() as browser:
        yield browser


@pytest.fixture(scope="module", params=EVILS.values(), ids=EVILS)
def evil(request: pytest.FixtureRequest) -> str:
    words: str = request.param
    return words


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def board(evil: str) -> AsyncIterator[House]:
    async with house() as made:
        await made.room.store.transact(lambda tx: fill(tx, made.clock.now(), evil))
        made.room.vitals.ill(evil, evil)
        yield made


async def fill(tx: Transaction, now: datetime, evil: str) -> None:
    await happened(tx, question=evil, name=evil, at=now)
    await _people(tx, now, evil)
    await _beside(tx, now, evil)
    await _counted(tx, now, evil)
    await _given_up(tx, now, evil)
    await _erased(tx, now, evil)


async def _people(tx: Transaction, now: datetime, evil: str) -> None:
    """Names, notes, captions, and a queue with all of them."""
    agent = Agent(NAMED, evil)
    await tx.staff.put(Duty(agent, True, ("en",), named=True), now)
    await tx.transcript.add(
        [
            Message(ANNA.id, 6, author, evil, f"[photo] {evil}", now)
            for author in ("customer", "agent", "note", "desk", "assistant")
        ]
    )
    for number, code in enumerate(("FD-5CFHJ6", "FD-6CFHJ7")):
        chat = ChatRow(CaseCode(code), ConversationId(f"telegram:{number}"), ENGLISH, now, name=evil, topic=evil)
        claimed = replace(chat, agent=NAMED, claimed_at=now, thread=THREAD, waiting_since=now - timedelta(hours=1))
        await tx.chats.put(claimed if number else replace(chat, offered_at=now - timedelta(hours=1)))
        await tx.cases.open(CaseCode(code), ConversationId(f"telegram:{number}"), "live_chat", now)
    await tx.closures.put(Closure("callback", evil, evil, now, now + timedelta(hours=1)))
    await tx.audit.note(evil, ANNA.id, evil, now)
    blocked = replace(ANNA, id=ConversationId("telegram:0"), name=evil, blocked=now + timedelta(days=1))
    await tx.conversations.save(blocked, now)
    await tx.audit.note("blocked", blocked.id, f"FD-5CFHJ6: {evil}", now)


async def _beside(tx: Transaction, now: datetime, evil: str) -> None:
    """A ticket with a mail, a call with a note, and a dispute."""
    letter = Letter("m", f"{evil}@evil.example", evil, subject=evil, text=evil, attached=(Attached(1, evil, evil, 1),))
    file = TicketFile(OLDER, ANNA.id, CHAT, ENGLISH, Tokens("a", "b"), now, "UTC", evil)
    file = replace(
        file,
        email=f"{evil}@x.example",
        question=evil,
        about=About("order", evil, evil, "buyer", OtherParty(evil, evil)),
        due=now,
    )
    await tx.tickets.save(file, now)
    arrived = MailArrived(letter, "stranger")
    await tx.ticket_decisions.add(TicketDecided(90, OLDER, arrived, TicketFacts(now, "UTC", ""), file, file, ()))
    by = Agent(NAMED, evil)
    call = CallbackFile(CALL, ANNA.id, ENGLISH, ENGLISH, PHONE, "UTC", evil, question=evil, items=(evil,), owner=by)
    call = replace(call, due=now, state="claimed", attempts=(Attempt(now, by, "not_reached"),))
    await tx.callbacks.save(replace(call, notes=(CallNote(now, by, evil),)), now)
    await tx.cases.open(CALL, ANNA.id, "callback", now)
    spoke = PartySpoke("buyer", "add", evil)
    await tx.dispute_decisions.add(DisputeDecided(91, QUARREL, spoke, DisputeFacts(now, "UTC"), None, None, ()))
    await tx.cases.open(QUARREL, ANNA.id, "dispute", now)


async def _erased(tx: Transaction, now: datetime, evil: str) -> None:
    """By somebody whose name tries it, of somebody whose account and address do."""
    theirs = Subject((ConversationId("telegram:99"),), evil, (f"{evil}@evil.example",))
    await tx.erasures.ask(theirs, Requester("supervisor", NAMED, evil), None, ENGLISH, now)


async def _counted(tx: Transaction, now: datetime, evil: str) -> None:
    for number in range(20):
        at = now - timedelta(hours=number)
        talk = ConversationId(f"telegram:{number}")
        await tx.gaps.add(GapRow(at, "unanswered", "en", f"{evil} {number % 2}", evil, 0.2, talk))
        await tx.gaps.add(GapRow(at, "disliked", "en", evil, evil, 0.2, talk))
        await tx.asked.put(AskedRow(f"a{number}", talk, at, ENGLISH, evil, evil, "answered", evil))
        row = HandoffRow(CaseCode(f"FD-{number}"), talk, "live_chat", ENGLISH, evil, "wished", at, agent=NAMED)
        await tx.handoffs.put(replace(row, claimed_at=at, answered_at=at, ended_at=at, end="solved"))
        await tx.ratings.put(RatingRow(f"r{number}", talk, at, Rate("agent", "FD-1", NAMED, True, 4, evil)))


async def _given_up(tx: Transaction, now: datetime, evil: str) -> None:
    said = Say(Address("telegram", evil), View((Words(evil),)), ENGLISH)
    (row,) = await tx.outbox.add([NewEffect(EffectId(f"77.{evil}"), ANNA.id, evil, said, 1)], now)
    await tx.outbox.settle(row.seq, "failed", reason=evil)
    (waits,) = await tx.outbox.add([NewEffect(EffectId("78.0"), ANNA.id, evil, said, 1)], now)
    await tx.outbox.settle(waits.seq, "waiting", reason=evil, until=now + timedelta(hours=1))
    await tx.inbox.add([Received(evil, "telegram", evil, evil)], now)
    (came,) = await tx.inbox.next(1, now)
    await tx.inbox.settle(came.id, "dead", evil)


@pytest.mark.fault(
    "Security",
    "HTML in every field of board and mails",
    "in Chromium, with the real policy: nothing runs, nothing is fetched from elsewhere",
)
@pytest.mark.parametrize("path", EVERY_PAGE)
async def test_words_of_people_do_nothing(board: House, browser: Browser, path: str) -> None:
    opened = await enters(board, browser, viewport={"width": 1400, "height": 900})
    status = await opened.goes(path)
    assert status in (200, 404, 409), status
    await opened.page.locator("summary").evaluate_all(
        "all => all.forEach((each) => { each.parentElement.open = true; })"
    )
    await opened.page.mouse.move(300, 300)
    await opened.page.wait_for_timeout(300)  # for what runs late, and for the first look of the live page
    assert await opened.page.title() != "run"
    assert opened.elsewhere == []
    assert opened.said == []
    assert await opened.violations() == []
    assert await opened.page.locator("img, svg[onload], [onmouseover], [onerror]").count() == 0
    addresses = await opened.page.locator("a[href]").evaluate_all("all => all.map((each) => each.protocol)")
    assert set(addresses) <= {"http:", "https:"}


async def test_every_page_of_the_board_is_looked_at(board: House) -> None:
    """A new page is not forgotten here."""
    known = {re.sub(r"/cases/FD-[^/?]+", "/cases/{code}", page).partition("?")[0] for page in EVERY_PAGE}
    shown = {route.path for route in board.board.routes if route.method == "GET" and not route.path.endswith(NO_PAGES)}
    assert shown <= known


@pytest.mark.fault("Security", "HTML in every field of board and mails")
@pytest.mark.parametrize("policy", ["with its policy", "without"])
async def test_a_customers_data_as_a_page_runs_nothing(
    board: House, browser: Browser, evil: str, policy: str, tmp_path: Path
) -> None:
    """It is opened from a disk, where nothing but its own policy and its own escaping stands before it."""
    supervisor = await board.inside("supervisor")
    token = await supervisor.token(f"/cases/{CASE}/privacy")
    async with supervisor.session.post(f"{board.root}/cases/{CASE}/privacy/export", data={"csrf": token}) as answer:
        package = zipfile.ZipFile(io.BytesIO(await answer.read()))
    page = package.read("my-data.html").decode()
    assert "document.title=" in page
    file = tmp_path / "my-data.html"
    file.write_text(page if policy == "with its policy" else page.replace("Content-Security-Policy", "x"), "utf-8")
    opened = await enters(board, browser)
    await opened.page.goto(file.as_uri())
    await opened.page.wait_for_timeout(300)
    assert await opened.page.title() != "run"
    assert [each for each in opened.elsewhere if not each.startswith("file:")] == []
    assert opened.said == []
    assert await opened.page.locator("img, script, iframe, svg, form, a[href]").count() == 0


@pytest.mark.fault("Security", "HTML in every field of board and mails")
@pytest.mark.parametrize(
    "path", [f"/cases/{CASE}", f"/cases/{OLDER}", f"/cases/{CALL}", "/gaps", "/health", "/blocked", "/"]
)
async def test_they_are_there_to_be_read(board: House, browser: Browser, path: str, evil: str) -> None:
    """Else nothing would have been tried."""
    opened = await enters(board, browser, viewport={"width": 1400, "height": 900})
    await opened.goes(path)
    await expect(opened.page.locator("body")).to_contain_text("document.title=")


async def test_what_somebody_looks_for_does_nothing(board: House, browser: Browser, evil: str) -> None:
    opened = await enters(board, browser)
    assert await opened.goes(f"/cases?code={quote(evil)}") == 404
    assert await opened.page.title() != "run"
    assert (opened.elsewhere, opened.said) == ([], [])
    await expect(opened.page.locator("main")).to_contain_text(evil[:12])


async def test_links_of_customers_tell_nobody_where_they_were_pressed(board: House, browser: Browser) -> None:
    opened = await enters(board, browser)
    await opened.goes(f"/cases/{CASE}")
    rels = await opened.page.locator(".words a").evaluate_all("all => all.map((each) => each.rel)")
    assert rels
    assert all("noopener" in rel and "noreferrer" in rel for rel in rels)
