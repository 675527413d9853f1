"""Asking for updates: what is confirmed when, and what happens in trouble."""

import asyncio
import logging

import pytest
from telegram import Bot

from bots.playground.faults import Fault
from bots.playground.telegram import Customer, TelegramServer
from bots.telegram.channel import ByPolling, TelegramChannel
from bots.telegram.errors import TooFast
from bots.telegram.pauses import Pauses
from bots.telegram.request import close, make_bot
from tests.channels.telegram.fakes import TOKEN, MemoryInbox, until
from tests.channels.telegram.serving import SOON, polling


async def test_a_batch_is_stored_as_one(server: TelegramServer, bot: Bot) -> None:
    anna = server.customer(1001)
    for number in range(150):
        await anna.write(str(number))
    async with polling(server, bot) as desk:
        await desk.inbox.has(150)
    assert desk.inbox.batches == [100, 50]


async def test_nothing_is_confirmed_before_it_is_stored(server: TelegramServer, bot: Bot) -> None:
    anna = server.customer(1001)
    async with polling(server, bot) as desk:
        desk.inbox.will_fail(times=10**6)
        await anna.write("Hello")
        polls = len(server.faults.seen)
        await until(lambda: len(server.faults.seen) >= polls + 3)
        assert len(server.account.updates.pending()) == 1
        desk.inbox.failures.clear()
        await desk.inbox.has(1)


async def test_a_webhook_that_was_set_before_is_removed(server: TelegramServer, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/telegram")
    await server.customer(1001).write("Hello")
    async with polling(server, bot) as desk:
        await desk.inbox.has(1)
        assert desk.inbox.texts == ["Hello"]
    assert (await bot.get_webhook_info()).url == ""


async def test_two_pollers_are_told_what_to_do_and_go_on(
    server: TelegramServer, bot: Bot, anna: Customer, caplog: pytest.LogCaptureFixture
) -> None:
    inbox, other = MemoryInbox(), make_bot(TOKEN, server.root)
    ours, theirs = (TelegramChannel(one, inbox, ByPolling(1), pauses=SOON) for one in (bot, other))
    await ours.start()
    await theirs.start()
    await until(lambda: "stop the other one" in caplog.text)
    await theirs.stop()
    await close(other)
    await anna.write("Still there?")
    await inbox.until(lambda: "Still there?" in inbox.texts)
    await ours.stop()
    assert "give this one a token of its own" in caplog.text


async def test_a_refused_token_is_said_loudly_once(server: TelegramServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    stranger = make_bot("42:wrong", server.root)
    async with polling(server, stranger):
        await until(lambda: len(server.faults.seen) >= 4)
    await close(stranger)
    loud = [record.message for record in caplog.records]
    assert loud == ["Telegram refuses our token or address: Unauthorized"]
    assert "42:wrong" not in caplog.text


JUNK = ("<html>", '{"ok":true,"result":true}', '{"ok":true,"result":[{"no":"number"}]}', '{"ok":true}')


async def test_junk_instead_of_updates_is_survived(server: TelegramServer, bot: Bot, anna: Customer) -> None:
    for nth, body in enumerate(JUNK, 1):
        server.faults.add(Fault(method="getUpdates", nth=nth, status=200, body=body))
    async with polling(server, bot) as desk:
        await desk.inbox.until(lambda: "Hello" in desk.inbox.texts)
    assert [seen.method for seen in server.faults.seen].count("getUpdates") > len(JUNK)


async def test_a_stop_ends_a_long_poll_at_once(server: TelegramServer, bot: Bot) -> None:
    channel = TelegramChannel(bot, MemoryInbox(), ByPolling(50), pauses=SOON)
    await channel.start()
    await until(lambda: [seen for seen in server.faults.seen if seen.method == "getUpdates"])
    async with asyncio.timeout(2):
        await channel.stop()
    assert [seen.method for seen in server.faults.seen].count("getUpdates") == 1


async def test_pauses_grow_until_a_call_goes_well(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("bots.telegram.pauses.asyncio.sleep", sleep)
    pauses = Pauses((1, 2, 4))
    for _ in range(4):
        await pauses.after(ValueError("x"), "%s")
    pauses.over()
    await pauses.after(ValueError("x"), "%s")
    await pauses.after(TooFast(17), "%s")
    assert slept == [1, 2, 4, 4, 1, 17]
