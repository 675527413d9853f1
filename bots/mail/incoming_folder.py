"""Where mails lie on the desk's disk: `<root>/<yyyy-mm>/<digest>.eml` as they came, and beside each what was read of it.

A file is there whole or not at all, and only the desk's own user may read it.
"""

import re
from datetime import datetime
from pathlib import Path

from bots import durable_file
from core.model import codec
from core.model.errors import Transient, Unreadable
from core.model.letter import Letter

_NAME = re.compile(r"\d{4}-\d\d/[0-9a-f]{40}")


class MailFolder:
    """`root` is made with the first mail. All calls wait for the disk, and raise Transient where it takes or gives nothing."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, name: str) -> Path:
        """Of the mail as it came. Raises Unreadable for a name that is none of ours."""
        return self._file(name, ".eml")

    def keep(self, identity: str, raw: bytes, now: datetime) -> str:
        """The name under which the mail is kept; the same mail keeps the first file of a month."""
        name = f"{now:%Y-%m}/{identity}"
        self._write(self.path(name), raw)
        return name

    def replace(self, name: str, raw: bytes) -> None:
        """What is kept of the mail from now on."""
        try:
            durable_file.write(self.path(name), raw)
        except OSError as error:
            raise _trouble(error) from error

    def keep_letter(self, name: str, letter: Letter) -> None:
        """What was read of the mail, so that it need not be read again."""
        self._write(self._file(name, ".json"), codec.encode(letter).encode())

    def letter(self, name: str) -> Letter | None:
        """What was read of the mail; None where nothing is."""
        try:
            stored = self._file(name, ".json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _trouble(error) from error
        return codec.decode(stored, Letter)

    def forget(self, name: str) -> None:
        """Remove the mail, and what was read of it."""
        try:
            for suffix in (".eml", ".json"):
                self._file(name, suffix).unlink(missing_ok=True)
        except OSError as error:
            raise _trouble(error) from error

    def _file(self, name: str, suffix: str) -> Path:
        if not _NAME.fullmatch(name):
            raise Unreadable("the name of a kept mail is a month and a digest")
        return self._root / f"{name}{suffix}"

    def _write(self, path: Path, content: bytes) -> None:
        try:
            if not path.exists():
                durable_file.write(path, content)
        except OSError as error:
            raise _trouble(error) from error


def _trouble(error: OSError) -> Transient:
    return Transient(f"a mail cannot be kept or read: {error.strerror or type(error).__name__}")
