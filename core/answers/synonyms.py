"""Which words customers use for the same thing: `synonyms/<language>.toml`, one meaning with its expressions a line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from core.answers.tokens import Word, all_words

FOLDER = Path(__file__).with_suffix("")

_Stems = tuple[str, ...]
_Expressions = Mapping[str, Sequence[tuple[_Stems, str]]]


def meanings(words: Sequence[Word], language: str) -> Iterator[tuple[_Stems, str]]:
    """The stems of each expression that stands in a text, with its meaning; a word may have several.

    `words` are all of the text's, because "sign up" means more than "sign".
    """
    expressions = _expressions(language)
    stems = tuple([word.stem for word in words])
    for start in [place for place, stem in enumerate(stems) if stem in expressions]:
        for expression, meaning in expressions[stems[start]]:
            if len(expression) == 1 or stems[start : start + len(expression)] == expression:
                yield expression, meaning


@cache
def synonym_words(language: str) -> frozenset[Word]:
    """Every word of an expression."""
    return frozenset(word for _, expression in _listed(language) for word in all_words(expression, language))


@cache
def _expressions(language: str) -> _Expressions:
    """By their first stem, each once for a meaning."""
    found: dict[str, list[tuple[_Stems, str]]] = {}
    for meaning, stems in _stemmed(language):
        found.setdefault(stems[0], []).append((stems, meaning))
    return found


def _stemmed(language: str) -> Iterable[tuple[str, _Stems]]:
    stems = ((meaning, tuple(word.stem for word in all_words(each, language))) for meaning, each in _listed(language))
    return dict.fromkeys(stems)


def _listed(language: str) -> Iterator[tuple[str, str]]:
    path = FOLDER / f"{language}.toml"
    if not path.is_file():
        return
    for meaning, expressions in msgspec.toml.decode(path.read_bytes(), type=dict[str, str]).items():
        yield from ((meaning, each.strip()) for each in expressions.split(","))
