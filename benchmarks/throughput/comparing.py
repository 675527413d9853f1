"""Prints what the product does on PostgreSQL beside SQLite, as ratios within each round, and what was the limit."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from benchmarks.throughput.accounts import OTHERS, WAITING, Shares, limit, mean
from benchmarks.throughput.measuring import NAMES, Plan
from benchmarks.throughput.product import Way
from benchmarks.throughput.stores import SQLITE, Measured, measured

OF_SQLITE, OF_ONE = 0.7, 1.6  # times the rate: the most processes beside SQLite, and beside one process

Found = Mapping[int, Measured]


def compare(names: Iterable[str], way: Way, counts: Sequence[int], plan: Plan, rounds: int) -> bool:
    """`counts`: of processes on PostgreSQL, the fewest first. Whether all that is asked for is reached."""
    reached = True
    for name in names:
        print(f"({name}) {NAMES[name]}, {way}; ms are of a processor, for each message")
        found = asyncio.run(measured(name, way, (SQLITE, *counts), plan, rounds))
        for processes, each in found.items():
            for line in lines(processes, each):
                print(line, flush=True)
        reached = all([_compared(found, counts[-1], SQLITE, OF_SQLITE), *_beside_one(found, counts)]) and reached
    return reached


def lines(processes: int, found: Measured) -> Iterator[str]:
    shares = mean(turn.shares for turn in found.turns)
    rate = median(turn.rate.per_second for turn in found.turns)
    spent = ", ".join(f"{name} {milliseconds:.2f}" for name, milliseconds in per_message(found, shares).items())
    yield f"  {label(processes)}: {rate:.0f}/s; {spent} ms"
    yield f"    of one core: {_of_a_core(shares)}"
    if found.written:
        commits, flushes, seconds = (each / found.messages for each in found.written)
        yield (
            f"    for each message: {commits:.2f} commits; the log was brought to the disk {flushes:.2f} times,"
            f" {1000 * seconds / flushes:.1f} ms each, in {found.flushing:.0%} of the time"
        )
    yield f"    the limit: {limit(shares, found.flushing)}"


def per_message(found: Measured, shares: Shares) -> dict[str, float]:
    """Milliseconds of a processor of all who worked for it."""
    seconds = {name: part * shares.seconds for name, part in shares.by.items() if name not in (OTHERS, WAITING)}
    product = sum(each for name, each in seconds.items() if name.startswith("process"))
    rest = {name: each for name, each in seconds.items() if not name.startswith("process")}
    return {name: 1000 * each / found.messages for name, each in {"product": product, **rest}.items()}


def label(processes: int) -> str:
    store = "PostgreSQL" if processes else "SQLite"
    return f"{store}, {processes or 1} process{'es' if processes > 1 else ''}"


def _of_a_core(shares: Shares) -> str:
    parts = ", ".join(f"{name} {part:.0%}" for name, part in shares.by.items())
    return f"{parts}, idle {shares.idle:.0%} (of {shares.cores}00 %)"


def _beside_one(found: Found, counts: Sequence[int]) -> list[bool]:
    one, *more = counts
    return [_compared(found, count, one, OF_ONE * count / 2) for count in more if one == 1]


def _compared(found: Found, count: int, beside: int, wanted: float) -> bool:
    """The middle of the rounds, in each of which both were measured.

    Where all share too few cores, it is by the product's processor time that one sees what more cores would bring.
    """
    pairs = list(zip(found[count].turns, found[beside].turns, strict=True))
    ratios = sorted(turn.rate.per_second / other.rate.per_second for turn, other in pairs)
    spent = median(turn.rate.bot / other.rate.bot for turn, other in pairs)
    print(
        f"  {label(count)} beside {label(beside)}: {median(ratios):.2f} times the rate ({ratios[0]:.2f} to {ratios[-1]:.2f};"
        f" asked for: {wanted:.1f}), {spent:.2f} times the product's processor time for each message",
        flush=True,
    )
    return median(ratios) >= wanted
