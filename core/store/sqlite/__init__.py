"""The store on one SQLite file: the default, for one process."""

from core.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
