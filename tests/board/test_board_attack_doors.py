"""Attacks on the board's doors: raced links, other people's pages, too many tries, ways that lead elsewhere, and what the log says."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from handoff.board.gate.place import Place, local
from handoff.board.gate.throttle import Throttle
from handoff.board.upkeep.metrics_door import METRICS, MetricsDoor
from tests.board.doors import House, Wound, house
from tests.board.visiting import room_at

NAVIGATED = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.fixture
async def doors() -> AsyncIterator[House]:
    async with house() as made:
        yield made


# --- links that work once
async def test_of_many_who_come_with_the_same_link_at_once_one_comes_in() -> None:
    async with house() as doors:
        link = doors.board.link()
        found = await asyncio.gather(*(doors.browser().enters_by(link) for _ in range(10)))
    assert Counter(each.status for each in found) == {303: 1, 403: 9}
    assert sum("Set-Cookie" in each.headers for each in found) == 1


async def test_secrets_are_in_no_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with house() as doors:
        browser, link = doors.browser(), doors.board.link()
        await browser.opens(link)
        await browser.enters_by(link)
        await browser.enters_by(link)
        await browser.opens("/sign-in/slack/back?code=secret-code&state=x")
        secrets = [link.rpartition("=")[2], browser.cookie, "secret-code", *([await browser.token()])]
    assert all(secrets)
    assert [each for each in secrets if each in caplog.text] == []


async def test_no_answer_repeats_the_cookie(doors: House) -> None:
    browser = await doors.inside("operator")
    for path in ("/", "/nothing", "/cases?code=x", "/health", "/acts/letter"):
        assert browser.cookie not in (await browser.opens(path)).text


# --- other people's pages
@pytest.mark.fault("Security", "Board: CSRF token, Origin checked")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(("mode", "dest"), [("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe")])
async def test_another_page_can_embed_and_fetch_nothing(doors: House, site: str, mode: str, dest: str) -> None:
    browser = await doors.inside("operator")
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
    for path in ("/", "/live/events", "/static/board.css", "/sign-in", "/sign-in/slack/back", "/cases/FD-7K2M9P"):
        assert (await browser.opens(path, **headers)).status == 403


async def test_another_page_can_lead_here(doors: House) -> None:
    browser = await doors.inside("viewer")
    assert (await browser.opens("/", **NAVIGATED)).status == 200
    assert (await browser.sends("/sign-out", NAVIGATED, csrf=await browser.token())).status == 403


async def test_a_token_in_the_address_proves_nothing(doors: House) -> None:
    browser = await doors.inside("operator")
    token = await browser.token()
    assert (await browser.sends(f"/sign-out?csrf={token}")).status == 403
    assert (await browser.asks("GET", f"/sign-out?csrf={token}")).status == 405


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
async def test_no_header_makes_another_method_of_it(doors: House, header: str) -> None:
    browser = await doors.inside("operator")
    assert (await browser.opens("/sign-out", **{header: "POST"})).status == 405
    assert (await browser.opens("/")).status == 200


async def test_who_is_who_is_asked_only_for_forms_of_ours(doors: House) -> None:
    """Else any form would make the desk use up what Slack lets it ask."""
    browser = await doors.inside("operator")
    asked = doors.roles.asked
    for wrong in ("", "x"):
        assert (await browser.sends("/acts/letter", csrf=wrong)).status == 403
    assert doors.roles.asked == asked
    await browser.sends("/acts/letter", csrf=await browser.token())
    assert doors.roles.asked == asked + 1


# --- ways that lead elsewhere
@pytest.mark.fault("Security", "open redirects", "only a page of the board is led to after signing in")
@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        " //evil.example",
        "/\x00/evil",
        "evil",
        "",
        "/x\\y",
    ],
)
async def test_what_is_no_page_of_ours_leads_to_the_first(doors: House, to: str) -> None:
    assert local(to) == "/"
    assert (await doors.browser().sends("/sign-in", token=doors.board.link().rpartition("=")[2], to=to)).to == "/"
    operator = await doors.inside("operator")
    refused = await operator.sends("/acts/letter", csrf=await operator.token(), back=to)
    assert f'href="{to}"' not in refused.text or not to


@pytest.mark.parametrize("to", ["/sign-in", "/sign-in/slack?to=/sign-in/slack"])
async def test_a_sign_in_does_not_lead_to_itself(doors: House, to: str) -> None:
    assert (await doors.browser().sends("/sign-in", token=doors.board.link().rpartition("=")[2], to=to)).to == "/"


@pytest.mark.parametrize("to", ["/", "/figures?days=7&by=hour", "/cases/FD-7K2M9P", "/%2f%2fevil"])
async def test_a_page_of_ours_is_led_to(to: str) -> None:
    assert local(to) == to


# --- too many tries
async def test_an_office_behind_one_address_comes_in(doors: House) -> None:
    found = [await doors.browser().enters_by(doors.board.link()) for _ in range(30)]
    assert {each.status for each in found} == {303}


@pytest.mark.fault("Security", "Board: throttled login")
async def test_who_comes_in_does_not_wipe_out_what_was_guessed() -> None:
    throttle = Throttle(lambda: 0.0, each=3)
    for _ in range(3):
        assert throttle.wait("a") == 0
    throttle.good("b")
    assert throttle.wait("a") == 60
    throttle.good("a")
    assert [throttle.wait("a"), throttle.wait("a")] == [0, 60]


async def test_a_network_of_ipv6_is_one_address() -> None:
    throttle = Throttle(lambda: 0.0, each=2)
    assert [throttle.wait(f"2001:db8:1:2:{number:x}::1") for number in range(3)] == [0, 0, 60]
    assert throttle.wait("2001:db8:1:3::1") == 0
    assert throttle.wait("not an address") == 0


# --- the metrics
@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("X-Forwarded-Host", 403),
        ("X-Forwarded-Proto", 403),
        ("X-Real-IP", 403),
        ("CF-Connecting-IP", 403),
        ("User-Agent", 200),
    ],
)
async def test_what_a_proxy_sends_on_is_not_from_this_machine(name: str, status: int) -> None:
    async with room_at(Wound()) as room:
        app = web.Application()
        app.router.add_routes([MetricsDoor(room, Place("127.0.0.1")).route()])
        async with TestClient(TestServer(app)) as client:
            assert (await client.get(METRICS, headers={name: "127.0.0.1"})).status == status
