"""Evidence from a customer's phone to the staff's thread."""

import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bots.evidence.performer import EvidencePerformer
from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Message, SlackServer
from bots.playground.telegram import Customer, TelegramServer
from core.model.dispute import Evidence
from core.model.effects import Note, ShowEvidence
from core.model.errors import Gone, Refused, Transient
from core.model.ids import Address, CaseCode, ConversationId, EffectId
from core.model.rows import OutboxRow
from core.model.shop import Role
from tests.evidence.conftest import NOW

CASE = CaseCode("FD-7K2M9")
STREAM = ConversationId("dispute:FD-7K2M9")
MEGABYTE = 1024 * 1024


def row(thread: Address, evidence: Evidence, role: Role = "buyer", attempts: int = 1) -> OutboxRow:
    effect = ShowEvidence(thread, CASE, role, evidence)
    return OutboxRow(1, EffectId("7.0"), STREAM, f"evidence:{STREAM}", effect, 1, 0, attempts, NOW, NOW)


def last(customer: Customer) -> Evidence:
    """What she sent last, as a dispute keeps it."""
    media = customer.chat.messages[-1].media
    assert media is not None
    kind = "photo" if media.kind == "photo" else "document"
    return Evidence(f"telegram:{media.file_id}", kind, media.name, NOW)


def shown(trust: ChannelScreen) -> list[Message]:
    return [message for message in trust.all if message.files]


def kept(tmp_path: Path) -> list[bytes]:
    return [path.read_bytes() for path in (tmp_path / "evidence").rglob("*") if path.is_file()]


async def test_a_photo_goes_from_the_chat_to_the_thread(
    performer: EvidencePerformer, anna: Customer, trust: ChannelScreen, thread: Address, tmp_path: Path
) -> None:
    await anna.sends_photo(b"\xff\xd8crack")
    done = await performer.perform(row(thread, last(anna)))
    [message] = shown(trust)
    assert done.receipt == message.ts
    assert message.text.startswith("dispute.evidence.buyer")
    assert [(each.title, each.content) for each in message.files] == [("photo.jpg", b"\xff\xd8crack")]
    assert kept(tmp_path) == [b"\xff\xd8crack"]


async def test_the_sellers_file_says_that_it_is_the_sellers(
    performer: EvidencePerformer, anna: Customer, trust: ChannelScreen, thread: Address
) -> None:
    await anna.sends_document("../../etc/passwd", b"root")
    await performer.perform(row(thread, last(anna), "seller"))
    [message] = shown(trust)
    assert message.text.startswith("dispute.evidence.seller")
    assert message.files[0].title == "_.._etc_passwd"


async def test_an_album_is_a_file_each(
    performer: EvidencePerformer, anna: Customer, trust: ChannelScreen, thread: Address, tmp_path: Path
) -> None:
    for number in range(3):
        await anna.sends_photo(b"\xff\xd8" + bytes([number]), album="crack")
        await performer.perform(row(thread, last(anna)))
    assert len(shown(trust)) == len(kept(tmp_path)) == 3


async def test_a_repeat_fetches_and_shows_nothing_again(
    performer: EvidencePerformer, anna: Customer, telegram: TelegramServer, trust: ChannelScreen, thread: Address
) -> None:
    await anna.sends_document("bill.pdf", b"%PDF")
    first = await performer.perform(row(thread, last(anna)))
    telegram.faults.seen.clear()
    assert await performer.perform(row(thread, last(anna), attempts=2)) == first
    assert telegram.faults.seen == []
    assert len(shown(trust)) == 1


async def test_what_slack_did_not_take_is_not_fetched_again(
    performer: EvidencePerformer,
    anna: Customer,
    telegram: TelegramServer,
    slack: SlackServer,
    trust: ChannelScreen,
    thread: Address,
) -> None:
    await anna.sends_document("bill.pdf", b"%PDF")
    slack.faults.add(Fault(method="upload", status=500))
    with pytest.raises(Transient):
        await performer.perform(row(thread, last(anna)))
    await telegram.stop()
    await performer.perform(row(thread, last(anna), attempts=2))
    assert len(shown(trust)) == 1


async def test_a_file_that_telegram_does_not_give_is_shown_nowhere(
    performer: EvidencePerformer, anna: Customer, trust: ChannelScreen, thread: Address, tmp_path: Path
) -> None:
    await anna.sends_document("film.mp4", b"mp4", size=21 * MEGABYTE)
    with pytest.raises(Refused, match="larger than the 20 MB"):
        await performer.perform(row(thread, last(anna)))
    assert (shown(trust), kept(tmp_path)) == ([], [])


@pytest.mark.parametrize("file", ["pigeon:12", "", "telegram"])
async def test_a_file_of_no_channel_is_gone(performer: EvidencePerformer, thread: Address, file: str) -> None:
    with pytest.raises(Gone):
        await performer.perform(row(thread, Evidence(file, "photo", "", NOW)))


@asynccontextmanager
async def a_sink() -> AsyncIterator[tuple[str, list[int]]]:
    """An address that counts the bytes of an upload, and keeps and takes none."""
    counted: list[int] = []

    async def swallow(request: web.Request) -> web.Response:
        counted.append(sum([len(piece) async for piece in request.content.iter_chunked(65536)]))
        return web.Response(status=503)

    app = web.Application()
    app.router.add_post("/", swallow)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/", counted
    await runner.cleanup()


async def test_a_large_file_is_never_whole_in_memory(
    performer: EvidencePerformer, anna: Customer, slack: SlackServer, thread: Address
) -> None:
    await anna.sends_document("film.mp4", bytes(19 * MEGABYTE))
    async with a_sink() as (address, counted):
        body = f'{{"ok": true, "upload_url": "{address}", "file_id": "F0FILM"}}'
        headers = {"Content-Type": "application/json"}
        slack.faults.add(Fault(method="files.getUploadURLExternal", status=200, body=body, headers=headers))
        tracemalloc.start()
        try:
            with pytest.raises(Transient):
                await performer.perform(row(thread, last(anna)))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert counted == [19 * MEGABYTE]
    assert peak < 6 * MEGABYTE


def test_its_lane_holds_up_nothing_else(performer: EvidencePerformer, thread: Address) -> None:
    effect = row(thread, Evidence("telegram:1", "photo", "", NOW)).effect
    assert performer.lane(effect, STREAM) == "evidence:dispute:FD-7K2M9"
    assert [limit.name for limit in performer.limits(effect)] == [f"slack:{thread.key.partition('/')[0]}"]
    assert performer.parts(effect) == 1
    with pytest.raises(TypeError):
        performer.limits(Note("x"))
