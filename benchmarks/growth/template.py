"""One conversation that was really played, as the rows that it left: what larger desks are made of."""

import asyncio
import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from benchmarks.played import ALWAYS_OPEN, UNHURRIED, Servers, running

ANNA = 1001
TALK, LIVE_CHAT, EMAIL = "Talk to customer support", "Start a live chat", "Get an answer by e-mail"
NOT_ITS_OWN = {"keep": "name NOT LIKE 'card:%' AND name NOT LIKE 'thread:%'", "inbox": "stream LIKE 'slack:U%'"}
# What is there once for the whole desk, or is nothing of a conversation.
OF_THE_DESK = frozenset(
    {
        "schema_version",
        "sqlite_sequence",
        "agents",
        "spells",
        "closures",
        "members",
        "leases",
        "board_sessions",
        "audit",
    }
)


class Table(NamedTuple):
    """Its columns but for those that SQLite numbers itself, and the rows that the conversation has in it."""

    name: str
    columns: tuple[str, ...]
    rows: list[tuple[object, ...]]


class Template(NamedTuple):
    """`names` are what differs between two conversations: their own id, cases, thread and secrets."""

    tables: list[Table]
    names: list[str]
    ends: float  # seconds since 1970, UTC


async def played() -> Template:
    """Questions, a live chat and its rating, a ticket by mail, and in the end a choice that is open."""
    servers = Servers()
    places = await servers.start()
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder), places | UNHURRIED | ALWAYS_OPEN):
            await _talk(servers)
        await servers.stop()
        return _read(Path(folder) / "desk.db")


async def _talk(servers: Servers) -> None:
    anna, tom = servers.telegram.customer(ANNA, "Anna", language_code="en"), servers.slack.agent("Tom", "U0TOM")
    panel = await servers.support.shows(lambda message: "I am on duty" in message.buttons, 30)
    await tom.clicks("I am on duty", in_=panel)
    await servers.support.shows(lambda message: message.plain.startswith("On duty now: "))
    await anna.write("When do I get my money back?")
    await anna.reads("working days")
    await anna.write("Which colour has the moon?")
    await anna.reads("couldn’t find an answer")
    await anna.press(TALK)
    await anna.reads("Live chat")
    await anna.press(LIVE_CHAT)
    card = await servers.support.posts(lambda message: "Claim" in message.buttons)
    await tom.clicks("Claim", in_=card)
    await anna.reads("is now in the chat with you")
    await tom.writes(servers.support, "Hello Anna, let me see.", card.ts)
    await anna.reads("let me see")
    await anna.write("Thank you")
    await servers.support.shows(lambda message: message.thread_ts == card.ts and "Thank you" in message.plain)
    await tom.clicks("Close", in_=card)
    await anna.reads("has ended the chat")
    await anna.press("Yes, it’s solved")
    await anna.reads("How did you like")
    await anna.write("My parcel has not arrived")
    await anna.reads("Quoted from the help centre")
    await anna.press(TALK)
    await anna.reads("Live chat")
    await anna.press(EMAIL)
    await anna.reads("Which e-mail address")
    await anna.write("anna@shop.example")
    await anna.reads("We’ll answer to anna@shop.example")
    await anna.write("/support")
    await anna.reads("Live chat")
    await asyncio.sleep(1)  # until all that was sent is written down


def _read(file: Path) -> Template:
    with closing(sqlite3.connect(file)) as connection:
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            if name not in OF_THE_DESK
        ]
        tables = [table for name in names if (table := _table(connection, name)).rows]
        cases = [code for (code,) in connection.execute("SELECT code FROM cases")]
        thread = [ts for (ts,) in connection.execute("SELECT substr(address, instr(address, '/') + 1) FROM threads")]
        tokens = connection.execute("SELECT team_token, customer_token FROM tickets").fetchone()
        (ends,) = connection.execute("SELECT max(at) FROM messages").fetchone()
    own = [f"telegram:{ANNA}", f'"key":"{ANNA}"', *cases, *map(str.lower, cases), *thread, *tokens]
    return Template(tables, own, ends)


def _table(connection: sqlite3.Connection, name: str) -> Table:
    info = connection.execute(f"PRAGMA table_info({name})").fetchall()
    numbered = {"seq", "id"} if name != "inbox" else set()
    columns = tuple(column for _, column, kind, *_ in info if not (column in numbered and kind == "INTEGER"))
    left_out = f" WHERE NOT ({NOT_ITS_OWN[name]})" if name in NOT_ITS_OWN else ""
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM {name}{left_out} ORDER BY rowid").fetchall()
    return Table(name, columns, rows)


def pattern(names: list[str]) -> re.Pattern[str]:
    """Finds them, in a text as a whole."""
    return re.compile("(" + "|".join(map(re.escape, names)) + ")")
