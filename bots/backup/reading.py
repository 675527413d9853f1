"""Takes a backup apart: every byte is compared with what was written before anything of it is used."""

import hashlib
import os
import tarfile
import zlib
from pathlib import Path
from typing import IO

from bots.backup.errors import BackupBroken, RestoreRefused
from bots.backup.manifest import DATABASE, MANIFEST, Manifest, Stored, is_ours, read

PIECE = 1 << 20  # bytes
MOST_OF_MANIFEST = 1 << 28  # bytes; a million files are less than half of it


def unpack(archive: Path, into: Path) -> Manifest:
    """Its files, whole and as they were written, in a folder that is empty. Raises BackupBroken, and OSError of the disk."""
    if not archive.is_file():
        raise RestoreRefused(f"{archive}: there is no such file; name one that `frontdesk backup` made")
    try:
        with tarfile.open(archive, mode="r|*") as tar:
            manifest, found = _taken(tar, into)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BackupBroken(f"{archive}: it is no backup, or was cut short ({error})") from error
    except BackupBroken as error:
        raise BackupBroken(f"{archive}: {error}") from None
    if manifest is None:
        raise BackupBroken(f"{archive}: it was cut short: it does not say what should be in it")
    if wrong := _wrong(manifest, found):
        raise BackupBroken(f"{archive}: {wrong}")
    return manifest


def _taken(tar: tarfile.TarFile, into: Path) -> tuple[Manifest | None, dict[str, Stored]]:
    manifest: Manifest | None = None
    found: dict[str, Stored] = {}
    newest: dict[Path, float] = {}
    for entry in tar:
        content = tar.extractfile(entry) if entry.isreg() else None
        if entry.name == MANIFEST and content and entry.size <= MOST_OF_MANIFEST:
            manifest = read(content.read())
        elif content is None or not is_ours(entry.name) or entry.name in found:
            raise BackupBroken(f"what is called {entry.name[:100]!r} in it does not belong there")
        else:
            path = into / entry.name
            found[entry.name] = _written(content, path, entry.name)
            newest[path.parent] = max(newest.get(path.parent, 0), entry.mtime)
            _date(path, entry.mtime, newest[path.parent])
    return manifest, found


def _written(content: IO[bytes], path: Path, name: str) -> Stored:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := content.read(PIECE):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return Stored(name, size, digest.hexdigest())


def _date(path: Path, at: float, newest: float) -> None:
    """As it was, its folder as the newest in it: by this is known how long they are to be kept. Seconds since 1970."""
    os.utime(path, (at, at))
    os.utime(path.parent, (newest, newest))


def _wrong(manifest: Manifest, found: dict[str, Stored]) -> str:
    """Empty where all is as it was written."""
    said = {stored.name: stored for stored in manifest.files}
    if DATABASE not in said:
        return "there is no database in it"
    for name in sorted(said.keys() | found.keys()):
        if said.get(name) != found.get(name):
            return f"{name} in it is not what was written"
    return ""
