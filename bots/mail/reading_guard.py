"""Reads mails in a process of its own, with a time limit: a mail that stalls or breaks its reader stops nobody else.

Python's parsers of mails and of HTML take seconds for some small hostile inputs, in one call that holds the interpreter, so
a thread would not do. The process knows no secret, and lives until a mail breaks it or the desk closes.
"""

import asyncio
import contextlib
import logging
import os
import sys
from pathlib import Path

from bots.mail.reading import Rules, unreadable
from core.model import codec
from core.model.errors import DeskError
from core.model.letter import Letter

log = logging.getLogger(__name__)

LIMIT = 10.0  # seconds for one mail
_START = 30.0  # seconds until a new process must be ready
_LONGEST_ANSWER = 8 * 1024 * 1024  # bytes; a letter's texts are far shorter
_ROOT = Path(__file__).resolve().parents[2]
_READY = b"ready\n"


class _Broke(Exception):
    """The process ended, or said what no reader says."""


class GuardedReading:
    """One mail at a time. A mail at which two processes end is unreadable: the first may have ended of something else."""

    def __init__(self, rules: Rules, seconds: float = LIMIT) -> None:
        self._rules = rules
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None

    async def read(self, original: Path) -> Letter:
        """The letter of a kept mail; with `unreadable` set where it took too long or ended its reader. Raises OSError for a
        file that cannot be opened."""
        async with self._turn:
            for _ in range(2):
                try:
                    async with asyncio.timeout(self._seconds + _START):
                        return await self._asked(original)
                except TimeoutError:
                    await self._end()
                    return await self._outside(original, f"reading it took longer than {self._seconds:.0f} seconds")
                except _Broke:
                    log.warning("the reader of mails broke off; it is started again")
                    await self._end()
                except BaseException:  # cancelled in the middle of a question: its answer is nobody's
                    await self._end()
                    raise
            return await self._outside(original, "its reader ended while reading it")

    @property
    def process_id(self) -> int:
        """Of the process that reads; 0 while there is none."""
        return self._process.pid if self._process else 0

    async def close(self) -> None:
        async with self._turn:
            await self._end()

    async def _asked(self, original: Path) -> Letter:
        process = self._process or await self._started()
        assert process.stdin
        try:
            async with asyncio.timeout(self._seconds):
                process.stdin.write(f"{original}\n".encode(errors="surrogateescape"))
                await process.stdin.drain()
                return codec.decode((await _line(process)).decode(), Letter)
        except TimeoutError:
            raise
        except (OSError, UnicodeDecodeError, DeskError) as error:
            raise _Broke from error

    async def _started(self) -> asyncio.subprocess.Process:
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

    async def _outside(self, original: Path, why: str) -> Letter:
        raw = await asyncio.to_thread(original.read_bytes)
        return unreadable(raw, self._rules, why)


async def _line(process: asyncio.subprocess.Process) -> bytes:
    assert process.stdout
    try:
        line = await process.stdout.readline()
    except ValueError as error:  # longer than any letter
        raise _Broke from error
    if not line.endswith(b"\n"):
        raise _Broke
    return line
