"""The people of the invented day: customers and agents with what they say, in their languages."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec

from core.model.ids import Language

FIRST_NUMBER = 9_001  # of a customer's chat; the playground's own customers have lower ones


class Crowd(msgspec.Struct, frozen=True):
    """The customers of one language."""

    surname: str
    names: list[str]
    questions: list[str]
    chat: list[str]
    thanks: str
    mail: str


class Colleague(msgspec.Struct, frozen=True):
    name: str
    languages: list[str]


class Customer(msgspec.Struct, frozen=True):
    number: int
    name: str
    language: Language
    crowd: Crowd


@cache
def _written() -> dict[str, object]:
    return tomllib.loads((files("bots.playground.demo") / "cast.toml").read_text("utf-8"))


def team() -> dict[str, Colleague]:
    """By their ids."""
    return msgspec.convert(_written()["team"], dict[str, Colleague])


def agents_say(what: str) -> Sequence[str]:
    """In a language, or "notes" about a customer, "calls" that were made, "mails" of the team."""
    return msgspec.convert(_written()["agents"], dict[str, list[str]])[what]


def customers() -> list[Customer]:
    crowds = msgspec.convert(_written()["customers"], dict[str, Crowd])
    known = [(Language(code), crowd, name) for code, crowd in crowds.items() for name in crowd.names]
    return [
        Customer(number, f"{name} {crowd.surname}", language, crowd)
        for number, (language, crowd, name) in enumerate(known, FIRST_NUMBER)
    ]
