"""Where evidence lies on the desk's disk: `<root>/<case>/<digest><suffix>`, as it came; the desk never opens it.

A file is there whole or not at all, and only the desk's own user may read it.
"""

import asyncio
import re
import shutil
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bots import durable_file
from bots.evidence.names import kept_name
from core.model.dispute import Evidence
from core.model.errors import Refused, Transient
from core.model.ids import CaseCode

Fetch = Callable[[Path], Awaitable[None]]
"""Writes a file's bytes over what is at the path."""

_CODE = re.compile(r"[A-Za-z0-9-]{1,40}")


class EvidenceFolder:
    """The files of all cases under `root`, which is made with the first one."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, case: CaseCode, evidence: Evidence) -> Path:
        """Where the file is or will be. Raises Refused for a case whose code is none."""
        if not _CODE.fullmatch(case):
            raise Refused("a case without a code has no place on the disk")
        return self._root / case / kept_name(evidence)

    async def keep(self, case: CaseCode, evidence: Evidence, fetch: Fetch) -> Path:
        """The file's path; what is not there yet is fetched. Raises as `fetch` does, Transient where the disk takes nothing,
        and Refused for an empty file."""
        path = self.path(case, evidence)
        try:
            if not await asyncio.to_thread(path.is_file):
                await self._fetched(path, fetch)
        except OSError as error:
            raise Transient(f"evidence cannot be kept: {error.strerror or type(error).__name__}") from error
        return path

    async def forget(self, case: CaseCode, evidence: Sequence[Evidence]) -> None:
        """Remove these files; without any, all of the case. Raises Transient where the disk does not do it."""
        try:
            await asyncio.to_thread(self._forget, case, evidence)
        except OSError as error:
            raise Transient(f"evidence cannot be removed: {error.strerror or type(error).__name__}") from error

    def _forget(self, case: CaseCode, evidence: Sequence[Evidence]) -> None:
        if not _CODE.fullmatch(case):
            return
        for each in evidence:
            self.path(case, each).unlink(missing_ok=True)
        folder = self._root / case
        if not evidence and folder.is_dir():
            shutil.rmtree(folder)

    async def _fetched(self, path: Path, fetch: Fetch) -> None:
        part = path.with_name(path.name + ".part")
        await asyncio.to_thread(durable_file.begin, part)
        try:
            await fetch(part)
            await asyncio.to_thread(_finish, part, path)
        finally:
            part.unlink(missing_ok=True)


def _finish(part: Path, path: Path) -> None:
    if not part.stat().st_size:
        raise Refused("the file is empty")
    durable_file.finish(part, path)
