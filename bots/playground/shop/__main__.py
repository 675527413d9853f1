"""The test server of the shop's HTTP contract, for an operator's own integration tests and for a look at its pages.

    SHOP_SECRET=... python -m bots.playground.shop --port 8200 --desk http://127.0.0.1:8080

It serves the sample shop (`--data` takes a folder of the same kind) at http://127.0.0.1:8200/v1/..., answers only signed
requests, and signs its answers. Give the desk the same secret and `SHOP_URL=http://127.0.0.1:8200`, and as the address of
the sign-in page http://127.0.0.1:8200/sign-in. `--desk` is where the desk answers for the links of its sign-in buttons.
With `--bot` orders have a "Get support" link into that bot. Measures are kept until it stops. It listens on loopback.
"""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from bots.playground.shop.server import ShopServer, utc_now
from bots.settings import sample_folder
from bots.shop.deep_links import Kind, LinkError, link, start_payload
from bots.shop.sample import SampleShop
from bots.shop.signing import SHORTEST_SECRET


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bots.playground.shop", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--port", type=int, default=8200)
    parser.add_argument("--secret", default=os.environ.get("SHOP_SECRET", ""), help="otherwise SHOP_SECRET is read")
    parser.add_argument("--desk", default="", help="the desk's address, before /shop/links")
    parser.add_argument("--bot", default="", help="the bot's username, for links into it")
    parser.add_argument("--data", type=Path, default=sample_folder() / "shop")
    parser.add_argument("--page", type=int, default=10, help="orders in one answer")
    chosen = parser.parse_args(given)
    if len(chosen.secret) < SHORTEST_SECRET:
        parser.error(f"SHOP_SECRET or --secret needs at least {SHORTEST_SECRET} characters")
    return chosen


def support_links(bot: str, secret: str, kind: Kind, id: str) -> str:
    """A link into the bot with an order or an article chosen; empty where there can be none."""
    try:
        return link(bot, start_payload(kind, id, secret)) if bot else ""
    except LinkError:
        return ""


async def serve(chosen: argparse.Namespace) -> None:
    """Until it is told to stop, also where whoever started it in the background had it ignore that."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    shop = SampleShop(chosen.data, utc_now, page=chosen.page)
    server = ShopServer(shop, chosen.secret, desk=chosen.desk, links_here=True)
    server.support = lambda kind, id: support_links(chosen.bot, chosen.secret, kind, id)
    await server.start(chosen.port)
    sys.stdout.write(f"SHOP_URL={server.root}\nSHOP_SIGN_IN_URL={server.sign_in_url}\n")
    sys.stdout.flush()
    try:
        await stopping.wait()
    finally:
        await server.stop()


def main(given: list[str] | None = None) -> int:
    try:
        asyncio.run(serve(_arguments(given)))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"the shop's server cannot start: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
