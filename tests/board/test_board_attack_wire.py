"""Attacks by hand on the wire: what is no form, no name, no file and no hurry is refused, and is no accident."""

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from handoff.board.gate import posted
from handoff.board.routes import Route, Visit
from handoff.board.server import Board
from tests.board.doors import House, house

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=xx"


@pytest.fixture
async def doors() -> AsyncIterator[House]:
    async with house() as made:
        yield made


async def sent(doors: House, *lines: bytes, body: bytes = b"") -> bytes:
    """The head of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(doors.root.rpartition(":")[2]))
    writer.write(b"\r\n".join([*lines, b"Connection: close", b"", body]))
    try:
        return await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
    finally:
        writer.close()


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def form(kind: str, length: int, *more: bytes) -> list[bytes]:
    return [
        b"POST /sign-in HTTP/1.1",
        b"Host: 127.0.0.1",
        b"Content-Type: " + kind.encode(),
        b"Content-Length: %d" % length,
        *more,
    ]


# --- forms that are none
@pytest.mark.parametrize(
    ("kind", "body", "found"),
    [
        (URLENCODED, b"token=\xff", 400),
        (URLENCODED, b"&".join(b"a%d=" % number for number in range(5000)), 413),
        (f"{URLENCODED}; charset=bogus", b"token=x", 400),
        (f"{URLENCODED}; charset=utf-16", b"token=x", 400),
        (f"{URLENCODED}; charset=base64", b"token=x", 400),
        ("multipart/form-data", b"x", 415),
        (MULTIPART, b"garbage", 415),
        (MULTIPART, b'--xx\r\nContent-Disposition: form-data; name="token"; filename="a"\r\n\r\nx\r\n--xx--\r\n', 415),
        ("text/plain", b"token=x", 403),
        ("application/json", b'{"token": "x"}', 403),
        (";;;===", b"token=x", 403),
        (URLENCODED, b"x" * 70_000, 413),
    ],
)
async def test_what_is_no_form_is_refused_without_a_word_in_the_log(
    doors: House, kind: str, body: bytes, found: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert status(await sent(doors, *form(kind, len(body)), body=body)) == found
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


@pytest.mark.fault("Content", "bombs")
async def test_what_is_packed_is_not_unpacked(doors: House, caplog: pytest.LogCaptureFixture) -> None:
    bomb = gzip.compress(b"token=" + b"x" * 10_000_000)
    answer = await sent(doors, *form(URLENCODED, len(bomb), b"Content-Encoding: gzip"), body=bomb)
    assert status(answer) in (400, 403)
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


async def test_a_form_that_does_not_come_to_its_end_is_not_waited_for(
    doors: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posted, "PATIENCE", 0.05)
    assert status(await sent(doors, *form(URLENCODED, 100), body=b"token=")) == 408


async def test_a_form_whose_sender_has_gone_is_no_accident(doors: House, caplog: pytest.LogCaptureFixture) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", int(doors.root.rpartition(":")[2]))
    writer.write(b"\r\n".join([*form(URLENCODED, 100), b"", b"token="]))
    await asyncio.sleep(0.05)
    writer.transport.abort()
    await asyncio.sleep(0.05)
    assert [each for each in caplog.records if each.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"GET /"])
async def test_a_connection_without_a_whole_request_is_closed(doors: House, begun: bytes) -> None:
    hasty = Board((), doors.gate, doors.gate.place, doors.board._links, idle=0.1)
    await hasty.start(0)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(hasty.listening.rpartition(":")[2]))
        writer.write(begun)
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
    finally:
        await hasty.stop()


async def test_nothing_goes_on_for_readers_who_have_gone_when_the_board_has_stopped() -> None:
    ended = asyncio.Event()

    async def goes_on(_: Visit) -> web.StreamResponse:
        try:
            return await asyncio.Future()
        finally:
            ended.set()

    async with house([Route("GET", "/", "viewer", goes_on)]) as doors:
        cookie = b"Cookie: frontdesk_board=" + (await doors.inside("viewer")).cookie.encode()
        _, writer = await asyncio.open_connection("127.0.0.1", int(doors.root.rpartition(":")[2]))
        writer.write(b"\r\n".join([b"GET / HTTP/1.1", b"Host: 127.0.0.1", cookie, b"", b""]))
        await asyncio.sleep(0.05)
        writer.transport.abort()
        await asyncio.sleep(0.05)
        assert not ended.is_set()
        await doors.board.stop()
        assert ended.is_set()


# --- names
async def test_who_names_no_host_is_not_looked_up(doors: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system would be asked for this machine's own name, which may take seconds in which nothing else goes on."""
    asked: list[str] = []
    monkeypatch.setattr("socket.getfqdn", lambda: asked.append("name") or "localhost")
    for path in (b"/sign-in", b"/", b"/static/board.css"):
        assert status(await sent(doors, b"GET " + path + b" HTTP/1.0")) == 400
    assert asked == []


async def test_an_address_in_the_request_line_counts_as_the_host(doors: House) -> None:
    assert status(await sent(doors, b"GET http://evil.example/sign-in HTTP/1.1", b"Host: 127.0.0.1")) == 400


async def test_bytes_that_are_no_text_open_nothing(doors: House) -> None:
    for header in (b"Cookie: frontdesk_board=\xff", b"X-CSRF-Token: \xff", b"Cookie: frontdesk_zone=%00\xff"):
        for line in (b"GET / HTTP/1.1", b"POST /sign-out HTTP/1.1"):
            assert status(await sent(doors, line, b"Host: 127.0.0.1", header)) == 401


# --- files
@pytest.mark.parametrize(
    "path",
    [
        "",
        "..%2fserver.py",
        "%2e%2e/server.py",
        "../server.py",
        "/etc/passwd",
        "%2fetc/passwd",
        "..%5cserver.py",
        "%00",
        "board.css%00.js",
        "uplot",
        "a" * 300,
        "%F0%9F%92%A9",
    ],
)
async def test_there_are_these_files_and_no_others(doors: House, path: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = await sent(doors, f"GET /static/{path} HTTP/1.1".encode(), b"Host: 127.0.0.1")
    assert status(answer) == 404
    assert caplog.records == []


async def test_the_files_are_there(doors: House) -> None:
    for path, kind in (("board.css", "text/css"), ("live.js", "javascript"), ("icon.svg", "image/svg+xml")):
        found = await doors.browser().opens(f"/static/{path}")
        assert (found.status, kind in found.headers["Content-Type"]) == (200, True)


async def test_a_file_that_the_browser_has_is_not_sent_again(doors: House) -> None:
    browser = doors.browser()
    first = await browser.opens("/static/board.css")
    again = await browser.opens("/static/board.css", **{"If-Modified-Since": first.headers["Last-Modified"]})
    older = await browser.opens("/static/board.css", **{"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"})
    assert (first.status, again.status, older.status) == (200, 304, 200)
