"""Customers ask, and the help centre answers or says that it cannot."""

import aiohttp
import pytest

from bots.playground.telegram import Customer
from tests.scenarios.town import TALK, WAYS, Town, both_ways

GREETING = "Hi! I’m an AI assistant and I answer first. You can ask for a person at any time."


@both_ways
@pytest.mark.parametrize(
    ("language", "question", "greeting", "answer", "source", "talk"),
    [
        ("en", "When do I get my money back?", "AI assistant", "2 working days", "Quoted from the help centre: ", TALK),
        (
            *("nl", "Wanneer krijg ik mijn geld terug?", "AI-assistent", "2 werkdagen", "Citaat uit het helpcentrum: "),
            "Praat met de klantenservice",
        ),
        (
            *("pl", "Kiedy dostanę zwrot pieniędzy?", "asystent AI", "dni roboczych", "Cytat z centrum pomocy: "),
            "Porozmawiaj z obsługą klienta",
        ),
    ],
)
async def test_a_question_is_answered_with_its_source_in_the_customers_language(
    town: Town, language: str, question: str, greeting: str, answer: str, source: str, talk: str
) -> None:
    customer = town.customer(language=language)
    await customer.write(question)
    said = await customer.reads()
    assert greeting in said.text.partition("\n")[0]
    assert answer in said.text
    assert source in said.text
    assert len(said.buttons) == 3
    assert said.buttons[-1] == talk
    assert [entity.url for entity in said.entities if entity.url] == [
        f"https://help.hamerslag.example/{language}/refund-timing"
    ]


async def test_the_words_decide_the_language_and_not_the_phone(town: Town) -> None:
    customer = town.customer(language="en")
    await customer.write("Wanneer krijg ik mijn geld terug?")
    await customer.reads("Citaat uit het helpcentrum")


async def test_start_greets_and_says_what_can_be_done(anna: Customer) -> None:
    await anna.starts()
    said = await anna.reads()
    assert said.text.startswith(GREETING)
    assert said.buttons == [TALK]


async def test_the_greeting_is_said_once(anna: Customer) -> None:
    await anna.starts()
    await anna.reads(GREETING)
    await anna.write("When do I get my money back?")
    assert GREETING not in (await anna.reads("working days")).text


async def test_what_the_help_centre_does_not_say_is_not_made_up(anna: Customer) -> None:
    await anna.write("Which colour has the moon of Jupiter on Tuesdays?")
    said = await anna.reads("I couldn’t find an answer to that in the help centre.")
    assert said.buttons == [TALK]


async def test_what_is_asked_while_an_answer_is_sought_is_answered_next(anna: Customer) -> None:
    for question in ("When do I get my money back?", "How do I pay?"):
        await anna.write(question)
    await anna.reads("working days")
    await anna.reads("Quoted from the help centre: How do I pay, and by when?")


@pytest.mark.parametrize(
    "words", ["human please", "I want to talk to a person", "/support", "Talk to customer support"]
)
async def test_typed_words_are_as_good_as_the_button(anna: Customer, words: str) -> None:
    await anna.write(words)
    said = await anna.reads("This is how you can reach our team:")
    assert said.buttons == ["Get an answer by e-mail", "Cancel"]


@pytest.mark.parametrize("way", ["1", "email", "e-mail", "Get an answer by e-mail", "EMAIL!"])
async def test_a_way_can_be_chosen_by_word_or_number(anna: Customer, way: str) -> None:
    await anna.write("/support")
    await anna.reads("This is how you can reach our team:")
    await anna.write(way)
    await anna.reads("What is it about?")


async def test_4097_characters_are_one_question_in_two_messages(anna: Customer) -> None:
    question = "When do I get my money back? " + "x" * 4068
    assert len(question) == 4097
    await anna.write(question)
    assert (await anna.reads()).text.startswith(GREETING)


