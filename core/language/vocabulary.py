"""The words that customers type for what buttons do, per language: `phrases/<code>.toml` beside this module."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from core.language.normal import folded

FOLDER = Path(__file__).parent / "phrases"
ELSEWHERE = "elsewhere"  # what speakers of languages that are not ours call ours

Phrases = str  # separated by commas


class PersonWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parts of a wish for a person; how they go together stands in `core.language.person`.

    `courtesies` may stand around any wish, `openings` before the rest, `actions` before the person and `closings` after
    it, `articles` directly before it; `alone` are whole wishes.
    """

    courtesies: Phrases
    openings: Phrases
    actions: Phrases
    articles: Phrases
    persons: Phrases
    closings: Phrases
    alone: Phrases


class LanguageWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one asks for a language: the names of ours by their code, and what stands `before` and `after` a name."""

    before: Phrases
    after: Phrases
    names: Mapping[str, Phrases]


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's words. `ways` are the contact methods, `commands` what may follow a slash, by what they stand for."""

    person: PersonWords
    language: LanguageWords
    ways: Mapping[str, Phrases]
    commands: Mapping[str, Phrases]


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """All languages' words by code. Raises msgspec.ValidationError for a file that lacks a part or has an unknown one."""
    paths = (path for path in sorted(FOLDER.glob("*.toml")) if path.stem != ELSEWHERE)
    return {path.stem: msgspec.toml.decode(path.read_bytes(), type=Vocabulary) for path in paths}


@cache
def elsewhere() -> LanguageWords:
    return msgspec.toml.decode((FOLDER / f"{ELSEWHERE}.toml").read_bytes(), type=LanguageWords)


def split(phrases: Phrases) -> list[str]:
    """The phrases in the form in which messages are compared."""
    return [folded(phrase) for phrase in phrases.split(",") if folded(phrase)]


def any_of(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(set(phrases), key=len, reverse=True))) + ")"


def without_spaces(pattern: str) -> str:
    """The pattern for a language that writes none: each space may be left out."""
    return pattern.replace("\\ ", " ").replace(" ", " ?")
