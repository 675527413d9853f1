"""Makes of a copy of a desk's data a desk that goes on from it: nothing is repeated blindly, and no number is given twice.

Between the copy and its restoring the desk went on, and nobody knows how far. What waited to go out has probably gone out.
Slack, the shop and mailboxes know what was sent by its id, so it is looked up there as after a lost answer, and sent only if
it is not there. A messenger cannot be asked: a little later a repeat is better than silence, and much later it is not.
"""

import sqlite3
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from core.model.alarms import ALARMS, ToldAlarms
from core.model.alerts import ALERTS, Told
from core.model.codec import decode, encode
from core.model.restored import RESTORED, Restored
from core.store.moments import seconds
from core.store.sqlite.database import open_to_write
from core.store.sqlite.schema import shipped

LATE = timedelta(minutes=30)  # after which a message of then would only puzzle who reads it
_FASTEST = 1_000  # rows that come in within a second, at the very most
_AT_LEAST = 1_000_000

_ASIDE = "it waited when the backup of {at:%Y-%m-%d %H:%M} UTC was made, and may have been sent since: nobody knows"

_SET_ASIDE = """
UPDATE outbox SET state = 'failed', reason = :reason
WHERE state = 'waiting' AND json_extract(effect, '$.is') IN ('Say', 'SendFile', 'Amend')
  AND substr(lane, 1, instr(lane, ':')) NOT IN ('email:', 'mail:')
"""
_LOOKED_UP = "UPDATE outbox SET attempts = max(attempts, 1) WHERE state = 'waiting'"
_JUMP = "UPDATE sqlite_sequence SET seq = seq + :jump WHERE name = 'inbox'"
_FIRST_JUMP = "INSERT INTO sqlite_sequence (name, seq) VALUES ('inbox', :jump)"
_KEEP = "INSERT INTO keep (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
_NOTE = "INSERT INTO audit (at, kind, conversation, detail) VALUES (?, 'restored', '', ?)"


def go_on(file: Path, backup_at: datetime, now: datetime) -> Restored:
    """In one transaction, so that it is done once, whatever happens meanwhile. Raises StoreBroken, and sqlite3.Error."""
    with ExitStack() as held:
        connection = open_to_write(file, shipped(), held)
        connection.execute("BEGIN IMMEDIATE")
        restored = _mark(connection, backup_at, now)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return restored


def _mark(connection: sqlite3.Connection, backup_at: datetime, now: datetime) -> Restored:
    late, reason = now - backup_at > LATE, _ASIDE.format(at=backup_at)
    aside = connection.execute(_SET_ASIDE, {"reason": reason}).rowcount if late else 0
    looked_up = connection.execute(_LOOKED_UP).rowcount
    jumped = _jump(connection, backup_at, now)
    _end_what_opens_doors(connection)
    restored = Restored(backup_at, now, looked_up, aside, jumped)
    connection.execute(_KEEP, (RESTORED, encode(restored)))
    connection.execute(_NOTE, (seconds(now), encode(restored)))
    return restored


def _jump(connection: sqlite3.Connection, backup_at: datetime, now: datetime) -> int:
    """Effects, and by them posts and mails, are known by the number of their inbox row: those given since stand outside."""
    jump = _AT_LEAST + max(0, int((now - backup_at).total_seconds())) * _FASTEST
    if not connection.execute(_JUMP, {"jump": jump}).rowcount:
        connection.execute(_FIRST_JUMP, {"jump": jump})
    _count_on(connection, jump)
    return jump


def _count_on(connection: sqlite3.Connection, jump: int) -> None:
    """Alerts and alarms have numbers of their own."""
    if alerts := _kept(connection, ALERTS):
        told = decode(alerts, Told)
        connection.execute(_KEEP, (ALERTS, encode(replace(told, count=told.count + jump))))
    if alarms := _kept(connection, ALARMS):
        rung = decode(alarms, ToldAlarms)
        connection.execute(_KEEP, (ALARMS, encode(replace(rung, count=rung.count + jump))))


def _kept(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute("SELECT value FROM keep WHERE name = ?", (name,)).fetchone()
    return row[0] if row else ""


def _end_what_opens_doors(connection: sqlite3.Connection) -> None:
    """What lets somebody in once may have let them in since; who signed out since must not be signed in."""
    connection.execute("UPDATE links SET state = 'void' WHERE state = 'open'")
    connection.execute("DELETE FROM board_sessions")
