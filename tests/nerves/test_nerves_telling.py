"""What one process tells the others are told, once each, and nobody suffers where they cannot be."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from core.engine.clock import SystemClock
from core.engine.vitals import KnownVitals
from core.nerves import redis_nerves
from core.nerves.in_process import InProcess
from core.nerves.link import Away, RedisLink
from core.nerves.redis_nerves import RedisNerves
from tests.nerves.valkey import Valkey

Linked = Callable[[], Awaitable[RedisLink]]
Running = Callable[[Callable[[], Awaitable[None]]], None]
Process = Callable[..., Awaitable[tuple[RedisNerves, Counter[str]]]]


class Door:
    """An address behind which one server or another is."""

    port = 0
    to = 0


@asynccontextmanager
async def forwarding() -> AsyncIterator[Door]:
    door, carrying = Door(), set[asyncio.Future[None]]()

    async def carry(from_: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        try:
            while said := await from_.read(4096):
                to.write(said)
        finally:
            to.close()

    async def comes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind, inside = await asyncio.open_connection("127.0.0.1", door.to)
        carrying.update(map(asyncio.ensure_future, (carry(reader, inside), carry(behind, writer))))

    listening = await asyncio.start_server(comes, "127.0.0.1", 0)
    door.port = listening.sockets[0].getsockname()[1]
    yield door
    listening.close()
    await asyncio.sleep(0.02)  # whoever has just come in is carried too
    for each in carrying:
        each.cancel()
    await asyncio.gather(*carrying, return_exceptions=True)


async def soon(true: Callable[[], bool], within: float = 5) -> None:
    until = asyncio.get_running_loop().time() + within
    while not true():
        await asyncio.sleep(0.005)
        assert asyncio.get_running_loop().time() < until


@pytest.fixture
def process(linked: Linked, running: Running) -> Process:
    """One that listens, and what it has heard since it began to."""

    async def made(*topics: str) -> tuple[RedisNerves, Counter[str]]:
        nerves, heard = RedisNerves(await linked()), Counter[str]()
        for topic in topics:
            nerves.heard(topic, lambda topic=topic: heard.update([topic]))  # type: ignore[arg-type, misc]
        running(nerves.run)
        await soon(lambda: not nerves.deaf if topics else True)
        heard.clear()
        return nerves, heard

    return made


async def test_the_others_hear_it_and_the_own_voice_is_not_heard(process: Process) -> None:
    (one, own), (_, other) = await process("inbox"), await process("inbox", "outbox")
    one.tell("inbox")
    await soon(lambda: other["inbox"] == 1)
    assert (own["inbox"], other["outbox"]) == (0, 0)


async def test_it_is_heard_at_once(process: Process) -> None:
    (one, _), (_, other) = await process("inbox"), await process("inbox")
    began = asyncio.get_running_loop().time()
    one.tell("inbox")
    await soon(lambda: other["inbox"] == 1)
    assert asyncio.get_running_loop().time() - began < 1


async def test_ten_thousand_words_are_a_few_messages(process: Process) -> None:
    (one, _), (_, other) = await process(), await process("outbox")
    for _ in range(10_000):
        one.tell("outbox")
    await soon(lambda: other["outbox"] > 0)
    await asyncio.sleep(0.05)
    assert other["outbox"] <= 20


async def test_what_pages_show_is_told_a_few_times_a_second(process: Process) -> None:
    (one, _), (_, other) = await process(), await process("changed")
    for _ in range(60):
        one.tell("changed")
        await asyncio.sleep(0.01)
    assert 2 <= other["changed"] <= 6


async def test_desks_on_one_server_do_not_hear_each_other(process: Process, server: Valkey, running: Running) -> None:
    _, ours = await process("inbox")
    link = RedisLink(server.url, "another desk", KnownVitals(SystemClock()))
    theirs = RedisNerves(link)
    running(link.run)
    running(theirs.run)
    await link.until_up()
    theirs.tell("inbox")
    await asyncio.sleep(0.1)
    assert ours["inbox"] == 0
    await link.close()


@pytest.mark.faults
async def test_after_a_restart_they_are_heard_again_and_have_looked_for_themselves(
    process: Process, server: Valkey
) -> None:
    (one, _), (nerves, heard) = await process("inbox"), await process("inbox")
    server.kill()
    await soon(lambda: nerves.deaf)
    one.tell("inbox")  # into the void
    server.restart()
    await soon(lambda: heard["inbox"] == 1)
    await soon(lambda: not nerves.deaf and not one.deaf)
    one.tell("inbox")
    await soon(lambda: heard["inbox"] == 2)


@pytest.mark.faults
async def test_a_server_that_does_not_answer_makes_deaf_and_comes_back(process: Process, server: Valkey) -> None:
    nerves, _ = await process("inbox")
    server.pause()
    try:
        nerves.tell("inbox")
        await soon(lambda: nerves.deaf, within=2)
    finally:
        server.go_on()
    await soon(lambda: not nerves.deaf)


@pytest.mark.faults
async def test_a_connection_that_only_seems_to_live_is_made_again(
    process: Process, server: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_nerves, "SILENCE", 0.1)
    monkeypatch.setattr(redis_nerves, "CONNECTING", 0.2)
    _, heard = await process("inbox")
    await asyncio.sleep(0.4)
    assert heard["inbox"] == 0  # silence alone is no reason
    server.pause()
    await asyncio.sleep(0.5)
    server.go_on()
    await soon(lambda: heard["inbox"] == 1)


@pytest.mark.faults
async def test_a_subscriber_that_the_server_throws_out_comes_back(process: Process, linked: Linked) -> None:
    (one, _), (_, heard) = await process(), await process("inbox")
    await (await linked()).redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    await soon(lambda: heard["inbox"] >= 1)
    heard.clear()
    one.tell("inbox")
    await soon(lambda: heard["inbox"] == 1)


# --- the way to it


@pytest.mark.faults
async def test_it_is_said_once_that_redis_is_gone_and_once_that_it_is_back(
    server: Valkey, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    vitals = KnownVitals(SystemClock())
    link = RedisLink(server.url, "desk", vitals)
    running(link.run)
    await link.until_up()
    assert [vital.well for vital in vitals.all()] == [True]
    server.kill()
    await soon(lambda: not link.is_up)
    await asyncio.sleep(1.5)
    assert [(vital.name, vital.well, bool(vital.why)) for vital in vitals.all()] == [("redis", False, True)]
    server.restart()
    await link.until_up()
    said = [record.message for record in caplog.records if record.name == "core.nerves.link"]
    assert [line.partition(":")[0] for line in said] == [
        "Redis is away, the desk goes on without it, slower",
        "Redis is back",
    ]
    await link.close()


async def test_one_that_was_never_there_is_away(running: Running) -> None:
    link = RedisLink("redis://127.0.0.1:9", "desk", KnownVitals(SystemClock()))
    running(link.run)
    nerves = RedisNerves(link)
    nerves.heard("inbox", lambda: None)
    running(nerves.run)
    nerves.tell("inbox")
    await asyncio.sleep(0.1)
    assert nerves.deaf
    with pytest.raises(Away):
        await link.ask(lambda redis: redis.get("anything"))
    await link.close()


async def test_a_server_that_takes_nothing_is_away(server: Valkey, running: Running) -> None:
    """Full, or a replica: it answers, and is of no use."""
    vitals = KnownVitals(SystemClock())
    server.set("maxmemory", "1")
    try:
        link = RedisLink(server.url, "desk", vitals)
        running(link.run)
        await soon(lambda: bool(vitals.all()))
        assert not link.is_up
        assert "memory" in vitals.all()[0].why
    finally:
        server.set("maxmemory", "0")
    await link.close()


@pytest.mark.faults
@pytest.mark.fault("Stores", "Redis failed over", "the new one is told and heard")
async def test_after_a_failover_the_new_one_is_told_and_heard(
    server: Valkey, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind one address; connections to the old one stay open."""
    monkeypatch.setattr(redis_nerves, "SILENCE", 0.2)
    with Valkey() as standby:
        async with forwarding() as door:
            door.to = server.port
            links = [
                RedisLink(f"redis://127.0.0.1:{door.port}", "desk", KnownVitals(SystemClock()), patience=1)
                for _ in range(2)
            ]
            one, other = (RedisNerves(link) for link in links)
            heard = Counter[str]()
            other.heard("inbox", lambda: heard.update(["inbox"]))
            for link in links:
                running(link.run)
                await link.until_up()
            telling = asyncio.gather(one.run(), other.run())
            await soon(lambda: not other.deaf)
            server.demote()
            await soon(lambda: not any(link.is_up for link in links))
            door.to = standby.port
            await soon(lambda: all(link.is_up for link in links) and heard["inbox"] >= 2)
            heard.clear()
            one.tell("inbox")
            await soon(lambda: heard["inbox"] == 1)
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)
            for link in links:
                await link.close()
    server.promote()


