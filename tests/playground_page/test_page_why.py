"""What the page is told of the reasons behind a message of the bot's."""

from collections.abc import Mapping

import pytest

from bots.playground.world import Playground
from tests.playground_page.conftest import Visitor

EMMA = 1003
ANSWER = {"kind": "answered", "verdict": "careful", "confidence": 0.46, "citations": [{"title": "Rückgabe"}]}


async def explained(chat: int, message: int) -> Mapping[str, object] | None:
    """Only Emma's seventh message is an answer."""
    return ANSWER if (chat, message) == (EMMA, 7) else None


async def test_the_reasons_behind_an_answer(visitor: Visitor, playground: Playground) -> None:
    playground.why = explained
    async with visitor.session.get(f"{visitor.url}why/{EMMA}/7") as reply:
        assert (reply.status, reply.content_type) == (200, "application/json")
        assert reply.headers["Cache-Control"] == "no-store"
        assert await reply.json() == ANSWER


@pytest.mark.parametrize("place", [f"{EMMA}/8", "1001/7", "0/0", "999999999999999999/7"])
async def test_a_message_that_is_no_answer(visitor: Visitor, playground: Playground, place: str) -> None:
    playground.why = explained
    async with visitor.session.get(f"{visitor.url}why/{place}") as reply:
        assert (reply.status, await reply.read()) == (204, b"")


async def test_nobody_knows_any_reasons(visitor: Visitor) -> None:
    async with visitor.session.get(f"{visitor.url}why/{EMMA}/7") as reply:
        assert reply.status == 204


@pytest.mark.parametrize(
    "place", ["", "7", "anna/7", f"{EMMA}/draft-7", "1/-7", "1/7.5", "1/7/7", "1/٧", "1/" + "9" * 19]
)
async def test_no_number_of_a_message(visitor: Visitor, playground: Playground, place: str) -> None:
    playground.why = explained
    async with visitor.session.get(f"{visitor.url}why/{place}") as reply:
        assert reply.status == 404


async def test_reasons_are_for_loopback_alone(visitor: Visitor, playground: Playground) -> None:
    playground.why = explained
    async with visitor.session.get(f"{visitor.url}why/{EMMA}/7", headers={"Host": "evil.example"}) as reply:
        assert reply.status == 403
