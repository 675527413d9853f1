"""Every page and every act of the board, before everybody: what a role may, and what nobody may without a session."""

from collections.abc import AsyncIterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

from bots.board import PAGES
from handoff import board
from handoff.board.gate.headers import POLICY
from handoff.board.routes import Route
from handoff.board.visitors import ROLES, Role
from tests.board.doors import Browser, House, house

REFUSED = (401, 403)
ROUTES = "handoff.board.routes"


@pytest.fixture
async def doors() -> AsyncIterator[House]:
    async with house() as made:
        yield made


def path_of(route: Route) -> str:
    """With something in its variables."""
    return route.path.replace("{code}", "FD-7K2M9P").replace("{", "").replace("}", "")


async def answer(browser: Browser, route: Route, **given: object) -> int:
    return (await browser.asks(route.method, path_of(route), **given)).status


@pytest.mark.fault("Security", "Board: no anonymous page")
async def test_all_pages_of_the_product_stand_behind_this_gate() -> None:
    names = [each.name for each in walk_packages(board.__path__, f"{board.__name__}.")]
    with_routes = [each for each in map(import_module, names) if hasattr(each, "routes") and each.__name__ != ROUTES]
    assert {each.__name__ for each in PAGES} == {each.__name__ for each in with_routes}


@pytest.mark.fault("Security", "Board: no anonymous page", "every route leads to the sign-in or is a 401")
async def test_nobody_sees_anything_without_signing_in(doors: House) -> None:
    anonymous = doors.browser()
    for route in doors.board.routes:
        assert await answer(anonymous, route) == 401, route
        page = await anonymous.opens(path_of(route)) if route.method == "GET" else None
        assert page is None or (page.status, page.to.partition("?")[0]) == (303, "/sign-in"), route


@pytest.mark.fault("Security", "Board: roles", "every route with every role; for an act the role is looked up at once")
@pytest.mark.parametrize("role", ROLES)
async def test_each_role_may_do_its_own_and_no_more(doors: House, role: Role) -> None:
    browser = await doors.inside(role)
    token = {"X-CSRF-Token": await browser.token()}
    for route in doors.board.routes:
        if route.path == "/sign-out":
            continue
        status = await answer(browser, route, headers=token if route.method == "POST" else {})
        allowed = ROLES.index(role) >= ROLES.index(route.role)
        assert (status not in REFUSED) if allowed else (status == 403), (route, status)
        assert status < 500, (route, status)


@pytest.mark.fault(
    "Security",
    "Board: CSRF token, Origin checked",
    "an act needs this session's token and must come from one of our own pages",
)
async def test_an_act_needs_the_token_of_this_very_session(doors: House) -> None:
    operator, other = await doors.inside("operator"), await doors.inside("operator")
    foreign = await other.token()
    for route in [each for each in doors.board.routes if each.method == "POST"]:
        for wrong in ("", "x", foreign, "é"):
            assert await answer(operator, route, data={"csrf": wrong}) == 403, (route, wrong)
            assert await answer(operator, route, headers={"X-CSRF-Token": wrong.encode().decode("latin-1")}) == 403
        assert await answer(operator, route, json={"csrf": wrong}) == 403, route
    assert (await operator.opens("/")).status == 200


@pytest.mark.fault("Security", "Board: CSRF token, Origin checked")
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_an_act_from_another_page_is_refused_though_it_had_the_token(
    doors: House, headers: dict[str, str]
) -> None:
    operator = await doors.inside("operator")
    token = await operator.token()
    for route in [each for each in doors.board.routes if each.method == "POST"]:
        assert await answer(operator, route, data={"csrf": token}, headers=headers) == 403, route
    assert (await operator.sends("/sign-in", headers, token="x")).status == 403


async def test_an_act_from_a_page_of_the_board_is_taken(doors: House) -> None:
    viewer = await doors.inside("viewer")
    ours = {"Origin": doors.root, "Sec-Fetch-Site": "same-origin"}
    out = await viewer.sends("/sign-out", ours, csrf=await viewer.token())
    assert (out.status, out.to) == (303, "/sign-in")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_other_methods_are_refused_everywhere(doors: House, method: str) -> None:
    operator = await doors.inside("operator")
    for path in ("/", "/sign-in", "/static/board.css", "/nothing"):
        found = await operator.asks(method, path)
        assert (found.status, found.headers["Allow"]) == (405, "GET,HEAD,POST")


