"""A customer's own data, from the chat: what is kept of it, the two documents, and an erasure that leaves nothing behind."""

import json
import re

import pytest

from bots.playground.slack import Person
from bots.playground.telegram import Customer
from bots.playground.telegram.state import Message
from core.language.catalog import read_catalog
from core.language.spec import BY_CODE
from core.model.ids import Language
from tests.scenarios.town import SHOP_SECRET, Town, both_ways, chatting, confirms, sign_in_link, signs_in

ANNA = "c-1001"  # at the shop
SECRET = "my cat is called Zebedee"
CATALOG = read_catalog()
QUESTION = f"When do I get my money back? {SECRET}"


@pytest.fixture
def settings() -> dict[str, str]:
    return {"SHOP_SECRET": SHOP_SECRET, "SHOP_PRIVACY_URL": "https://shop.example/privacy", "RETENTION_CALLS": "14"}


async def asks(customer: Customer) -> Message:
    await customer.write("/privacy")
    return await customer.reads("Your data, in short:")


async def presses(customer: Customer, label: str, answer: str) -> Message:
    await customer.press(label)
    return await customer.reads(answer)


async def takes_all(town: Town, customer: Customer) -> tuple[str, dict[str, object]]:
    """The page and the JSON that arrive in the chat."""
    await customer.sees(lambda phone: len(_documents(phone)) == 2)
    kept = town.telegram.account.state.files
    by_name = {media.name: kept[media.file_id].content for media in _documents(customer)}
    page = next(content for name, content in by_name.items() if name.endswith(".html"))
    data = next(content for name, content in by_name.items() if name.endswith(".json"))
    return page.decode(), json.loads(data)


def _documents(phone: Customer) -> list:  # type: ignore[type-arg]
    return [message.media for message in phone.screen if message.media and message.media.kind == "document"]


def rows_with(town: Town, words: str) -> list[str]:
    """The tables that have these words anywhere."""
    tables = [name for (name,) in town.stored("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [table for table in tables if words in repr(town.stored(f'SELECT * FROM "{table}"'))]


# --- what is kept


async def test_one_screen_says_what_is_kept_for_how_long_and_who_sees_it(town: Town, anna: Customer) -> None:
    page = await asks(anna)
    assert "phone numbers 2 weeks" in page.text
    assert "chat 2 years" in page.text
    assert "Our support team sees it" in page.text
    assert "to no outside service" in page.text
    assert page.buttons == ["Send me my data", "Erase my data", "Full privacy notice", "Back"]
    (address,) = [each.url for row in page.keyboard for each in row if each.url]
    assert address == "https://shop.example/privacy"
    assert len(page.text) < 1200


async def test_plain_words_lead_there_too(town: Town, anna: Customer) -> None:
    await anna.write("What do you know about me?")
    await anna.reads("Your data, in short:")
    await anna.write("please delete all my data")
    await anna.reads("This can’t be undone. Shall I erase everything?")
    await anna.write("Yes, erase everything")
    await anna.reads("All right, it has begun.")


@pytest.mark.parametrize("code", BY_CODE)
async def test_every_language_reads_it_as_its_own(town: Town, code: Language) -> None:
    customer = town.customer(1001, "Anna", code)
    await customer.write("/start")
    await customer.write("/privacy")
    page = await customer.reads(CATALOG.say("privacy.title", {}, code))
    assert CATALOG.say("privacy.who", {}, code) in page.text
    assert "{" not in page.text
    assert len(page.text) < 1500
    await customer.press(CATALOG.say("button.privacy_erase", {}, code))
    await customer.reads(CATALOG.say("privacy.erase.sure", {}, code))
    await customer.press(CATALOG.say("button.privacy_back", {}, code))
    await customer.reads(CATALOG.say("idle.ask", {}, code))


# --- a chat that was never anybody's


async def test_all_of_it_comes_as_two_documents(town: Town, anna: Customer) -> None:
    await anna.write(QUESTION)
    await anna.reads("working days")
    await asks(anna)
    await presses(anna, "Send me my data", "You’ll get two documents here")
    await presses(anna, "Yes, send it to me", "Your documents are on their way")
    page, data = await takes_all(town, anna)
    assert SECRET in page
    assert SECRET in json.dumps(data)


@both_ways
async def test_after_an_erasure_nothing_is_left(town: Town, anna: Customer) -> None:
    await anna.write(QUESTION)
    await anna.reads("working days")
    assert rows_with(town, SECRET)
    await asks(anna)
    await presses(anna, "Erase my data", "This can’t be undone.")
    await presses(anna, "Yes, erase everything", "All right, it has begun.")
    await anna.reads(_last_word, timeout=30)
    assert rows_with(town, SECRET) == []
    assert rows_with(town, "Anna") == []


def _last_word(message: Message) -> bool:
    return message.text.startswith(CATALOG.say("privacy.done", {}, Language("en"))[:20])


async def test_who_writes_again_is_somebody_new(town: Town, anna: Customer) -> None:
    await anna.write(QUESTION)
    await anna.reads("working days")
    await anna.write("erase my data")
    await anna.reads("This can’t be undone.")
    await presses(anna, "Yes, erase everything", "All right, it has begun.")
    await anna.reads(_last_word, timeout=30)
    await anna.write("Hello")
    await anna.reads("I’m an AI assistant and I answer first.")


# --- with an agent


async def test_the_agent_reads_it_before_it_happens(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await anna.write(SECRET)
    await chat.thread_shows(SECRET)
    await asks(anna)
    await presses(anna, "Erase my data", "This can’t be undone.")
    await presses(anna, "Yes, erase everything", "All right, it has begun.")
    await chat.thread_shows("The customer has asked for all their data to be erased.")
    await anna.reads(_last_word, timeout=30)
    assert not [message for message in town.support.all if SECRET in message.plain]


async def test_words_to_the_agent_are_no_wish(town: Town, anna: Customer, tom: Person) -> None:
    chat = await chatting(town, anna, tom)
    await anna.write("delete my data")
    await chat.thread_shows("delete my data")


# --- an account's


async def test_who_signed_in_long_ago_signs_in_once_more(town: Town, anna: Customer) -> None:
    await signs_in(town, anna, ANNA)
    _long_ago(town)
    await asks(anna)
    link = await presses(anna, "Send me my data", "please sign in with this link first")
    await confirms(town, sign_in_link(link), ANNA, "Anna")
    await anna.reads("You’ll get two documents here")
    await presses(anna, "Yes, send it to me", "Your documents are on their way")
    _page, data = await takes_all(town, anna)
    assert data["account"] == ANNA


async def test_somebody_else_at_the_phone_gets_nothing(town: Town, anna: Customer) -> None:
    await signs_in(town, anna, ANNA)
    _long_ago(town)
    await asks(anna)
    link = await presses(anna, "Send me my data", "please sign in with this link first")
    await confirms(town, sign_in_link(link), "c-1002", "Anna")
    await anna.reads("More than one account has signed in here")
    assert _documents(anna) == []


def _long_ago(town: Town) -> None:
    """The last sign-in is older than what proves anything."""
    ((id, state),) = town.stored("SELECT id, state FROM conversations")
    value = json.loads(state)
    value["signed_in_at"] = re.sub(r"^\d{4}", "2001", value["signed_in_at"])
    town.stored("UPDATE conversations SET state = ? WHERE id = ?", json.dumps(value), id)
