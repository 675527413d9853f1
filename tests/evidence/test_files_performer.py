"""Files of a live chat on their way to staff and to the customer: each once, as what it is, and never with our token elsewhere."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from msgspec.structs import replace
from telegram import Bot

from bots.files.names import file_name
from bots.files.passing import Passing
from bots.files.performer import FETCHED_WITHIN, FilePerformer
from bots.playground.faults import Fault
from bots.playground.slack import ChannelScreen, Message, Person, SlackServer
from bots.playground.telegram import Customer, TelegramServer
from bots.playground.telegram.state import Media
from bots.playground.telegram.state import Message as Said
from bots.slack.api import Api
from bots.slack.downloads import Downloads
from bots.slack.errors import NoAccess
from bots.slack.files import SlackFiles
from bots.telegram.files import TelegramFiles
from bots.telegram.sending_files import TelegramFileSender, way_of
from core.model.effects import Effect, Note, SendFile, ShowFile
from core.model.errors import Blocked, DeskError, Gone, Limited, Refused, Transient
from core.model.events import Delivered
from core.model.file import File
from core.model.file_limits import FROM_TELEGRAM, MB, PHOTO_TO_TELEGRAM, TO_TELEGRAM, FileLimit
from core.model.ids import Address, AgentId, CaseCode, ConversationId, EffectId, Language
from core.model.people import Agent
from core.model.rows import OutboxRow
from core.model.styled import Style
from tests.evidence.conftest import NOW

CASE = CaseCode("FD-7K2M9")
CHAT = ConversationId("telegram:1001")
ANNA = Address("telegram", "1001")
TOM = Agent(AgentId("U0TOM"), "Tom <T>")
PDF = b"%PDF-1.7"


@pytest.fixture
def performer(tmp_path: Path, bot: Bot, staff: SlackFiles) -> FilePerformer:
    sources = {"telegram": TelegramFiles(bot), "slack": staff}
    return FilePerformer(
        Passing(tmp_path / "passing"), sources, staff, {"telegram": TelegramFileSender(bot)}, FROM_TELEGRAM
    )


@pytest.fixture
def tom(slack: SlackServer) -> Person:
    return slack.agent("Tom", "U0TOM")


def row(effect: Effect, attempts: int = 1) -> OutboxRow:
    return OutboxRow(1, EffectId("7.0"), CHAT, "lane", effect, 1, 0, attempts, NOW, NOW)


def show(thread: Address, customer: Customer, kind: str, caption: str = "") -> OutboxRow:
    """What she sent last."""
    media = customer.chat.messages[-1].media
    assert media is not None
    return row(ShowFile(thread, CASE, File(f"telegram:{media.file_id}", media.name, kind), "Anna", caption))


async def attached(tom: Person, trust: ChannelScreen, name: str, content: bytes) -> SendFile:
    """A file of Tom's, to be sent."""
    ts = await tom.shares(trust, name, content)
    [file] = next(message for message in trust.all if message.ts == ts).files
    sent = File(f"slack:{file.id}", file.name, file.mimetype, len(content))
    return SendFile(ANNA, sent, Language("en"), TOM, ref=ts)


def shown(trust: ChannelScreen) -> list[Message]:
    return [message for message in trust.all if message.files]


def received(anna: Customer) -> tuple[Said, Media]:
    message = anna.screen[-1]
    assert message.media is not None
    return message, message.media


# --- to staff


async def test_a_voice_note_is_shown_with_its_sender(
    performer: FilePerformer, anna: Customer, trust: ChannelScreen, thread: Address, tmp_path: Path
) -> None:
    await anna.sends_voice(content=b"OggS hello")
    done = await performer.perform(show(thread, anna, "voice message", "listen <!here>"))
    [message] = shown(trust)
    assert (done.receipt, message.thread_ts) == (message.ts, thread.key.partition("/")[2])
    assert message.text.startswith("staff.file_captioned")
    assert [(file.title, file.content) for file in message.files] == [("voice message.ogg", b"OggS hello")]
    assert list((tmp_path / "passing").iterdir()) == []


async def test_a_repeat_shows_nothing_again(
    performer: FilePerformer, anna: Customer, telegram: TelegramServer, trust: ChannelScreen, thread: Address
) -> None:
    await anna.sends_document("bill.pdf", PDF)
    first = await performer.perform(show(thread, anna, "file"))
    await telegram.stop()
    again = show(thread, anna, "file")
    assert await performer.perform(replace(again, attempts=2)) == first
    assert len(shown(trust)) == 1