@pytest.mark.parametrize("given", ["wrong-S3cret", "with%20space-S3cret"])
async def test_no_password_is_told(given: str, running: Running, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    vitals = KnownVitals(SystemClock())
    with Valkey(requirepass="right") as locked:
        link = RedisLink(locked.url.replace(":right@", f":{given}@"), "desk", vitals)
        running(link.run)
        await soon(lambda: bool(vitals.all()))
        await link.close()
    assert not vitals.all()[0].well
    assert "S3cret" not in vitals.all()[0].why + caplog.text


async def test_the_right_password_lets_in(running: Running) -> None:
    with Valkey(requirepass="right") as locked:
        link = RedisLink(locked.url, "desk", KnownVitals(SystemClock()))
        running(link.run)
        await asyncio.wait_for(link.until_up(), 5)
        assert link.is_up
        await link.close()


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="scheme"):
        RedisLink("postgresql://somewhere", "desk", KnownVitals(SystemClock()))


async def test_a_desk_of_one_process_tells_nobody() -> None:
    nerves, heard = InProcess(), Counter[str]()
    nerves.heard("inbox", lambda: heard.update(["inbox"]))
    nerves.tell("inbox")
    assert (nerves.deaf, heard["inbox"]) == (False, 0)
    assert InProcess(deaf=True).deaf
