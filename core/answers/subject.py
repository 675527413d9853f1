"""What an article is about: the words of each of its names, and those that several of its lines have. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from core.answers.coverage import Weighted, coverage, occurring

Words = Sequence[Weighted]
_Line = Mapping[str, Weighted]


class Subject(msgspec.Struct, frozen=True, gc=False):
    """`ways` to say it, of which a question needs one. `variety`: the share of a line that no other line says, 0 to 1."""

    ways: tuple[Words, ...]
    variety: float


def subject(names: Iterable[Words], lines: Iterable[Words]) -> Subject:
    """`names` are the title and the aliases, `lines` all sentences of the body; what has no words is no line."""
    called = tuple(filter(None, names))
    by_stem = [{each.word.stem: each for each in line} for line in (*called, *filter(None, lines))]
    counts = Counter(stem for line in by_stem for stem in line)
    return Subject((*called, _repeated(by_stem, counts)), _variety(by_stem, counts))


def _repeated(lines: Iterable[_Line], counts: Counter[str]) -> Words:
    """The words of two lines or more, each weighing the more, the more lines have it."""
    words = {stem: each for line in lines for stem, each in line.items() if counts[stem] > 1}
    return tuple(msgspec.structs.replace(each, weight=each.weight * counts[stem]) for stem, each in words.items())


def _variety(lines: Sequence[_Line], counts: Counter[str]) -> float:
    """The mean of all lines."""
    alone = (coverage(list(line.values()), [float(counts[stem] == 1) for stem in line]) for line in lines)
    return sum(alone) / max(1, len(lines))


def said_of(subject: Subject, question: Words) -> float:
    """How much of what the article is about the question says: 1 when one of its names is in it, 0 without a word of any."""
    said = occurring((each.word for each in question), (meaning for each in question for meaning in each.meanings))
    return max(coverage(way, map(said.said, way)) for way in subject.ways)