@pytest.mark.fault("Security", "DNS rebinding", "400 for any other name in the Host header")
@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:8090", "127.0.0.1.evil.example", "x@evil.example", "[", ""]
)
async def test_the_board_answers_to_its_own_names_only(doors: House, name: str) -> None:
    operator = await doors.inside("operator")
    for path in ("/", "/sign-in", "/static/board.css"):
        found = await operator.opens(path, Host=name)
        assert found.status == 400
        assert "Sample Market" not in found.text


@pytest.mark.parametrize("name", ["localhost:9000", "127.0.0.1", "[::1]:8090", "LOCALHOST"])
async def test_on_this_machine_it_has_several(doors: House, name: str) -> None:
    assert (await doors.browser().opens("/sign-in", Host=name)).status == 200


@pytest.mark.fault("Security", "Board: security headers", "on every answer, errors and files too")
async def test_every_answer_tells_the_browser_what_it_may_do(doors: House) -> None:
    operator, anonymous = await doors.inside("operator"), doors.browser()
    found = [
        await operator.opens("/"),
        await operator.opens("/nothing"),
        await operator.opens("/static/times.js"),
        await operator.opens("/static/../server.py"),
        await operator.sends("/sign-out"),
        await operator.opens("/", Host="evil.example"),
        await operator.asks("DELETE", "/"),
        await anonymous.opens("/sign-in"),
        await anonymous.opens("/"),
        await anonymous.asks("GET", "/"),
        await anonymous.sends("/sign-in", token="x" * 100_000),
    ]
    assert [each.status for each in found] == [200, 404, 200, 404, 403, 400, 405, 200, 303, 401, 413]
    for each in found:
        assert each.headers["Content-Security-Policy"] == POLICY
        assert each.headers["X-Content-Type-Options"] == "nosniff"
        assert each.headers["Referrer-Policy"] == "same-origin"
        assert each.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert each.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert each.headers["Cache-Control"] in ("no-store", "no-cache")
        assert "microphone=()" in each.headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in each.headers
        assert "aiohttp" not in each.headers["Server"]
        assert "Python" not in each.text


@pytest.mark.fault("Security", "Board: security headers")
async def test_behind_tls_browsers_are_told_to_stay_there() -> None:
    async with house([], url="https://board.example") as doors:
        found = await doors.browser().opens("/sign-in", Host="board.example")
        assert (found.status, found.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
        assert doors.board.link().startswith("https://board.example/sign-in?token=")
        inside = await doors.browser().enters_by(doors.board.link())
        cookie = inside.headers["Set-Cookie"]
        assert cookie.startswith("__Host-frontdesk_board=")
        for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert word in cookie
        assert "Domain" not in cookie


@pytest.mark.fault("Security", "Board: no internals in errors", "the page says that it failed and no more")
async def test_what_breaks_inside_stays_inside(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(_: object) -> object:
        raise RuntimeError("the secret of the house")

    async with house([Route("GET", "/", "viewer", breaks)]) as doors:  # type: ignore[arg-type]
        found = await (await doors.inside("viewer")).opens("/")
    assert found.status == 500
    assert "Something went wrong on our side" in found.text
    assert "secret" not in found.text
    assert "Traceback" not in found.text
    assert "the secret of the house" in caplog.text  # for the operator
    caplog.clear()


@pytest.mark.parametrize(
    ("host", "url", "exposed"),
    [
        ("127.0.0.1", "", False),
        ("0.0.0.0", "", True),
        ("0.0.0.0", "http://127.0.0.1:8090", True),
        ("0.0.0.0", "https://board.example", False),
    ],
)
async def test_it_says_loudly_that_others_can_read_along(
    host: str, url: str, exposed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(host=host, url=url) as doors:
        outside = await doors.browser().opens("/sign-in")
        inside = await (await doors.inside("viewer")).opens("/")
    assert ("Others on your network can read this page" in outside.text) is exposed
    if not url.startswith("https"):  # there the cookie would not be sent without TLS
        assert ("Others on your network can read this page" in inside.text) is exposed
    assert ("THE BOARD CAN BE READ ON THE WAY" in caplog.text) is exposed
