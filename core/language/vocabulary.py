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
    """The parts of a wish for a person; how they go together stands in `core.language.person`."""

    courtesies: Phrases  # around a wish for a language, too
    fillers: Phrases  # may stand between any two parts: please, now, oaths
    joiners: Phrases  # after them a wish may begin like a sentence: and, but
    openings: Phrases  # who speaks wishes or asks, before `talks`: I want to, can I
    starts: Phrases  # the same without a subject, at the beginning only: want to, help me to
    talks: Phrases  # to talk to
    calls: Phrases  # wishes that need no opening: connect me to
    needs: Phrases  # what takes a person for an object: I want, give me
    articles: Phrases
    qualities: Phrases  # what makes anybody one of ours: real, human
    persons: Phrases  # ours
    anybody: Phrases  # a person: ours where one talks to them, or if nothing follows
    someone: Phrases  # ours only where one talks to them
    desks: Phrases  # our customer service; one may also ask about it
    closings: Phrases  # verbs after the person: "een mens spreken"
    modals: Phrases  # before a person who shall come to the customer: can "someone call me"
    reaches: Phrases  # and what that person shall do: call me
    tails: Phrases  # what comes after a person that is not ours: at the bank, who sold
    continuations: Phrases  # what may come after a person who is needed: who, for; not "skull"
    negations: Phrases  # directly before a wish
    queries: Phrases  # before a desk: when, how
    refusals: Phrases  # do not want, hate
    machines: Phrases  # bots
    computers: Phrases  # bots only where one does not want to talk to them
    wishes: Phrases  # whole wishes, anywhere in a message: call me back
    alone: Phrases  # wishes only if they are the whole message


class DistressWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The parts of a threat; how they go together stands in `core.language.distress`."""

    wills: Phrases  # I will, I want to
    deeds: Phrases  # what says whom it is for: kill myself, in some languages kill you
    harms: Phrases  # to kill: a threat with one of the victims
    assaults: Phrases  # to stab: a threat whoever is the victim
    victims: Phrases
    articles: Phrases  # may stand between any two parts
    destroys: Phrases  # to burn down
    places: Phrases  # your office
    arrivals: Phrases  # I will come
    weapons: Phrases
    phrases: Phrases  # whole threats
    negations: Phrases  # directly before a threat
    tails: Phrases  # what makes a figure of speech of it: of laughter


class LanguageWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one asks for a language: the names of ours by their code, and what stands `before` and `after` a name."""

    before: Phrases
    after: Phrases
    names: Mapping[str, Phrases]


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's words. `ways` are the contact methods, `commands` what may follow a slash, by what they stand for."""

    person: PersonWords
    distress: DistressWords
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
