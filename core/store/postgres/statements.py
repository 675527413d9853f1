"""The named statements in PostgreSQL's words: values by place, rows that are locked, and many of a kind asked at once."""

import re
from functools import cache
from typing import NamedTuple

from core.store.session import statements

# What a decision is about is locked until its end, so that decisions of two streams about the same come one after the other.
_DECIDED_ABOUT = frozenset({"conversations.load", "tickets.load", "disputes.load", "callbacks.load"})
_COMMENT = re.compile(r"--.*")
_NAMED = re.compile(r"(?<!:):([a-z_]+)")  # "::" is a cast


class Statement(NamedTuple):
    """`names`: of the values, in the order of their places $1, $2, ...

    `numbered` gives each row the number that is its last value, so that rows of many askers can be told apart, and
    `counted` gives that number and how many rows were written; both are empty where PostgreSQL has no way to say it.
    Of what `locks`, `numbered` leaves out what somebody else has locked, and `unlocked` is the same for all that is there.
    """

    sql: str
    names: tuple[str, ...]
    writes: bool
    locks: bool
    returns: bool
    numbered: str
    counted: str
    unlocked: str


@cache
def prepared(*, read_only: bool = False) -> dict[str, Statement]:
    """All statements by "file.name". A connection that cannot write locks nothing."""
    return {
        name: _statement(sql, locks=name in _DECIDED_ABOUT and not read_only)
        for name, sql in statements("postgres").items()
    }


def _statement(sql: str, *, locks: bool) -> Statement:
    bare = _COMMENT.sub("", sql).strip()
    names = tuple(dict.fromkeys(_NAMED.findall(bare)))
    placed = _NAMED.sub(lambda named: f"${names.index(named[1]) + 1}", bare)
    reads = placed.startswith("SELECT")
    returns = reads or "RETURNING" in placed
    number = f"${len(names) + 1}::bigint"
    numbered, counted = _numbered(placed, number, reads), _counted(placed, number, returns)
    if not locks:
        return Statement(placed, names, not reads, False, returns, numbered, counted, "")
    locked = f"{placed}\nFOR NO KEY UPDATE"
    free = _numbered(f"{locked} SKIP LOCKED", number, reads)
    return Statement(locked, names, False, True, True, free, "", numbered)


def _numbered(sql: str, number: str, reads: bool) -> str:
    if reads:
        return f"SELECT {number}, found_.* FROM (\n{sql}\n) AS found_"  # noqa: S608 - our own words
    if sql.startswith("WITH"):  # what writes cannot stand inside a second WITH
        return ""
    if "RETURNING" not in sql:
        return ""
    return f"WITH changed_ AS (\n{sql}\n) SELECT {number}, changed_.* FROM changed_"  # noqa: S608 - our own words


def _counted(sql: str, number: str, returns: bool) -> str:
    if sql.startswith(("SELECT", "WITH")):
        return ""
    changes = sql if returns else f"{sql} RETURNING 1"
    return f"WITH changed_ AS (\n{changes}\n) SELECT {number}, count(*) FROM changed_"  # noqa: S608 - our own words
