"""The whole desk in the pseudo-language: whatever anybody reads without its brackets and accents is in no catalog."""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bots.playground.mail import Mail
from bots.playground.slack import Person
from core.language.catalog import read_catalog
from core.language.pseudo import CLOSING, OPENING, PSEUDO, pseudo_catalog
from core.language.spec import BY_CODE, LANGUAGES
from core.model.ids import Language
from tests.language.reading import outside_brackets
from tests.scenarios import languages
from tests.scenarios.languages import ADDRESS, BY_SPEAKER, Phone, quoted
from tests.scenarios.town import TEAM, Town

CATALOG = pseudo_catalog(read_catalog())
# What the desk itself adds in letters: names of people, languages, commands, kinds of files, and the parts of an address.
PEOPLE = ("Anna", "Tom", "Zofia", "Hamerslag")
NAMES = {*PEOPLE, *(row.name for row in LANGUAGES), "Swedish", "telegram", "UTC", "photo"}
DATE = re.compile(r"<!date\^.*?>")
# Times, which stand inside sentences: a text of the catalogs made of others, and the clock's own way of writing.
_WITHIN = f"[^{OPENING}{CLOSING}]+"
SOON = re.compile(f"{OPENING}{OPENING}{_WITHIN}{CLOSING}{_WITHIN}{CLOSING}")
MOMENT = re.compile(r"[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}, \d{2}:\d{2}")
CUT = re.compile(rf"{OPENING}[^{CLOSING}]*…$", re.MULTILINE)  # a long line of the transcript on a card


class Thumb(Phone):
    """Presses what others type: nobody writes the pseudo-language, and its letters would pass for a foreign one."""

    async def types(self, key: str) -> None:
        await self.presses(key)


@pytest.fixture(autouse=True)
def _all_speak_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.app.read_catalog", lambda: CATALOG)


@pytest.fixture
def phone(town: Town) -> Phone:
    return Thumb(town.customer(), CATALOG, BY_SPEAKER["en"])


def say(key: str, **params: str | int) -> str:
    return CATALOG.say(key, params, PSEUDO)


async def on_duty(town: Town, agent: Person) -> None:
    panel = await town.support.shows(lambda message: say("duty.on") in message.buttons)
    await agent.clicks(say("duty.on"), in_=panel)
    await town.support.shows(lambda message: message.plain == say("duty.now", names=agent.name))


def not_ours(shown: Iterable[str], phone: Phone, folder: Path) -> list[str]:
    """What is neither in brackets nor people's own words, an article, a name, a code or an address."""
    shown = [MOMENT.sub("", SOON.sub("", each)) for each in shown]
    codes = {code for line in shown for code in re.findall(r"FD-\w+", line)}
    typed = {message.text for message in phone.customer.screen if not message.by_bot and message.text}
    articles = {*quoted(folder, "en"), *marked(folder)}
    return outside_brackets(shown, {*NAMES, *phone.speaker.words, *typed, *articles, *codes})


def marked(folder: Path) -> set[str]:
    """The articles as they were written: what transcripts have."""
    pages = [path.read_text("utf-8") for path in (folder / "en").glob("*.md")]
    return {line.split(": ", 1)[-1].strip() for page in pages for line in page.splitlines() if line.strip("- ")}


def mailed(mail: Mail) -> Iterator[str]:
    yield from (mail.subject, mail.text)


def posted(town: Town) -> Iterator[str]:
    """Everything that staff read in Slack, with the words in the blocks."""
    for message in town.support.all:
        if message.bot_id:
            yield from (
                CUT.sub("", DATE.sub("", html.unescape(each))) for each in (message.text, *_words_in(message.blocks))
            )


def _words_in(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _words_in(each)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        yield from _words_in([value for value in part.values() if isinstance(value, list | dict)])


async def test_from_the_first_word_to_a_ticket(town: Town, phone: Phone, help_folder: Path) -> None:
    shown = await languages.asks_and_leaves_an_address(town, phone)
    assert not_ours(shown, phone, help_folder) == []
    ticket = await town.team_gets()
    assert not_ours(mailed(ticket), phone, help_folder) == []


@pytest.mark.parametrize("settings", [{"PATIENCE_CLAIM": "3"}], ids=["impatient"])
async def test_a_live_chat_to_its_end(town: Town, phone: Phone, tom: Person, zofia: Person, help_folder: Path) -> None:
    await on_duty(town, tom)
    shown = await languages.chats_to_the_end(town, phone, tom, (say("card.claim"), say("card.close")))
    card = next(
        message for message in town.support.messages if message.metadata and say("duty.on") not in message.buttons
    )
    await zofia.writes(town.support, languages.AGENT_SAYS, card.ts)
    await town.until(lambda: bool(town.whispers(zofia)))
    assert not_ours(shown, phone, help_folder) == []
    assert not_ours(posted(town), phone, help_folder) == []


async def test_the_languages_and_an_article_in_another_one(town: Town, phone: Phone, help_folder: Path) -> None:
    await phone.customer.write("Де моя посилка і коли вона прийде?")
    await phone.reads("greeting", "language.not_ours")
    await phone.customer.write(BY_SPEAKER["sv"].question)
    await phone.reads("language.switched")
    assert not_ours(phone.shows(), phone, help_folder) == []


async def test_what_the_messenger_says_about_the_bot_keeps_its_limits_when_it_is_longer(town: Town) -> None:
    profile = town.telegram.account.state.profile
    await town.until(lambda: len(profile.short_descriptions) == len(LANGUAGES) + 1)
    descriptions = [*profile.descriptions.values(), *profile.short_descriptions.values()]
    commands = [command["description"] for listed in profile.commands.values() for command in listed]
    assert outside_brackets([*descriptions, *commands], NAMES) == []
    assert set(profile.descriptions) == {"", *BY_CODE}


async def test_buttons_that_are_longer_work(town: Town, phone: Phone) -> None:
    await phone.customer.write("/support")
    await phone.reads("choosing.ways")
    await phone.presses("button.email")
    await phone.reads("filling.message")
    await phone.customer.write(phone.speaker.question)
    await phone.reads("filling.email")
    await phone.customer.write(ADDRESS)
    await phone.reads("ticket.saved")
    assert ADDRESS in (await town.mail.mailbox(TEAM).gets()).text


def test_no_customer_is_offered_the_pseudo_language() -> None:
    assert PSEUDO not in BY_CODE
    assert Language("xx") not in read_catalog().texts