async def test_an_album_is_one_message_and_a_repeat_finds_each_of_it(
    performer: FilePerformer, anna: Customer, trust: ChannelScreen, thread: Address, tmp_path: Path
) -> None:
    rows = []
    for number, caption in enumerate(("my vase", "", "")):
        await anna.sends_photo(b"\xff\xd8" + bytes([number]), album="vase")
        one = show(thread, anna, "photo", caption)
        rows.append(replace(one, seq=number, id=EffectId(f"{number}.0")))
    done = await performer.perform(replace(rows[0], joined=tuple(rows[1:])))
    [message] = shown(trust)
    assert [file.content[2] for file in message.files] == [0, 1, 2]
    assert list((tmp_path / "passing").iterdir()) == []
    for each in rows:
        assert await performer.perform(replace(each, attempts=2)) == done
    assert len(shown(trust)) == 1


@pytest.mark.parametrize(
    ("kinds", "captions", "together"),
    [
        (("photo", "video"), ("the crack", ""), True),
        (("file", "file"), ("", ""), True),
        (("photo", "file"), ("", ""), False),
        (("photo", "photo"), ("", "and from below"), False),
        (("voice message", "voice message"), ("", ""), False),
        (("sticker", "sticker"), ("", ""), False),
    ],
)
def test_what_is_an_album(
    performer: FilePerformer, kinds: tuple[str, str], captions: tuple[str, str], together: bool
) -> None:
    first, then = (
        ShowFile(Address("slack", "C1/1.1"), CASE, File("telegram:A", kind=kind), "Anna", caption)
        for kind, caption in zip(kinds, captions, strict=True)
    )
    assert performer.join(first, then) == (first if together else None)
    assert (performer.company(first) is not None) == (kinds[0] in ("photo", "file"))


PHOTO, VIDEO, PAPER, SONG = "image/jpeg", "video/mp4", "application/pdf", "audio/mpeg"


@pytest.mark.parametrize(
    ("kinds", "captions", "refs", "together"),
    [
        ((PHOTO, VIDEO), ("look", ""), ("7", "7"), True),
        ((PAPER, PAPER), ("", ""), ("7", "7"), True),
        ((SONG, SONG), ("", ""), ("7", "7"), True),
        ((PHOTO, PAPER), ("", ""), ("7", "7"), False),
        (("audio/ogg", "audio/ogg"), ("", ""), ("7", "7"), False),
        ((PHOTO, PHOTO), ("", "and this"), ("7", "7"), False),
        ((PHOTO, PHOTO), ("", ""), ("7", "8"), False),
        ((PHOTO, PHOTO), ("", ""), ("", ""), False),
    ],
)
def test_what_of_an_agents_is_an_album(
    performer: FilePerformer, kinds: tuple[str, str], captions: tuple[str, str], refs: tuple[str, str], together: bool
) -> None:
    first, then = (
        SendFile(Address("telegram", "1001"), File("slack:F1", "a", kind, 9), Language("en"), TOM, caption, ref)
        for kind, caption, ref in zip(kinds, captions, refs, strict=True)
    )
    assert performer.join(first, then) == (first if together else None)


async def test_what_slack_did_not_take_is_tried_again(
    performer: FilePerformer, anna: Customer, slack: SlackServer, trust: ChannelScreen, thread: Address, tmp_path: Path
) -> None:
    await anna.sends_document("bill.pdf", PDF)
    slack.faults.add(Fault(method="upload", status=500))
    with pytest.raises(Transient):
        await performer.perform(show(thread, anna, "file"))
    assert list((tmp_path / "passing").iterdir()) == []
    await performer.perform(replace(show(thread, anna, "file"), attempts=2))
    assert len(shown(trust)) == 1


async def test_what_telegram_does_not_give_is_refused(
    performer: FilePerformer, anna: Customer, trust: ChannelScreen, thread: Address
) -> None:
    await anna.sends_document("film.mp4", b"mp4", size=21 * MB)
    with pytest.raises(Refused, match="larger than the 20 MB"):
        await performer.perform(show(thread, anna, "file"))
    assert shown(trust) == []


# --- to the customer


async def test_a_document_keeps_its_name_and_says_whose_it_is(
    performer: FilePerformer, anna: Customer, tom: Person, trust: ChannelScreen
) -> None:
    effect = await attached(tom, trust, "label.pdf", PDF)
    done = await performer.perform(row(effect))
    message, media = received(anna)
    assert (done.receipt, done.event) == (str(message.id), Delivered(effect.ref))
    assert (media.kind, media.name, message.text) == ("document", "label.pdf", "Tom <T>")


