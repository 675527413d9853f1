"""Says which bodies outside the desk must be looked at, and when; fails when one is past its date."""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from handoff.remedies import DATA, Remedies, findings, read_remedies  # noqa: E402


def report(data: Remedies, today: date) -> int:
    """Prints warnings and failures; 1 if there is a failure."""
    found = list(findings(data, today))
    for finding in found:
        print(f"{'error' if finding.fatal else 'warning'}: {finding}", file=sys.stderr)
    return 1 if any(finding.fatal for finding in found) else 0


def dates(data: Remedies) -> None:
    for row in sorted(data.body, key=lambda row: (row.valid_until, row.country)):
        print(f"{row.valid_until}  {row.checked:6}  {row.country:2}  {row.kind:12}  {row.body}  {row.address}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only what is wrong or soon will be")
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date(), help="as of this day")
    parser.add_argument("--data", type=Path, default=DATA, help="another data file")
    given = parser.parse_args()
    data = read_remedies(given.data)
    if not given.check:
        dates(data)
    return report(data, given.today)


if __name__ == "__main__":
    sys.exit(main())
