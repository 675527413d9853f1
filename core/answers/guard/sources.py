"""What an answer is held against: the cited passages, and which of its sentences stand in them word for word."""

import re
import unicodedata
from collections.abc import Sequence

import msgspec

from core.answers.guard.units import form, units, without_targets
from core.language.remembered import remembered

KEPT = 1_000  # sources whose reading is remembered: a streamed answer is checked many times against the same few


class Source(msgspec.Struct, frozen=True):
    """A cited passage: its Markdown, and the title, public address and language of its article."""

    title: str
    markdown: str
    address: str
    language: str

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.markdown}\n{self.address}"


class Failure(msgspec.Struct, frozen=True):
    """A rule that the answer breaks, and with what: for the operator's eyes, in English."""

    rule: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.detail}"


class Written(msgspec.Struct, frozen=True):
    """An answer as the rules read it.

    `own`: its sentences that stand in no source word for word, in their plain form. `question`: the customer's, where there
    are any: nothing else is judged by it.
    """

    text: str
    own: tuple[str, ...]
    language: str
    sources: tuple[Source, ...]
    question: str = ""
    instructions: str = ""


def written(text: str, sources: Sequence[Source], language: str, question: str, instructions: str) -> Written:
    own = _own(text, tuple(sources))
    return Written(text, own, language, tuple(sources), question if own else "", instructions)


@remembered(KEPT)
def _own(text: str, sources: tuple[Source, ...]) -> tuple[str, ...]:
    said = frozenset().union(*map(_forms, sources))
    return tuple(plain(unit) for unit in units(text) if form(unit) not in said)


def plain(text: str) -> str:
    """Full-width, ringed and other scripts' digits and letters as the plain ones that they stand for."""
    return re.sub(r"[^\D0-9]", lambda digit: str(int(digit[0])), unicodedata.normalize("NFKC", text))


@remembered(KEPT)
def _forms(source: Source) -> frozenset[str]:
    parts = [*units(source.title), *units(source.markdown)]
    return frozenset(form(part) for unit in parts for part in (unit, without_targets(unit)))
