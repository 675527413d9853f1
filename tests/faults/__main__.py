"""python -m tests.faults: kills the real process at every step of seven ways through the desk, and says what came of it."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scripts.faults import between
from tests.faults.chains import Outcome
from tests.faults.runner import POSTGRESQL, SQLITE, jobs, outcomes
from tests.faults.scenarios import BY_NAME
from tests.faults.tally import table

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
BEGIN, END = "<!-- run -->", "<!-- /run -->"
QUICK = (["first question", "rating"], ["before", "after"])


def main() -> int:
    given = _arguments()
    began = time.monotonic()
    stores = [given.store] if given.store else [SQLITE] if given.quick else [SQLITE, POSTGRESQL]
    scenarios, chains = QUICK if given.quick else ((), ())
    work = jobs(stores, [given.scenario] if given.scenario else scenarios, chains)
    found = []
    for number, outcome in enumerate(outcomes(work), 1):
        found.append(outcome)
        _say(f"{number} of {len(work)}: {_in_words(outcome)}")
    minutes = (time.monotonic() - began) / 60
    print(table(found))
    _say(f"{minutes:.1f} minutes")
    if given.out:
        page = given.out.read_text("utf-8") if given.out.exists() else f"{BEGIN}\n{END}\n"
        given.out.write_text(between(page, BEGIN, END, f"{table(found)}\n\nThis took {minutes:.0f} minutes."), "utf-8")
    return _code(found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two short ways on SQLite, a quarter of a minute")
    parser.add_argument("--store", choices=(SQLITE, POSTGRESQL), help="only on this one")
    parser.add_argument("--scenario", choices=tuple(BY_NAME), help="only this way")
    parser.add_argument("--out", type=Path, nargs="?", const=PAGE, help="write the table into a page (docs/faults.md)")
    return parser.parse_args()


def _in_words(outcome: Outcome) -> str:
    said = f"{outcome.scenario}, {outcome.store}, {outcome.chain}: {outcome.kills} kills, {outcome.seconds:.0f} s"
    return f"{said}\n{outcome.wrong}: {outcome.words}" if outcome.wrong else said


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _code(found: Sequence[Outcome]) -> int:
    """1 when anything was wrong, or when nothing was killed."""
    return 1 if any(each.wrong for each in found) or not sum(each.kills for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
