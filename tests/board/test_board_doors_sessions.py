"""Sessions at the board: begun anew with each sign-in, ended in time; links that work once; and tries that are too many."""

import asyncio
import stat
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from core.model.ids import AgentId
from handoff.board.gate.one_time_links import OneTimeLinks, leave
from handoff.board.gate.sessions import Sessions, digest_of
from handoff.board.gate.throttle import Throttle
from handoff.board.routes import Route, Visit
from tests.board.doors import OUT_OF_REACH, Wound, house


async def says_hello(visit: Visit) -> web.Response:
    return web.Response(text=f"hello {visit.visitor.agent.name} ({visit.visitor.role}) {visit.visitor.zone}")


HELLO = [Route("GET", "/", "viewer", says_hello)]


# --- links that work once
async def test_a_link_lets_the_operator_in_once() -> None:
    async with house(HELLO) as doors:
        link = doors.board.link()
        first, second = doors.browser(), doors.browser()
        assert (await first.enters_by(link)).to == "/"
        assert (await first.opens("/")).text.startswith("hello Operator (operator)")
        found = await second.enters_by(link)
        assert found.status == 403
        assert "has been used, or is too old" in found.text
        assert (await second.opens("/")).status == 303


async def test_looking_at_a_link_does_not_use_it() -> None:
    """Messengers and mail servers open links to show what is there; only the page's form uses it."""
    async with house(HELLO) as doors:
        link = doors.board.link()
        assert "It works once" in (await doors.browser().opens(link)).text
        assert (await doors.browser().enters_by(link)).status == 303


async def test_a_link_ends_after_half_a_day() -> None:
    async with house(HELLO) as doors:
        link = doors.board.link()
        doors.clock.on(hours=12, seconds=1)
        assert (await doors.browser().enters_by(link)).status == 403


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 5000])
async def test_a_wrong_link_lets_nobody_in(token: str) -> None:
    async with house(HELLO) as doors:
        doors.board.link()
        assert (await doors.browser().sends("/sign-in", token=token)).status == 403


async def test_a_link_that_was_left_in_the_data_folder_works_once(tmp_path: Path) -> None:
    file = tmp_path / "data" / "link.json"
    clock = Wound()
    token = leave(file, clock.now())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token not in file.read_text()
    assert OneTimeLinks(clock.now, file).use("x" * 43) is False
    assert OneTimeLinks(clock.now, file).use(token) is True
    assert OneTimeLinks(clock.now, file).use(token) is False
    assert list(file.parent.iterdir()) == []


async def test_a_link_in_the_data_folder_grows_old_and_is_replaced(tmp_path: Path) -> None:
    file, clock = tmp_path / "link.json", Wound()
    first, second = leave(file, clock.now()), leave(file, clock.now())
    links = OneTimeLinks(clock.now, file)
    assert links.use(first) is False
    clock.on(hours=13)
    assert links.use(second) is False


async def test_a_broken_file_lets_nobody_in(tmp_path: Path) -> None:
    file = tmp_path / "link.json"
    file.write_text("{")
    assert OneTimeLinks(Wound().now, file).use("x") is False


# --- sessions
@pytest.mark.fault(
    "Security",
    "Board: session rotated at login",
    "a new secret each time; only its digest is stored; it ends after half a day unused and after seven days",
)
async def test_signing_in_begins_a_new_session_and_ends_the_old() -> None:
    """A session that somebody put into the browser beforehand is worth nothing."""
    async with house(HELLO) as doors:
        browser = doors.browser()
        await browser.enters_by(doors.board.link())
        before = browser.cookie
        await browser.enters_by(doors.board.link())
        assert browser.cookie not in ("", before)
        thief = doors.browser()
        assert (await thief.opens("/", Cookie=f"frontdesk_board={before}")).status == 303


@pytest.mark.fault("Security", "Board: session rotated at login")
async def test_a_planted_cookie_is_not_taken_over() -> None:
    async with house(HELLO) as doors:
        browser = doors.browser()
        browser.session.cookie_jar.update_cookies({"frontdesk_board": "planted"}, aiohttp.client.URL(doors.root))
        await browser.enters_by(doors.board.link())
        assert len(browser.cookie) >= 43
        assert (await doors.browser().opens("/", Cookie="frontdesk_board=planted")).status == 303