@pytest.mark.fault("Coming in", "messages without text", "a polite word, no exception")
@pytest.mark.parametrize("gift", ["sticker", "voice", "photo", "file"])
async def test_what_is_no_text_gets_a_polite_word(anna: Customer, gift: str) -> None:
    match gift:
        case "sticker":
            await anna.sends_sticker()
        case "voice":
            await anna.sends_voice()
        case "photo":
            await anna.sends_photo()
        case _:
            await anna.sends_document("../../etc/passwd", b"")
    said = await anna.reads("I can only read words")
    assert said.text.startswith(GREETING)
    assert said.buttons == [TALK]


async def test_a_caption_is_a_question(anna: Customer) -> None:
    await anna.sends_photo(caption="When do I get my money back?")
    await anna.reads("working days")


async def test_a_corrected_question_is_answered_anew(anna: Customer) -> None:
    message = await anna.write("Which colour has the moon?")
    await anna.reads("I couldn’t find an answer")
    await anna.edits(message, "When do I get my money back?")
    await anna.reads("working days")


@pytest.mark.fault("Coming in", "unknown update types and fields")
@both_ways
async def test_unknown_kinds_of_updates_harm_nobody(town: Town, anna: Customer) -> None:
    town.telegram.push_update({"telepathy": {"thought": "\ud800"}})
    town.telegram.push_update({"message": "not an object"})
    town.telegram.push_update({"message": {"chat": {"id": 1001, "type": "private"}, "text": 7, "message_id": 5}})
    await anna.write("When do I get my money back?")
    await anna.reads("working days")


async def test_a_kind_of_message_that_nobody_knows_gets_a_polite_word(town: Town, anna: Customer) -> None:
    await anna.starts()
    await anna.reads(GREETING)
    chat = {"id": 1001, "type": "private", "first_name": "Anna"}
    sender = {"id": 1001, "is_bot": False, "first_name": "Anna"}
    town.telegram.push_update({"message": {"message_id": 99, "date": 1, "chat": chat, "from": sender, "hologram": {}}})
    await anna.reads("I can only read words")


async def test_a_message_that_cannot_be_understood_is_owned_up_to_and_the_next_one_flows(
    town: Town, anna: Customer
) -> None:
    await anna.starts()
    await anna.reads(GREETING)
    town.telegram.push_update({"message": {"chat": {"id": 1001, "type": "private"}, "text": 7, "message_id": 5}})
    said = await anna.reads("Sorry, something went wrong on our side.")
    assert said.buttons == [TALK]
    await anna.write("When do I get my money back?")
    await anna.reads("working days")


async def test_each_update_delivered_three_times_is_answered_once(town: Town, anna: Customer) -> None:
    town.telegram.deliver_times = 3
    await anna.write("When do I get my money back?")
    await anna.reads("working days")
    await anna.write("How do I verify my identity?")
    await anna.reads("verif")
    assert sum(message.by_bot for message in anna.screen) == 2


@pytest.mark.parametrize("ways", [WAYS["doors"]], ids=["doors"])
async def test_junk_at_the_doors_is_refused_and_never_an_error_of_ours(town: Town) -> None:
    secret = {"X-Telegram-Bot-Api-Secret-Token": "a-webhook-secret"}
    slack = town.door.replace("/telegram", "/slack/events")
    tries = [
        (town.door, secret, b"{", 400),
        (town.door, secret, b"\xff\xfe", 400),
        (town.door, secret, b"[]", 400),
        (town.door, {}, b"{}", 401),
        (town.door, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, b"{}", 401),
        (slack, {}, b"{}", 401),
        (slack, {"X-Slack-Signature": "v0=é", "X-Slack-Request-Timestamp": "abc"}, b"{}", 401),
        (slack, {"X-Slack-Signature": "v0=00", "X-Slack-Request-Timestamp": "1"}, b"\xff", 401),
    ]
    async with aiohttp.ClientSession() as stranger:
        for address, headers, body, status in tries:
            async with stranger.post(address, headers=headers, data=body) as answer:
                assert (answer.status, body) == (status, body)
        async with stranger.get(town.door.replace("/telegram", "/health")) as healthy:
            assert (await healthy.json())["status"] == "ok"
