"""Invented customers of the sample shop who sign in and report a problem with an order: the disputes of the day."""

import html
import re
from typing import NamedTuple

import aiohttp

from bots.playground.demo.pace import Pace
from bots.playground.telegram import Customer as Phone
from bots.playground.telegram import NothingToRead
from bots.playground.telegram.state import Message
from core.model.ids import Language
from core.model.view import Text, text
from core.ports import Catalog

_REPORT, _NOT_RECEIVED = text("button.dispute"), text("dispute.reason.buyer.not_received")
_DID_NOT_HELP, _REFUND = text("button.advice_failed"), text("dispute.wish.full_refund")
_ENOUGH, _SEND = text("button.dispute_enough"), text("button.dispute_send")
_PATIENCE = 60.0  # seconds, for each step
_ENGLISH = Language("en")


class Quarrel(NamedTuple):
    """Who at the sample shop, about which order of theirs, and what they say of it."""

    number: int
    name: str
    person: str
    order: str
    words: str


QUARRELS = (
    Quarrel(9_901, "Olive Example", "c-1001", "H-104204", "It should have come last week, and nobody answers me."),
    Quarrel(9_902, "Peter Example", "c-1002", "H-104214", "The carrier says that it never got the parcel."),
    Quarrel(9_903, "Quinn Example", "c-2001", "H-104226", "Three weeks, and not a word."),
)


class Report:
    """`shop`: the address of the played one."""

    def __init__(self, quarrel: Quarrel, phone: Phone, shop: str, catalog: Catalog, pace: Pace) -> None:
        self._quarrel = quarrel
        self._phone = phone
        self._shop = shop
        self._catalog = catalog
        self._pace = pace

    async def happens(self) -> None:
        try:
            await self._signs_in()
            await self._phone.write(self._quarrel.order)
            for label in (_REPORT, _NOT_RECEIVED, _DID_NOT_HELP):
                await self._presses(label)
            await self._pace.pause(4, 9)
            await self._phone.write(self._quarrel.words)
            for label in (_REFUND, _ENOUGH, _SEND):
                await self._presses(label)
        except (NothingToRead, LookupError):  # as people do, they put the phone away
            return

    async def _signs_in(self) -> None:
        """From the chat through the shop's page and back."""
        await self._phone.write("/signin")
        asked = await self._phone.reads(lambda message: bool(_link(message)), self._pace.seconds(_PATIENCE))
        link = _link(asked)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            page = await _text(browser.get(link))
            page = await _text(
                browser.post(f"{self._shop}/sign-in", data=_hidden(page) | {"person": self._quarrel.person})
            )
            await _text(browser.post(f"{self._shop}/sign-in/connect", data=_hidden(page) | {"answer": "confirm"}))
        await self._phone.reads(timeout=self._pace.seconds(_PATIENCE))

    async def _presses(self, label: Text) -> None:
        """Once it is there."""
        words = self._catalog.say(label.key, label.params, _ENGLISH)
        await self._phone.reads(lambda message: words in message.buttons, self._pace.seconds(_PATIENCE))
        await self._pace.pause(2, 6)
        await self._phone.press(words)


def _link(message: Message) -> str:
    return next((each.url for row in message.keyboard for each in row if each.url and "link=" in each.url), "")


async def _text(asked: "aiohttp.client._RequestContextManager") -> str:
    async with asked as answer:
        return await answer.text()


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}
