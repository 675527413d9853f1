"""Articles are read as written; a broken one is named with its file and line, and the others load."""

from datetime import date
from pathlib import Path

import pytest

from core.answers.articles import Article, read_article, read_help_centre

GOOD = "---\ntitle: Paying\n---\n\nPay with your card.\n"


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_front_matter_becomes_an_article(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "en/paying.md",
        "---\nid: pay\nlanguage: en\ntitle: 'Paying: how?'\naudience: buyer\ntopic: money\n"
        "address: https://help.example/pay\nupdated: 2026-09-01\naliases:\n  - pay with a card\n  - 007\n---\n\nText.\n",
    )
    assert read_article(path) == Article(
        id="pay",
        language="en",
        title="Paying: how?",
        body="Text.",
        audience="buyer",
        topic="money",
        address="https://help.example/pay",
        updated=date(2026, 9, 1),
        aliases=("pay with a card", "007"),
    )


def test_without_front_matter_heading_file_and_folder_speak(tmp_path: Path) -> None:
    path = write(tmp_path, "nl/betalen.md", "\ufeff# Hoe betaal ik? ##\r\n\r\nMet je kaart.\r\n")
    assert read_article(path) == Article(id="betalen", language="nl", title="Hoe betaal ik?", body="Met je kaart.")


def test_a_heading_that_differs_from_the_title_stays(tmp_path: Path) -> None:
    path = write(tmp_path, "en/a.md", "---\ntitle: Paying\n---\n# By card\n\nText.\n")
    assert read_article(path).body == "# By card\n\nText."


def test_authors_comments_are_not_part_of_the_article(tmp_path: Path) -> None:
    path = write(tmp_path, "en/a.md", "# Paying\n\nText <!-- check\nwith Ann --> goes on.<!-- not closed\n")
    assert read_article(path).body == "Text  goes on.<!-- not closed"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: Paying\n\nText.\n", 1, "not closed"),
        ("---\ntitle: Paying: how\n---\nText.\n", 2, "not YAML"),
        ("---\ntopic: a\ntitle: 'Paying\n---\nText.\n", 3, "not YAML"),
        ("---\ntopic: a\ntitle: \x07\n---\nText.\n", 3, "control character"),
        ("---\n" + "[" * 20_000 + "\n---\nText.\n", 2, "nested too deeply"),
        ("---\n- title\n---\nText.\n", 2, "name: value"),
        ("---\ntitle: a\n? [b]\n: c\n---\nText.\n", 3, "must be one word"),
        ("---\ntitle: a\ntitle: b\n---\nText.\n", 3, "title stands twice"),
        ("---\ntitle: a\ntopic: {b: c}\n---\nText.\n", 3, "topic must be a text"),
        ("---\ntitle: [a, b]\n---\nText.\n", 2, "title must be one line of text"),
        ("---\ntitle: a\naudience: everybody\n---\nText.\n", 3, "audience must be buyer, seller or both"),
        ("---\ntitle: a\nupdated: last week\n---\nText.\n", 3, "date such as 2026-09-01"),
        ("---\ntitle: a\nid: two words\n---\nText.\n", 3, "without spaces"),
        ("---\ntitle: a\nlanguage: English\n---\nText.\n", 3, "language's code"),
        ("---\ntitle: a\nlanguage: nl\n---\nText.\n", 3, "in the folder en"),
        ("---\ntitle: a\naddress: www.help.example\n---\nText.\n", 3, "starts with https://"),
        ("---\ntitle: a\naliases: how to pay\n---\nText.\n", 3, "aliases must be a list"),
        ("---\ntitle: a\nalias:\n  - how to pay\n---\nText.\n", 3, "write aliases"),
        ("---\ntopic: a\n---\nText.\n", 1, "no title"),
        ("---\ntitle: a\n---\n\n \n", 4, "empty"),
        ("# Paying\n\n<!-- to be written -->\n", 1, "empty"),
        ("", 1, "no title"),
        (b"# Paying\n\nTo the caf\xe9\n", 3, "UTF-8"),
        (b"# Paying\n\n" + b"x" * 1_000_000, 1, "1 MB"),
    ],
)
def test_a_broken_article_is_named_with_its_line(tmp_path: Path, text: str | bytes, line: int, words: str) -> None:
    broken = write(tmp_path, "en/broken.md", text)
    write(tmp_path, "en/good.md", GOOD)
    articles, problems = read_help_centre(tmp_path)
    assert [article.id for article in articles] == ["good"]
    assert (problems[0].path, problems[0].line) == (broken, line)
    assert words in problems[0].message


def test_all_mistakes_of_a_file_are_told_together_in_its_order(tmp_path: Path) -> None:
    path = write(tmp_path, "en/a.md", "---\nupdated: soon\naudience: all\ntitle: a\n---\nText.\n")
    _, problems = read_help_centre(tmp_path)
    assert [str(problem).split(" must")[0] for problem in problems] == [f"{path}:2: updated", f"{path}:3: audience"]


def test_fields_of_other_programs_are_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "en/a.md", "---\ntitle: Paying\nlayout: post\nweight: 3\n---\nText.\n")
    assert read_article(path).title == "Paying"


def test_of_two_articles_with_one_id_the_second_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "en/a.md", "---\nid: pay\ntitle: First\n---\nText.\n")
    second = write(tmp_path, "en/b.md", "---\nid: pay\ntitle: Second\n---\nText.\n")
    write(tmp_path, "nl/a.md", "---\nid: pay\ntitle: Derde\n---\nTekst.\n")
    articles, problems = read_help_centre(tmp_path)
    assert [article.title for article in articles] == ["First", "Derde"]
    assert [problem.path for problem in problems] == [second]


def test_an_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "gone.md").symlink_to(tmp_path / "nowhere.md")
    _, problems = read_help_centre(tmp_path)
    assert "cannot be read" in problems[0].message


def test_hidden_folders_are_not_the_help_centre(tmp_path: Path) -> None:
    write(tmp_path, ".drafts/en/a.md", GOOD)
    write(tmp_path, "en/a.md", GOOD)
    assert len(read_help_centre(tmp_path)[0]) == 1


@pytest.mark.parametrize("folder", [".", "missing"])
def test_a_folder_without_articles_is_a_problem(tmp_path: Path, folder: str) -> None:
    articles, problems = read_help_centre(tmp_path / folder)
    assert articles == ()
    assert "no articles here" in problems[0].message
