"""Reads mails in a process of its own, with a time limit: a mail that stalls or breaks its reader stops nobody else.

Python's parsers of mails and of HTML take seconds for some small hostile inputs, in one call that holds the interpreter, so
a thread would not do. The process knows no secret, and lives until a mail breaks it or the desk closes.
"""

import asyncio
import contextlib
import logging
import os
import sys
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from bots.mail.reading import Rules, unreadable
from bots.mail.reading_process import NO_FILE
from core.model import codec
from core.model.errors import DeskError
from core.model.letter import Letter

log = logging.getLogger(__name__)

T = TypeVar("T")

LIMIT = 10.0  # seconds for one mail
_START = 30.0  # seconds until a new process must be ready
_LONGEST_ANSWER = 8 * 1024 * 1024  # bytes; a letter's texts are far shorter
_ROOT = Path(__file__).resolve().parents[2]
_READY = b"ready\n"


class _Broke(Exception):
    """The process ended, or said what no reader says."""


class _Useless(Exception):
    """No process can read this mail."""


class GuardedReading:
    """One mail at a time. A mail at which two processes end is unreadable: the first may have ended of something else."""

    def __init__(self, rules: Rules, seconds: float = LIMIT) -> None:
        self._rules = rules
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._process: Process | None = None

    async def read(self, original: Path) -> Letter:
        """The letter of a kept mail; with `unreadable` set where it took too long or ended its reader. Raises OSError for a
        file that cannot be opened."""
        try:
            return await self._answered(f"letter {original}", _letter)
        except _Useless as error:
            raw = await asyncio.to_thread(original.read_bytes)
            return unreadable(raw, self._rules, str(error))

    async def file(self, original: Path, part: int) -> bytes | None:
        """The bytes of a file in a kept mail, by its place; None where the mail or the file is not there, or cannot be read."""
        try:
            return await self._answered(f"file {part} {original}", _bytes)
        except _Useless as error:
            log.warning("a file in %s is not passed on: %s", original.name, error)
            return None

    async def files_only(self, original: Path) -> bytes | None:
        """A kept mail without its words and its subject; the files keep their places. None where it cannot be taken apart."""
        try:
            return await self._answered(f"files {original}", _bytes)
        except _Useless:
            return None

    async def _answered(self, question: str, answer: Callable[[Process], Awaitable[T]]) -> T:
        """Raises _Useless with the reason, in words that people may read."""
        async with self._turn:
            for _ in range(2):
                try:
                    async with asyncio.timeout(self._seconds + _START):
                        return await self._asked(question, answer)
                except TimeoutError:
                    await self._end()
                    raise _Useless(f"reading it took longer than {self._seconds:.0f} seconds") from None
                except _Broke:
                    log.warning("the reader of mails broke off; it is started again")
                    await self._end()
                except BaseException:  # cancelled in the middle of a question: its answer is nobody's
                    await self._end()
                    raise
            raise _Useless("its reader ended while reading it")

    @property
    def process_id(self) -> int:
        """Of the process that reads; 0 while there is none."""
        return self._process.pid if self._process else 0

    async def close(self) -> None:
        async with self._turn:
            await self._end()

    async def _asked(self, question: str, answer: Callable[[Process], Awaitable[T]]) -> T:
        process = self._process or await self._started()
        assert process.stdin
        try:
            async with asyncio.timeout(self._seconds):
                process.stdin.write(f"{question}\n".encode(errors="surrogateescape"))
                await process.stdin.drain()
                return await answer(process)
        except TimeoutError:
            raise
        except (OSError, EOFError, ValueError, DeskError) as error:
            raise _Broke from error

    async def _started(self) -> Process:
        """With nothing of our environment, where tokens stand, but the way to the code."""
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bots.mail.reading_process", codec.encode(self._rules), str(int(self._seconds) + 2)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a traceback would hold a customer's words
            env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PATH": os.defpath},
            limit=_LONGEST_ANSWER,
            start_new_session=True,  # Ctrl-C in a terminal is for the desk
        )
        if await _line(process) != _READY:
            raise _Broke
        return process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
        log.info("the reader of mails has ended (%s)", process.returncode)


async def _letter(process: Process) -> Letter:
    return codec.decode((await _line(process)).decode(), Letter)


async def _bytes(process: Process) -> bytes | None:
    size = await _line(process)
    assert process.stdout
    return None if size == NO_FILE else await process.stdout.readexactly(int(size))


async def _line(process: Process) -> bytes:
    assert process.stdout
    try:
        line = await process.stdout.readline()
    except ValueError as error:  # longer than any letter
        raise _Broke from error
    if not line.endswith(b"\n"):
        raise _Broke
    return line
