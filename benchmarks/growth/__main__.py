"""`python -m benchmarks.growth [--quick] [--only messages,start,search]`: whether cost stays as it is while a desk grows.

Desks of 1,000, 10,000 and 100,000 conversations are made of one that was really played, and run beside each other, each as a
process of its own with the playground's servers around it. The largest takes 12 GB of disk, in the folder that TMPDIR names.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.growth.filling import fill
from benchmarks.growth.messages import measured, ratio
from benchmarks.growth.searching import searched
from benchmarks.growth.starting import Started, started
from benchmarks.growth.template import played

SIZES, QUICK_SIZES = (1_000, 10_000, 100_000), (300, 600)
ARTICLES, QUICK_ARTICLES = (100, 1_000, 10_000), (30, 60)
ROUNDS, QUICK_ROUNDS = 15, 1
MOST = 1.2  # times what a message costs at the smallest desk
START = 5.0  # seconds
P99, MEMORY = 10.0, 500.0  # ms of a search, MB
PARTS = ("messages", "start", "search")


async def desks(sizes: Sequence[int], rounds: int, parts: Sequence[str]) -> bool:
    """Whether all that is required of them is reached."""
    template = await played()
    with tempfile.TemporaryDirectory() as folder:
        folders = {size: Path(folder) / str(size) for size in sizes}
        for size, at in folders.items():
            await fill(at / "desk.db", template, size)
        holds = await _messages(folders, rounds) if "messages" in parts else True
        return (await _start(folders) if "start" in parts else True) and holds


async def _messages(folders: dict[int, Path], rounds: int) -> bool:
    found = await measured(folders, rounds)
    first, *_, last = folders
    print(
        f"conversations: {', '.join(f'{size:,}' for size in folders)}; of a processor, the middle of {rounds} rounds:"
    )
    for kind, by_size in found.items():
        times = ", ".join(f"{median(spent.processor for spent in each):.2f}" for each in by_size.values())
        more = ", ".join(f"{ratio(by_size, first, size):.2f}" for size in folders)
        print(f"  {kind}: {times} ms; times that of the smallest: {more}", flush=True)
    return all(ratio(by_size, first, last) <= MOST for by_size in found.values())


async def _start(folders: dict[int, Path]) -> bool:
    """The largest beside the smallest, in turns."""
    smallest, largest = min(folders), max(folders)
    found: dict[int, list[Started]] = {smallest: [], largest: []}
    for run in range(3):
        for size, runs in found.items():
            runs.append(await started(folders[size], size, run))
    for size, runs in found.items():
        heard, sent = median(each.heard for each in runs), median(each.sent for each in runs)
        memory = max(each.memory for each in runs)
        print(
            f"{size:,} open conversations: customers are heard after {heard:.1f} s, first sent {sent:.1f} s, {memory:.0f} MB"
        )
    return median(each.heard for each in found[largest]) <= START


def search(sizes: Sequence[int]) -> bool:
    holds = True
    for each in searched(sizes):
        print(
            f"{each.articles:,} articles in each of {each.languages} languages: search p50 {each.p50:.1f}, p99 {each.p99:.1f} ms;"
            f" an index {each.indexing:.1f} s; all of them {each.memory:.0f} MB",
            flush=True,
        )
        holds &= each.p99 <= P99 and each.memory <= MEMORY
    return holds


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small desks, to see that it runs")
    parser.add_argument("--only", default=",".join(PARTS), help="some of messages, start, search")
    arguments = parser.parse_args()
    parts = [part for part in PARTS if part in arguments.only.split(",")]
    holds = search(QUICK_ARTICLES if arguments.quick else ARTICLES) if "search" in parts else True
    if {"messages", "start"} & set(parts):
        sizes, rounds = (QUICK_SIZES, QUICK_ROUNDS) if arguments.quick else (SIZES, ROUNDS)
        holds &= asyncio.run(desks(sizes, rounds, parts))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
