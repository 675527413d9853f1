"""Who had how much of the machine's processors for a while, and what was the limit by that."""

import os
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

CORES = os.cpu_count() or 1
FULL = 0.85  # of a core: who has so much of one, the end of a turn included, cannot do more with it
LEFT = 0.1  # of all cores: where no more than this is idle, nobody could have had more
DISK = 0.7  # of the time: the log is brought to the disk by one after the other
POSTGRES, WORLD, WAITING, OTHERS = "PostgreSQL", "the world", "the desks that wait", "others on this machine"
_MANY = (POSTGRES, WAITING, OTHERS)  # each is several processes, which a full core does not stop
_TICKS = os.sysconf("SC_CLK_TCK")

Used = Callable[[], float]  # seconds of processor time so far


class Reading(NamedTuple):
    at: float
    used: Mapping[str, float]
    idle: float


class Shares(NamedTuple):
    """In cores, over some seconds: 1.0 is one core that was never idle. `idle` is what nobody had, of all `cores`."""

    seconds: float
    by: Mapping[str, float]
    idle: float
    cores: int


def read(parties: Mapping[str, Used]) -> Reading:
    """What each has used so far, and OTHERS: all that is not theirs."""
    used = {name: seconds() for name, seconds in parties.items()}
    busy, idle = _machine()
    return Reading(time.perf_counter(), used | {OTHERS: busy - sum(used.values())}, idle)


def _machine() -> tuple[float, float]:
    """Seconds of all its cores so far, busy and idle; https://docs.kernel.org/filesystems/proc.html, /proc/stat."""
    first = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    user, nice, system, idle, waiting, *interrupts = (int(ticks) / _TICKS for ticks in first[1:9])
    return user + nice + system + sum(interrupts), idle + waiting


def between(before: Reading, after: Reading) -> Shares:
    seconds = after.at - before.at
    by = {name: (used - before.used[name]) / seconds for name, used in after.used.items()}
    return Shares(seconds, by, (after.idle - before.idle) / seconds, CORES)


def mean(shares: Iterable[Shares]) -> Shares:
    """Of turns that took about as long as each other."""
    each = list(shares)
    by = {name: fmean(one.by[name] for one in each) for name in each[0].by}
    return Shares(sum(one.seconds for one in each), by, fmean(one.idle for one in each), each[0].cores)


def limit(shares: Shares, flushing: float = 0.0) -> str:
    """What kept it from more. `flushing`: of the time, how much the database brought its log to the disk."""
    if shares.idle <= LEFT * shares.cores:
        return f"the {shares.cores} cores, which are full; most of them has {_most(shares)}"
    if full := [f"{name} ({part:.0%})" for name, part in _sorted(shares) if part >= FULL and name not in _MANY]:
        return f"{' and '.join(full)}, of a core; {shares.idle:.0%} of a core is idle"
    if flushing >= DISK:
        return f"the disk, to which the log is brought for {flushing:.0%} of the time"
    return f"nobody's core: {shares.idle:.0%} of a core is idle, {_most(shares)} has most; it waits for answers"


def _sorted(shares: Shares) -> list[tuple[str, float]]:
    return sorted(shares.by.items(), key=lambda each: -each[1])


def _most(shares: Shares) -> str:
    name, part = _sorted(shares)[0]
    return f"{name} ({part:.0%} of one)"
