"""The machine's clock is set wrong and right again, and time runs out at awkward moments: nobody is told nonsense."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bots.playground.faults import Moment
from tests.faults import call_ways, ticket_ways, ways
from tests.faults.database import rows
from tests.faults.oracle import drained, log_is_clean, nothing_given_up
from tests.faults.stage import REPLIES, Stage, bot_messages, kill_at, staged
from tests.faults.warm import LOOKS_EVERY, WarmStarts

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

NOTICED = 4 * LOOKS_EVERY  # in which the desk looks at its clock at least twice
HOUR, DAY = 1.0, 24.0
LEFT = ["Get an answer by e-mail", "Keep waiting", "Stop waiting"]
DESK_ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
async def stage(tmp_path: Path, warm_starts: WarmStarts) -> AsyncIterator[Stage]:
    """With mails and calls."""
    settings = {"MAIL_REPLY_ADDRESS": REPLIES, "HOURS_PHONE": "Mo-Su 0:00-24:00"}
    async with staged(tmp_path, warm_starts.start, **settings) as stage:
        yield stage


async def two_wait(stage: Stage) -> ticket_ways.Ticket:
    """Anna for an answer by e-mail, Daan for a call; both were told until when."""
    await stage.product.start()
    await stage.on_duty(stage.tom)
    await ways.until_asked_for_an_address(stage)
    ticket = await ticket_ways.opened(stage)
    await asks_for_a_call(stage)
    await drained(stage)
    return ticket


async def asks_for_a_call(stage: Stage) -> None:
    daan = stage.daan
    await ways.offers_in_dutch(stage)
    await daan.press("Bel mij terug")
    await stage.reads(daan, "elefoonnummer")
    await daan.write(call_ways.PHONE)
    asked = await stage.reads(daan, call_ways.PHONE)
    await daan.press(asked.keyboard[0][0].label)
    await stage.reads(daan, "FD-")


def said(stage: Stage) -> list[str]:
    return [message.text for customer in (stage.anna, stage.daan) for message in bot_messages(customer)]


@pytest.mark.fault("People and time", "clock an hour off", "nothing expires, nothing is promised anew")
@pytest.mark.fault("People and time", "clock a day off", "nothing expires, nothing is promised anew")
@pytest.mark.parametrize("hours", [HOUR, 5 * DAY, -HOUR, -DAY])
async def test_a_clock_that_was_wrong_for_a_moment_is_noticed_by_nobody(stage: Stage, hours: float):
    ticket = await two_wait(stage)
    before, mails = said(stage), len(stage.team.mails)

    stage.sets_the_clock(hours)
    await asyncio.sleep(NOTICED)
    stage.sets_the_clock(0)
    await asyncio.sleep(NOTICED)

    assert said(stage) == before
    assert len(stage.team.mails) == mails
    waiting = rows(stage.folder, "SELECT reason FROM timers WHERE reason IN ('ticket_due', 'callback_due')")
    assert sorted(waiting) == [("callback_due",), ("ticket_due",)]
    await stage.team.replies(ticket.opening, ticket_ways.ANSWER)
    await stage.reads(stage.anna, ticket_ways.ANSWER)
    await drained(stage)
    nothing_given_up(stage)
    log_is_clean(stage)


# --- time that runs out


def hours_until(hour: int, minute: int) -> float:
    """From now to that time of today at the desk, also on the two days a year that are not 24 hours long."""
    now = datetime.now(DESK_ZONE)
    then = now.replace(hour=hour, minute=minute, second=0)
    return (then.timestamp() - now.timestamp()) / 3600


@pytest.mark.fault(
    "People and time", "closing time reached while the customer chooses", "told so, with the ways that are left"
)
async def test_closing_time_reached_while_the_customer_chooses(tmp_path: Path, warm_starts: WarmStarts):
    """What was offered a moment ago is not begun any more; what is possible now is said in the same breath."""
    async with staged(tmp_path, warm_starts.start, HOURS_LIVE_CHAT="Mo-Su 9:00-21:00") as stage:
        stage.sets_the_clock(hours_until(20, 50))
        await stage.product.start()
        await stage.on_duty(stage.tom)
        await ways.offers(stage)
        assert "Start a live chat" in stage.anna.screen[-1].buttons

        stage.sets_the_clock(hours_until(21, 5))
        await stage.anna.press("Start a live chat")

        closed = await stage.reads(stage.anna, "Live chat: ")
        assert "Start a live chat" not in closed.buttons
        assert "Get an answer by e-mail" in closed.buttons
        assert closed.text.startswith("That option isn’t available any more, sorry.")
        await drained(stage)
        assert rows(stage.folder, "SELECT count(*) FROM cases") == [(0,)]
        log_is_clean(stage)


@pytest.mark.fault(
    "People and time",
    "all agents of a language leave while a customer waits",
    "e-mail is offered with a time that holds, and the place is kept",
)
@pytest.mark.parametrize("moment", Moment)
async def test_the_last_agent_leaves_while_a_customer_waits(stage: Stage, moment: Moment):
    """And the desk is killed when it says so: the place is kept until the customer has chosen, and told of once."""
    await stage.product.start()
    await stage.on_duty(stage.tom)
    await ways.in_the_queue(stage)
    card = await stage.card_of("Anna")
    stage.faults.add(kill_at("telegram", "sendMessage", 1, moment))

    await stage.clicks(stage.tom, "I am off duty", lambda m: "Nobody is on duty" in m.plain)

    left = await stage.reads(stage.anna, "nobody is there for a live chat at the moment")
    assert left.buttons == LEFT
    await stage.anna.press("Get an answer by e-mail")
    await stage.reads(stage.anna, "Which e-mail address")
    assert "Claim" in card.buttons
    await stage.anna.write(ticket_ways.ADDRESS)
    await stage.reads(stage.anna, "Your question is saved as case")
    await stage.shows(lambda m: m.ts == card.ts and not m.buttons)
    await drained(stage)
    assert stage.product.kills == 1
    assert rows(stage.folder, "SELECT method FROM cases WHERE closed_at IS NULL") == [("email",)]
    nothing_given_up(stage)