async def test_signing_out_ends_the_session_for_who_stole_it_too() -> None:
    async with house(HELLO) as doors:
        browser = doors.browser()
        await browser.enters_by(doors.board.link())
        stolen = f"frontdesk_board={browser.cookie}"
        session = await doors.gate.sessions.of(browser.cookie)
        assert session
        assert (await doors.browser().opens("/", Cookie=stolen)).status == 200
        page = await doors.browser().sends("/sign-out", {"Cookie": stolen}, csrf="x")
        assert page.status == 403  # a thief of the cookie alone cannot even do that
        await doors.gate.sessions.end(browser.cookie)
        assert (await doors.browser().opens("/", Cookie=stolen)).status == 303


async def test_the_store_has_nothing_that_opens_the_board() -> None:
    async with house(HELLO) as doors:
        browser = doors.browser()
        await browser.enters_by(doors.board.link())
        row = await doors.room.store.transact(lambda tx: tx.board_sessions.get(digest_of(browser.cookie)))
        assert row
        assert browser.cookie not in str(row)
        assert (await doors.browser().opens("/", Cookie=f"frontdesk_board={row.digest}")).status == 303


async def test_half_a_day_without_a_look_ends_it() -> None:
    async with house(HELLO) as doors:
        browser = doors.browser()
        await browser.enters_by(doors.board.link())
        for _ in range(3):
            doors.clock.on(hours=11)
            assert (await browser.opens("/")).status == 200
        doors.clock.on(hours=12, seconds=1)
        assert (await browser.opens("/")).status == 303


async def test_seven_days_end_it_whatever_happens() -> None:
    async with house(HELLO) as doors:
        browser = doors.browser()
        await browser.enters_by(doors.board.link())
        for _ in range(16):
            doors.clock.on(hours=10.5)
            assert (await browser.opens("/")).status == 200
        doors.clock.on(hours=1)
        assert (await browser.opens("/")).status == 303


async def test_what_has_ended_is_forgotten_with_the_next_sign_in() -> None:
    async with house(HELLO) as doors:
        browser = doors.browser()
        await browser.enters_by(doors.board.link())
        digest = digest_of(browser.cookie)
        doors.clock.on(hours=13)
        await doors.browser().enters_by(doors.board.link())
        assert await doors.room.store.transact(lambda tx: tx.board_sessions.get(digest)) is None


async def test_a_stream_ends_with_the_session_and_keeps_none_alive() -> None:
    async def goes_on(visit: Visit) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await answer.prepare(visit.request)
        while True:
            await answer.write(b"data: x\n\n")
            await asyncio.sleep(0.01)

    async with house([Route("GET", "/live", "viewer", goes_on)], look_again=0.02) as doors:
        browser = await doors.inside("viewer")
        async with browser.session.get(f"{doors.root}/live") as stream:
            assert (await stream.content.readline()) == b"data: x\n"
            doors.clock.on(minutes=4)
            doors.roles.out.add("viewer")
            with pytest.raises(aiohttp.ClientPayloadError):
                await asyncio.wait_for(stream.content.read(), 5)


async def test_a_page_that_stays_open_is_no_look() -> None:
    async with house(HELLO) as doors:
        browser = await doors.inside("viewer")
        for _ in range(4):
            doors.clock.on(hours=3)
            assert await doors.gate.sessions.of(browser.cookie, used=False)
        doors.clock.on(seconds=1)
        assert (await browser.opens("/")).status == 303


async def test_a_restart_keeps_the_sessions() -> None:
    async with house(HELLO) as doors:
        browser = await doors.inside("supervisor")
        again = Sessions(doors.room.store, doors.clock, doors.roles)
        session = await again.of(browser.cookie)
        assert session
        assert (session.agent.id, session.role) == ("supervisor", "supervisor")


async def test_who_is_who_is_not_asked_with_every_page() -> None:
    async with house(HELLO) as doors:
        browser = await doors.inside("viewer")
        asked = doors.roles.asked
        for _ in range(5):
            await browser.opens("/")
        assert doors.roles.asked == asked
        doors.clock.on(minutes=4)
        for _ in range(5):
            await browser.opens("/")
        assert doors.roles.asked == asked + 1


