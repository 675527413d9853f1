"""The invented day: nothing of it is real, it begins with a fortnight, and people do all that people do at a desk."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest

from bots.cli.demo import Demo, demo_settings
from bots.cli.desk_store import desk_store
from bots.playground.demo.cast import agents_say, customers, team
from bots.playground.demo.pace import Pace
from bots.playground.fortnight_staff import TEAM
from bots.playground.world import Playground
from bots.read_settings import SettingsError, load
from bots.settings import Settings
from core.ports import Transaction
from tests.playground_page.conftest import Visitor


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)  # where no frontdesk.toml is
    for name, value in {"DESK_DATA": str(tmp_path), "PLAYGROUND_PORT": "0", "BOARD_PORT": "0"}.items():
        monkeypatch.setenv(name, value)
    return load()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("TELEGRAM_TOKEN", "42:real", "Telegram"),
        ("SMTP_URL", "smtp://mail.example:25", "mail that goes out"),
    ],
)
def test_it_refuses_what_is_real(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"--demo plays everything; take out the settings of: .*{says}"):
        Demo(load())


def test_it_has_a_folder_of_its_own(settings: Settings) -> None:
    assert demo_settings(settings).desk.database == settings.desk.data / "demo" / "desk.db"


def test_nobody_in_it_is_meant() -> None:
    numbers = [each.number for each in customers()]
    assert len(set(numbers)) == len(numbers)
    assert {each.name.split()[1] for each in customers()} == {"Przykład", "Voorbeeld", "Example", "Beispiel", "Exemple"}


def test_agents_have_something_to_say_in_all_that_they_speak() -> None:
    spoken = {language for each in team().values() for language in each.languages}
    assert {each.language for each in customers()} <= spoken
    assert all(agents_say(language) for language in spoken)


def test_the_fortnight_and_the_day_have_the_same_team() -> None:
    assert {each.id for each in TEAM} == set(team())


BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


class Counted(NamedTuple):
    questions: int
    claimed: int
    words: int
    before: int


async def counted(settings: Settings) -> Counted:
    async def count(tx: Transaction) -> Counted:
        chats = [*await tx.chats.live(), *await tx.chats.ended(1_000)]
        asked = [row for row in await tx.asked.since(BEFORE) if row.conversation.startswith("telegram:9")]
        lines = [line for chat in chats for line in await tx.transcript.read(chat.conversation)]
        words = sum(line.author == "agent" for line in lines)
        claimed = sum(chat.claimed_at is not None for chat in chats)
        return Counted(len(asked), claimed, words, len(await tx.asked.since(BEFORE)) - len(asked))

    async with desk_store(demo_settings(settings)) as store:
        return await store.transact(count)


@pytest.fixture
async def day(settings: Settings) -> AsyncIterator[None]:
    demo = Demo(settings, Pace(speed=25))
    await demo.start()
    yield
    await demo.stop()


@pytest.mark.scenarios
@pytest.mark.usefixtures("day")
async def test_the_day_goes_on_by_itself(settings: Settings) -> None:
    async with asyncio.timeout(45):
        while (known := await counted(settings)).words < 3:  # noqa: ASYNC110 - it goes on in the database
            await asyncio.sleep(0.5)
    assert known.questions > 3
    assert known.claimed > 0
    assert known.before > 1_000  # the fortnight


# --- from the playground's page to the board


async def test_the_playgrounds_page_leads_to_the_board(playground: Playground, visitor: Visitor) -> None:
    assert not (await visitor.sees("frame"))["board"]
    playground.board_url = lambda: "http://127.0.0.1:1/sign-in?token=x"
    assert (await visitor.sees("frame"))["board"]
    async with visitor.session.get(f"{visitor.url}board", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "http://127.0.0.1:1/sign-in?token=x")


async def test_no_other_site_leads_to_the_board(playground: Playground, visitor: Visitor) -> None:
    playground.board_url = lambda: "http://127.0.0.1:1/sign-in?token=x"
    other = {"Sec-Fetch-Site": "cross-site"}
    async with visitor.session.get(f"{visitor.url}board", headers=other, allow_redirects=False) as answer:
        assert answer.status == 403


async def test_without_a_board_there_is_nothing_to_open(visitor: Visitor) -> None:
    async with visitor.session.get(f"{visitor.url}board", allow_redirects=False) as answer:
        assert answer.status == 404


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    playground = Playground(lifted_limits=True)
    await playground.start()
    yield playground
    await playground.stop()


@pytest.fixture
async def visitor(playground: Playground) -> AsyncIterator[Visitor]:
    async with aiohttp.ClientSession() as session:
        yield Visitor(session, playground.page_url)
