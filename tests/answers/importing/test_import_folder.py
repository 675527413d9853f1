"""An import updates what it wrote, leaves what people wrote, deletes only when told to, and keeps every article's id."""

from pathlib import Path

import msgspec
import pytest

from core.answers.articles import read_help_centre
from core.answers.importing.errors import ImportFailed
from core.answers.importing.folder import Folder
from core.answers.importing.found import Found, FoundArticle
from core.answers.importing.ids import LONGEST, slug
from core.answers.importing.selection import choose


def article(key: str, language: str, title: str, text: str = "Text.", **fields: str | bool) -> FoundArticle:
    plain = FoundArticle("zendesk:shop", key, language, title, text, title, locale=language)
    return msgspec.structs.replace(plain, **fields)


PAY = article("1", "en", "How to pay", original=True)
BETALEN = article("1", "nl", "Hoe betaal ik?")
SHIP = article("2", "en", "Shipping")


def found(*articles: FoundArticle) -> Found:
    return Found(articles, listed=frozenset((each.scope, each.key, each.language) for each in articles))


def run(
    path: Path, *articles: FoundArticle, language: str = "", prune: bool = False, restore: bool = False
) -> dict[str, str]:
    folder = Folder(path)
    chosen, _ = choose(found(*articles), folder.ids, language)
    steps = folder.plan(chosen, found(*articles), language, restore=restore)
    folder.carry_out(steps, prune=prune)
    return {step.name: step.state for step in steps}


def test_what_is_written_can_be_read_by_the_desk(tmp_path: Path) -> None:
    run(tmp_path, PAY, BETALEN, SHIP)
    articles, problems = read_help_centre(tmp_path)
    assert {(each.language, each.id, each.title) for each in articles} == {
        ("en", "how-to-pay", "How to pay"),
        ("nl", "how-to-pay", "Hoe betaal ik?"),
        ("en", "shipping", "Shipping"),
    }
    assert not problems


def test_an_import_again_writes_only_what_changed(tmp_path: Path) -> None:
    run(tmp_path, PAY, SHIP)
    before = (tmp_path / "en/how-to-pay.md").stat().st_mtime_ns
    new_text = msgspec.structs.replace(SHIP, markdown="New text.")
    assert run(tmp_path, PAY, new_text) == {"en/how-to-pay.md": "unchanged", "en/shipping.md": "changed"}
    assert (tmp_path / "en/how-to-pay.md").stat().st_mtime_ns == before
    assert "New text." in (tmp_path / "en/shipping.md").read_text()


def test_an_article_that_gets_another_title_keeps_its_id(tmp_path: Path) -> None:
    run(tmp_path, PAY)
    assert run(tmp_path, msgspec.structs.replace(PAY, title="Paying", name="Paying")) == {"en/how-to-pay.md": "changed"}


def test_what_was_changed_by_hand_stays(tmp_path: Path) -> None:
    run(tmp_path, PAY)
    (tmp_path / "en/how-to-pay.md").write_text("# Paying\n\nIn our own words.\n")
    assert run(tmp_path, msgspec.structs.replace(PAY, markdown="New.")) == {"en/how-to-pay.md": "edited"}
    assert run(tmp_path, PAY, prune=True) == {"en/how-to-pay.md": "edited"}
    assert (tmp_path / "en/how-to-pay.md").read_text() == "# Paying\n\nIn our own words.\n"


