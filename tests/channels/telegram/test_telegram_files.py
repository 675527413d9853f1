"""The files that customers send: how they are heard of, and how they come to the desk's disk."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot
from telegram.error import TelegramError, TimedOut

from bots.playground.faults import Fault
from bots.playground.telegram import Customer, TelegramServer
from bots.telegram.errors import Unanswered
from bots.telegram.files import TelegramFiles
from bots.telegram.incoming import TelegramReader, received
from bots.telegram.request import AiohttpRequest
from core.model.errors import DeskError, Gone, Limited, Refused, Transient, Uncertain
from core.model.events import CustomerSentFile
from core.model.file_limits import FROM_TELEGRAM
from core.model.heard import FromCustomer
from tests.channels.telegram.fakes import TOKEN

BASE = {
    "message_id": 7,
    "date": 1_782_900_000,
    "chat": {"id": 1001, "type": "private"},
    "from": {"id": 1001, "is_bot": False, "first_name": "Anna"},
}


def heard(**content: Any) -> CustomerSentFile:
    said = TelegramReader().read(received({"update_id": 1, "message": BASE | content}, "42").payload)
    assert isinstance(said, FromCustomer)
    assert isinstance(said.event, CustomerSentFile)
    return said.event


def named(**content: Any) -> tuple[str, str, int]:
    event = heard(**content)
    return event.file, event.name, event.size


# --- as it is heard of
def test_of_a_photo_the_largest_size_counts():
    sizes = [
        {"file_id": "small", "file_unique_id": "s", "file_size": 1_400, "width": 90, "height": 67},
        {"file_id": "large", "file_unique_id": "l", "file_size": 154_000, "width": 1280, "height": 960},
        {"file_id": "middle", "file_unique_id": "m", "file_size": 21_000, "width": 320, "height": 240},
    ]
    assert named(photo=sizes) == ("large", "", 154_000)


def test_a_document_keeps_its_name():
    document = {"file_id": "BQAC", "file_unique_id": "B", "file_name": "faktura żółta.pdf", "file_size": 48_211}
    assert named(document=document) == ("BQAC", "faktura żółta.pdf", 48_211)


def test_a_video_of_unknown_size():
    video = {"file_id": "BAAC", "file_unique_id": "B", "width": 640, "height": 480, "duration": 3}
    assert named(video=video) == ("BAAC", "", 0)


@pytest.mark.parametrize(
    "content",
    [
        {"location": {"longitude": "east"}},
        {"poll": {"id": "1"}},
        {"photo": []},
        {"photo": ["x"]},
        {"document": "x"},
        {"document": {"file_id": 12, "file_name": "a.pdf", "file_size": 3}},
    ],
    ids=str,
)
def test_what_cannot_be_fetched_has_come_all_the_same(content):
    assert named(**content) == ("", "", 0)


@pytest.mark.parametrize(
    ("odd", "file"),
    [
        ({"file_name": 5, "file_size": "many"}, ("BQAC", "", 0)),
        ({"file_name": "a\x00b\ud800.pdf", "file_size": -1}, ("BQAC", "a\ufffdb\ufffd.pdf", 0)),
        ({"file_size": True}, ("BQAC", "", 0)),
    ],
    ids=str,
)
def test_odd_names_and_sizes_lose_no_file(odd, file):
    assert named(document={"file_id": "BQAC"} | odd) == file


# --- as it is fetched
@pytest.fixture
def files(bot: Bot) -> TelegramFiles:
    return TelegramFiles(bot)


def last_file(customer: Customer) -> str:
    media = customer.chat.messages[-1].media
    assert media is not None
    return media.file_id


async def test_a_file_comes_to_the_disk(files: TelegramFiles, anna: Customer, tmp_path: Path) -> None:
    content = bytes(range(256)) * 4_000
    await anna.sends_document("bill.pdf", content)
    await files.fetch(last_file(anna), tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == content


async def test_a_file_takes_the_place_of_what_an_earlier_try_left(
    files: TelegramFiles, anna: Customer, tmp_path: Path
) -> None:
    (tmp_path / "part").write_bytes(b"half of something much longer")
    await anna.sends_document("bill.pdf", b"%PDF")
    await files.fetch(last_file(anna), tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == b"%PDF"


async def test_the_largest_file_that_a_bot_is_given(files: TelegramFiles, anna: Customer, tmp_path: Path) -> None:
    await anna.sends_document("film.mp4", bytes(FROM_TELEGRAM.bytes))
    await files.fetch(last_file(anna), tmp_path / "part")
    assert (tmp_path / "part").stat().st_size == FROM_TELEGRAM.bytes


async def test_a_file_that_telegram_gives_no_bot(files: TelegramFiles, anna: Customer, tmp_path: Path) -> None:
    await anna.sends_document("film.mp4", b"mp4", size=FROM_TELEGRAM.bytes + 1)
    with pytest.raises(Refused, match="larger than the 20 MB"):
        await files.fetch(last_file(anna), tmp_path / "part")


async def test_a_file_that_is_larger_than_it_was_said_to_be(
    files: TelegramFiles, anna: Customer, tmp_path: Path
) -> None:
    await anna.sends_document("film.mp4", bytes(FROM_TELEGRAM.bytes + 1), size=17)
    with pytest.raises(Refused, match="larger than the 20 MB"):
        await files.fetch(last_file(anna), tmp_path / "part")


async def test_a_file_of_nobody_knows_what(files: TelegramFiles, tmp_path: Path) -> None:
    with pytest.raises(Gone, match="Invalid file_id"):
        await files.fetch("BQAC-of-another-bot", tmp_path / "part")


UNAVAILABLE = (
    '{"ok":false,"error_code":400,"description":"Bad Request: wrong file_id or the file is temporarily unavailable"}'
)
TROUBLE: dict[str, tuple[Fault, type[DeskError]]] = {
    "getFile is not answered": (Fault(method="getFile", drop=True), Transient),
    "getFile answers 502": (Fault(method="getFile", status=502, body="<html>"), Transient),
    "the server cannot get it now": (Fault(method="getFile", status=400, body=UNAVAILABLE), Transient),
    "getFile is limited": (Fault(method="getFile", status=429, headers={"Retry-After": "7"}), Limited),
    "the download breaks off": (Fault(method="file", drop=True, times=2), Transient),
    "the download answers 500": (Fault(method="file", status=500), Transient),
    "the path is over": (Fault(method="file", status=404), Transient),
    "the download leads elsewhere": (
        Fault(method="file", status=302, headers={"Location": "http://127.0.0.1:1/"}),
        Transient,
    ),
    "the download is limited": (Fault(method="file", status=429, headers={"Retry-After": "7"}), Limited),
}


@pytest.mark.fault("Telegram", "stalled downloads", "given up after a while and tried again; nothing half-way is shown")
@pytest.mark.parametrize(("fault", "error"), TROUBLE.values(), ids=TROUBLE)
async def test_trouble_on_the_way_passes(
    files: TelegramFiles, server: TelegramServer, anna: Customer, tmp_path: Path, fault: Fault, error: type[DeskError]
) -> None:
    await anna.sends_document("bill.pdf", b"%PDF")
    server.faults.add(fault)
    with pytest.raises(error) as raised:
        await files.fetch(last_file(anna), tmp_path / "part")
    assert not isinstance(raised.value, Uncertain)
    assert TOKEN not in str(raised.value)
    await files.fetch(last_file(anna), tmp_path / "part")
    assert (tmp_path / "part").read_bytes() == b"%PDF"


@asynccontextmanager
async def half_a_file(*, stalls: bool) -> AsyncIterator[str]:
    """An address where a hundred bytes are promised and four come; then nothing more, or the end."""
    over = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n%PDF")
        await writer.drain()
        if stalls:
            await reader.read()
        writer.close()
        await writer.wait_closed()
        over.set()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        await over.wait()


@pytest.mark.parametrize(("stalls", "error"), [(False, Unanswered), (True, TimedOut)])
async def test_half_a_file_is_none(stalls: bool, error: type[TelegramError]) -> None:
    request = AiohttpRequest(1.0, 0.05)
    async with half_a_file(stalls=stalls) as address:
        pieces = request.pieces(address)
        assert await anext(pieces) == b"%PDF"
        with pytest.raises(error):
            await anext(pieces)
        await request.shutdown()


async def test_only_a_bot_that_can_stream_fetches() -> None:
    with pytest.raises(TypeError):
        TelegramFiles(Bot(TOKEN))
