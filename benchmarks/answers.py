"""How well questions are answered from a help centre, without a model: `python -m benchmarks.answers`.

Each figure stands beside what a simple search reaches, what is required and what is aimed at; the exit code is 1 if
something required is missed and 2 without the sets. What is measured:

recall            the right article is the first hit, or among the first three; the mean of languages where there are many
AUROC             how often a question inside the scope is more probable than one outside of it
coverage          the share of all questions that may be answered, most probable first, so that 95 % of the answers are
                  right; a fifth of the questions is out of scope
a person, order   what the words alone decide; false alarms are of those who want no person
answered well     of all asked: an article is quoted, be the verdict "answer", "careful" or "order", it is the right one,
                  and what is quoted stands in it word for word
answered wrongly  of all asked: an article is quoted, and that is not so
"""

import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.answer_sets import DATA, HITS, Asked, Source, asked, help_centre, rows, sample, sources
from benchmarks.measures import Judged, answered, auroc, coverage, f1, mean, mixed, reliability
from benchmarks.near_misses import near_misses
from benchmarks.twice_labelled import twice_labelled
from core.answers.confidence import ANSWER, CAREFUL, confidence
from core.answers.consider import consider
from core.answers.help_centre import HelpCentre
from core.language.order import about_order
from core.language.typed import wants_person
from core.model.ids import Language
from core.model.question import Question

OUTSIDE = 0.2  # of the questions, where shares of all asked are told
PRECISION = 0.95


class Figure(NamedTuple):
    """A measured value beside what a simple search reaches, what is required and what is aimed at."""

    name: str
    value: float
    baseline: float | None = None
    required: float | None = None
    aim: float | None = None
    most: bool = False  # what is required is an upper limit
    form: str = "{:.1%}"

    @property
    def kept(self) -> bool:
        if self.required is None:
            return True
        return self.value <= self.required if self.most else self.value >= self.required

    def __str__(self) -> str:
        cells = (self.baseline, self.required, self.aim)
        shown = (f"{'' if cell is None else self.form.format(cell):>9}" for cell in cells)
        verdict = "" if self.required is None else "ok" if self.kept else "MISSED"
        return f"{self.name:<58} {self.form.format(self.value):>9} {' '.join(shown)}  {verdict}".rstrip()


def main() -> int:
    if not DATA.exists():
        print(f"No sets to measure with: {DATA.name} is not in shared/data beside the checkout.")
        return 2
    figures = [*recall(), *scope(), *covered(), *person(), *order(), *of_all_asked(), speed()]
    print(f"{'':<58} {'now':>9} {'simple':>9} {'required':>9} {'aim':>9}")
    print("\n".join(map(str, figures)))
    print("\n".join(["", *calibration()]))
    return 0 if all(figure.kept for figure in figures) else 1


def recall() -> Iterator[Figure]:
    goals = {
        "faq11_body": ((0.48, 0.54, 0.60), (0.69, 0.76, 0.82)),
        "bitext27": ((0.50, 0.56, 0.75), (0.68, 0.75, 0.92)),
        "banking77_5": ((0.66, 0.70, 0.78), (0.85, 0.88, 0.93)),
    }
    for source in sources():
        if source.name in goals:
            for within, goal in zip((1, 3), goals[source.name], strict=True):
                yield Figure(f"right article within {within}, {source.name}", _recall(source.inside, within), *goal)


def _recall(questions: Sequence[Asked], within: int) -> float:
    found = [(each.language, any(hit.article.id == each.gold for hit in each.hits[:within])) for each in questions]
    return mean(mean(part) for part in _by_first(found).values())


def _by_first(pairs: Iterable[tuple[str, bool]]) -> Mapping[str, list[bool]]:
    parts: defaultdict[str, list[bool]] = defaultdict(list)
    for first, second in pairs:
        parts[first].append(second)
    return parts


def scope() -> Iterator[Figure]:
    faq, bitext, _, banking = sources()
    english = [each for each in faq.inside if each.language == "en"]
    yield Figure("in or out of scope, AUROC: far, eleven languages", _by_language(faq), 0.95, 0.97, 0.99, form="{:.3f}")
    yield Figure("  near misses, banking50", _auroc(banking.inside, banking.near), 0.74, 0.80, 0.85, form="{:.3f}")
    for each in near_misses():
        yield Figure(f"  near misses, {each.name} of it away", _auroc(each.inside, each.near), form="{:.3f}")
    yield Figure("  far, banking50", _auroc(banking.inside, banking.outside), form="{:.3f}")
    yield Figure("  far, bitext27", _auroc(bitext.inside, bitext.outside), form="{:.3f}")
    yield Figure("  far, sample", _by_language(sample()), form="{:.3f}")
    yield Figure("  far, faq11_body and clinc", _auroc(english, asked("faq11_body", "clinc_oos")), form="{:.3f}")


def _by_language(source: Source) -> float:
    languages = {each.language for each in source.inside} & {each.language for each in source.outside}
    return mean(
        _auroc(*([each for each in part if each.language == code] for part in (source.inside, source.outside)))
        for code in languages
    )


def _auroc(inside: Iterable[Asked], outside: Iterable[Asked]) -> float:
    return auroc([each.probability for each in inside], [each.probability for each in outside])


