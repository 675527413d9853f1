"""Measures each bot beside the bare echo bot, and prints what they do as ratios of it.

(a) a bare python-telegram-bot echo bot with its defaults, (b) the same with our HTTP client, (c) the product with everything on,
(d) the product relaying between customers and agents. docs/performance.md says what counts as a message. `--store postgresql`:
(c) and (d) on it, as one process and as several, beside SQLite.
"""

import argparse
import asyncio
import os
import platform
import signal
import sys
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.throughput import process
from benchmarks.throughput.comparing import compare
from benchmarks.throughput.load import TOGETHER
from benchmarks.throughput.measuring import FULL, NAMES, QUICK, STORES, Measured, Plan, measure, remember
from benchmarks.throughput.product import Way

LIMITS = {"c": 2.0, "d": 2.5}  # times the rate of (a)
LATE = 100.0  # milliseconds; of 100 replies one may take longer, at half the rate
CONVERSATIONS, MEMORY = 10_000, 220.0  # megabytes

_Found = dict[tuple[str, Way], list[Measured]]


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    versions = ", ".join(f"{name} {version(name)}" for name in ("python-telegram-bot", "aiohttp", "slack-bolt"))
    shared = "" if process.WORLD != process.BOT else ", one for both sides"
    return (
        f"{os.cpu_count()} cores{shared} ({model}), load {os.getloadavg()[0]:.1f} before the start; "
        f"Python {platform.python_version()}, {versions}"
    )


def line(name: str, way: Way, found: Measured, base: Measured | None) -> str:
    """Beside the rate the same ratio by processor time, which others on the machine disturb less."""
    rate, times = found.rate, found.times
    ratios = ""
    if base:
        ratios = f"{rate.per_second / base.rate.per_second:5.2f} x {base.rate.bot / rate.bot:5.2f} x"
    return (
        f"({name}) {NAMES[name]:<26}{way:<8}{rate.per_second:6.0f}/s {rate.bot:5.2f} ms {ratios:<17}"
        f"{rate.world:5.2f} ms {times.per_second:6.0f}/s {times.p50:6.1f} {times.p95:6.1f} {times.p99:6.1f} ms"
        f" {found.memory:5.0f} MB"
    )


HEAD = (
    f"{'':<38}{'rate':>8} {'CPU':>8} {'x rate':>7} {'x CPU':>7}  {'world':>6}"
    f" {'half load:':>10} {'p50':>4} {'p95':>6} {'p99':>6} {'memory':>12}"
)


def summary(found: _Found, base: Measured | None) -> bool:
    """The middle of each figure; whether all that is asked for is reached."""
    reached = True
    for (name, way), each in found.items():
        rates, late = median(one.rate.per_second for one in each), median(one.times.p99 for one in each)
        if name in LIMITS and base:
            ratio = rates / base.rate.per_second
            reached = reached and ratio >= LIMITS[name] and late < LATE
            print(f"({name}) {way}: {ratio:.2f} x (a), of {LIMITS[name]} x; p99 {late:.0f} ms, of {LATE:.0f} ms")
    return reached


def rounds(names: list[str], ways: tuple[Way, ...], plan: Plan, count: int) -> bool:
    """All of them one after the other, several times, so that what disturbs the machine disturbs all alike."""
    found: _Found = defaultdict(list)
    print(HEAD)
    for _ in range(count):
        base: Measured | None = None
        for name in names:
            for way in ways if name in "cd" else ("polling",):
                each = asyncio.run(measure(name, way, plan))
                base = each if name == "a" else base
                found[name, way].append(each)
                print(line(name, way, each, base), flush=True)
    bases = sorted(found.get(("a", "polling"), []), key=lambda each: each.rate.per_second)
    return summary(found, bases[len(bases) // 2] if bases else None)


def memory() -> bool:
    kept = []
    for languages in (1, 11):
        before, after = asyncio.run(remember(CONVERSATIONS, languages))
        kept.append(after)
        print(f"{CONVERSATIONS:,} conversations in {languages} languages: {after:.0f} MB, {before:.0f} MB at the start")
    return max(kept) <= MEMORY


def stores(given: argparse.Namespace) -> bool:
    """By webhook, which processes share alike, where nothing else is said: one process polls for all."""
    plan, rounds = (QUICK, 1) if given.quick else (STORES, given.rounds)
    plan = _as_given(plan, given)
    counts = sorted(int(count) for count in given.workers.split(","))
    names = [name for name in given.only.split(",") if name in "cd"]
    return compare(names, given.way or "webhook", counts, plan, rounds)


def _as_given(plan: Plan, given: argparse.Namespace) -> Plan:
    return plan._replace(seconds=given.seconds or plan.seconds, fresh=given.fresh, together=given.together)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look: seconds instead of minutes, and no limits")
    parser.add_argument("--only", default="a,b,c,d", help="such as a,c")
    parser.add_argument(
        "--way", choices=("webhook", "polling"), help="by which updates come in; both where none is named"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, help="of each measurement")
    parser.add_argument("--together", type=int, default=TOGETHER, help="messages under way at the highest rate")
    parser.add_argument("--fresh", action="store_true", help="no question is asked twice")
    parser.add_argument(
        "--memory", action="store_true", help=f"with {CONVERSATIONS:,} open conversations, and nothing else"
    )
    parser.add_argument(
        "--store", choices=("sqlite", "postgresql"), default="sqlite", help="(c) and (d), beside SQLite"
    )
    parser.add_argument("--workers", default="1,2", help="on PostgreSQL: how many processes share the work")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the servers which were started end with it
    print(machine(), flush=True)
    if given.store == "postgresql":
        return 0 if stores(given) or given.quick else 1
    process.stay_on(process.WORLD)
    if given.memory:
        return 0 if memory() else 1
    plan = _as_given(QUICK if given.quick else FULL, given)
    ways: tuple[Way, ...] = (given.way,) if given.way else ("webhook", "polling")
    reached = rounds(given.only.split(","), ways, plan, 1 if given.quick else given.rounds)
    return 0 if reached or given.quick else 1


if __name__ == "__main__":
    sys.exit(main())
