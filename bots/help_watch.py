"""Watches the help centre's folder and hands on its articles whenever a file changed, without ever taking the desk down."""

import asyncio
import errno
import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from core.answers.articles import Article, read_article
from core.answers.errors import BrokenArticle

log = logging.getLogger(__name__)

EVERY = 2.0  # seconds
_SHARE = 20  # looking at a huge folder takes at most one part in so many of a core

# What changes when a file's content does, and costs no reading: the time it was modified in nanoseconds, its size, and
# its number on the disk, which changes where a copy keeps the time. Plain tuples and strings: there may be 100,000.
Signature = tuple[int, int, int]


class HelpWatch:
    """Keeps the articles of `<folder>/<language>/<id>.md` in step with the files.

    A file is read when two looks in a row found it the same, so not while it is being written. A broken one keeps its
    last good version. A folder that vanishes or is emptied keeps all: that is a checkout or a copy under way, or a
    mistake, and no answers would be worse than old ones. `name`: what the folder is, for the log.
    """

    def __init__(
        self,
        folder: Path,
        update: Callable[[Iterable[Article]], object],
        *,
        every: float = EVERY,
        name: str = "help centre",
    ) -> None:
        self._folder = folder
        self._name = name
        self._update = update
        self._every = every
        self._looked: dict[str, Signature] = {}  # as the last look found the files, by path
        self._read: dict[str, Signature] = {}  # as they were when they were read
        self._articles: dict[str, Article] = {}
        self._owed = False  # a change that is not handed on yet
        self._missing = False
        self._unreadable: set[str] = set()  # folders of which it was said

    async def run(self) -> None:
        """Look until cancelled. What is in the folder at the start is read at the second look, unless `read` did."""
        loop = asyncio.get_running_loop()
        while True:
            started = loop.time()
            await asyncio.to_thread(self.look)
            await asyncio.sleep(max(self._every, _SHARE * (loop.time() - started)))

    def read(self) -> tuple[Article, ...]:
        """All articles, now: for a start. Broken ones are logged, and read again when they change."""
        self._looked = self._scan()
        self._take(self._looked)
        if not self._articles:
            log.error("no articles in %s: put Markdown files at <language>/<id>.md", self._folder)
        return self._served()

    def look(self) -> bool:
        """One look: whether anything changed, and was handed on."""
        before, self._looked = self._looked, self._scan()
        if self._vanished() or (self._looked == self._read and not self._owed):
            return False
        settled = [path for path in self._changed() if self._looked.get(path) == before.get(path)]
        old = dict(self._articles)
        self._take(settled)
        self._owed |= self._articles != old
        return self._owed and self._hand_on()

    def _hand_on(self) -> bool:
        self._update(self._served())
        self._owed = False
        log.info("%s: %d articles after a change in %s", self._name, len(self._articles), self._folder)
        return True

    def _changed(self) -> list[str]:
        return [path for path in self._read | self._looked if self._looked.get(path) != self._read.get(path)]

    def _vanished(self) -> bool:
        was, self._missing = self._missing, bool(self._articles) and not self._looked
        if self._missing and not was:
            log.error("no article is left in %s: the %d known ones stay", self._folder, len(self._articles))
        return self._missing

    def _take(self, paths: Iterable[str]) -> None:
        for path in sorted(paths):
            if path in self._looked:
                self._read[path] = self._looked[path]
                self._take_one(path)
            else:
                del self._read[path]
                self._articles.pop(path, None)

    def _take_one(self, path: str) -> None:
        try:
            self._articles[path] = read_article(Path(path))
        except BrokenArticle as broken:
            stays = "its last good version stays" if path in self._articles else "it is left out"
            for problem in broken.problems:
                log.error("an article is broken, %s: %s", stays, problem)
        except Exception:  # the edge of a file: one that no rule foresaw must not stop the others
            log.exception("an article cannot be read: %s", path)

    def _served(self) -> tuple[Article, ...]:
        """One article for each language and id: of two, that of the first file."""
        served: dict[tuple[str, str], str] = {}
        for path in sorted(self._articles):
            article = self._articles[path]
            first = served.setdefault((article.language, article.id), path)
            if first != path:
                log.error("%s: a second article %s in %s, besides %s", path, article.id, article.language, first)
        return tuple(self._articles[path] for path in served.values())

    def _scan(self) -> dict[str, Signature]:
        found: dict[str, Signature] = {}
        for folder in _folders(str(self._folder)):
            try:
                found.update(_files(folder))
                self._unreadable.discard(folder)
            except OSError as error:
                self._say_unreadable(folder, error)
                below = folder + os.sep
                found.update({path: seen for path, seen in self._read.items() if path.startswith(below)})
        return found

    def _say_unreadable(self, folder: str, error: OSError) -> None:
        if folder not in self._unreadable:
            log.error("a folder cannot be read, its articles stay as they were: %s", error)
        self._unreadable.add(folder)


def _folders(top: str) -> Iterator[str]:
    """The folder and those below it, but not hidden ones nor links to folders, as `read_help_centre` has it."""
    pending = [top]
    while pending:
        folder = pending.pop()
        yield folder
        try:
            with os.scandir(folder) as entries:
                pending += [entry.path for entry in entries if _is_folder(entry)]
        except OSError:
            continue  # said where its files are listed


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    return entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")


def _files(folder: str) -> dict[str, Signature]:
    """Raises OSError where the folder cannot be listed; empty where it is gone."""
    try:
        with os.scandir(folder) as entries:
            named = [entry for entry in entries if entry.name.endswith(".md") and not entry.name.startswith(".")]
    except FileNotFoundError:
        return {}
    return {entry.path: signature for entry in named if (signature := _signature(entry.path))}


def _signature(path: str) -> Signature | None:
    try:
        status = os.stat(path)
    except FileNotFoundError:  # gone since the listing, or a link to nothing
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:  # a link to itself: no article, and no reason to lose the others
            return None
        raise
    return (status.st_mtime_ns, status.st_size, status.st_ino) if stat.S_ISREG(status.st_mode) else None
