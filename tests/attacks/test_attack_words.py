"""Hostile words in a thread, in a chat, in a mail and in a table: as they were written, and nothing more."""

import csv
import io
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
import pytest_asyncio

from bots.mail.message import Sender, build
from bots.playground.telegram.texts import plain
from core.model.handoff import Mail, MailFile
from handoff.board.csv_cells import csv_of
from tests.attacks.besieged import Besieged
from tests.attacks.hostile import GROUPS
from tests.engine.fakes import NOON
from tests.scenarios.town import Chat, chatting

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORDS = [words for group in GROUPS.values() for words in group]
TYPED = [
    words for words in WORDS if "`" not in words and "\x00" not in words and "\u2028" not in words
]  # at Slack's field
STYLED = ("text_link", "italic", "bold", "code", "pre", "spoiler")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chat(town: Besieged) -> AsyncIterator[Chat]:
    yield await chatting(town, town.customer(7001, "<b>&*Eve*"), town.agent())


@pytest.mark.fault("Security", "Slack pings, fake links, formatting from customers")
@pytest.mark.parametrize("words", WORDS)
async def test_in_a_thread(town: Besieged, chat: Chat, words: str) -> None:
    """No one is called, nothing is pressed that says another address than it leads to, and nothing looks like ours."""
    number = await chat.customer.write(f"{words} over")
    typed = next(message.text for message in chat.customer.screen if message.id == number)
    relayed = await chat.thread_shows(typed)
    for raw in (relayed.text, str(relayed.blocks)):
        assert [sign for sign in ("<!", "<@", "<#") if sign in raw.replace(typed, "")] == []
    assert [url for url, shown in _links(relayed.blocks) if url != shown] == []
    assert [style for style in _styles(relayed.blocks)[1:] if style] == []  # the first one is the name


def _links(blocks: list[dict[str, object]]) -> list[tuple[str, str]]:
    return [(each["url"], each.get("text") or each["url"]) for each in _elements(blocks) if each["type"] == "link"]


def _styles(blocks: list[dict[str, object]]) -> list[object]:
    return [each.get("style") for each in _elements(blocks)]


def _elements(blocks: list[dict[str, object]]) -> list[dict[str, object]]:
    sections = [section for block in blocks for section in block.get("elements", [])]  # type: ignore[attr-defined]
    return [each for section in sections for each in section["elements"]]


@pytest.mark.parametrize("words", TYPED)
async def test_in_a_customers_chat(chat: Chat, words: str) -> None:
    """What an agent types or pastes; addresses stay visible, and no word hides one."""
    before = len(chat.customer.screen)
    await chat.agent_writes(f"{words} over")
    said = await chat.customer.reads(lambda message: message.text.endswith("over") and message.by_bot)
    assert len(chat.customer.screen) == before + 1
    assert said.text.partition("\n")[2].strip() == plain(f"{words} over")[0]
    assert [each.type for each in said.entities if each.type == "text_link"] == []


@pytest.mark.fault("Security", "HTML in every field of board and mails", "the desk's mails are plain text")
@pytest.mark.parametrize("words", WORDS)
async def test_in_a_mail(words: str) -> None:
    files = (MailFile(words, "text/html", b"<script>"),)
    raw = build(Mail("anna@shop.example", words, words, "7.0.abcd", files=files), _SENDER, NOON).as_bytes()
    mail: EmailMessage = message_from_bytes(raw, policy=SMTP)  # type: ignore[arg-type, assignment]
    kinds = [part.get_content_type() for part in mail.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "application/octet-stream"]
    assert not {"Bcc", "Cc", "Set-Cookie", "Refresh"} & set(mail.keys())


_SENDER = Sender("support@desk.example", "Sample Market")


@pytest.mark.fault("Security", "CSV cells that start with = + - @")
@pytest.mark.parametrize("words", WORDS)
async def test_in_a_table(words: str) -> None:
    read = list(csv.reader(io.StringIO(csv_of([words], [[words], [f"={words}"]]).decode("utf-8-sig"), newline="")))
    assert len(read) == 3
    assert [cell for row in read for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
