"""The figures that docs/language.md promises, on the short texts beside the checkout; `python -m benchmarks.language` prints them."""

import pytest

from benchmarks import language, texts

pytestmark = pytest.mark.figures


@pytest.fixture(scope="module")
def labelled() -> list[texts.Text]:
    if not texts.TEXTS.exists():
        pytest.skip("needs the short texts of shared/data/language beside the checkout")
    return texts.read()


def test_the_share_that_is_right(labelled: list[texts.Text]):
    assert [str(figure) for figure in language.accuracy(labelled) if not figure.kept] == []


def test_switches_that_are_noticed_and_switches_that_are_none(labelled: list[texts.Text]):
    assert [str(figure) for figure in language.changes(labelled) if not figure.kept] == []


def test_a_process_that_detects_is_small():
    assert language.peak_memory() < 110  # megabytes


def test_absent_texts_are_said_so(tmp_path, capsys):
    assert language.main(tmp_path / "lid.jsonl") == 2
    assert "No texts to measure with" in capsys.readouterr().out
