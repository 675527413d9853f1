"""Files at the page: what a customer sends from the reader's own disk, and what is shown of it to staff."""

from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bots.playground.page import files
from bots.playground.world import SLACK_BOT_TOKEN, Playground
from tests.playground_page.conftest import Visitor

EMMA = 1003
PHOTO = Path(__file__).parents[2] / "bots" / "playground" / "page" / "static" / "sample-photo.png"


async def sends(
    visitor: Visitor,
    content: bytes,
    *,
    customer: int = EMMA,
    kind: str = "application/octet-stream",
    origin: str | None = None,
    **query: str,
) -> tuple[int, str]:
    """The status and what the page is told."""
    headers = {"Origin": visitor.origin if origin is None else origin, "Content-Type": kind}
    address = f"{visitor.url}document/{customer}"
    async with visitor.session.post(address, params=query, data=content, headers=headers) as answer:
        return answer.status, await answer.text()


async def messages(visitor: Visitor) -> list[dict[str, Any]]:
    customers = (await visitor.sees("phone"))["customers"]
    return list(next(each for each in customers if each["id"] == EMMA)["messages"])


async def test_a_document_of_ones_own(visitor: Visitor, playground: Playground) -> None:
    assert await sends(visitor, b"%PDF", name="faktura żółta.pdf") == (200, "{}")
    [message] = await messages(visitor)
    assert (message["media"]["kind"], message["media"]["name"], message["media"]["size"]) == (
        "document",
        "faktura żółta.pdf",
        4,
    )
    assert playground.telegram is not None
    file = playground.telegram.account.state.files[message["media"]["file_id"]]
    assert file.content == b"%PDF"


async def test_files_that_are_chosen_together_are_an_album(visitor: Visitor, playground: Playground) -> None:
    for name in ("front.pdf", "back.pdf"):
        assert (await sends(visitor, b"%PDF", name=name, album="17"))[0] == 200
    assert playground.telegram is not None
    assert [each.album for each in playground.telegram.customer(EMMA).chat.messages] == ["17", "17"]


async def test_a_file_without_a_name(visitor: Visitor) -> None:
    await sends(visitor, b"x")
    [message] = await messages(visitor)
    assert message["media"]["name"] == "file"


async def test_a_file_has_an_end(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1000)
    status, said = await sends(visitor, bytes(1001), name="film.mp4")
    assert (status, said) == (413, '{"error": "The playground takes files of up to 0 MB."}')


async def test_a_file_of_nobodys(visitor: Visitor) -> None:
    assert (await sends(visitor, b"x", customer=5))[0] == 404


async def test_who_has_blocked_the_bot_sends_nothing(visitor: Visitor) -> None:
    await visitor.did("block", customer=EMMA, blocked=True)
    status, said = await sends(visitor, b"x", name="a.txt")
    assert (status, "has blocked the bot" in said) == (409, True)


@pytest.mark.parametrize("origin", ["", "http://evil.example", "null"])
async def test_other_sites_send_nothing(visitor: Visitor, origin: str) -> None:
    assert (await sends(visitor, b"x", origin=origin))[0] == 403
    assert await messages(visitor) == []


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data"])
async def test_a_file_is_sent_as_nothing_else(visitor: Visitor, kind: str) -> None:
    """What a form of another site could send is not taken."""
    assert (await sends(visitor, b"x", kind=kind))[0] == 415


@pytest.fixture
def slack(playground: Playground) -> AsyncWebClient:
    assert playground.slack is not None
    return AsyncWebClient(SLACK_BOT_TOKEN, base_url=f"{playground.slack.root}/api/", retry_handlers=[])


async def shared(visitor: Visitor, slack: AsyncWebClient, content: bytes, name: str) -> dict[str, Any]:
    """A file in a thread, as the page is told of it."""
    channel = (await visitor.sees("slack"))["channels"][0]["id"]
    root = (await slack.chat_postMessage(channel=channel, text="Case"))["ts"]
    await slack.files_upload_v2(filename=name, content=content, channel=channel, thread_ts=root)
    message = (await visitor.sees("slack"))["channels"][0]["messages"][-1]
    assert (message["thread"], message["top"]) == (root, False)
    [file] = message["files"]
    return dict(file)


async def test_a_picture_in_a_thread_is_shown(visitor: Visitor, slack: AsyncWebClient) -> None:
    file = await shared(visitor, slack, PHOTO.read_bytes(), "crack.png")
    assert (file["name"], file["picture"]) == ("crack.png", True)
    async with visitor.session.get(f"{visitor.url}shared/{file['id']}") as answer:
        assert (answer.status, answer.content_type) == (200, "image/png")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_only_says_that_it_is_a_picture_is_a_name(visitor: Visitor, slack: AsyncWebClient) -> None:
    file = await shared(visitor, slack, b"<script>alert(1)</script>" * 10, "crack.png")
    assert (file["name"], file["picture"], file["size"]) == ("crack.png", False, 250)
    for id in (file["id"], "F0NONE"):
        async with visitor.session.get(f"{visitor.url}shared/{id}") as answer:
            assert answer.status == 404
