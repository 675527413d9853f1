"""The lines of a question set and of its results: JSON, one object a line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from core.model.answer import Citation, Verdict


class Asked(msgspec.Struct, frozen=True):
    """A question. `gold`: the article that answers it, several if each does, null if none does; left out if nobody knows.

    `label`: 1 asks for a person, 0 does not, -1 does not count. Other fields are other programs' own.
    """

    text: str
    id: str | int = ""
    lang: str | None = None
    gold: str | list[str] | msgspec.UnsetType | None = msgspec.UNSET
    label: int | None = None

    @property
    def golds(self) -> frozenset[str]:
        if isinstance(self.gold, str):
            return frozenset([self.gold])
        return frozenset(self.gold) if isinstance(self.gold, list) else frozenset()

    @property
    def has_gold(self) -> bool:
        return self.gold is not msgspec.UNSET


class Result(msgspec.Struct, frozen=True):
    """What the product does with a question. `ranked`: at most ten articles with their scores, best first.

    `probability`: how likely the help centre answers it. `answer` is Markdown, empty where nothing is answered.
    `failures`: why drafts were not used. `seconds`: how long it took.
    """

    id: str | int
    language: str
    ranked: list[tuple[str, float]]
    probability: float
    decision: Verdict
    answer: str
    citations: list[Citation]
    failures: list[str] = []
    seconds: float = 0.0
    text: str = ""

    @property
    def answered(self) -> bool:
        return bool(self.answer)


class BadLine(msgspec.Struct, frozen=True):
    path: Path
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}"


def read_questions(path: Path) -> tuple[list[Asked], list[BadLine]]:
    """The questions, and the lines that are none. Raises OSError."""
    questions: list[Asked] = []
    bad: list[BadLine] = []
    for number, line in _lines(path):
        try:
            asked = msgspec.json.decode(line, type=Asked)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            bad.append(BadLine(path, number, f'{error}: write one object a line, such as {{"id": "1", "text": "..."}}'))
            continue
        questions.append(asked if asked.id != "" else msgspec.structs.replace(asked, id=str(number)))
    return questions, bad


def read_results(path: Path) -> tuple[list[Result], list[BadLine]]:
    """What an earlier run wrote. Raises OSError."""
    results: list[Result] = []
    bad: list[BadLine] = []
    for number, line in _lines(path):
        try:
            results.append(msgspec.json.decode(line, type=Result))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            bad.append(BadLine(path, number, f"{error}: compare with a file that --out has written"))
    return results, bad


def write_results(path: Path, results: Iterable[Result]) -> None:
    with path.open("wb") as file:
        for result in results:
            file.write(msgspec.json.encode(result) + b"\n")


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.strip().removeprefix(b"\xef\xbb\xbf"):
                yield number, line.removeprefix(b"\xef\xbb\xbf")
