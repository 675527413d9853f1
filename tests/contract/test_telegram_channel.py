"""What the Telegram channel promises, whichever way updates come in."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bots.playground.faults import Fault
from bots.playground.telegram import UNLIMITED, Customer, TelegramServer
from bots.telegram import webhook
from bots.telegram.channel import Profile
from bots.telegram.request import close, make_bot
from core.model.events import CustomerChose, CustomerEdited, CustomerSentFile, CustomerWrote
from core.model.heard import Ignored
from core.model.ids import Language
from core.model.people import Sender
from tests.channels.telegram.fakes import TOKEN, FewWords
from tests.channels.telegram.serving import WAYS, Desk

SENDER = Sender("Anna", "pl")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    server = TelegramServer(TOKEN, limits=UNLIMITED)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    bot = make_bot(TOKEN, server.root)
    yield bot
    await close(bot)


@pytest.fixture(autouse=True)
def come_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "RETRY_AFTER", "0")


@pytest.fixture(params=WAYS)
async def desk(request: pytest.FixtureRequest, server: TelegramServer, bot: Bot) -> AsyncIterator[Desk]:
    async with WAYS[request.param](server, bot) as desk:
        yield desk


@pytest.fixture
def anna(server: TelegramServer) -> Customer:
    return server.customer(1001, "Anna", language_code="pl")


async def test_a_message_arrives_once(desk: Desk, anna: Customer) -> None:
    number = await anna.write("Where is my parcel?")
    await desk.inbox.has(1)
    assert desk.inbox.events == [CustomerWrote("Where is my parcel?", SENDER, str(number))]
    assert desk.inbox.items[0].stream == "telegram:1001"


@pytest.mark.parametrize("way", WAYS)
async def test_what_was_written_before_the_start_arrives_too(
    way: str, server: TelegramServer, bot: Bot, anna: Customer
) -> None:
    await anna.write("one")
    await anna.write("two")
    async with WAYS[way](server, bot) as desk:
        await anna.write("three")
        await desk.inbox.has(3)
    assert desk.inbox.texts == ["one", "two", "three"]


async def test_messages_of_one_chat_come_in_order(desk: Desk, anna: Customer) -> None:
    for number in range(30):
        await anna.write(str(number))
    await desk.inbox.has(30)
    assert desk.inbox.texts == [str(number) for number in range(30)]


async def test_a_message_that_could_not_be_stored_is_delivered_again(desk: Desk, anna: Customer) -> None:
    desk.inbox.will_fail(times=2)
    await anna.write("Hello")
    await desk.inbox.has(1)
    assert len(desk.inbox.events) == 1


async def test_a_mistake_of_ours_loses_no_message(desk: Desk, anna: Customer) -> None:
    desk.inbox.failures.append(ZeroDivisionError("oops"))
    await anna.write("Hello")
    await desk.inbox.has(1)
    assert desk.inbox.texts == ["Hello"]
    assert not desk.inbox.failures


async def test_an_update_that_comes_three_times_has_one_key(desk: Desk, server: TelegramServer, anna: Customer) -> None:
    server.deliver_times = 3
    await anna.write("Hello")
    items = await desk.inbox.has(3)
    assert len({item.key for item in items}) == 1


async def test_a_press_arrives_and_the_button_stops_spinning(
    desk: Desk, server: TelegramServer, anna: Customer
) -> None:
    await anna.write("Hello")
    press = await anna.press(message_id=1, callback_data="offer:email|3")
    await desk.inbox.has(2)
    assert CustomerChose("offer:email", 3, SENDER) in desk.inbox.events
    await anna.sees(lambda _: server.account.state.presses[press].answer is not None)


async def test_a_press_that_cannot_be_answered_arrives_all_the_same(
    desk: Desk, server: TelegramServer, anna: Customer
) -> None:
    server.faults.add(Fault(method="answerCallbackQuery", status=400, body='{"ok":false,"description":"too old"}'))
    await anna.write("Hello")
    await anna.press(message_id=1, callback_data="talk|1")
    await desk.inbox.has(2)
    assert CustomerChose("talk", 1, SENDER) in desk.inbox.events


async def test_an_edit_arrives(desk: Desk, anna: Customer) -> None:
    number = await anna.write("Where is my oder?")
    await anna.edits(number, "Where is my order?")
    await desk.inbox.has(2)
    assert desk.inbox.events[1] == CustomerEdited("Where is my order?", SENDER, str(number))


async def test_a_photo_arrives_with_its_words(desk: Desk, anna: Customer) -> None:
    number = await anna.sends_photo(caption="It came broken")
    await desk.inbox.has(1)
    media = anna.chat.messages[-1].media
    assert media is not None
    photo = CustomerSentFile("photo", "It came broken", SENDER, str(number), media.file_id, "", media.size)
    assert desk.inbox.events == [photo]


@pytest.mark.fault("Coming in", "unknown update types and fields", "kept, passed over, and the next one flows")
async def test_an_unknown_update_is_stored_and_the_next_one_flows(
    desk: Desk, server: TelegramServer, anna: Customer
) -> None:
    server.push_update({"telepathy": {"thought": "\ud800"}})
    await anna.write("Hello")
    await desk.inbox.has(2)
    assert Ignored("an update of another kind: telepathy") in desk.inbox.heard
    assert len(desk.inbox.events) == 1


@pytest.mark.fault("Coming in", "update_id that starts lower again", "heard like any other")
async def test_a_number_that_starts_lower_again_is_heard(desk: Desk, server: TelegramServer, anna: Customer) -> None:
    server.push_update({"update_id": 90_000, "poll": {}})
    await desk.inbox.has(1)
    server.account.state.next_update = 12
    await anna.write("After an idle week")
    await desk.inbox.has(2)
    assert len(desk.inbox.events) == 1


@pytest.mark.parametrize("way", WAYS)
async def test_telegram_out_of_reach_is_tried_again(way: str, server: TelegramServer, bot: Bot, anna: Customer) -> None:
    server.faults.add(Fault(method="deleteWebhook", status=502, body="<html>"))
    server.faults.add(Fault(method="setWebhook", status=502, body="<html>"))
    server.faults.add(Fault(method="getUpdates", drop=True, times=2))
    await anna.write("Hello")
    async with WAYS[way](server, bot) as desk:
        await desk.inbox.has(1)
        assert desk.inbox.texts == ["Hello"]


async def test_what_comes_after_the_stop_waits_for_the_next_start(
    desk: Desk, server: TelegramServer, anna: Customer
) -> None:
    await anna.write("one")
    await desk.inbox.has(1)
    await desk.channel.stop()
    await anna.write("two")
    assert len(desk.inbox.events) == 1
    assert server.account.updates.pending()


@pytest.mark.parametrize("way", WAYS)
async def test_the_bot_introduces_itself_in_each_language(way: str, server: TelegramServer, bot: Bot) -> None:
    languages = (Language("en"), Language("nl"))
    async with WAYS[way](server, bot, Profile(FewWords(), languages)):
        await introduced(server)
    profile = server.account.state.profile
    assert profile.descriptions == {"": "en:bot.description", "en": "en:bot.description", "nl": "nl:bot.description"}
    assert [command.command for command in await bot.get_my_commands(language_code="nl")] == [
        "support",
        "requests",
        "language",
        "privacy",
        "cancel",
        "start",
    ]


async def introduced(server: TelegramServer) -> None:
    async with asyncio.timeout(5):
        while len(server.account.state.profile.short_descriptions) < 3:
            await server.account.change()


@pytest.mark.parametrize("way", WAYS)
async def test_a_bot_that_cannot_introduce_itself_works(
    way: str, server: TelegramServer, bot: Bot, anna: Customer
) -> None:
    server.faults.add(Fault(method="setMyCommands", status=400, body='{"ok":false,"description":"Bad Request: no"}'))
    async with WAYS[way](server, bot, Profile(FewWords(), (Language("en"),))) as desk:
        await anna.write("Hello")
        await desk.inbox.has(1)
        assert desk.inbox.texts == ["Hello"]
