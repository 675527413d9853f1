"""Writes into docs/faults.md and docs/security.md which test shows what holds for which fault; `--check` only compares."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults.clauses import CLAUSES, SECURITY, faults  # noqa: E402
from tests.faults.marks import Mark, marks  # noqa: E402

FAULTS, SECURED = ROOT / "docs" / "faults.md", ROOT / "docs" / "security.md"
BEGIN, END = "<!-- tests -->", "<!-- /tests -->"
NO_TEST = "**no test**"


def mistakes(found: Sequence[Mark]) -> list[str]:
    """What the marks have wrong: rooms that there are not, and faults that are nearly one of the clauses' and so a slip."""
    return [
        f"tests/{mark.module}: {mark.test or 'pytestmark'}: there is no {mark.fault!r} in {mark.room!r}"
        for mark in found
        if mark.room not in CLAUSES or _is_slip(mark)
    ]


def _is_slip(mark: Mark) -> bool:
    known = faults(mark.room)
    return mark.fault not in known and bool(get_close_matches(mark.fault, known, cutoff=0.8))


def untested(found: Iterable[Mark]) -> list[tuple[str, str]]:
    """The room and the fault of each clause that no test is named after."""
    marked = {(mark.room, mark.fault) for mark in found}
    return [(room, fault) for room in CLAUSES for fault in faults(room) if (room, fault) not in marked]


def table(room: str, found: Sequence[Mark]) -> str:
    """One row for each fault, those of the clauses first."""
    here = [mark for mark in found if mark.room == room]
    names = dict.fromkeys([*faults(room), *(mark.fault for mark in here)])
    rows = [_row(name, [mark for mark in here if mark.fault == name]) for name in names]
    return "\n".join(["| fault | what holds | shown by |", "|---|---|---|", *rows])


def _row(fault: str, found: Sequence[Mark]) -> str:
    holds = "; ".join(dict.fromkeys(mark.holds for mark in found if mark.holds))
    tests = "<br>".join(dict.fromkeys(_link(mark) for mark in found))
    return f"| {_cell(fault)} | {_cell(holds)} | {tests or NO_TEST} |"


def _link(mark: Mark) -> str:
    words = mark.test.removeprefix("test_").replace("_", " ") or Path(mark.module).stem
    return f"[{words}](../tests/{mark.module})"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "&lt;")


def rooms(names: Iterable[str], found: Sequence[Mark]) -> str:
    return "\n\n".join(f"### {name}\n\n{table(name, found)}" for name in names)


def between(page: str, begin: str, end: str, written: str) -> str:
    """The page with this between its two lines. Raises ValueError if they are not there in this order."""
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"the page needs the lines {begin} and {end}")
    return f"{before}{begin}\n{written}\n{end}{after}"


def written(path: Path, found: Sequence[Mark]) -> str:
    """The page as it should be."""
    names = [SECURITY] if path == SECURED else [room for room in CLAUSES if room != SECURITY]
    return between(path.read_text("utf-8"), BEGIN, END, rooms(names, found))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a page is out of date")
    parser.add_argument("--untested", action="store_true", help="print the clauses that no test is named after")
    given = parser.parse_args()
    found = marks()
    if given.untested:
        print(*(f"{room}: {fault}" for room, fault in untested(found)), sep="\n")
    if wrong := mistakes(found):
        print(*wrong, sep="\n", file=sys.stderr)
        return 1
    code = 0
    for path in (each for each in (FAULTS, SECURED) if each.exists() and BEGIN in each.read_text("utf-8")):
        page, wanted = path.read_text("utf-8"), written(path, found)
        if given.check and page != wanted:
            print(f"docs/{path.name} does not show the tests as they are: run scripts/faults.py", file=sys.stderr)
            code = 1
        elif not given.check:
            path.write_text(wanted, "utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
