"""Checks all catalogs: missing texts, wrong variables or plural forms, untranslated copies, labels too long for a button."""

import sys

from core.language.catalog import read_catalog
from core.language.check import check


def main() -> int:
    problems = check(read_catalog())
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
