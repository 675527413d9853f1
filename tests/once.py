"""What many tests need and none changes is made once by each process: our catalogs, the articles, a new database's tables."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from core.answers import articles
from core.language import catalog
from core.language.po import locales_folder
from core.language.texts import Texts
from core.model.ids import Language
from core.store.sqlite import database
from core.store.sqlite.schema import Migration, shipped

_SHIPPED = shipped()
_read_texts = catalog.read_texts
migrate: Callable[[sqlite3.Connection, Sequence[Migration], Path | None], None] = database.migrate


def make_once() -> None:
    catalog.read_texts = _texts
    articles.parse_article = lru_cache(2_000)(articles.parse_article)  # of the same file and words always the same
    database.migrate = _migrate


def _texts(folder: Path, language: Language) -> Texts:
    """Reading all of ours takes most of a second, and a desk that is built reads them."""
    return _ours(language) if folder == locales_folder() else _read_texts(folder, language)


@cache
def _ours(language: Language) -> Texts:
    return _read_texts(locales_folder(), language)


def _migrate(connection: sqlite3.Connection, migrations: Sequence[Migration], backup: Path | None) -> None:
    """A new database is a copy of one that the migrations have made: the same tables, in a tenth of the time."""
    if _is_new(connection) and migrations == _SHIPPED:
        _migrated().backup(connection)
    else:
        migrate(connection, migrations, backup)


def _is_new(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


@cache
def _migrated() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(connection, _SHIPPED, None)
    return connection
