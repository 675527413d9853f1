"""Links that let the operator in once, as a notebook's server prints one at its start: only their digests are kept."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import msgspec

LASTS = timedelta(hours=12)


class Minted(msgspec.Struct, frozen=True):
    """`digest`: SHA-256 of the token, in hex; `ends` in UTC."""

    digest: str
    ends: datetime


class OneTimeLinks:
    """Those of this process, and the one that another process on this machine left in `file`."""

    def __init__(self, now: Callable[[], datetime], file: Path | None = None) -> None:
        self._now, self._file = now, file
        self._ends: dict[str, datetime] = {}

    def mint(self) -> str:
        """A token of 256 bits; it ends when it is used, when this process ends, or after `LASTS`."""
        token = secrets.token_urlsafe(32)
        self._ends = {digest: ends for digest, ends in self._ends.items() if ends > self._now()}
        self._ends[_digest(token)] = self._now() + LASTS
        return token

    def use(self, token: str) -> bool:
        """Whether it lets in; it never does so again."""
        digest = _digest(token)
        ends = self._ends.pop(digest, None)
        return (ends is not None and ends > self._now()) or self._use_file(digest)

    def _use_file(self, digest: str) -> bool:
        left = _read(self._file) if self._file else None
        if self._file is None or left is None or left.digest != digest:
            return False
        try:
            self._file.unlink()  # of two who come with it at the same time one removes it
        except FileNotFoundError:
            return False
        return left.ends > self._now()


def leave(file: Path, now: datetime) -> str:
    """A token for the board that runs on the same data folder; it takes the place of one that was left before."""
    token = secrets.token_urlsafe(32)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as written:
        written.write(msgspec.json.encode(Minted(_digest(token), now + LASTS)))
    beside.replace(file)
    return token


def _read(file: Path) -> Minted | None:
    with suppress(FileNotFoundError, msgspec.DecodeError):
        return msgspec.json.decode(file.read_bytes(), type=Minted)
    return None


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
