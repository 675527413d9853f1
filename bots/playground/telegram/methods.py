"""The table of the Bot API's methods that the playground knows.

A method is looked up in any case, as in the Bot API; parameters that are not in its row are ignored, as there.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bots.playground.telegram.account import Account
from bots.playground.telegram.errors import NotFound
from bots.playground.telegram.parameters import Parameters

Answer = object
Run = Callable[[Account, Parameters], Answer | Awaitable[Answer]]
RunT = TypeVar("RunT", bound=Run)


@dataclass(frozen=True)
class Method:
    """A row: the name as documented, what it does, and the parameters that it looks at."""

    name: str
    run: Run
    required: frozenset[str]
    optional: frozenset[str]


METHODS: dict[str, Method] = {}


def method(name: str, required: str = "", optional: str = "") -> Callable[[RunT], RunT]:
    """Add a row to the table; parameters are separated by blanks."""

    def add(run: RunT) -> RunT:
        METHODS[name.lower()] = Method(name, run, frozenset(required.split()), frozenset(optional.split()))
        return run

    return add


def find(name: str) -> Method:
    """Raises NotFound for a method that nobody knows."""
    try:
        return METHODS[name.lower()]
    except KeyError:
        raise NotFound("method not found") from None
