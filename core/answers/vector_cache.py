"""Keeps the vectors of texts on disk, so that a restart asks the model server only for what has changed."""

import hashlib
import logging
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

    Vector = numpy.ndarray[tuple[int], numpy.dtype[numpy.float32]]

log = logging.getLogger(__name__)


class VectorCache:
    """A file that may be lost: one that cannot be read is set aside and begun anew. Its methods wait for the disk."""

    def __init__(self, file: Path, model: str) -> None:
        self._file = file
        self._model = model

    def key(self, text: str) -> bytes:
        """Another model's vectors are others."""
        return hashlib.sha256(f"{self._model}\0{text}".encode()).digest()

    def read(self) -> dict[bytes, "Vector"]:
        """All vectors of this model by their keys. Raises sqlite3.OperationalError when the disk gives nothing."""
        try:
            return self._read()
        except sqlite3.OperationalError:
            raise  # the file may be well: it is locked, or its folder cannot be written
        except sqlite3.DatabaseError as error:
            self._set_aside(error)
            return {}

    def write(self, vectors: Mapping[bytes, "Vector"]) -> None:
        """Add these. Raises sqlite3.Error when the disk does not take them."""
        rows = [(key, self._model, vector.tobytes()) for key, vector in vectors.items()]
        with closing(self._open()) as database, database:
            database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def keep_only(self, keys: Iterable[bytes]) -> None:
        """Forget the vectors of texts that are no more, and of other models. Raises sqlite3.Error."""
        with closing(self._open()) as database, database:
            database.execute("CREATE TEMPORARY TABLE kept (key BLOB PRIMARY KEY) WITHOUT ROWID")
            database.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in keys))
            database.execute("DELETE FROM vectors WHERE key NOT IN (SELECT key FROM kept)")

    def _read(self) -> dict[bytes, "Vector"]:
        import numpy

        with closing(self._open()) as database:
            rows = database.execute("SELECT key, vector FROM vectors WHERE model = ?", (self._model,))
            return {key: numpy.frombuffer(vector, numpy.float32) for key, vector in rows}

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file)
        try:
            database.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, model TEXT NOT NULL, vector BLOB NOT NULL)"
            )
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _set_aside(self, error: sqlite3.DatabaseError) -> None:
        log.warning("the embeddings in %s cannot be read (%s): they are made anew", self._file, error)
        if self._file.exists():
            os.replace(self._file, self._file.with_name(f"{self._file.name}.broken"))
