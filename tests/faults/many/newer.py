"""A release that knows one more migration, which adds what older releases do not need."""

RELEASE = "NEWER_RELEASE"  # in the environment of a process that is one
KNOWN = "SELECT count(*) FROM schema_version WHERE name = 'mood'"
_SQL = "-- expand\nALTER TABLE conversations ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'"


def knows_more() -> None:
    """This process is of that release from now on."""
    from core.store.postgres import store
    from core.store.postgres.schema import Migration, shipped

    migrations = (*shipped(), Migration(len(shipped()) + 1, "mood", _SQL))
    store.shipped = lambda: migrations  # type: ignore[attr-defined]
