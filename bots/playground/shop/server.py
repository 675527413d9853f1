"""The shop's server: the contract for the desk, and the pages for people, at one address of loopback."""

from collections.abc import Callable
from datetime import UTC, datetime

from aiohttp import web

from bots.playground.faults import Faults
from bots.playground.shop.contract import NOT_FOUND, AnyShop, Contract, Request
from bots.playground.shop.desk import Desk
from bots.playground.shop.pages import Pages
from bots.playground.shop.sign_in import SignIn
from bots.playground.shop.trouble import Trouble
from bots.shop.deep_links import Kind

_LARGEST_REQUEST = 256 * 1024  # bytes

Support = Callable[[Kind, str], str]
"""Where "Get support" leads, for "order" and an order's id; nothing where there is no such link."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class ShopServer:
    """Serves any shop's ports. It behaves, but for the requests that `script` has something for.

    `desk` is the address at which the desk answers for the shop's links; it can be set later. `support`, if it is set,
    makes the "Get support" links. With `links_here` the addresses in orders and items are those of this server's pages.
    Faults name it "shop".
    """

    def __init__(
        self,
        shop: AnyShop,
        secret: str,
        faults: Faults | None = None,
        desk: str = "",
        *,
        now: Callable[[], datetime] = utc_now,
        answer_within: float = 5.0,
        links_here: bool = False,
    ) -> None:
        self.faults = faults or Faults()
        self.root = ""
        self.support: Support | None = None
        self._contract = Contract(shop, secret, self.faults, now)
        self._desk = Desk(desk, secret, now, answer_within)
        self._shop = shop
        self._links_here = links_here
        self._runner: web.AppRunner | None = None

    # --- life
    async def start(self, port: int = 0) -> str:
        """Listen on loopback; the shop's address, `http://127.0.0.1:port`. Raises OSError where the port is taken."""
        app = web.Application(client_max_size=_LARGEST_REQUEST)
        self._contract.add_to(app)
        sign_in = SignIn(self._shop, self._desk)
        sign_in.add_to(app)
        Pages(self._shop, sign_in, lambda kind, id: self.support(kind, id) if self.support else "").add_to(app)
        app.router.add_route("*", "/v1/{anything:.*}", _elsewhere)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.root = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        if self._links_here:
            self._shop.site = self.root
        return self.root

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def sign_in_url(self) -> str:
        """The page that the desk's button opens, with `?link=`."""
        return f"{self.root}/sign-in"

    @property
    def desk(self) -> str:
        return self._desk.url

    @desk.setter
    def desk(self, url: str) -> None:
        self._desk.url = url

    # --- trouble
    @property
    def requests(self) -> list[Request]:
        """Those of the contract, in the order in which they came."""
        return self._contract.requests

    def script(self, method: str, *troubles: Trouble) -> None:
        """One for each of the next requests of "person", "orders", "order", "other_party", "items", "item" or "measures"."""
        self._contract.script(method, *troubles)

    def always(self, method: str, trouble: Trouble) -> None:
        """For every request that has nothing of its own in the script; `Trouble()` ends it."""
        self._contract.always(method, trouble)

    def asked(self, method: str) -> int:
        """How many requests of this method there were, those with 401 too."""
        return sum(each.method == method for each in self.requests)


async def _elsewhere(_: web.Request) -> web.Response:
    return web.json_response(NOT_FOUND, status=404)
