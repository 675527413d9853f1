"""A file that somebody writes by hand, on any system, is an article, or is told what it lacks; so with whole help centres."""

from pathlib import Path

import pytest

from core.answers.articles import read_article, read_help_centre
from core.answers.errors import BrokenArticle
from core.answers.help_centre import HelpCentre


@pytest.mark.parametrize(
    ("content", "title", "body"),
    [
        ("# How to pay\n\nBy card.\n", "How to pay", "By card."),
        ("# How to pay\r\n\r\nBy card.\r\n", "How to pay", "By card."),
        ("\ufeff---\r\ntitle: How to pay\r\n---\r\n\r\nBy card.\r\n", "How to pay", "By card."),
        ("\ufeff# How to pay\rBy card.\r", "How to pay", "By card."),
        ("# -\n\nText.\n", "-", "Text."),
        ("# - A title\n\nText.\n", "- A title", "Text."),
        ("# ---\n\nText.\n", "---", "Text."),
        ("Lead.\n\n## Later\n\nText.\n", "Later", "Lead.\n\n## Later\n\nText."),
    ],
)
def test_a_heading_and_a_text_are_enough(tmp_path: Path, content: str, title: str, body: str) -> None:
    path = tmp_path / "en" / "how-to-pay.md"
    path.parent.mkdir()
    path.write_bytes(content.encode())
    article = read_article(path)
    assert (article.id, article.language, article.title, article.body) == ("how-to-pay", "en", title, body)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("---\ntitle: How to pay\n---\n", 4, "the article is empty: write its text below the front matter"),
        ("# How to pay\n", 1, "the article is empty"),
        ("By card.\n", 1, "no title: write title: ... or a first line # ..."),
        ("", 1, "no title"),
    ],
)
def test_what_an_article_lacks_is_said_with_its_line(tmp_path: Path, content: str, line: int, words: str) -> None:
    path = tmp_path / "en" / "how-to-pay.md"
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(BrokenArticle) as broken:
        read_article(path)
    assert (broken.value.problems[0].line, words in broken.value.problems[0].message) == (line, True)


def test_an_empty_help_centre_finds_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    articles, (problem,) = read_help_centre(tmp_path)
    assert "name a folder that holds <language>/<id>.md" in problem.message
    assert HelpCentre(articles).search("How do I pay?", "en") == ()


def test_a_help_centre_that_is_half_broken_answers_with_the_other_half(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / "en" / f"a{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# Paying with card {number}\n\nText {number}.\n" if number % 2 else "---\nbroken\n")
    articles, problems = read_help_centre(tmp_path)
    assert (len(articles), len(problems)) == (10, 10)
    assert HelpCentre(articles).search("paying with card 7", "en")[0].article.id == "a7"


def test_a_large_help_centre_is_read(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    for number in range(2_000):
        (tmp_path / "en" / f"a{number}.md").write_text(f"# Title {number}\n\n{'Text of some length. ' * 20}\n")
    articles, problems = read_help_centre(tmp_path)
    assert (len(articles), problems) == (2_000, ())
