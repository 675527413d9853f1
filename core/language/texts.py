"""One language's texts as they are kept in memory."""

from collections.abc import Callable, Mapping

import msgspec

from core.model.view import Param


class Entry(msgspec.Struct, frozen=True):
    """A text in all its plural forms; most have one. `same`: the translator says that it rightly equals the English one."""

    forms: tuple[str, ...]
    same: bool = False


class Texts(msgspec.Struct, frozen=True):
    """One language's catalog by key. `plural` gives the index of the form that goes with a number."""

    entries: Mapping[str, Entry]
    plural: Callable[[int], int]

    def form(self, key: str, params: Mapping[str, Param]) -> str | None:
        """The text with its variables still open; the first number among them chooses the plural form."""
        entry = self.entries.get(key)
        if entry is None:
            return None
        if len(entry.forms) == 1:
            return entry.forms[0]
        number = next((value for value in params.values() if isinstance(value, int)), 0)
        return entry.forms[self.plural(number)]
