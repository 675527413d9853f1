"""A process on a core of its own, and what it uses: processor time and memory, as Linux counts them."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
WORLD, BOT = CORES[0], CORES[-1]  # the same one where there is only one
_TICKS = os.sysconf("SC_CLK_TCK")


def stay_on(core: int, pid: int = 0) -> None:
    os.sched_setaffinity(pid, {core})


async def python(arguments: Sequence[str], environment: Mapping[str, str], core: int | None = BOT) -> Process:
    """A Python process on that core from its first breath; the threads that it starts stay there too. None: on any core."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=os.environ | environment, stdout=DEVNULL, stderr=_errors()
    )
    if core is not None:
        stay_on(core, process.pid)
    return process


def _errors() -> int | None:
    return None if os.environ.get("THROUGHPUT_ERRORS") else DEVNULL


async def end(process: Process) -> None:
    process.terminate()
    await process.wait()


async def free_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with server:
        return int(server.sockets[0].getsockname()[1])


def used(pid: int) -> float:
    """Seconds of processor time so far, all its threads together."""
    return sum(_times(pid)[:2])


def used_by_family(pid: int) -> float:
    """The same of a process and its children, of which those that have ended count too."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_times(pid)) + sum(used(int(child)) for child in children if Path(f"/proc/{child}").exists())


def _times(pid: int) -> list[float]:
    """Its own in user and in system mode, and both once more of its ended children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(ticks) / _TICKS for ticks in fields[11:15]]


def ended(pids: Iterable[int]) -> list[int]:
    return [pid for pid in pids if not Path(f"/proc/{pid}").exists()]


def resident(pid: int) -> float:
    """Its memory now, in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
