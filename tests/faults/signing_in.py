"""A customer follows the desk's link to the shop and says there who they are, whatever becomes of the desk meanwhile."""

import asyncio

import aiohttp

from bots.playground.shop.desk import OVER, RACED, UNREACHABLE
from bots.playground.telegram import Customer
from tests.faults.stage import Stage
from tests.playground_shop.browsing_shop import Browser


async def signs_in(stage: Stage, customer: Customer, person: str) -> None:
    await customer.write("/signin")
    await agrees(stage, await link_to_the_shop(stage, customer), person)
    await stage.reads(customer, "you’re signed in")


async def link_to_the_shop(stage: Stage, customer: Customer) -> str:
    """Where it leads there."""
    said = await stage.reads(customer, "Open this link")
    (address,) = [button.url for row in said.keyboard for button in row if button.url and "?link=" in button.url]
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