def covered() -> Iterator[Figure]:
    goals = {"bitext27": (0.24, 0.30, 0.40), "banking50_5": (0.0, 0.25, 0.40)}
    for source in sources():
        value = coverage(judged(source), PRECISION)
        yield Figure(f"coverage at 95 % precision, {source.name}", value, *goals.get(source.name, ()))
    yield from _twice_labelled()


def _twice_labelled() -> Iterator[Figure]:
    """What of the bank's coverage is a matter of its labels."""
    *_, bank = sources()
    both, outside = twice_labelled(), _judged(bank.outside)
    own = [Judged(each.asked.probability, each.asked.right) for each in both]
    other = [Judged(each.asked.probability, each.right_by_the_other) for each in both]
    yield Figure(f"  {len(both)} of its questions have a second label: the same", mean(each.agree for each in both))
    yield Figure("  coverage of these, by their labels here", coverage(mixed(own, outside, OUTSIDE), PRECISION))
    yield Figure("  coverage of these, by the second labels", coverage(mixed(other, outside, OUTSIDE), PRECISION))


def judged(source: Source) -> list[Judged]:
    """All that its help centre is asked, a fifth of it far out of scope."""
    return mixed(_judged(source.inside), _judged(source.outside), OUTSIDE)


def _judged(questions: Iterable[Asked]) -> list[Judged]:
    return [Judged(each.probability, each.right and _grounded(each)) for each in questions]


def _grounded(question: Asked) -> bool:
    return question.hits[0].passage.markdown in question.hits[0].article.body


def person() -> Iterator[Figure]:
    scored = [row for row in rows("human_request") if row["label"] >= 0]
    said = {row["id"]: wants_person(row["text"], row["lang"]) for row in scored}
    found = _by_first((row["lang"], said[row["id"]]) for row in scored if row["label"])
    recalls = [mean(each) for each in found.values()]
    alarms = mean(said[row["id"]] for row in scored if not row["label"])
    yield Figure("wants a person: recall, mean of languages", mean(recalls), 0.95, 0.97, 0.99)
    yield Figure("  worst language", min(recalls), 0.74, 0.88, 0.95)
    yield Figure("  false alarms", alarms, 0.018, 0.008, 0.003, most=True)


def order() -> Iterator[Figure]:
    """Where nobody asks about an order, as in the sets of other languages, only false alarms can be counted."""
    goals = {"English": (0.70, 0.88, 0.95), "other languages": (0.64, 0.85, 0.92)}
    parts: defaultdict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for row in rows("order_route"):
        name = "English" if row["lang"] == "en" else "other languages"
        parts[name].append((about_order(row["text"], row["lang"]), row["route"] == "order"))
    for name, pairs in parts.items():
        if any(true for _, true in pairs):
            yield Figure(f"about an order, F1: {name}", f1(pairs), *goals[name], form="{:.3f}")
        alarms = mean(said for said, true in pairs if not true)
        yield Figure(f"about an order, false alarms: {name}", alarms)


def of_all_asked() -> Iterator[Figure]:
    """As it is decided; then by the probability alone, with a fifth out of scope, at both thresholds."""
    shares = {source.name: _quoted(source) for source in sources()}
    well, wrongly = (mean(each) for each in zip(*shares.values(), strict=True))
    yield Figure("of all asked: answered well", well, 0.42, 0.52, 0.60)
    yield Figure("  answered wrongly", wrongly, 0.33, 0.12, 0.08, most=True)
    for name, (good, bad) in shares.items():
        yield Figure(f"  {name}: well", good)
        yield Figure(f"  {name}: wrongly", bad)
    for level, name in ((CAREFUL, "answered or carefully"), (ANSWER, "answered without more ado")):
        mixtures = [answered(judged(source), level) for source in sources()]
        yield Figure(f"a fifth out of scope, {name}: well", mean(good for good, _ in mixtures))
        yield Figure(f"a fifth out of scope, {name}: wrongly", mean(bad for _, bad in mixtures))


def _quoted(source: Source) -> tuple[float, float]:
    """The shares of the questions inside the scope that are answered well and wrongly."""
    decided = [_is_well_quoted(help_centre(source.name), each) for each in source.inside]
    return decided.count(True) / len(decided), decided.count(False) / len(decided)


def _is_well_quoted(centre: HelpCentre, asked: Asked) -> bool | None:
    """None where nothing is quoted."""
    quoted = consider(centre, Question(asked.text, Language(asked.language))).quoted
    if not quoted:
        return None
    grounded = all(hit.passage.markdown in hit.article.body for hit in quoted)
    return grounded and asked.gold in [hit.article.id for hit in quoted]


def speed() -> Figure:
    """One search with its confidence, the words known and the index made."""
    questions = [(source.name, each) for source in sources() for each in source.inside]
    start = time.perf_counter()
    for name, each in questions:
        confidence(help_centre(name).search(each.text, each.language, HITS))
    milliseconds = (time.perf_counter() - start) / len(questions) * 1_000
    return Figure("time per question, ms", milliseconds, required=10, most=True, form="{:.2f}")


def calibration() -> Iterator[str]:
    """How often what is called so probable is right, over all help centres."""
    yield "probability  questions  said  right"
    for low, share, said, right in reliability([each for source in sources() for each in judged(source)]):
        yield f"{low:>7.1f} to {low + 0.1:.1f}  {share:>6.1%}  {said:>5.2f}  {right:>5.2f}"


if __name__ == "__main__":
    sys.exit(main())
