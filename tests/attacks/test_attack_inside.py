"""Somebody who is let in and sends what no page of ours sends: every address of the board answers, and none stumbles."""

import random
import re
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
import pytest_asyncio

from handoff.board.routes import Route
from tests.attacks.besieged import BUDGET
from tests.attacks.hostile import GROUPS
from tests.board.browsing_board import filled
from tests.board.case_story import CASE
from tests.board.doors import Browser, House

pytestmark = pytest.mark.asyncio(loop_scope="module")

NAMES = (
    *("days", "from", "to", "by", "language", "method", "topic", "order", "code", "case", "agent", "on", "id", "kind"),
    *("back", "until", "reason", "typed", "minutes", "version", "all", "sample", "zone", "seq", "what", "queue"),
)
VALUES = (
    *("", "0", "-1", "7", "999999999999999999999", "1e400", "NaN", "true", "2026-02-30", "9999-12-31", "0001-01-01"),
    *("2026-11-01T25:00", "en", "xx", CASE, f"{CASE} ", "fd-7k2m9p", "FD-", "U0TOM", "live_chat", "callback", "inbox"),
    *("\x00", "\ud7ff", "\U0010ffff", "é" * 300, "../../x", "a,b;c", "[]", "{}", "%", "%ff"),
    *(words for group in GROUPS.values() for words in group),
)
SIGNS_OUT = "/sign-out"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def board() -> AsyncIterator[House]:
    async with filled() as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def operator(board: House) -> Browser:
    return await board.inside("operator")


def some(chance: random.Random) -> dict[str, str]:
    return {name: chance.choice(VALUES) for name in chance.sample(NAMES, chance.randint(0, 5))}


def address(route: Route, chance: random.Random) -> str:
    return re.sub(r"\{\w+\}", quote(chance.choice((CASE, *VALUES)) or "x", safe=""), route.path)


@pytest.mark.fault("Security", "Board: no internals in errors")
async def test_whatever_is_asked_of_a_page(board: House, operator: Browser, caplog: pytest.LogCaptureFixture) -> None:
    chance = random.Random(7)
    for route in (route for route in board.board.routes if route.method == "GET"):
        tries = 1 if route.path.endswith((".csv", ".json")) else 4
        for _ in range(tries * BUDGET):
            path, query = address(route, chance), some(chance)
            found = await operator.asks("GET", path, params=query)
            assert found.status < 500, (path, query, found.text[:500])
            assert "Traceback" not in found.text
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@pytest.mark.fault("Security", "Board: no internals in errors")
async def test_whatever_is_sent_in_a_form(board: House, caplog: pytest.LogCaptureFixture) -> None:
    """With the token: what a supervisor's browser would never send, a supervisor may."""
    operator, chance = await board.inside("operator"), random.Random(11)
    token = await operator.token()
    for route in (route for route in board.board.routes if route.method == "POST" and route.path != SIGNS_OUT):
        for _ in range(12 * BUDGET):
            path, form = address(route, chance), some(chance)
            async with operator.session.post(f"{board.root}{path}", data={**form, "csrf": token}) as found:
                assert found.status < 500, (path, form)
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
