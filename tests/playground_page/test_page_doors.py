"""The page answers its own script on loopback, and nobody else."""

import pytest

from bots.playground.world import Playground
from tests.playground_page.conftest import Visitor


async def test_the_page_and_its_policy(visitor: Visitor) -> None:
    async with visitor.session.get(visitor.url) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/html"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
        text = await answer.text()
    assert '<script type="module" src="/static/page.js">' in text
    assert "http" not in text.replace("http-equiv", "")


@pytest.mark.parametrize("name", ["page.js", "page.css", "icon.svg", "sample-photo.png"])
async def test_its_files(visitor: Visitor, name: str) -> None:
    async with visitor.session.get(f"{visitor.url}static/{name}") as answer:
        assert answer.status == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_name_that_points_at_loopback_is_turned_away(visitor: Visitor) -> None:
    async with visitor.session.get(visitor.url, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("origin", ["", "http://evil.example", "null", "https://127.0.0.1"])
async def test_other_sites_cannot_act(visitor: Visitor, playground: Playground, origin: str) -> None:
    visitor.origin = origin
    async with visitor.session.post(
        f"{visitor.url}do", json={"do": "write", "customer": 1003, "text": "hi"}, headers={"Origin": origin}
    ) as answer:
        assert answer.status == 403
    assert playground.telegram is not None
    assert playground.telegram.customer(1003).screen == []


async def test_only_json_is_read(visitor: Visitor) -> None:
    async with visitor.session.post(
        f"{visitor.url}do", data={"do": "calm"}, headers={"Origin": visitor.origin}
    ) as answer:
        assert answer.status == 415


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"do": "explode"}', b'{"do": "write"}', b'{"do": "calm", "x": 1}', b'"\\ud83d"', b"\xff"],
)
async def test_junk_is_refused_in_words(visitor: Visitor, body: bytes) -> None:
    headers = {"Origin": visitor.origin, "Content-Type": "application/json"}
    async with visitor.session.post(f"{visitor.url}do", data=body, headers=headers) as answer:
        assert answer.status == 400
        assert "cannot be read" in (await answer.json())["error"]


async def test_nothing_else_is_served(visitor: Visitor) -> None:
    for path in ("static/../server.py", "static/%2e%2e/server.py", "photo/none", "elsewhere"):
        async with visitor.session.get(visitor.url + path) as answer:
            assert answer.status in (403, 404)
