"""A backup is made in the middle of a day, the machine is gone, and on another one everybody goes on."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.playground.faults import Fault
from bots.slack import link
from core.engine import alarms
from tests.cli.conftest import Frontdesk
from tests.scenarios.town import EMAIL, WAYS, Town, chatting, copied_articles

pytestmark = pytest.mark.scenarios


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    (tmp_path / "articles").mkdir()
    articles = copied_articles(tmp_path / "articles", ("refund-timing",))
    monkeypatch.setattr(alarms, "LOOKS", 0.05)
    monkeypatch.setattr(link, "LOOKS", 0.05)
    town = Town(tmp_path / "data", WAYS["asking"], monkeypatch)
    await town.is_built({"HELP_FOLDER": str(articles), "ALERTS_CHANNEL": "#desk-alerts", "ALERTS_DIGEST_AT": ""})
    town.slack.channel("desk-alerts")
    await town.opens()
    yield town
    await town.is_left()


async def backed_up(frontdesk: Frontdesk, tmp_path: Path) -> Path:
    """While the desk runs."""
    made = await frontdesk("backup", str(tmp_path / "desk.tar"))
    assert made.code == 0, made.err
    return tmp_path / "desk.tar"


async def goes_on(town: Town, frontdesk: Frontdesk, archive: Path) -> str:
    """The machine is gone; what the restoring says."""
    await town.closes()
    await asyncio.to_thread(shutil.rmtree, town.folder)
    restored = await frontdesk("restore", str(archive))
    assert restored.code == 0, restored.err
    await town.opens()
    return restored.out


def numbers(town: Town) -> list[int]:
    return [int(str(number)) for (number,) in town.stored("SELECT id FROM inbox ORDER BY id")]


async def test_a_live_chat_goes_on_from_the_backup(town: Town, frontdesk: Frontdesk, tmp_path: Path) -> None:
    anna, tom = town.customer(), town.agent()
    chat = await chatting(town, anna, tom)
    await chat.agent_writes("One moment, I am looking.")
    await anna.reads("I am looking")
    archive = await backed_up(frontdesk, tmp_path)
    last = numbers(town)[-1]
    said = await goes_on(town, frontdesk, archive)
    assert "Open then: live chats 1 (FD-" in said
    await anna.write("Are you still there?")
    await chat.thread_shows("Are you still there?")
    await chat.agent_writes("Yes, and it has arrived.")
    await anna.reads("it has arrived")
    assert sum("I am looking" in message.text for message in anna.screen) == 1
    assert all(number <= last or number > 1_000_000 for number in numbers(town))


async def test_what_an_agent_wrote_meanwhile_is_read_in_slack(town: Town, frontdesk: Frontdesk, tmp_path: Path) -> None:
    anna, tom = town.customer(), town.agent()
    chat = await chatting(town, anna, tom)
    archive = await backed_up(frontdesk, tmp_path)
    await town.closes()
    await chat.agent_writes("Written while there was no desk.")
    await goes_on(town, frontdesk, archive)
    await anna.reads("Written while there was no desk.")


async def test_staff_are_told_that_it_was_restored_and_from_when(
    town: Town, frontdesk: Frontdesk, tmp_path: Path
) -> None:
    archive = await backed_up(frontdesk, tmp_path)
    await goes_on(town, frontdesk, archive)
    channel = town.slack.channel("desk-alerts")
    told = await channel.shows(lambda post: "goes on from a backup" in post.plain)
    await town.reopens()
    await asyncio.sleep(0.3)
    assert [post.plain for post in channel.messages if "from a backup" in post.plain] == [told.plain]


async def test_a_card_that_stood_in_slack_already_is_not_posted_again(
    town: Town, frontdesk: Frontdesk, tmp_path: Path
) -> None:
    """It waited at the backup, for its answer was lost, and has been found by its key since."""
    anna, tom = town.customer(), town.agent()
    chat = await chatting(town, anna, tom)
    town.faults.add(Fault("slack", "chat.postMessage", times=3, effect=True, drop=True))
    await anna.write("It is about the blue one.")
    await chat.thread_shows("the blue one")
    archive = await backed_up(frontdesk, tmp_path)
    await goes_on(town, frontdesk, archive)
    await anna.write("And about the red one.")
    await chat.thread_shows("the red one")
    assert sum("the blue one" in line for line in town.thread(chat.card)) == 1


async def test_a_ticket_of_the_backup_is_answered_after_it(town: Town, frontdesk: Frontdesk, tmp_path: Path) -> None:
    anna = town.customer()
    await anna.write("/support")
    await anna.reads("E-mail:")
    await anna.press(EMAIL)
    await anna.write("My parcel is broken")
    await anna.reads("e-mail address")
    archive = await backed_up(frontdesk, tmp_path)
    await goes_on(town, frontdesk, archive)
    await anna.write("anna@shop.example")
    await anna.reads("We’ll answer to anna@shop.example.")
    await town.team_gets("My parcel is broken")


async def test_an_old_backup_repeats_nothing_to_customers_and_says_so(
    town: Town, frontdesk: Frontdesk, tmp_path: Path
) -> None:
    anna = town.customer()
    await anna.starts()
    await anna.reads("AI assistant")
    town.faults.add(Fault("telegram", "sendMessage", times=1000, status=502, body="<html>"))
    await anna.write("When do I get my money back?")
    await town.until(lambda: bool(town.stored("SELECT 1 FROM outbox WHERE state = 'waiting' AND reason != ''")))
    archive = await backed_up(frontdesk, tmp_path)
    town.faults.clear()
    with pytest.MonkeyPatch.context() as later:
        later.setattr("bots.cli.restore.SystemClock", lambda: Later())
        said = await goes_on(town, frontdesk, archive)
    assert "it is not repeated: frontdesk dead-letters lists it" in said
    listed = await frontdesk("dead-letters")
    assert "it waited when the backup of" in listed.out
    ((id,),) = town.stored("SELECT id FROM outbox WHERE state = 'failed'")
    await frontdesk("dead-letters", "resend", str(id))
    await anna.reads("working days")


class Later:
    """An hour from now."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=1)


async def test_a_desk_on_a_file_goes_on_in_postgresql(
    town: Town, frontdesk: Frontdesk, there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup is the same whichever database it is of."""
    anna, tom = town.customer(), town.agent()
    chat = await chatting(town, anna, tom)
    archive = await backed_up(frontdesk, tmp_path)
    monkeypatch.setenv("DATABASE_URL", there)
    await goes_on(town, frontdesk, archive)
    await anna.write("Are you still there?")
    await chat.thread_shows("Are you still there?")
    await chat.agent_writes("Yes, I am.")
    await anna.reads("Yes, I am.")
    await town.slack.channel("desk-alerts").shows(lambda post: "goes on from a backup" in post.plain)
    again = await frontdesk("backup", str(tmp_path / "again.tar"))
    assert again.code == 0, again.err
