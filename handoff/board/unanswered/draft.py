"""A draft of the article that would answer what was asked: a file as the help centre wants it, but for its text. Pure.

It cannot be published by mistake: what it says of what to write is a comment, and an article without a text is refused.
"""

import re
from typing import NamedTuple

import yaml

from core.language.masking import MARK
from core.model.ids import Language
from handoff.board.unanswered.gaps import OpenQuestion

LONGEST = 120  # characters of a title or an alias
LONGEST_NAME = 60  # of a file
NAMELESS = "new-article"


class Draft(NamedTuple):
    """`path`: where the file would stand in the help centre's folder."""

    path: str
    text: str


def draft_of(question: OpenQuestion, prompts: tuple[str, ...]) -> Draft:
    """`prompts`: what its writer is to write, line by line."""
    title = _plain(question.text)
    aliases = [alias for alias in dict.fromkeys(map(_plain, question.examples)) if alias and alias != title]
    matter = {"title": title, "aliases": aliases}
    written = yaml.safe_dump(matter, allow_unicode=True, sort_keys=False, width=10_000)
    comments = "\n".join(f"<!-- {prompt.replace('--', '-')} -->" for prompt in prompts)
    return Draft(_path(question.language, title), f"---\n{written}---\n\n{comments}\n")


def _plain(text: str) -> str:
    """One line of what can be seen, without the marks of what was masked."""
    seen = "".join(each if each.isprintable() else " " for each in MARK.sub(" ", text))
    return " ".join(seen.split())[:LONGEST].rstrip()


def _path(language: Language, title: str) -> str:
    name = re.sub(r"[\W_]+", "-", title.casefold())[:LONGEST_NAME].strip("-")
    return f"{language}/{name or NAMELESS}.md"
