"""The playground as a whole: which servers it starts, and what it remembers."""

import asyncio
import logging
from pathlib import Path

import pytest

from bots.playground.world import Playground
from tests.playground_page.conftest import Visitor
from tests.playground_page.product import Product


async def remembered(file: Path) -> None:
    """A playground in which each server has seen something."""
    playground = Playground(state_file=file)
    assert playground.telegram is not None
    assert playground.slack is not None
    await playground.start()
    await playground.telegram.customer(1001).write("Dzień dobry")
    await playground.slack.people[0].writes(playground.slack.channel("support"), "Good morning")
    async with Product(playground) as product:
        await product.mails("Ticket", "Hello")
    await playground.stop()


async def test_the_people_in_it() -> None:
    playground = Playground()
    assert playground.telegram is not None
    assert playground.slack is not None
    languages = {each.chat.first_name: each.chat.language_code for each in playground.telegram.customers}
    assert languages == {"Anna": "pl", "Daan": "nl", "Emma": "en"}
    assert [person.name for person in playground.slack.people] == ["Tom Visser", "Zofia Nowak"]
    assert [channel.name for channel in playground.slack.channels] == ["support", "trust"]


async def test_everything_is_there_again_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state" / "playground.state"
    await remembered(file)
    later = Playground(state_file=file)
    assert later.telegram is not None
    assert later.slack is not None
    assert later.mail is not None
    assert [message.text for message in later.telegram.customer(1001).screen[:1]] == ["Dzień dobry"]
    assert [message.text for message in later.slack.channel("support").all] == ["Good morning"]
    assert [mail.subject for mail in later.mail.mailbox("team@desk.example").mails] == ["Ticket"]


async def test_a_change_is_on_disk_without_a_stop(tmp_path: Path) -> None:
    file = tmp_path / "playground.state"
    playground = Playground(slack=False, mail=False, state_file=file)
    assert playground.telegram is not None
    await playground.start()
    await playground.telegram.customer(1003).write("hi")
    await asyncio.sleep(0.2)
    later = Playground(slack=False, mail=False, state_file=file)
    assert later.telegram is not None
    assert [message.text for message in later.telegram.customer(1003).screen] == ["hi"]
    await playground.stop()


@pytest.mark.parametrize("junk", [b"", b"junk", b"\x81\xa8telegram\xc4\x04junk", b"\x81\xa5slack\xc4\x04junk"])
async def test_a_broken_state_is_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture, junk: bytes) -> None:
    file = tmp_path / "playground.state"
    file.write_bytes(junk)
    with caplog.at_level(logging.ERROR):
        playground = Playground(state_file=file)
    assert playground.telegram is not None
    assert len(playground.telegram.customers) == 3
    assert (tmp_path / "playground.state.broken").read_bytes() == junk
    assert "cannot be read" in caplog.text


async def test_a_text_that_no_file_can_hold_is_kept_nearly(tmp_path: Path, visitor: Visitor) -> None:
    file = tmp_path / "playground.state"
    playground = Playground(state_file=file)
    assert playground.slack is not None
    visitor.url = await playground.start()
    support = playground.slack.channel("support")
    await playground.slack.people[0].writes(support, "half a \ud83d pair")
    [message] = (await visitor.sees("slack"))["channels"][0]["messages"]
    assert message["text"] == ["half a \ufffd pair"]
    await playground.stop()
    later = Playground(state_file=file)
    assert later.slack is not None
    assert later.slack.channel("support").all[0].text == "half a ? pair"


async def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    playground = Playground(state_file=tmp_path / "file" / "playground.state")
    await playground.start()
    playground.changed()
    await playground.stop()
    assert "cannot be kept" in caplog.text


async def test_only_the_servers_asked_for() -> None:
    playground = Playground(slack=False, mail=False)
    assert (playground.slack, playground.mail) == (None, None)
    await playground.start()
    await playground.stop()


async def test_the_page_says_what_is_elsewhere(visitor: Visitor) -> None:
    playground = Playground(telegram=False, mail=False)
    visitor.url = await playground.start()
    visitor.origin = visitor.url.rstrip("/")
    frame = await visitor.sees("frame")
    assert (frame["telegram"], frame["slack"], frame["mail"]) == (False, True, False)
    assert await visitor.sees("phone") == {}
    status, answer = await visitor.does("write", customer=1003, text="hi")
    assert (status, answer["error"]) == (404, "Telegram is the real one here.")
    await playground.stop()


async def test_starting_over(playground: Playground, visitor: Visitor) -> None:
    playground.start_over = playground.clear
    assert playground.telegram is not None
    root = playground.telegram.root
    assert (await visitor.sees("frame"))["startOver"]
    await visitor.did("write", customer=1003, text="hi")
    await visitor.did("start_over")
    assert playground.telegram.root == root
    assert all(each["messages"] == [] for each in (await visitor.sees("phone"))["customers"])
    async with Product(playground):
        await visitor.did("write", customer=1003, text="hi again")
        assert playground.telegram is not None
        assert "refund" in (await playground.telegram.customer(1003).reads()).text
