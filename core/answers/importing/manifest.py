"""Remembers what an import wrote, so that the next one knows what somebody changed by hand, and keeps each article's id."""

import re
from pathlib import Path

import msgspec

from core.answers.importing.errors import ImportFailed

NAME = ".import.json"

_FILE = re.compile(r"[a-z]{2,3}/[^/\s]{1,100}\.md")


class Written(msgspec.Struct, frozen=True):
    """The article of the source that a file was written from, and the SHA-256 of what was written."""

    scope: str
    key: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """Files by their path below the folder, as in "en/how-to-pay.md"."""

    files: dict[str, Written] = msgspec.field(default_factory=dict)
    version: int = 1


def read_manifest(folder: Path) -> Manifest:
    """Raises ImportFailed: a manifest that cannot be read is never written over."""
    path = folder / NAME
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return Manifest()
    except (OSError, msgspec.DecodeError) as error:
        raise ImportFailed(
            f"{path} cannot be read ({error}): mend it, or delete it; then no file here is changed"
        ) from error
    if strange := next((name for name in manifest.files if not _FILE.fullmatch(name)), None):
        raise ImportFailed(f"{path} names {strange!r}, which is no <language>/<id>.md: mend it, or delete it")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    ordered = Manifest(dict(sorted(manifest.files.items())))
    write(folder / NAME, msgspec.json.format(msgspec.json.encode(ordered), indent=1) + b"\n")


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, so that a desk that runs never reads half an article. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    draft.replace(path)
