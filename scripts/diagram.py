"""Draws the transitions of the conversation, as the table has them, into ARCHITECTURE.md; `--check` only compares."""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from core.flow.table import STAGES, TABLE  # noqa: E402
from core.flow.triggers import Trigger  # noqa: E402
from core.model.conversation import Idle, Stage  # noqa: E402

PAGE = ROOT / "ARCHITECTURE.md"
BEGIN, END = "<!-- transitions -->", "<!-- /transitions -->"
EMPTY_PAGE = f"# Architecture\n\n{BEGIN}\n{END}\n"

Arrows = dict[tuple[type[Stage], type[Stage]], list[Trigger]]


def arrows() -> Arrows:
    """Every pair of stages with what leads from one to the other, in the order of the table."""
    found: Arrows = {}
    for stage in STAGES:
        for trigger in Trigger:
            for to in TABLE[stage, trigger].to:
                if to is not stage:
                    found.setdefault((stage, to), []).append(trigger)
    return found


def diagram() -> str:
    """Mermaid's stateDiagram-v2, one arrow for each pair of stages. https://mermaid.js.org/syntax/stateDiagram.html"""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {Idle.__name__}"]
    lines += [f"    {stage.__name__}: {_spoken(stage)}" for stage in STAGES]
    for (stage, to), triggers in arrows().items():
        lines.append(f"    {stage.__name__} --> {to.__name__}: {', '.join(triggers)}")
    return "\n".join([*lines, "```"])


def _spoken(stage: type[Stage]) -> str:
    """WithAgent -> with agent"""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stage.__name__).lower()


def drawn(page: str) -> str:
    """The page with the diagram between its markers; raises ValueError if they are not there in this order."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} needs the lines {BEGIN} and {END}, between which the diagram is drawn")
    return f"{before}{BEGIN}\n{diagram()}\n{END}{after}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if the page is out of date")
    check = parser.parse_args().check
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else EMPTY_PAGE
    try:
        wanted = drawn(page)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    if check and wanted != page:
        print(f"{PAGE.name} does not show the table of transitions as it is: run scripts/diagram.py", file=sys.stderr)
        return 1
    if not check:
        PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
