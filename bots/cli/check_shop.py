"""What `frontdesk check` says of the shop: whether it is reached and signs, how far its clock is away, and its sign-in page."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp
from yarl import URL

from bots.settings import Settings
from bots.shop.client import ShopAccess
from bots.shop.http import HttpShop
from bots.shop.signing import VALID_FOR
from core.engine.clock import SystemClock
from core.model.errors import DeskError
from core.model.shop import CustomerId

_NOBODY = CustomerId("frontdesk-check")  # whom no shop knows
_WITHIN = 5.0  # seconds
_ANY_TOKEN = "0" * 43


class ShopWrong(DeskError):
    """Customers could not sign in, or the shop could be read by anybody."""


async def reach_shop(settings: Settings) -> str:
    """Asks once without a signature and once with it, and opens the page. Raises DeskError with what to do."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_WITHIN)) as session:
        clock = await _asked_unsigned(session, settings.shop.url)
        await _asked_signed(settings, clock)
        await _opened(session, settings.shop.sign_in)
    return f"{settings.shop.url}, signature accepted, {clock}; customers sign in at {settings.shop.sign_in}"


async def _asked_unsigned(session: aiohttp.ClientSession, url: str) -> str:
    """How far the clocks are apart. Raises ShopWrong for a shop that answers whoever asks."""
    clock = SystemClock()
    try:
        async with session.get(f"{url}/v1/people/{_NOBODY}", allow_redirects=False) as answer:
            status, date = answer.status, answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ShopWrong(f"{url} is not reached: {type(error).__name__}. Check SHOP_URL and the network") from None
    if status in (HTTPStatus.OK, HTTPStatus.NOT_FOUND):
        raise ShopWrong(f"{url} answers {status} to a request without a signature, where 401 belongs. Check SHOP_URL")
    return _difference(date, clock.now())


def _difference(date: str, now: datetime) -> str:
    """In words, from the header of any HTTP server (RFC 9110, 6.6.1)."""
    try:
        seconds = round((parsedate_to_datetime(date) - now).total_seconds())
    except (ValueError, TypeError):
        return "its clock unknown"
    if abs(seconds) <= 1:  # the header has no fractions
        return "clocks alike"
    return f"its clock {abs(seconds)} s {'ahead' if seconds > 0 else 'behind'} (at most {VALID_FOR.seconds} s are accepted)"


async def _asked_signed(settings: Settings, clock: str) -> None:
    shop = HttpShop(ShopAccess(settings.shop.url, settings.shop.secret.get_secret_value()))
    try:
        await shop.person(_NOBODY)
    except DeskError as error:
        raise ShopWrong(f"{settings.shop.url}, {clock}: {error}") from error
    finally:
        await shop.close()


async def _opened(session: aiohttp.ClientSession, page: str) -> None:
    """Wherever it leads a browser without cookies: only a page that is not there, or broken, is wrong."""
    try:
        async with session.get(URL(page).update_query(link=_ANY_TOKEN), allow_redirects=False) as answer:
            status = answer.status
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ShopWrong(f"the page {page} is not reached: {type(error).__name__}. Check SHOP_SIGN_IN_URL") from None
    if status == HTTPStatus.NOT_FOUND or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ShopWrong(f"the page {page} answers {status}. Check SHOP_SIGN_IN_URL")
