"""Nothing inside the network is read, nothing huge, nothing slow, and nothing that a site map's XML may hide."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from core.answers.importing.addresses import is_public
from core.answers.importing.errors import Gone, NotAnArticle, PageRefused
from core.answers.importing.fetching import Fetched, Fetcher, Limits
from core.answers.importing.site_maps import read_site_map

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[[Answer], Awaitable[str]]

SMALL = Limits(page=10_000, page_time=0.3, pause=0, longest_wait=0.1)


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Serve one answer for every path; the address ends without a slash."""
    runners: list[web.AppRunner] = []

    async def start(answer: Answer) -> str:
        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


async def fetch(address: str, path: str = "/a", *, limits: Limits = SMALL, allow_private: bool = True) -> Fetched:
    async with Fetcher(address, limits, allow_private=allow_private) as fetcher:
        return await fetcher.page(address + path)


def page(text: str | bytes = "<p>Hello</p>", status: int = 200, kind: str = "text/html", **headers: str) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        body = text.encode() if isinstance(text, str) else text
        return web.Response(
            body=body, status=status, content_type=kind, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )

    return answer


@pytest.mark.fault(
    "Security",
    "help-centre import: internal addresses, redirects, huge and slow pages",
    "refused, cut or given up, each with its reason",
)
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001::1",
        "100::1",
        "localhost",
        "0x7f000001",
        "2130706433",
        "127.1",
        "168.63.129.16",
        "192.0.0.192",
    ],
)
def test_addresses_inside_a_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.fault("Security", "help-centre import: internal addresses, redirects, huge and slow pages")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]", "127.1", "2130706433"])
async def test_a_page_inside_the_network_is_not_fetched_by_any_name(serve: Serve, host: str) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(text="secret", content_type="text/html")

    address = (await serve(answer)).replace("127.0.0.1", host)
    with pytest.raises(PageRefused, match=r"inside a network|canonical"):
        await fetch(address, allow_private=False)
    assert asked == []


async def test_a_proxy_of_the_environment_is_not_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", await serve(page("from the proxy")))
    with pytest.raises(PageRefused, match="inside a network"):
        await fetch("http://localhost", allow_private=False)


async def test_a_page_is_fetched_and_packed_pages_are_unpacked(serve: Serve) -> None:
    assert (await fetch(await serve(page()))).body == b"<p>Hello</p>"
    packed = page(gzip.compress(b"<p>Packed</p>"), Content_Encoding="gzip")
    assert (await fetch(await serve(packed))).body == b"<p>Packed</p>"


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (page("x" * 10_001), PageRefused, "larger than 0.01 MB"),
        (page(gzip.compress(bytes(1_000_000))), PageRefused, "larger than"),
        (page(gzip.compress(gzip.compress(bytes(50_000_000)))), PageRefused, "larger than"),
        (page(b"\x1f\x8b broken"), PageRefused, "gzip is broken"),
        (page("%PDF", kind="application/pdf"), NotAnArticle, "it is application/pdf"),
        (page(status=404), Gone, "gone"),
        (page(status=410), Gone, "gone"),
        (page(status=500), PageRefused, "answers 500"),
        (page(status=403), PageRefused, "answers 403"),
        (page(status=503, Retry_After="3600"), PageRefused, "busy"),
        (page(status=429, Retry_After="soon"), PageRefused, r"busy|longer than"),
        (page(status=302, Location="/b"), PageRefused, "more than 3 times"),
        (page(status=302, Location="https://evil.example/"), PageRefused, "on another site, evil.example"),
        (page(status=302, Location="http://169.254.169.254/latest"), PageRefused, "on another site"),
        (page(status=302, Location="http://127.0.0.1:22/"), PageRefused, "at port 22"),
        (page(status=302, Location="file:///etc/passwd"), PageRefused, "not an address of the form"),
        (page(status=302, Location="http://[/"), PageRefused, r"no address|cannot be fetched"),
        (page(status=302, Location="http://me:secret@127.0.0.1/"), PageRefused, "user's name"),
        (page(status=302), PageRefused, "more than 3 times"),
    ],
)  # fmt: skip
async def test_what_is_not_let_in(serve: Serve, answer: Answer, error: type[NotAnArticle], words: str) -> None:
    with pytest.raises(error, match=words):
        await fetch(await serve(answer))


async def test_three_redirects_within_the_site_are_followed(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path == "/aaaa":
            return web.Response(text="<p>There</p>", content_type="text/html")
        raise web.HTTPFound(request.path + "a")

    assert (await fetch(await serve(answer))).address.endswith("/aaaa")


async def test_a_busy_server_is_asked_once_more(serve: Serve) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return (
            web.Response(status=429, headers={"Retry-After": "0"})
            if len(asked) == 1
            else web.Response(content_type="text/html")
        )

    await fetch(await serve(answer))
    assert len(asked) == 2


async def test_a_page_that_comes_slowly_is_given_up(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b".")
            await asyncio.sleep(0.02)

    with pytest.raises(PageRefused, match=r"longer than 0\.3 s"):
        await fetch(await serve(answer))


async def test_a_stream_without_an_end_is_cut_at_the_limit(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/html"})
        await response.prepare(request)
        while True:
            await response.write(b"." * 5_000)

    with pytest.raises(PageRefused, match="larger than"):
        await fetch(await serve(answer))


async def test_a_server_that_hangs_up_or_is_not_there_is_said(serve: Serve) -> None:
    async def answer(request: web.Request) -> web.Response:
        assert request.transport
        request.transport.abort()
        return web.Response()

    with pytest.raises(PageRefused, match="cannot be fetched"):
        await fetch(await serve(answer))
    with pytest.raises(PageRefused, match="cannot be fetched"):
        await fetch("http://127.0.0.1:9")


async def test_only_a_few_pages_are_asked_for_at_once(serve: Serve) -> None:
    now = most = 0

    async def answer(_: web.Request) -> web.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.01)
        now -= 1
        return web.Response(content_type="text/html")

    address = await serve(answer)
    async with Fetcher(address, SMALL, allow_private=True) as fetcher:
        await asyncio.gather(*(fetcher.page(f"{address}/{number}") for number in range(20)))
    assert most == SMALL.at_once


async def test_on_a_site_that_speaks_https_nothing_is_read_over_http() -> None:
    async with Fetcher("https://localhost", SMALL) as fetcher:
        with pytest.raises(PageRefused, match=r"inside a network|Connect"):
            await fetcher.page("http://localhost/a")


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><urlset>&b;</urlset>'
FILE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset>&a;</urlset>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><urlset/>'


@pytest.mark.parametrize("xml", [BOMB, FILE, OUTSIDE])
def test_document_types_are_refused(xml: str) -> None:
    with pytest.raises(NotAnArticle, match="document type"):
        read_site_map(xml.encode())


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<urlset>",
        b"<a/>",
        b"<urlset xmlns='x'/>",
        b"\xff\xfe\x00",
        zlib.compress(b"x"),
        b"<?xml version='1.0' encoding='no'?><a/>",
    ],
)
def test_what_is_no_site_map_is_said(xml: bytes) -> None:
    with pytest.raises(NotAnArticle, match="XML"):
        read_site_map(xml)
