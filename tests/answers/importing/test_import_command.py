"""`frontdesk import` says what it did, what it left out and why, and what to do."""

import json
from pathlib import Path
from typing import Any

import pytest

from bots.cli.import_articles import import_articles
from core.answers.articles import read_help_centre


def article(number: int, title: str, **fields: Any) -> dict[str, Any]:
    given = {
        "id": number,
        "locale": "en-us",
        "title": title,
        "body": "<p>Text.</p>",
        "html_url": f"https://a.example/{number}",
    }
    return given | fields


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(tmp_path / "export.json", article(1, "How to pay"), article(2, "Shipping"))


def write(path: Path, *articles: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"articles": articles}))
    return path


def test_an_export_becomes_a_help_centre(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_articles(str(export), tmp_path / "help") == 0
    assert capsys.readouterr().out == f"{tmp_path}/help: 2 new, 0 changed, 0 unchanged.\n"
    articles, problems = read_help_centre(tmp_path / "help")
    assert sorted(each.id for each in articles) == ["how-to-pay", "shipping"]
    assert not problems


def test_a_dry_run_writes_nothing(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_articles(str(export), tmp_path / "help", dry_run=True) == 0
    assert "2 new, 0 changed, 0 unchanged. Nothing is written" in capsys.readouterr().out
    assert not (tmp_path / "help").exists()


def test_each_reason_is_said_once_with_its_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drafts = [article(number, f"Draft {number}", draft=True) for number in range(25)]
    export = write(tmp_path / "export.json", article(99, "How to pay"), *drafts)
    assert import_articles(str(export), tmp_path / "help") == 0
    said = capsys.readouterr().out
    assert said.startswith("25 left out, because it is a draft:\n  en-us 0 'Draft 0'\n")
    assert "  and 5 more\n" in said


def test_what_is_to_be_mended_shows_in_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = write(tmp_path / "export.json", article(1, "How to pay"), article(2, ""))
    assert import_articles(str(export), tmp_path / "help") == 1
    assert "because it has no title" in capsys.readouterr().out


def test_pruning_is_offered_and_done(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_articles(str(export), tmp_path / "help")
    write(export, article(1, "How to pay"))
    import_articles(str(export), tmp_path / "help")
    assert (
        "1 no longer shown at the source, but kept (--prune deletes them):\n  en/shipping.md" in capsys.readouterr().out
    )
    import_articles(str(export), tmp_path / "help", prune=True)
    assert "1 no longer shown at the source, so deleted:\n  en/shipping.md" in capsys.readouterr().out
    assert not (tmp_path / "help/en/shipping.md").exists()


def test_a_source_without_a_single_article_deletes_nothing(export: Path, tmp_path: Path) -> None:
    import_articles(str(export), tmp_path / "help")
    write(export, article(1, "How to pay", draft=True), article(2, "Shipping", draft=True))
    assert import_articles(str(export), tmp_path / "help", prune=True) == 1
    assert (tmp_path / "help/en/shipping.md").exists()


@pytest.mark.parametrize(
    ("source", "options", "words"),
    [
        ("nowhere.json", {}, "no file, no folder and no address"),
        ("ftp://a.example/", {}, "no address"),
        (".", {"language": "xx"}, "write one of en"),
        (".", {"pages": 0}, "--pages must be 1 or more"),
    ],
)
def test_a_wrong_command_line_is_said(
    source: str, options: dict[str, Any], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_articles(source, Path("help"), **options) == 2
    assert words in capsys.readouterr().err


def test_an_address_inside_the_network_is_refused_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_articles("http://127.0.0.1:9/sitemap.xml", tmp_path) == 1
    assert "--allow-private" in capsys.readouterr().err
