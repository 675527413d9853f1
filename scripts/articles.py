"""Compares a help centre's languages: every article in all of them, with the same facts, links and build as in English."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from core.answers.articles import read_help_centre  # noqa: E402
from core.answers.translations import inconsistencies, outdated, untranslated  # noqa: E402
from core.language.spec import LANGUAGES  # noqa: E402

SAMPLE = ROOT / "sample" / "help"


def findings(folder: Path) -> Iterator[str]:
    """One line for each thing to mend, with the article's file and what is different in it."""
    articles, problems = read_help_centre(folder)
    yield from map(str, problems)
    for language, ids in untranslated(articles, [row.code for row in LANGUAGES]).items():
        yield from (f"{folder / language / name}.md: missing" for name in ids)
    for article, difference in inconsistencies(articles):
        yield f"{folder / article.language / article.id}.md: {difference}"
    for article, original in outdated(articles):
        yield f"{folder / article.language / article.id}.md: older than the original of {original.updated}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLE, help="a help centre (default: the sample)")
    found = list(findings(parser.parse_args().folder))
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
