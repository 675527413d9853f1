"""A playground with its page, and somebody at it without a browser."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import msgspec
import pytest

from bots.playground.world import Playground


class Visitor:
    """Asks as the page's own script does."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url
        self.origin = url.rstrip("/")

    async def does(self, do: str, **given: Any) -> tuple[int, dict[str, Any]]:
        """The status and the answer of an action."""
        async with self.session.post(
            f"{self.url}do", json={"do": do, **given}, headers={"Origin": self.origin}
        ) as answer:
            return answer.status, await answer.json()

    async def did(self, do: str, **given: Any) -> dict[str, Any]:
        """The answer of an action that must succeed."""
        status, answer = await self.does(do, **given)
        assert status == 200, answer
        return answer

    async def sees(self, pane: str) -> dict[str, Any]:
        """A pane as a newly opened page is told it."""
        async with self.session.get(f"{self.url}live") as stream:
            async for line in stream.content:
                if line.strip() == f"event: {pane}".encode():
                    data = await stream.content.readline()
                    return dict(msgspec.json.decode(data.removeprefix(b"data: ")))
        raise AssertionError(f"no {pane} was told")


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    playground = Playground(lifted_limits=True)
    assert playground.slack is not None
    playground.slack.deliveries.ack_seconds = 0.05
    await playground.start()
    yield playground
    await playground.stop()


@pytest.fixture
async def visitor(playground: Playground) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession() as session:
        yield Visitor(session, playground.page_url)
