"""A customer whose every word can be found again, and where one looks for it."""

import gc
from collections.abc import Iterator
from pathlib import Path

from redis.asyncio import Redis

from bots.playground.slack import SlackServer
from tests.cli.moving_data import Held

NUMBER = 417291836  # of the chat
NAME = "Zebedeequartz"
WORD = "xylocanary"
MAIL = "zebedeequartz@canary.example"
PHONE = "628374651"  # as it stands in +31 6 28374651 without its spaces
WORDS = (NAME, "Kowalska", WORD, "canary.example", PHONE, "6 28374651")  # what tells who they are, beside the chat
SIGNS = (*WORDS, str(NUMBER))


def signs_in(text: str, signs: tuple[str, ...] = SIGNS) -> list[str]:
    small = text.casefold()
    return [sign for sign in signs if sign.casefold() in small]


def in_tables(held: Held, signs: tuple[str, ...] = SIGNS) -> list[str]:
    """Table, sign and row, of all that is stored."""
    return [
        f"{table}: {sign}: {row}" for table, rows in held.items() for row in rows for sign in signs_in(repr(row), signs)
    ]


async def in_redis(url: str, signs: tuple[str, ...] = SIGNS) -> list[str]:
    """Names and values, as they would be carried to another server."""
    async with Redis.from_url(url, protocol=2) as redis:
        stored = [(name, await redis.dump(name) or b"") async for name in redis.scan_iter()]
    return [f"{name!r}: {sign}" for name, value in stored for sign in signs if sign.encode() in name + value]


def in_files(folder: Path, signs: tuple[str, ...] = SIGNS) -> list[str]:
    """File and sign, by their bytes: also what no table shows any more, and in names of files."""
    found = []
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes().lower() if path.is_file() else b""
        hits = [sign for sign in signs if sign.lower().encode() in content or sign.casefold() in path.name.casefold()]
        found += [f"{path.relative_to(folder)}: {sign}" for sign in hits]
    return found


def in_slack(slack: SlackServer, signs: tuple[str, ...] = SIGNS) -> list[str]:
    """What any member can read, but for what agents wrote themselves."""
    state = slack.workspace.state
    posts = [message for each in state.messages.values() for message in each if message.user == state.bot]
    shown = [(f"post {post.ts}", repr(post)) for post in posts]
    shown += [(f"upload {id}", repr(upload)) for id, upload in slack.workspace.uploads.items()]
    shown += [(f"page of {user}", repr(state.views[view])) for user, view in state.homes.items()]
    return [f"{where}: {sign}: {text[:300]}" for where, text in shown for sign in signs_in(text, signs)]


def in_memory(roots: list[object], signs: tuple[str, ...] = SIGNS) -> list[str]:
    """The strings that the desk still holds on to, found by following its references."""
    return [f"{sign}: {text[:200]}" for text in _strings(roots) for sign in signs_in(text, signs)]


# Through these one would come to the test itself, and to the other ends of all connections.
_OUTSIDE = (
    "module",
    "function",
    "frame",
    "code",
    "coroutine",
    "async_generator",
    "Task",
    "Future",
    "_UnixSelectorEventLoop",
)


def _strings(roots: list[object]) -> Iterator[str]:
    seen: set[int] = set()
    waiting = list(roots)
    while waiting:
        each = waiting.pop()
        if id(each) in seen or isinstance(each, type) or type(each).__name__ in _OUTSIDE:
            continue
        seen.add(id(each))
        if isinstance(each, str):
            yield each
        else:
            waiting += gc.get_referents(each)
