"""Hides what a model need not know: links, addresses, numbers that tell who somebody is, each behind a mark of its own."""

import re

import msgspec

from core.language.masking import hidden

MARK = re.compile(r"⟦ ?(\d+) ?⟧")
_OURS = str.maketrans({"⟦": "[", "⟧": "]"})


class Veiled(msgspec.Struct, frozen=True):
    """A text with ⟦1⟧ for the first of `values`, and so on; what cannot be lifted from it stays hidden."""

    text: str
    values: tuple[str, ...]

    def lifts(self, translation: str) -> bool:
        """Whether each mark stands in it just once, and no other does."""
        return sorted(map(int, MARK.findall(translation))) == list(range(1, len(self.values) + 1))

    def lifted(self, translation: str) -> str:
        """With the values in their places."""
        return MARK.sub(lambda mark: self.values[int(mark[1]) - 1], translation)


def veiled(text: str) -> Veiled:
    pieces = hidden(text.translate(_OURS))
    values = tuple(piece.text for piece in pieces if piece.is_hidden)
    numbers = iter(range(1, len(values) + 1))
    return Veiled("".join(f"⟦{next(numbers)}⟧" if piece.is_hidden else piece.text for piece in pieces), values)
