"""Figures over a question set, from lines that anybody may have written."""

from pathlib import Path

import pytest

from core.answers.evaluation.comparison import changes
from core.answers.evaluation.figures import Share, figures
from core.answers.evaluation.lines import Asked, Result, read_questions, read_results, write_results
from core.model.answer import Citation, Verdict


def result(
    id: str, *ranked: str, decision: Verdict = "answer", cites: str = "", failures: tuple[str, ...] = ()
) -> Result:
    cited = [Citation(cites, cites, "", "en")] if cites else []
    answer = "So it is." if cites else ""
    return Result(id, "en", [(each, 1.0) for each in ranked], 0.5, decision, answer, cited, list(failures), 0.01)


def test_recall_and_rank_count_where_the_gold_article_stands() -> None:
    asked = [Asked("a", "1", gold="x"), Asked("b", "2", gold="x"), Asked("c", "3", gold="x"), Asked("d", "4", gold="x")]
    found = [result("1", "x"), result("2", "y", "x"), result("3", "y", "z", "w", "x"), result("4", "y")]
    told = figures(list(zip(asked, found, strict=True)))
    assert (told.first, told.first_three) == (Share(1, 4), Share(2, 4))
    assert told.reciprocal == pytest.approx((1 + 1 / 2 + 1 / 4) / 4)


def test_a_wrong_answer_is_one_from_another_article_or_to_what_nothing_answers() -> None:
    asked = [
        Asked("a", "1", gold="x"),
        Asked("b", "2", gold="x"),
        Asked("c", "3", gold=None),
        Asked("d", "4", gold=None),
    ]
    found = [result("1", "x", cites="x"), result("2", "y", cites="y"), result("3", "y", cites="y"), result("4", "y")]
    told = figures(list(zip(asked, found, strict=True)))
    assert (told.answered_well, told.answered_wrongly) == (Share(1, 4), Share(2, 4))
    assert (told.coverage, told.precision) == (Share(2, 2), Share(1, 3))


def test_a_careful_answer_is_not_one_without_reservation() -> None:
    told = figures([(Asked("a", "1", gold="x"), result("1", "x", decision="careful", cites="x"))])
    assert (told.coverage, told.sure) == (Share(1, 1), Share(0, 1))


def test_who_wants_a_person_is_scored_where_the_line_says_so() -> None:
    labels = (1, 1, 0, 0, -1, None)
    decisions: tuple[Verdict, ...] = ("person", "abstain", "person", "answer", "person", "person")
    pairs = [
        (Asked("a", str(at), label=label), result(str(at), decision=decision))
        for at, (label, decision) in enumerate(zip(labels, decisions, strict=True))
    ]
    told = figures(pairs)
    assert (told.person_recall, told.person_precision) == (Share(1, 2), Share(1, 2))


def test_nothing_known_is_no_figure() -> None:
    told = figures([(Asked("a", "1"), result("1", "x", cites="x"))])
    assert (told.first.value, told.reciprocal, told.precision.value) == (None, None, None)


def test_lines_as_others_write_them(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(
        b'\xef\xbb\xbf{"id": 7, "text": "a", "lang": "en", "gold": ["x", "y"], "kind": "other"}\r\n'
        b"\n"
        b'{"text": "b", "gold": null}\n'
        b"not json\n"
        b'{"id": "3"}\n'
        b'{"text": "\xff"}\n'
        b'["a"]\n'
    )
    questions, bad = read_questions(file)
    assert [(asked.id, asked.text, sorted(asked.golds), asked.has_gold) for asked in questions] == [
        (7, "a", ["x", "y"], True),
        ("3", "b", [], True),
    ]
    assert [each.line for each in bad] == [4, 5, 6, 7]


def test_results_are_read_as_they_were_written(tmp_path: Path) -> None:
    results = [result("1", "x", cites="x"), result("2", failures=("figure: 6 days",))]
    write_results(tmp_path / "out.jsonl", results)
    assert read_results(tmp_path / "out.jsonl") == (results, [])


def test_what_changed_is_told_question_by_question() -> None:
    old = [result("1", "x", cites="x"), result("2", "x", cites="x"), result("3", "x", cites="x"), result("gone", "x")]
    new = [result("1", "x", cites="x"), result("2", "y", cites="y"), result("3", "x", decision="abstain"), result("4")]
    told = [(change.new.id, change.what) for change in changes(old, new)]
    assert told == [("2", ("article",)), ("3", ("decision", "article"))]