def test_what_was_there_before_the_first_import_stays(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en/how-to-pay.md").write_text("# Paying\n\nOurs.\n")
    assert run(tmp_path, PAY) == {"en/how-to-pay.md": "edited"}


def test_what_was_deleted_by_hand_stays_away(tmp_path: Path) -> None:
    run(tmp_path, PAY)
    (tmp_path / "en/how-to-pay.md").unlink()
    assert run(tmp_path, PAY) == {"en/how-to-pay.md": "deleted"}
    assert not (tmp_path / "en/how-to-pay.md").exists()


def test_restore_writes_both_anew(tmp_path: Path) -> None:
    run(tmp_path, PAY, SHIP)
    (tmp_path / "en/how-to-pay.md").unlink()
    (tmp_path / "en/shipping.md").write_text("mine")
    assert run(tmp_path, PAY, SHIP, restore=True) == {"en/how-to-pay.md": "new", "en/shipping.md": "changed"}
    assert run(tmp_path, PAY, SHIP) == {"en/how-to-pay.md": "unchanged", "en/shipping.md": "unchanged"}


def test_what_the_source_withdraws_stays_until_it_is_pruned(tmp_path: Path) -> None:
    run(tmp_path, PAY, SHIP)
    assert run(tmp_path, PAY)["en/shipping.md"] == "withdrawn"
    assert (tmp_path / "en/shipping.md").exists()
    run(tmp_path, PAY, prune=True)
    assert not (tmp_path / "en/shipping.md").exists()
    assert run(tmp_path, PAY) == {"en/how-to-pay.md": "unchanged"}


def test_pruning_spares_other_languages_other_sources_and_what_people_wrote(tmp_path: Path) -> None:
    other = msgspec.structs.replace(SHIP, scope="site:other.example", key="/x", name="Other")
    run(tmp_path, PAY, BETALEN, SHIP, other)
    (tmp_path / "en/shipping.md").write_text("# Mine\n\nMine.\n")
    (tmp_path / "en/own.md").write_text("# Own\n\nOwn.\n")
    run(tmp_path, PAY, prune=True)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.md")) == [
        "en/how-to-pay.md",
        "en/other.md",
        "en/own.md",
        "en/shipping.md",
        "nl/how-to-pay.md",
    ]


def test_one_language_is_taken_alone(tmp_path: Path) -> None:
    assert run(tmp_path, PAY, BETALEN, language="nl") == {"nl/hoe-betaal-ik.md": "new"}


def test_of_two_variants_of_a_language_the_desks_own_is_taken(tmp_path: Path) -> None:
    brazil, portugal = (
        article("1", "pt", title, locale=locale) for title, locale in [("Frete", "pt-br"), ("Portes", "pt-pt")]
    )
    chosen, left_out = choose(found(brazil, portugal), {})
    assert [b"Portes" in each.content for each in chosen] == [True]
    assert "a second version in pt" in left_out[0].reason


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (article("3", "", "Title", locale="ja"), "none of the desk's languages"),
        (article("3", "en", "Title", " \n "), "no text"),
        (article("3", "en", "Title", "x" * 1_100_000), "larger than 1 MB"),
    ],
)
def test_what_cannot_be_an_article_is_left_out_alone(tmp_path: Path, bad: FoundArticle, reason: str) -> None:
    chosen, left_out = choose(found(bad, PAY), {})
    assert [each.name for each in chosen] == ["en/how-to-pay.md"]
    assert [reason in left.reason for left in left_out] == [True]


def test_ids_are_short_names_and_each_has_its_own() -> None:
    same = [article(key, "en", "How to pay") for key in ("11", "12")]
    chinese = article("77", "zh", "如何付款")
    chosen, _ = choose(found(*same, chinese), {})
    assert [each.name for each in chosen] == ["en/how-to-pay.md", "en/how-to-pay-12.md", "zh/article-77.md"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What's the café's fee?", "whats-the-cafes-fee"),
        ("Größe & Łódź", "grosse-lodz"),
        ("../../etc/passwd", "etc-passwd"),
        ("如何", ""),
        ("word " * 40, "word-" * 11 + "word"),
        ("x" * 200, "x" * LONGEST),
    ],
)
def test_slugs(text: str, name: str) -> None:
    assert slug(text) == name


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ("{", "cannot be read"),
        ('{"files": {"../../x.md": {"scope": "a", "key": "b", "sha256": "c"}}}', "no <language>/<id>.md"),
        ('{"files": {"/etc/x.md": {"scope": "a", "key": "b", "sha256": "c"}}}', "no <language>/<id>.md"),
    ],
)
def test_a_broken_memory_is_never_written_over(tmp_path: Path, manifest: str, words: str) -> None:
    (tmp_path / ".import.json").write_text(manifest)
    with pytest.raises(ImportFailed, match=words):
        Folder(tmp_path)
    assert (tmp_path / ".import.json").read_text() == manifest


def test_an_address_that_no_browser_takes_is_left_away(tmp_path: Path) -> None:
    run(tmp_path, article("1", "en", "Paying", address="https://a.example/x y"))
    assert [each.address for each in read_help_centre(tmp_path)[0]] == [""]


def test_a_file_where_a_folder_must_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "en").write_text("a file")
    with pytest.raises(ImportFailed, match="cannot be"):
        run(tmp_path, PAY)
