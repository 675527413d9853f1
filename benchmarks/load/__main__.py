"""Prints the figures of a bad day, and writes them into the page on performance where that is asked for.

Fifty messages a second for ten minutes, of everything at once, with one request in a hundred meeting each kind of trouble; or,
with `--outage`, what waits after hours in which the desk was away. docs/performance.md says what is counted.
"""

import argparse
import asyncio
import logging
import re
import sys
from pathlib import Path

from benchmarks.load import outage, run
from benchmarks.throughput import process
from benchmarks.throughput.__main__ import machine


def lines(figures: run.Figures) -> list[tuple[str, str, str]]:
    """What, the figure, what is required."""
    memory, verdict = figures.memory, figures.verdict
    trouble = sum(figures.trouble.values())
    return [
        ("taken by the webhook, and at first refused", f"{figures.taken:,}, {figures.refused}", ""),
        ("acknowledged after, p50 / p99", f"{figures.p50:.1f} / {figures.p99:.1f} ms", f"p99 {run.WITHIN:.0f} ms"),
        (
            "memory at the start, in the middle, at the end",
            f"{memory.start:.0f}, {memory.middle:.0f}, {memory.end:.0f} MB",
            "",
        ),
        ("memory once it is warm", f"{memory.slope:+.2f} MB a minute", f"less than {run.FLAT:.0f}"),
        ("of its core: the desk, the world", f"{figures.desk:.0%}, {figures.world:.0%}", ""),
        ("troubles that were met", f"{trouble:,} of {len(figures.trouble)} kinds", ""),
        ("questions to the model", f"{figures.asked_model:,}", ""),
        ("nothing left to do after the last message", f"{figures.drained:.1f} s", ""),
        ("customers' texts and edits in the transcripts", f"{verdict.incoming:,}", "each once, in order"),
        ("their words in the threads of live chats", f"{verdict.words:,}", "each once, in order"),
        ("agents' replies on customers' screens", f"{verdict.replies:,}", "each, in order"),
        ("chat messages that came twice, each declared", f"{verdict.doubled}", "none undeclared"),
        ("dead letters, all of them poison", f"{verdict.dead}", "each with its reason"),
        ("what does not hold", f"{len(verdict.wrong) or 'nothing'}", "nothing"),
    ]


def table(rows: list[tuple[str, str, str]]) -> str:
    return "\n".join(["| what | figure | required |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)])


def write(page: Path, name: str, text: str) -> None:
    """Between its two marks; raises SystemExit where they are not on the page."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    found = re.sub(rf"{begin}.*?{end}", lambda _: f"{begin}\n{text}\n{end}", page.read_text("utf-8"), flags=re.DOTALL)
    if begin not in found:
        raise SystemExit(f"{page} has no {begin}")
    page.write_text(found, "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=50.0, help="messages a second that customers send")
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--without-model", action="store_true", help="answers are quoted from the help centre")
    parser.add_argument("--outage", action="store_true", help="what waits after hours in which the desk was away")
    parser.add_argument("--waiting", type=int, default=5000, help="with --outage: updates")
    parser.add_argument("--away", type=float, default=180.0, help="with --outage: minutes")
    parser.add_argument("--out", type=Path, help="the page into which the figures are written, docs/performance.md")
    given = parser.parse_args()
    process.stay_on(process.WORLD)
    logging.getLogger("aiohttp.server").setLevel(
        logging.CRITICAL
    )  # the played servers are left in the middle of an answer
    on = machine()
    print(on, flush=True)
    if given.outage:
        waited = asyncio.run(outage.measure(outage.Plan(given.waiting, given.away, given.store)))
        rows, wrong, hold, name = outage.lines(waited), waited.wrong, waited.hold(), f"outage {given.store}"
    else:
        figures = asyncio.run(
            run.measure(run.Plan(given.minutes, given.rate, given.store, model=not given.without_model))
        )
        rows, wrong, hold, name = lines(figures), figures.verdict.wrong, figures.hold(), f"load {given.store}"
        for (server, kind), count in sorted(figures.trouble.items()):
            print(f"  {server}, {kind}: {count}")
    print(table(rows))
    print("\n".join(f"WRONG: {each}" for each in wrong))
    if given.out:
        how = f"{given.minutes:g} minutes, {given.rate:g} messages a second" if not given.outage else "after an outage"
        write(given.out, name, f"{how}; {on}\n\n{table(rows)}")
    return 0 if hold else 1


if __name__ == "__main__":
    sys.exit(main())