async def test_a_caption_is_set_as_it_was_written(
    performer: FilePerformer, anna: Customer, tom: Person, trust: ChannelScreen
) -> None:
    effect = await attached(tom, trust, "desk.jpg", b"\xff\xd8")
    await performer.perform(row(replace(effect, caption="the <new> desk", styles=(Style("bold", 4, 9),))))
    message, media = received(anna)
    assert (media.kind, message.text) == ("photo", "Tom <T>\nthe <new> desk")
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bold", 0, 7), ("bold", 12, 5)]


@pytest.mark.fault("Content", "attachments with wrong types", "sent as what they are, or as a document")
async def test_what_is_no_photo_for_telegram_is_a_document(
    performer: FilePerformer, anna: Customer, tom: Person, trust: ChannelScreen, telegram: TelegramServer
) -> None:
    body = '{"ok": false, "error_code": 400, "description": "Bad Request: PHOTO_INVALID_DIMENSIONS"}'
    telegram.faults.add(Fault(method="sendPhoto", status=400, body=body))
    await performer.perform(row(await attached(tom, trust, "strip.png", b"\x89PNG")))
    assert received(anna)[1].kind == "document"


@pytest.mark.fault("Content", "attachments over the limits", "not even fetched, and told")
async def test_more_than_telegram_takes_is_not_even_fetched(
    performer: FilePerformer, tom: Person, trust: ChannelScreen, slack: SlackServer
) -> None:
    effect = await attached(tom, trust, "film.mp4", b"mp4")
    slack.faults.seen.clear()
    large = replace(effect, file=replace(effect.file, size=TO_TELEGRAM.bytes + 1))
    with pytest.raises(Refused, match="larger than 50 MB"):
        await performer.perform(row(large))
    assert slack.faults.seen == []


async def test_a_customer_who_has_blocked_the_bot_gets_nothing(
    performer: FilePerformer, anna: Customer, tom: Person, trust: ChannelScreen
) -> None:
    effect = await attached(tom, trust, "label.pdf", PDF)
    anna.blocks()
    with pytest.raises(Blocked):
        await performer.perform(row(effect))


async def test_a_file_that_slack_does_not_give_out_holds_up_nobody_for_long(
    performer: FilePerformer, tom: Person, trust: ChannelScreen, slack: SlackServer
) -> None:
    effect = await attached(tom, trust, "label.pdf", PDF)
    slack.faults.add(Fault(method="files.info", status=500, times=9))
    with pytest.raises(Transient):
        await performer.perform(row(effect, FETCHED_WITHIN - 1))
    with pytest.raises(Refused, match="could not be fetched"):
        await performer.perform(row(effect, FETCHED_WITHIN))


@pytest.mark.parametrize("reference", ["", "slack:", "pigeon:12", "slack:F404"])
async def test_a_file_that_is_nowhere_is_gone(performer: FilePerformer, reference: str) -> None:
    with pytest.raises(Gone):
        await performer.perform(row(SendFile(ANNA, File(reference, "a.pdf"), Language("en"), TOM)))


@pytest.mark.fault("Content", "attachments of 0 bytes", "refused in words")
async def test_an_empty_file_is_refused(performer: FilePerformer, tom: Person, trust: ChannelScreen) -> None:
    with pytest.raises(Refused, match="empty"):
        await performer.perform(row(await attached(tom, trust, "a.txt", b"")))


def test_what_is_sent_keeps_order_with_words_and_what_is_shown_holds_up_none(
    performer: FilePerformer, thread: Address
) -> None:
    sent = SendFile(ANNA, File("slack:F1"), Language("en"), TOM)
    assert performer.lane(sent, CHAT) == str(ANNA)
    assert performer.lane(ShowFile(thread, CASE, File("telegram:A"), "Anna"), CHAT) == f"files:{CHAT}"


def test_another_effect_is_a_mistake(performer: FilePerformer) -> None:
    with pytest.raises(TypeError):
        performer.limits(Note("a", "b"))


@pytest.mark.fault("Content", "attachments with wrong types")
@pytest.mark.parametrize(
    ("kind", "name", "size", "way"),
    [
        ("image/jpeg", "a.jpg", 1, "photo"),
        ("image/png", "a.png", PHOTO_TO_TELEGRAM.bytes, "photo"),
        ("image/png", "a.png", PHOTO_TO_TELEGRAM.bytes + 1, "document"),
        ("image/svg+xml", "a.svg", 1, "document"),
        ("audio/ogg; codecs=opus", "a.ogg", 1, "voice"),
        ("audio/mp4", "audio_message.m4a", 1, "voice"),
        ("audio/mpeg", "song.mp3", 1, "audio"),
        ("video/mp4", "a.mp4", 1, "video"),
        ("video/quicktime", "a.mov", 1, "document"),
        ("application/pdf", "a.pdf", 1, "document"),
        ("", "", 0, "document"),
    ],
)
def test_how_files_are_sent(kind: str, name: str, size: int, way: str) -> None:
    assert way_of(kind, name, size) == way


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("", "photo", "photo.jpg"),
        ("", "file", "file"),
        ("", "application/pdf", "application"),
        ("../x.pdf", "file", "_x.pdf"),
        ("", "", "file"),
    ],
)
def test_what_files_are_called(name: str, kind: str, shown: str) -> None:
    assert file_name(name, kind) == shown


