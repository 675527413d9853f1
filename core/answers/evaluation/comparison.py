"""What changed between two runs over the same questions: what an operator looks at before a change goes live."""

from collections.abc import Iterator, Sequence

import msgspec

from core.answers.evaluation.lines import Result


class Change(msgspec.Struct, frozen=True):
    """One question that is treated otherwise now. `what` names the differences: decision, article, answer."""

    old: Result
    new: Result
    what: tuple[str, ...]


def changes(old: Sequence[Result], new: Sequence[Result]) -> list[Change]:
    """In the order of `new`; questions that only one run knows are left out."""
    before = {result.id: result for result in old}
    pairs = ((before[result.id], result) for result in new if result.id in before)
    return [Change(was, now, what) for was, now in pairs if (what := tuple(_differences(was, now)))]


def _differences(old: Result, new: Result) -> Iterator[str]:
    if old.decision != new.decision:
        yield "decision"
    if _cited(old) != _cited(new):
        yield "article"
    elif old.answer != new.answer:
        yield "answer"


def _cited(result: Result) -> list[str]:
    return [cited.article for cited in result.citations]
