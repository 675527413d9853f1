"""Evidence between the playground's Telegram and the playground's Slack, with the real clients on both sides."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from telegram import Bot

from bots.evidence.folder import EvidenceFolder
from bots.evidence.performer import EvidencePerformer
from bots.playground.slack import ChannelScreen, SlackServer
from bots.playground.slack import Limits as SlackLimits
from bots.playground.telegram import UNLIMITED, Customer, TelegramServer
from bots.slack.api import Api, new_session, web_client
from bots.slack.files import SlackFiles
from bots.slack.ids import Place
from bots.telegram.files import TelegramFiles
from bots.telegram.request import close, make_bot
from core.model.ids import Address
from core.model.view import Text
from core.store.sqlite import SqliteStore

TOKEN = "42:playground"
LOOKS = (0.0, 0.02, 0.04)
NOW = datetime.now(UTC)


def say(line: Text) -> str:
    return f"{line.key} <&>"


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    server = TelegramServer(TOKEN, limits=UNLIMITED)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def anna(telegram: TelegramServer) -> Customer:
    anna = telegram.customer(1001, "Anna", language_code="pl")
    await anna.starts()
    return anna


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    bot = make_bot(TOKEN, telegram.root)
    yield bot
    await close(bot)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    server = SlackServer(limits=SlackLimits.lifted())
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def session(slack: SlackServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with new_session(slack.root) as session:
        yield session


@pytest.fixture
def api(slack: SlackServer, session: aiohttp.ClientSession) -> Api:
    return Api(web_client(slack.root, session, slack.api.bot_token))


@pytest.fixture
def trust(slack: SlackServer) -> ChannelScreen:
    return slack.channel("trust")


@pytest.fixture
async def thread(api: Api, trust: ChannelScreen) -> Address:
    card = await api.answer(api.web.chat_postMessage(channel=trust.id, text="Case FD-7K2M9"))
    return Place(trust.id, str(card["ts"])).address


@pytest.fixture
async def store() -> AsyncIterator[SqliteStore]:
    store = SqliteStore.open(":memory:")
    yield store
    await store.close()


@pytest.fixture
def staff(api: Api, session: aiohttp.ClientSession, store: SqliteStore) -> SlackFiles:
    return SlackFiles(api, session, store, say, looks=LOOKS)


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence")


@pytest.fixture
def performer(folder: EvidenceFolder, bot: Bot, staff: SlackFiles) -> EvidencePerformer:
    return EvidencePerformer(folder, {"telegram": TelegramFiles(bot)}, staff)