def test_each_limit_has_its_source() -> None:
    for limit in (FROM_TELEGRAM, TO_TELEGRAM, PHOTO_TO_TELEGRAM):
        assert limit.source.startswith("https://core.telegram.org/bots/api#")


# --- what Slack gives out


class Answers:
    """files.info and a download, as a test wants them."""

    def __init__(self) -> None:
        self.file: dict[str, object] = {}
        self.status, self.kind, self.headers = 200, "application/pdf", dict[str, str]()
        self.tokens: list[str] = []

    async def info(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "file": self.file})

    async def download(self, request: web.Request) -> web.Response:
        self.tokens.append(request.headers.get("Authorization", ""))
        return web.Response(status=self.status, body=PDF, content_type=self.kind, headers=self.headers)


@pytest.fixture
async def answers() -> AsyncIterator[tuple[Answers, str]]:
    answers, app = Answers(), web.Application()
    app.router.add_route("*", "/api/files.info", answers.info)
    app.router.add_get("/a.pdf", answers.download)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    answers.file = {"id": "F1", "mimetype": "application/pdf", "url_private_download": f"{root}/a.pdf"}
    yield answers, root
    await runner.cleanup()


@pytest.fixture
def downloads(answers: tuple[Answers, str], api: Api) -> Downloads:
    api.web.base_url = f"{answers[1]}/api/"
    return Downloads(api, api.web.session)  # type: ignore[arg-type]


async def test_a_file_is_fetched_with_our_token(
    downloads: Downloads, answers: tuple[Answers, str], api: Api, tmp_path: Path
) -> None:
    await downloads.fetch("F1", tmp_path / "a", TO_TELEGRAM)
    assert (tmp_path / "a").read_bytes() == PDF
    assert answers[0].tokens == [f"Bearer {api.web.token}"]


ODD: dict[str, tuple[dict[str, object], type[DeskError]]] = {
    "elsewhere": ({"url_private_download": "https://evil.example/a.pdf"}, Refused),
    "a look-alike": ({"url_private_download": "http://127.0.0.1.evil.example/a.pdf"}, Refused),
    "another scheme": ({"url_private_download": "file:///etc/passwd"}, Refused),
    "no address": ({"url_private_download": ""}, Gone),
    "a file of another service": ({"mode": "external"}, Gone),
    "deleted": ({"mode": "tombstone"}, Gone),
    "too large": ({"size": TO_TELEGRAM.bytes + 1}, Refused),
}


@pytest.mark.parametrize(("odd", "error"), ODD.values(), ids=ODD)
async def test_our_token_goes_nowhere_else(
    odd: dict[str, object],
    error: type[DeskError],
    downloads: Downloads,
    answers: tuple[Answers, str],
    tmp_path: Path,
) -> None:
    answers[0].file |= odd
    with pytest.raises(error):
        await downloads.fetch("F1", tmp_path / "a", TO_TELEGRAM)
    assert answers[0].tokens == []


TROUBLE: dict[str, tuple[int, str, dict[str, str], type[DeskError]]] = {
    "led to the sign-in": (302, "application/pdf", {"Location": "https://slack.com/signin"}, NoAccess),
    "shown the sign-in": (200, "text/html", {}, NoAccess),
    "gone": (404, "application/pdf", {}, Gone),
    "too fast": (429, "application/pdf", {"Retry-After": "7"}, Limited),
    "trouble": (503, "application/pdf", {}, Transient),
}


@pytest.mark.parametrize(("status", "kind", "headers", "error"), TROUBLE.values(), ids=TROUBLE)
async def test_trouble_with_a_download(
    status: int,
    kind: str,
    headers: dict[str, str],
    error: type[DeskError],
    downloads: Downloads,
    answers: tuple[Answers, str],
    tmp_path: Path,
) -> None:
    answers[0].status, answers[0].kind, answers[0].headers = status, kind, headers
    with pytest.raises(error):
        await downloads.fetch("F1", tmp_path / "a", TO_TELEGRAM)


@pytest.mark.fault("Content", "attachments over the limits", "not taken")
async def test_more_bytes_than_were_said_are_not_taken(downloads: Downloads, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="larger than 0 MB"):
        await downloads.fetch("F1", tmp_path / "a", FileLimit(3, ""))
