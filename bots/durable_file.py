"""Files that are there whole or not at all, after a loss of power too, and that only the desk's own user may read.

A file is written under another name, its part's, and gets its own when all of it is on disk. All calls wait for the disk, and
raise OSError where it takes nothing.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def begin(part: Path) -> None:
    """An empty file in two folders that only we may enter; a kill may have left one from an earlier try."""
    for folder in (part.parent.parent, part.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def finish(part: Path, path: Path) -> None:
    """What was written over `part` is at `path` now, which is in the same folder."""
    flush(part)
    part.replace(path)
    flush(path.parent)
    flush(path.parent.parent)


def write(path: Path, content: bytes) -> None:
    """Whoever else writes the same file meanwhile has a part of their own."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    begin(part)
    try:
        part.write_bytes(content)
        finish(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def gone_unless_whole(path: Path) -> Iterator[None]:
    """What cannot be written to the end of the block is not there: a part must not pass for the whole."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def flush(path: Path) -> None:
    """What was written to a file, or into a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
