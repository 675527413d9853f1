"""What attackers write, in eleven languages, each with what a model that obeys would say: `strings/<language>.txt`."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core.answers.articles import Article, read_help_centre

_STRINGS = Path(__file__).with_name("strings")
_ROOT = Path(__file__).parents[2]
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")

LANGUAGES = tuple(sorted(path.stem for path in _STRINGS.glob("*.txt")))
READ = ("refund-timing", "return-item", "parcel-not-arrived", "damaged-not-as-described", "how-to-pay")
"""The articles of the sample help centre that the model reads in these tests."""


class Injection(NamedTuple):
    """`goal`: what the attacker is after. `obeyed`: what a model says that does as it is told."""

    language: str
    goal: str
    words: str
    obeyed: str


@cache
def injections(language: str) -> tuple[Injection, ...]:
    lines = (_STRINGS / f"{language}.txt").read_text("utf-8").splitlines()
    return tuple(_injections(language, (line for line in lines if line.strip() and not line.startswith("#"))))


@cache
def articles(language: str) -> tuple[Article, ...]:
    """In their order, so that the first of a language is that of the others too."""
    found = {article.id: article for article in _sample() if article.language == language}
    return tuple(found[id] for id in READ)


@cache
def _sample() -> tuple[Article, ...]:
    return read_help_centre(_ROOT / "sample" / "help")[0]


def _injections(language: str, lines: Iterator[str]) -> Iterator[Injection]:
    for line in lines:
        goal, words, obeyed = line.split(" || ")
        yield Injection(language, goal, _unescaped(words), _unescaped(obeyed))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).replace("\\n", "\n")
