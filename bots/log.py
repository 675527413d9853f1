"""The log: one line for each thing an operator may act on, no secrets, no customers' words."""

import logging
import sys

# The token is part of Telegram's addresses, so what HTTP clients tell at INFO stays out.
QUIET = (
    "httpx",
    "httpx2",
    "httpcore",
    "httpcore2",
    "openai",
    "aiohttp.access",
    "telegram",
    "slack_bolt",
    "slack_sdk",
    "asyncio",
)


def configure(level: str) -> None:
    logging.basicConfig(
        level=level.upper(), stream=sys.stderr, format="%(asctime)s %(levelname)-7s %(message)s", datefmt="%H:%M:%S"
    )
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
