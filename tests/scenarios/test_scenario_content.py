"""Odd and endless words by mail, by Slack and by messenger: they arrive as they were written, in order, and hold up nothing."""

import re

import pytest

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from bots.playground.telegram.texts import plain
from tests.scenarios.test_scenario_hostile_words import HOSTILE
from tests.scenarios.test_scenario_mail_in import answer, delivers, has_a_ticket
from tests.scenarios.town import HEARS_MAIL, TEAM, Town, chatting

LINKS = [f"https://shop.example/{number:03}" for number in range(500)]
MEGABYTE = 1_000_000
WRITTEN_BY_MAIL = {name: words for name, words in HOSTILE.items() if name != "lines"}  # what a mail keeps as it is


@pytest.fixture
def settings() -> dict[str, str]:
    return HEARS_MAIL


def links_in(*texts: str) -> list[str]:
    return [link for text in texts for link in re.findall(r"https://shop\.example/\d{3}", text)]


@pytest.mark.fault("Content", "naughty strings from a mail to a messenger", "as written; they format nothing")
@pytest.mark.parametrize("words", WRITTEN_BY_MAIL.values(), ids=WRITTEN_BY_MAIL)
async def test_odd_words_of_a_mail_are_read_in_the_chat_as_written(town: Town, anna: Customer, words: str) -> None:
    ticket = await has_a_ticket(town, anna)
    assert await delivers(town, answer(ticket.to_team, TEAM, f"{words} - that is all.")) == 200
    said = await anna.reads("that is all.")
    as_telegram_shows_it, _ = plain(f"{words} - that is all.")
    assert as_telegram_shows_it in said.text
    assert [each.type for each in said.entities if each.type in ("text_link", "italic", "code", "pre")] == []


@pytest.mark.fault("Content", "500 links", "all of them, in order")
async def test_five_hundred_links_of_a_customer_are_in_the_thread(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    for start in range(0, len(LINKS), 100):  # as many as a message of Telegram's has room for
        await anna.write(" ".join(LINKS[start : start + 100]))
    await chat.thread_shows(LINKS[-1])
    assert links_in(*town.thread(chat.card)) == LINKS


@pytest.mark.fault("Content", "500 links")
async def test_five_hundred_links_of_an_agent_are_in_the_chat(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await chat.agent_writes(" ".join(LINKS))
    await anna.reads(LINKS[-1])
    assert links_in(*(message.text for message in anna.screen if message.by_bot)) == LINKS


@pytest.mark.fault("Content", "500 links")
async def test_five_hundred_links_of_a_mail_are_in_the_chat(town: Town, anna: Customer) -> None:
    ticket = await has_a_ticket(town, anna)
    assert await delivers(town, answer(ticket.to_team, TEAM, "\n".join(LINKS))) == 200
    await anna.reads(LINKS[-1])
    assert links_in(*(message.text for message in anna.screen if message.by_bot)) == LINKS


@pytest.mark.fault("Content", "1 MB in a line", "cut where people stop reading, and what comes after it is read")
async def test_a_line_of_a_megabyte_is_cut_and_the_next_mail_is_read(town: Town, anna: Customer) -> None:
    ticket = await has_a_ticket(town, anna)
    assert await delivers(town, answer(ticket.to_team, TEAM, "x" * MEGABYTE)) == 200
    assert await delivers(town, answer(ticket.to_team, TEAM, "And it is on its way.")) == 200
    await anna.reads("And it is on its way.", timeout=20)
    assert sum(len(message.text) for message in anna.screen) < MEGABYTE / 8
