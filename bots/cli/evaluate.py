"""`frontdesk eval`: a set of questions through search, decision and writing, without any channel, with figures."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic

import msgspec

from bots.cli.desk_store import desk_store
from bots.help_centre import answers_from
from bots.settings import Settings
from core.answers.evaluation.comparison import Change, changes
from core.answers.evaluation.figures import Figures, Share, figures
from core.answers.evaluation.lines import Asked, BadLine, Result, read_questions, read_results, write_results
from core.answers.evaluation.replay import asked_then
from core.answers.evaluation.run import ask_again, evaluate

RANKED = 10  # articles for each question, in the results
SHOWN_EVERY = 1.0  # seconds
MOST_CHANGES = 200  # listed one by one


NO_CONSENT = (
    "Stored conversations may be replayed only with the consent of the retention settings: "
    "set RETENTION_EVALUATION=true (retention.evaluation)."
)


class Wanted(msgspec.Struct, frozen=True):
    """What the command line asks for."""

    questions: Path
    out: Path | None = None
    compare: Path | None = None
    writer: str = "extractive"


def evaluate_file(settings: Settings, wanted: Wanted) -> int:
    """0: all lines were read and asked. 1: some could not be, or there are no articles or questions."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s", stream=sys.stderr)
    if wanted.writer == "model" and not settings.has_model():
        return _sorry(
            "There is no model: set OPENAI_MODEL (and OPENAI_BASE_URL or OPENAI_API_KEY), or leave --writer out."
        )
    try:
        questions, bad = read_questions(wanted.questions)
        earlier, bad_earlier = read_results(wanted.compare) if wanted.compare else ([], [])
    except OSError as error:
        return _sorry(f"{error.filename}: cannot be read ({error.strerror}): name a file with one question a line.")
    _name([*bad, *bad_earlier])
    if wanted.out and (
        problem := _cannot_write(wanted.out, wanted.questions)
    ):  # known before thousands of questions are asked
        return _sorry(problem)
    if not questions:
        return _sorry(f"{wanted.questions}: has no questions.")
    results = asyncio.run(_run(settings, questions, wanted))
    if wanted.out:
        write_results(wanted.out, results)
    _print_figures(figures(list(zip(questions, results, strict=True))))
    if wanted.compare:
        _print_changes(changes(earlier, results), len(results))
    return 1 if bad or bad_earlier else 0


async def _run(settings: Settings, questions: Sequence[Asked], wanted: Wanted) -> list[Result]:
    async with AsyncExitStack() as doors:
        by_model = wanted.writer == "model"  # what it costs counts, and repeated questions cost nothing
        store = await doors.enter_async_context(desk_store(settings, read_only=False)) if by_model else None
        answers = await doors.enter_async_context(answers_from(settings, store, RANKED))
        progress = _Progress(len(questions))
        return [progress.seen(result) async for result in evaluate(answers.answerer, questions)]


def evaluate_conversations(settings: Settings) -> int:
    """0: the stored questions were asked again. 1: they may not be, or there are none."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s", stream=sys.stderr)
    if not settings.retention.evaluation:
        return _sorry(NO_CONSENT)
    pairs = asyncio.run(_replay(settings))
    if not pairs:
        return _sorry("No stored conversation has an answered question yet.")
    old, new = ([pair[at] for pair in pairs] for at in (0, 1))
    _print_changes(changes(old, new), len(new))
    return 0


async def _replay(settings: Settings) -> list[tuple[Result, Result]]:
    async with desk_store(settings) as store, answers_from(settings) as answers:
        answerer = answers.answerer
        return [(then.result, await ask_again(answerer, then.id, then.question)) async for then in asked_then(store)]


class _Progress:
    """A line on a terminal; in a file it would only be in the way."""

    def __init__(self, questions: int) -> None:
        self._questions = questions
        self._done = 0
        self._began = self._next = monotonic()

    def seen(self, result: Result) -> Result:
        self._done += 1
        now = monotonic()
        if sys.stderr.isatty() and (now >= self._next or self._done == self._questions):
            self._next = now + SHOWN_EVERY
            rate = self._done / max(now - self._began, 0.001)
            end = "\n" if self._done == self._questions else ""
            print(f"\r{self._done} of {self._questions} questions, {rate:.0f} a second ", end=end, file=sys.stderr)
        return result


def _sorry(words: str) -> int:
    print(words, file=sys.stderr)
    return 1


def _cannot_write(path: Path, questions: Path) -> str:
    if path.exists() and path.samefile(questions):
        return f"{path} holds the questions: name another file for --out."
    try:
        path.open("ab").close()
    except OSError as error:
        return f"{path}: cannot be written ({error.strerror}): name another file for --out."
    return ""


def _name(bad: Sequence[BadLine]) -> None:
    for each in bad:
        print(f"left out: {each}", file=sys.stderr)


def _print_figures(found: Figures) -> None:
    print(f"{'questions':<34}{found.questions}")
    print(f"{'recall at 1':<34}{_percent(found.first)}")
    print(f"{'recall at 3':<34}{_percent(found.first_three)}")
    print(f"{'mean reciprocal rank':<34}{'-' if found.reciprocal is None else f'{found.reciprocal:.3f}'}")
    print(f"{'answered, carefully or not':<34}{_percent(found.coverage)}, right {_percent(found.precision)}")
    print(f"{'answered without reservation':<34}{_percent(found.sure)}, right {_percent(found.sure_precision)}")
    print(f"{'of all: answered well':<34}{_percent(found.answered_well)}")
    print(f"{'of all: answered wrongly':<34}{_percent(found.answered_wrongly)}")
    print(f"{'wants a person: recall':<34}{_percent(found.person_recall)}")
    print(f"{'wants a person: precision':<34}{_percent(found.person_precision)}")
    print(f"{'drafts that the guard refused':<34}{found.guard_failures}")
    print(
        f"{'time per question':<34}{1000 * found.median_seconds:.1f} ms, at most {1000 * found.slowest_seconds:.0f} ms"
    )


def _percent(share: Share) -> str:
    return "-" if share.value is None else f"{100 * share.value:.1f} % ({share.part} of {share.whole})"


def _print_changes(found: Sequence[Change], asked: int) -> None:
    print(f"\n{len(found)} of {asked} questions are treated otherwise than before:")
    for change in found[:MOST_CHANGES]:
        print(f"\n  {change.new.id}  {change.new.text or ''}".rstrip())
        print(f"    before  {_treated(change.old)}")
        print(f"    now     {_treated(change.new)}")
        if change.what == ("answer",):
            print("    the same article says it in other words")
    if len(found) > MOST_CHANGES:
        print(f"\n  and {len(found) - MOST_CHANGES} more")


def _treated(result: Result) -> str:
    cited = ", ".join(dict.fromkeys(each.article for each in result.citations))
    return f"{result.decision} ({result.probability:.2f}) {cited}".rstrip()
