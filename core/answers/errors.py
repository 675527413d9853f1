"""What can be wrong with a help centre.

Problem           one mistake in one file, for the operator's eyes
BrokenArticle     the file is left out, for one or more Problems
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """`line` counts from 1; `message` says what is wrong and what to write instead."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class BrokenArticle(Exception):
    """The file cannot be read as an article."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
