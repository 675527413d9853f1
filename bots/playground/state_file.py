"""Where a playground keeps what happened in it, so that the next one goes on from there."""

import logging
import os
from pathlib import Path

import msgspec

log = logging.getLogger(__name__)


class Saved(msgspec.Struct):
    """Each server's own dump; none of a server that is not played."""

    telegram: bytes | None = None
    slack: bytes | None = None
    mail: bytes | None = None


class StateFile:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Saved:
        """Nothing where there is no file yet. Raises msgspec.MsgspecError for a file that is none of ours."""
        if not self._path.exists():
            return Saved()
        return msgspec.msgpack.decode(self._path.read_bytes(), type=Saved)

    def write(self, saved: Saved) -> None:
        """At every moment the file is the old one or the new one, whole. Where the disk takes nothing the play goes on."""
        new = self._path.with_name(f"{self._path.name}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(msgspec.msgpack.encode(saved))
            os.replace(new, self._path)
        except OSError as error:
            log.error("the playground's state cannot be kept in %s: %s", self._path, error)

    def set_aside(self, error: Exception) -> None:
        """What cannot be read is kept beside the new file."""
        kept = self._path.with_name(f"{self._path.name}.broken")
        os.replace(self._path, kept)
        log.error(
            "the playground's state in %s cannot be read (%s): it starts anew; the file is now %s",
            self._path,
            error,
            kept,
        )
