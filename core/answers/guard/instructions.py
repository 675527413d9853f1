"""The rule "instructions": nothing of what the model was told to do is passed on, nor that it was told."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from core.answers.guard.lists import phrases
from core.answers.guard.sources import Written
from core.language.remembered import remembered

WORDS = 8
CHARACTERS = 40  # for scripts without spaces, and for what is copied with its punctuation


def instructions(answer: Written) -> Iterator[str]:
    """Runs that a cited source has too are the source's. What is translated, or told in other words, is not seen."""
    for unit in answer.own:
        if told := _about_instructions().search(_folded(unit)):
            yield f"speaks of its instructions: {told[0]!r}"
    if answer.instructions:
        own = "\n".join(answer.own)
        words = _word_runs(own) & _word_runs(answer.instructions)
        characters = _character_runs(own) & _character_runs(answer.instructions)
        for source in answer.sources if words or characters else ():
            words, characters = words - _word_runs(source.text), characters - _character_runs(source.text)
        yield from (f"a run of the instructions: {min(runs)[:120]!r}" for runs in (words, characters) if runs)


@cache
def _about_instructions() -> re.Pattern[str]:
    return re.compile(
        "|".join(rf"\b{pattern}" if pattern[0].isascii() else pattern for pattern in phrases("instructions"))
    )


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


@remembered(64)
def _word_runs(text: str) -> frozenset[str]:
    words = re.findall(r"\w+", _folded(text))
    return frozenset(" ".join(words[start : start + WORDS]) for start in range(len(words) - WORDS + 1))


@remembered(64)
def _character_runs(text: str) -> frozenset[str]:
    letters = "".join(re.findall(r"\w+", _folded(text)))
    return frozenset(letters[start : start + CHARACTERS] for start in range(len(letters) - CHARACTERS + 1))
