"""Every clause of the requirements has a test that is named after it, and the pages show which."""

import re
from pathlib import Path

import pytest

from scripts.faults import mistakes, untested
from tests.faults.clauses import CLAUSES
from tests.faults.marks import Mark, marks

ROOT = Path(__file__).parents[2]
REQUIREMENTS = ROOT.parent / "shared" / "FAULTS.md"
HEADINGS = {"The model": "Model"}


def rooms(page: str) -> dict[str, str]:
    """The text below each heading."""
    found = re.split(r"^## (.+)$", page, flags=re.M)
    return {HEADINGS.get(name, name): text for name, text in zip(found[1::2], found[2::2], strict=True)}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize("room", CLAUSES)
def test_the_clauses_are_the_requirements_word_for_word(room: str) -> None:
    if not REQUIREMENTS.exists():
        pytest.skip("the requirements are not beside this checkout")
    required = words(rooms(REQUIREMENTS.read_text("utf-8"))[room])
    assert words(" ".join(clause.words for clause in CLAUSES[room])) == required


def test_every_clause_has_a_test() -> None:
    assert untested(marks()) == []


def test_every_mark_is_of_a_clause() -> None:
    assert mistakes(marks()) == []


def test_a_mark_that_is_misspelt_is_noticed() -> None:
    assert mistakes([Mark("Mail", "sever down", "", "mail/test_x.py", "test_x")])
    assert mistakes([Mark("Male", "server down", "", "mail/test_x.py", "test_x")])
    assert not mistakes([Mark("Mail", "server down", "", "mail/test_x.py", "test_x")])


def test_marks_are_read_without_running_the_tests(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        'pytestmark = [pytest.mark.fault("Mail", "server down")]\n'
        'class TestTwo:\n    @pytest.mark.fault("Mail", "server down", "waits")\n    def test_three(self): ...\n'
    )
    assert sorted(marks(tmp_path)) == [
        Mark("Mail", "server down", "", "test_one.py", ""),
        Mark("Mail", "server down", "waits", "test_one.py", "test_three"),
    ]


def test_a_mark_that_is_no_plain_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text('@pytest.mark.fault("Mail", f"{x}")\ndef test_one(): ...\n')
    with pytest.raises(ValueError, match="plain words"):
        marks(tmp_path)
