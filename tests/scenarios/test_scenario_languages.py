"""Each language as if it were the only one: the whole ways through the desk, and no English for anybody else."""

import asyncio
import shutil
from pathlib import Path

import pytest

from bots.playground.slack import Person
from bots.settings import sample_folder
from core.language.catalog import read_catalog
from core.language.spec import BY_CODE, ENGLISH, LANGUAGES
from core.model.ids import Language
from core.model.view import LanguageNames
from tests.language.reading import english_in, strange_lines
from tests.scenarios import languages
from tests.scenarios.languages import ARTICLES, BY_SPEAKER, LIVE, SPEAKERS, Phone, Speaker, quoted
from tests.scenarios.town import Town

CATALOG = read_catalog()
each_speaker = pytest.mark.parametrize("speaker", SPEAKERS, ids=BY_SPEAKER)


@pytest.fixture(scope="session")
def help_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few articles in every language."""
    folder = tmp_path_factory.mktemp("help")
    for code in BY_SPEAKER:
        (folder / code).mkdir()
        for article in ARTICLES:
            shutil.copy(sample_folder() / "help" / code / f"{article}.md", folder / code)
    return folder


@pytest.fixture
def phone(town: Town, speaker: Speaker) -> Phone:
    return Phone(town.customer(language=speaker.code), CATALOG, speaker)


def foreign(shown: list[str], speaker: Speaker, folder: Path) -> list[str]:
    """What the customer should not have read."""
    language = Language(speaker.code)
    names = {row.name for row in LANGUAGES} | {"Tom", "--"}
    known = {*speaker.words, *names, *quoted(folder, speaker.code)}
    english = english_in(shown, CATALOG, language) if language != ENGLISH else []
    return english + strange_lines(shown, CATALOG, language, known)


def test_there_is_a_speaker_of_every_language() -> None:
    assert list(BY_SPEAKER) == [row.code for row in LANGUAGES]


@each_speaker
async def test_from_the_first_word_to_a_ticket(town: Town, phone: Phone, help_folder: Path) -> None:
    shown = await languages.asks_and_leaves_an_address(town, phone)
    assert foreign(shown, phone.speaker, help_folder) == []


@pytest.mark.parametrize("settings", [{"PATIENCE_CLAIM": "3"}], ids=["impatient"])
async def test_live_chats_to_their_ends_all_at_once(town: Town, tom: Person, help_folder: Path) -> None:
    await town.has_on_duty(tom)
    phones = [
        Phone(town.customer(1001 + number, BY_CODE[Language(speaker.code)].english, speaker.code), CATALOG, speaker)
        for number, speaker in enumerate(LIVE)
    ]
    screens = await asyncio.gather(
        *(languages.chats_to_the_end(town, phone, tom, ("Claim", "Close")) for phone in phones)
    )
    for phone, shown in zip(phones, screens, strict=True):
        assert foreign(shown, phone.speaker, help_folder) == []


@pytest.mark.parametrize("speaker", [each for each in SPEAKERS if each not in LIVE], ids=lambda each: each.code)
async def test_staff_speak_other_languages_only(town: Town, phone: Phone, tom: Person, help_folder: Path) -> None:
    await town.has_on_duty(tom)
    await phone.customer.write(phone.speaker.person)
    ways = await phone.reads("choosing.ways", "offer.live_chat.languages")
    spoken = LanguageNames(tuple(row.code for row in LANGUAGES if row.chat))
    assert phone.text("offer.live_chat.languages", languages=spoken) in ways.text
    assert ways.buttons == [*phone.labels("button.email", "button.cancel"), *languages.SPOKEN]
    assert foreign(list(phone.shows()), phone.speaker, help_folder) == []


@each_speaker
async def test_to_another_language_and_back(town: Town, phone: Phone, help_folder: Path) -> None:
    after = SPEAKERS[SPEAKERS.index(phone.speaker) - 1]
    shown = await languages.changes_the_language(phone, Phone(phone.customer, CATALOG, after))
    assert foreign(shown, phone.speaker, help_folder) == []


async def test_the_messenger_shows_commands_and_descriptions_in_every_language(town: Town) -> None:
    profile = town.telegram.account.state.profile
    await town.until(lambda: len(profile.short_descriptions) == len(LANGUAGES) + 1)
    for code in BY_CODE:
        assert profile.descriptions[code] == CATALOG.say("bot.description", {}, code)
        assert profile.short_descriptions[code] == CATALOG.say("bot.short_description", {}, code)
    listed = {command["description"] for commands in profile.commands.values() for command in commands}
    keys = (
        "command.support",
        "button.requests",
        "command.language",
        "command.privacy",
        "command.cancel",
        "command.start",
    )
    assert listed == {CATALOG.say(key, {}, code) for key in keys for code in BY_CODE}
