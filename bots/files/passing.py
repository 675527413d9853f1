"""Where a file lies while it goes from one side to the other: on the desk's disk, for that time only.

Both sides keep their own copies, so the desk keeps none. Only the desk's own user may read what lies there.
"""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from bots.durable_file import gone_unless_whole
from core.model.errors import Refused, Transient

Fetch = Callable[[Path], Awaitable[None]]
"""Writes a file's bytes over what is at the path."""


class OnDisk(NamedTuple):
    """A file as it lies there; `name` is what it is called where it goes, `key` under which it is shown there once."""

    path: Path
    name: str
    key: str


class Passing:
    """Files under `root`. What an earlier process left there is removed before the first one comes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._is_ours = False

    @asynccontextmanager
    async def fetched(self, name: str, fetch: Fetch) -> AsyncIterator[Path]:
        """The file, till the end of the block; `name` is ours and unique among those that are under way.

        Raises as `fetch` does, Refused for an empty file, and Transient where the disk takes nothing.
        """
        path = self._root / name
        try:
            with gone_unless_whole(path):
                await asyncio.to_thread(self._begin, path)
                await fetch(path)
                size = (await asyncio.to_thread(path.stat)).st_size
        except OSError as error:
            raise Transient(f"a file cannot be kept: {error.strerror or type(error).__name__}") from error
        try:
            if not size:
                raise Refused("the file is empty")
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _begin(self, path: Path) -> None:
        if not self._is_ours:
            shutil.rmtree(self._root, ignore_errors=True)
            self._is_ours = True
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