async def test_a_messenger_in_trouble_is_not_asked_again_at_once() -> None:
    async with house(HELLO) as doors:
        browser = await doors.inside("viewer")
        doors.roles.trouble = OUT_OF_REACH
        asked = doors.roles.asked
        doors.clock.on(minutes=4)
        for _ in range(5):
            assert (await browser.opens("/")).status == 200
        assert doors.roles.asked == asked + 1


async def test_a_session_that_is_ending_does_not_begin_again() -> None:
    """A look-up that began before the sign-out writes its result after it."""
    async with house(HELLO) as doors:
        browser = await doors.inside("viewer")
        row = await doors.gate.sessions.of(browser.cookie)
        assert row
        await doors.gate.sessions.end(browser.cookie)
        assert await doors.room.store.transact(lambda tx: tx.board_sessions.change(row)) is False
        assert await doors.gate.sessions.of(browser.cookie) is None


@pytest.mark.parametrize(
    ("cookie", "zone"),
    [
        ("Asia%2FTokyo", "Asia/Tokyo"),
        ("America/New_York", "America/New_York"),
        ("", "Europe/Amsterdam"),
        ("../../etc/passwd", "Europe/Amsterdam"),
        ("/etc/localtime", "Europe/Amsterdam"),
        ("Nowhere", "Europe/Amsterdam"),
        ("x" * 3000, "Europe/Amsterdam"),
    ],
)
async def test_times_are_read_in_the_browsers_zone(cookie: str, zone: str) -> None:
    async with house(HELLO) as doors:
        browser = await doors.inside("viewer")
        found = await browser.opens("/", Cookie=f"frontdesk_board={browser.cookie}; frontdesk_zone={cookie}")
        assert found.text.endswith(zone)


async def test_an_agent_is_never_the_boards_own_operator() -> None:
    async with house(HELLO) as doors:
        await doors.browser().enters_by(doors.board.link())
        rows = await doors.room.store.transact(lambda tx: tx.looking.audit("", 5))
        assert [row.detail for row in rows] == ["board Operator: operator, by link"]
        assert AgentId("board").startswith("U") is False


# --- too many tries
@pytest.mark.fault("Security", "Board: throttled login")
async def test_tries_are_counted_by_address_and_in_all() -> None:
    now = [0.0]
    throttle = Throttle(lambda: now[0], each=3, total=5)
    assert [throttle.wait("a") for _ in range(4)] == [0, 0, 0, 60]
    now[0] = 20.5
    assert [throttle.wait("a"), throttle.wait("b"), throttle.wait("b"), throttle.wait("c")] == [40, 0, 0, 40]
    now[0] = 60.1
    assert [throttle.wait("c"), throttle.wait("a")] == [0, 0]


@pytest.mark.fault(
    "Security", "Board: throttled login", "counted by address and in all; whoever comes in wipes out nothing"
)
async def test_whoever_tries_too_often_waits() -> None:
    async with house(HELLO) as doors:
        browser = doors.browser()
        found = [await browser.sends("/sign-in", token=str(number)) for number in range(11)]
        assert [each.status for each in found] == [403] * 10 + [429]
        assert 0 < int(found[-1].headers["Retry-After"]) <= 60
        assert (await browser.enters_by(doors.board.link())).status == 429
        assert (await browser.opens("/sign-in")).status == 200
        doors.clock.on(seconds=61)
        assert (await browser.enters_by(doors.board.link())).status == 303


async def test_behind_a_proxy_the_proxy_says_who_it_is() -> None:
    async with house(HELLO, url="http://127.0.0.1:1") as doors:
        browser = doors.browser()
        for number in range(20):
            said = {"X-Forwarded-For": f"6.6.6.6, 10.1.1.{number}"}
            assert (await browser.sends("/sign-in", said, token="x")).status == 403
    async with house(HELLO) as doors:
        found = [
            (await doors.browser().sends("/sign-in", {"X-Forwarded-For": f"10.1.1.{number}"}, token="x")).status
            for number in range(11)
        ]
        assert found[-1] == 429
