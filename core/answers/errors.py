"""What can be wrong with a help centre, and with an answer from it.

Problem           one mistake in one file, for the operator's eyes
BrokenArticle     the file is left out, for one or more Problems
WriterFailed      a writer has nothing that may be sent: the extract goes instead, and the reason is recorded
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from core.model.answer import Usage


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


class WriterFailed(Exception):
    """`abstained`: the writer read the passages and says that they do not answer. `usage`: what was paid all the same."""

    def __init__(self, reason: str, *, abstained: bool = False, usage: Usage | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.abstained = abstained
        self.usage = usage
