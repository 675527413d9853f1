"""The log: one line for each thing an operator may act on, no secrets, no customers' words."""

import logging
import sys

from core.model.errors import Transient

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
    for handler in logging.getLogger().handlers:
        handler.addFilter(_without_a_page)
    logging.getLogger("aiohttp.server").addFilter(_is_ours)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    # That the database is away we say ourselves; its client says it too, with a page for each try to connect again.
    logging.getLogger("asyncpg").setLevel(logging.ERROR)


def _is_ours(record: logging.LogRecord) -> bool:
    """Whoever does not speak HTTP gets a 400: no fault of ours, and what they sent has no place in the log."""
    error = record.exc_info[1] if record.exc_info else None
    return not (error and type(error).__module__ == "aiohttp.http_exceptions")


def _without_a_page(record: logging.LogRecord) -> bool:
    """What passes by itself, such as a database that restarts, is a line: where in the code it was met helps nobody."""
    if record.exc_info and isinstance(record.exc_info[1], Transient):
        record.exc_info = record.exc_text = None
    return True
