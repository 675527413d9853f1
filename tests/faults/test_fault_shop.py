"""Signing in and one's own orders while the process is killed around them: nothing is lost, nothing said twice or to others."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bots.playground.faults import Moment
from bots.playground.shop.desk import OVER, RACED, UNREACHABLE
from bots.playground.telegram import Customer
from tests.faults.oracle import Story, check, rows
from tests.faults.product import until
from tests.faults.stage import SHOP_SECRET, Stage, kill_at, staged
from tests.faults.warm import WarmStarts
from tests.playground_shop.browsing_shop import Browser

pytestmark = [pytest.mark.faults, pytest.mark.timeout(120)]

QUESTION = "Where is my parcel?"
SHARED = "H-104203"  # bought by Anna (c-1001) from Daan (c-1002)


@pytest.fixture
async def stage(tmp_path: Path, warm_starts: WarmStarts) -> AsyncIterator[Stage]:
    async with staged(tmp_path, warm_starts.start, SHOP_SECRET=SHOP_SECRET) as stage:
        stage.daan.chat.language_code = "en"
        yield stage


# --- what people do


async def asks_to_sign_in(stage: Stage, customer: Customer) -> str:
    """A question about one's own parcel, its general answer, and a link; where it leads at the shop."""
    await customer.write(QUESTION)
    await stage.reads(customer, "If you sign in")
    await customer.press("Sign in")
    said = await stage.reads(customer, "Open this link")
    (address,) = [button.url for row in said.keyboard for button in row if button.url]
    return address.removeprefix(stage.shop.root)


async def agrees(stage: Stage, link: str, person: str) -> None:
    """At the shop's page, again and again while the desk is away; until the page says that it is done, or was done."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        browser = Browser(session, stage.shop.root)
        while True:
            await browser.opens(link)
            await browser.is_(person)
            if browser.status == 200:
                await browser.sends("/sign-in/connect", answer="confirm")
            if browser.text.startswith("You are connected") or OVER in browser.text:
                return
            assert UNREACHABLE in browser.text or RACED in browser.text, browser.text
            await asyncio.sleep(0.02)


async def is_told_of_the_order(stage: Stage, customer: Customer, name: str) -> None:
    await stage.reads(customer, f"Hello {name}, you’re signed in.")
    listed = await stage.reads(customer, "Which one is it about?")
    await customer.press(next(label for label in listed.buttons if label.startswith(SHARED)))
    await stage.reads(customer, f"Order {SHARED}: ")


async def buyer(stage: Stage) -> Story:
    """From the question to the order that it was about."""
    await agrees(stage, await asks_to_sign_in(stage, stage.anna), "c-1001")
    await is_told_of_the_order(stage, stage.anna, "Anna Kowalska")
    return _told("Anna Kowalska", "bought from Daan d. V.", "H-104202")


async def seller(stage: Stage) -> Story:
    await agrees(stage, await asks_to_sign_in(stage, stage.daan), "c-1002")
    await is_told_of_the_order(stage, stage.daan, "Daan de Vries")
    return _told("Daan de Vries", "sold to Anna K.", "H-104214")


def _told(name: str, side: str, alone: str) -> Story:
    """`alone`: an order that only this one of the two may see."""
    return Story(
        screen=("If you sign in", "Open this link", f"Hello {name}", "Which one is it about?", side),
        transcript=(
            f"customer: {QUESTION}",
            "assistant",
            "customer: [Sign in]",
            "desk",
            "desk",
            "desk",
            f"customer: [{SHARED} · Box camera Agf… · sent]",
            "assistant",
        ),
        stage="Idle",
        private=(side, name, alone),
    )


# --- killed

STEPS = (
    *[("shop", "orders", 1, moment) for moment in Moment],
    ("shop", "items", 1, Moment.AFTER),
    ("shop", "order", 1, Moment.BEFORE),
    ("shop", "order", 1, Moment.ANSWERED),
    ("shop", "order", 2, Moment.BEFORE),
    ("shop", "order", 2, Moment.ANSWERED),
    *[("telegram", "sendMessage", nth, moment) for nth in (2, 3, 5) for moment in (Moment.BEFORE, Moment.AFTER)],
)


@pytest.mark.parametrize(("server", "method", "nth", "moment"), STEPS)
async def test_killed_at(stage: Stage, server: str, method: str, nth: int, moment: Moment):
    """Of what is sent: 2 is the link, 3 the greeting after the confirmation, 5 the answer."""
    stage.faults.add(kill_at(server, method, nth, moment))
    await stage.product.start()

    doubled = await check(stage, {stage.anna: await buyer(stage)})

    assert stage.product.kills == 1
    if server == "telegram":  # at the shop's requests the greeting is on its way too, in a lane of its own
        assert doubled == (moment is Moment.AFTER), "the declared window, and nothing but it"
    assert signed_in(stage) == [("c-1001",)]


@pytest.mark.parametrize("milliseconds", [0, 1, 2, 4, 8])
async def test_killed_while_it_is_confirmed_it_counts_once(stage: Stage, milliseconds: int):
    await stage.product.start()
    link = await asks_to_sign_in(stage, stage.anna)
    await asyncio.gather(agrees(stage, link, "c-1001"), kill_after(stage, "link shown", milliseconds))
    await counts_once(stage)


async def test_killed_as_soon_as_it_is_stored_it_counts_once(stage: Stage):
    await stage.product.start()
    link = await asks_to_sign_in(stage, stage.anna)
    await asyncio.gather(agrees(stage, link, "c-1001"), kill_after(stage, "link confirmed", 0))
    await counts_once(stage)


async def kill_after(stage: Stage, audited: str, milliseconds: int) -> None:
    seen = "SELECT 1 FROM audit WHERE kind = ?"
    await until(lambda: rows(stage.folder, seen, audited) != [], 0.0005)
    await asyncio.sleep(milliseconds / 1000)
    stage.product.kill()


async def counts_once(stage: Stage) -> None:
    await is_told_of_the_order(stage, stage.anna, "Anna Kowalska")
    await check(stage, {stage.anna: _told("Anna Kowalska", "bought from Daan d. V.", "H-104202")})
    assert stage.product.kills == 1
    assert signed_in(stage) == [("c-1001",)]
    assert rows(stage.folder, "SELECT state FROM links") == [("confirmed",)]


@pytest.mark.parametrize("nth", [1, 2])
async def test_buyer_and_seller_of_one_order_stay_apart_around_a_kill(stage: Stage, nth: int):
    stage.faults.add(kill_at("shop", "order", nth, Moment.ANSWERED))
    stage.faults.add(kill_at("shop", "orders", nth, Moment.AFTER))
    await stage.product.start()

    hers, his = await asyncio.gather(buyer(stage), seller(stage))

    await check(stage, {stage.anna: hers, stage.daan: his})
    assert stage.product.kills == 2
    targets = {each.target.split("/")[3] for each in stage.shop.requests}
    assert targets == {"c-1001", "c-1002"}


async def test_stopped_and_started_with_the_link_still_open(stage: Stage):
    await stage.product.start()
    link = await asks_to_sign_in(stage, stage.anna)
    assert await stage.product.stop() == 0
    await stage.product.start_again()

    await agrees(stage, link, "c-1001")
    await is_told_of_the_order(stage, stage.anna, "Anna Kowalska")

    await check(stage, {stage.anna: _told("Anna Kowalska", "bought from Daan d. V.", "H-104202")})


def signed_in(stage: Stage) -> list[tuple[str]]:
    return rows(stage.folder, "SELECT detail FROM audit WHERE kind = 'signed in'")  # type: ignore[return-value]
