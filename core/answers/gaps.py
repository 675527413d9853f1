"""What the help centre does not say: questions kept without personal data, and grouped by likeness for who writes articles."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from core.answers.coverage import Vocabulary
from core.answers.tokens import Word, content_words
from core.language.masking import MARK, masked
from core.model.effects import Gap
from core.model.ids import ConversationId
from core.model.rows import GapRow
from core.ports import Transaction

_LONGEST = 1_000  # characters of a question that are kept
_ALIKE = 0.55  # the share of what two questions say that both say
_COMPARED = 50  # of a group's questions, the most frequent: enough to find a typical one
_EXAMPLES = 3

_Stems = frozenset[str]
_Weights = Mapping[str, float]


async def keep_gap(tx: Transaction, conversation: ConversationId, gap: Gap, now: datetime) -> None:
    """Write a gap down, masked."""
    await tx.gaps.add(row_of(conversation, gap, now))


def row_of(conversation: ConversationId, gap: Gap, now: datetime) -> GapRow:
    text = masked(gap.question)[:_LONGEST]
    return GapRow(now, gap.kind, gap.language, text, gap.article, gap.confidence, conversation)


class GapGroup(msgspec.Struct, frozen=True):
    """Questions of one language that ask alike. `text` is the most typical, `others` some that were asked differently.

    `article`: the one that was most often quoted and disliked, or empty. `customers` counts conversations.
    """

    language: str
    text: str
    others: tuple[str, ...]
    unanswered: int
    disliked: int
    customers: int
    first: datetime
    last: datetime
    article: str

    @property
    def count(self) -> int:
        return self.unanswered + self.disliked


def grouped(gaps: Iterable[GapRow]) -> list[GapGroup]:
    """The most frequent first. Pure, and the same for the same gaps in any order; ten thousand take a second."""
    return [group for group, _ in grouped_with_gaps(gaps)]


def grouped_with_gaps(gaps: Iterable[GapRow]) -> list[tuple[GapGroup, list[GapRow]]]:
    """Each group with what is in it. As `grouped`."""
    languages: defaultdict[str, list[GapRow]] = defaultdict(list)
    for gap in gaps:
        languages[gap.language].append(gap)
    groups = [group for language, of_one in languages.items() for group in _groups(language, of_one)]
    return sorted(groups, key=lambda each: _place(each[0]))


def _place(group: GapGroup) -> tuple[int, float, str, str]:
    return -group.count, -group.last.timestamp(), group.language, group.text


class _Asked(msgspec.Struct, frozen=True, eq=False):
    """All gaps of questions with the same words."""

    stems: _Stems
    gaps: Sequence[GapRow]

    @property
    def text(self) -> str:
        """As most people wrote it."""
        return _commonest(gap.text for gap in self.gaps)


def _groups(language: str, gaps: Iterable[GapRow]) -> list[tuple[GapGroup, list[GapRow]]]:
    asked = _by_words(language, gaps)
    weights = _weights(language, asked)
    return [_group(language, members, weights) for members in _clusters(asked, weights)]


def _by_words(language: str, gaps: Iterable[GapRow]) -> list[_Asked]:
    """Most frequent first."""
    same: defaultdict[tuple[_Stems, str], list[GapRow]] = defaultdict(list)
    for gap in gaps:
        stems = frozenset(word.stem for word in _words(gap.text, language))
        same[stems, "" if stems else gap.text].append(gap)
    asked = [_Asked(stems, members) for (stems, _), members in same.items()]
    return sorted(asked, key=lambda each: (-len(each.gaps), each.text))


def _weights(language: str, asked: Sequence[_Asked]) -> _Weights:
    """What is in many questions tells little about any; of few questions it cannot be told, so no word weighs nothing."""
    words = {word.stem: word for each in asked for word in _words(each.gaps[0].text, language)}
    vocabulary = Vocabulary([words[stem] for stem in each.stems] for each in asked)
    return {each.word.stem: 1 + each.weight for each in vocabulary.weigh(list(words.values()))}


def _words(text: str, language: str) -> tuple[Word, ...]:
    return content_words(MARK.sub(" ", text), language)


def _clusters(asked: Sequence[_Asked], weights: _Weights) -> list[list[_Asked]]:
    """Each question joins the group whose first question it is most like, or opens one."""
    clusters: list[list[_Asked]] = []
    holding: defaultdict[str, list[int]] = defaultdict(list)  # the groups whose first question has the stem
    for each in asked:
        near = {number for stem in _telling(each.stems, weights) for number in holding[stem]}
        likeness, number = max(
            ((_likeness(each.stems, clusters[number][0].stems, weights), -number) for number in near), default=(0.0, 0)
        )
        if likeness >= _ALIKE:
            clusters[-number].append(each)
            continue
        for stem in each.stems:
            holding[stem].append(len(clusters))
        clusters.append([each])
    return clusters


def _telling(stems: _Stems, weights: _Weights) -> list[str]:
    """The rarest stems, of which two questions that are alike have at least one in common."""
    rarest = sorted(stems, key=lambda stem: (-weights[stem], stem))
    left = _weight(stems, weights)
    enough = (
        left * _ALIKE / (2 - _ALIKE)
    )  # so much of it must be in both, for both together say at most that and theirs
    telling = []
    for stem in rarest:
        if left < enough:
            break
        telling.append(stem)
        left -= weights[stem]
    return telling


def _likeness(one: _Stems, other: _Stems, weights: _Weights) -> float:
    """0 to 1, Dice's measure: twice the weight of what both say in the weight of what they say."""
    said = _weight(one, weights) + _weight(other, weights)
    return 2 * _weight(one & other, weights) / said if said else 0.0


def _weight(stems: _Stems, weights: _Weights) -> float:
    return sum(weights[stem] for stem in sorted(stems))  # in one order, for the sum of floats depends on it


def _group(language: str, members: Sequence[_Asked], weights: _Weights) -> tuple[GapGroup, list[GapRow]]:
    gaps = [gap for each in members for gap in each.gaps]
    typical = _typical(members[:_COMPARED], weights)
    kinds = Counter(gap.kind for gap in gaps)
    group = GapGroup(
        language=language,
        text=typical.text,
        others=tuple(each.text for each in members if each is not typical)[:_EXAMPLES],
        unanswered=kinds["unanswered"],
        disliked=kinds["disliked"],
        customers=len({gap.conversation for gap in gaps}),
        first=min(gap.at for gap in gaps),
        last=max(gap.at for gap in gaps),
        article=_commonest(gap.article for gap in gaps if gap.article),
    )
    return group, gaps


def _typical(members: Sequence[_Asked], weights: _Weights) -> _Asked:
    """The question that is most like all the others, as often as those were asked."""

    def likeness(each: _Asked) -> float:
        return sum(len(other.gaps) * _likeness(each.stems, other.stems, weights) for other in members)

    return max(members, key=lambda each: (likeness(each), -len(each.text), each.text))


def _commonest(texts: Iterable[str]) -> str:
    """Of those equally common the shortest, and then the first of the alphabet."""
    return min(Counter(texts).items(), key=lambda item: (-item[1], len(item[0]), item[0]), default=("", 0))[0]
