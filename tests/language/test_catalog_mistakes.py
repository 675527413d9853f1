"""What a translator or an operator reads when a catalog is wrong, and what `say` does meanwhile."""

from pathlib import Path

import pytest

from core.language.catalog import Catalog, Unsayable, read_catalog
from core.language.check import check
from core.language.po import BrokenCatalog, read_texts
from core.language.texts import Texts
from core.model.ids import Language

EN, PL = Language("en"), Language("pl")

HEADERS = {
    "en": "nplurals=2; plural=(n != 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}


def texts(folder: Path, language: str, body: str, header: str = "") -> Texts:
    """The texts of a small catalog with this body."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    plural = header or HEADERS[language]
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plural}\\n"\n\n'
    path.write_text(head + body, "utf-8")
    return read_texts(folder, language)


def one(key: str, said: str, comment: str = "") -> str:
    return f'{comment}msgid "{key}"\nmsgstr "{said}"\n\n'


def many(key: str, *forms: str) -> str:
    said = "".join(f'msgstr[{index}] "{form}"\n' for index, form in enumerate(forms))
    return f'msgid "{key}"\nmsgid_plural "{key}"\n{said}\n'


def problems(folder: Path, english: str, polish: str) -> list[str]:
    catalog = Catalog({EN: texts(folder, "en", english), PL: texts(folder, "pl", polish)})
    return [str(problem) for problem in check(catalog)]


@pytest.mark.parametrize(
    ("english", "polish", "found"),
    [
        (one("a", "Hello"), one("a", "Cześć"), []),
        (one("a", "Hello"), "", ["pl: a: not translated"]),
        (one("a", "Hello"), one("a", ""), ["pl: a: not translated"]),
        (one("a", "Hello"), one("a", "Cześć", "#, fuzzy\n"), ["pl: a: not translated"]),
        ("", one("a", "Cześć"), ["pl: a: English has no such text"]),
        (one("a", "Hi {name}"), one("a", "Cześć"), ["pl: a: missing variable {name} in “Cześć”"]),
        (one("a", "Hi"), one("a", "Cześć {name}"), ["pl: a: unknown variable {name} in “Cześć {name}”"]),
        (
            one("a", "Hi"),
            one("a", "Cześć {0}"),
            ["pl: a: “Cześć {0}” has braces that are not the plain name of a variable"],
        ),
        (one("a", "Hi {"), one("a", "No"), ["en: a: “Hi {” has braces that are not the plain name of a variable"]),
        (
            one("a", "Hello"),
            one("a", "Hello"),
            ["pl: a: equals the English text; translate it, or add the comment “same as English”"],
        ),
        (one("a", "Status"), one("a", "Status", "# same as English\n"), []),
        (one("a", "[{case}]"), one("a", "[{case}]"), []),
        (
            one("button.a", "Go"),
            one("button.a", "x" * 41),
            ["pl: button.a: 41 characters are too many: at most 40 are shown"],
        ),
        (many("a", "one", "{n}"), many("a", "jeden", "{n} dwa", "{n} pięć"), []),
        (many("a", "one", "{n}"), many("a", "jeden", "{n} dwa"), ["pl: a: not translated"]),
        (many("a", "one", "{n}"), one("a", "{n}"), ["pl: a: 1 plural forms instead of 3"]),
        (
            many("a", "one", "{n}"),
            many("a", "jeden", "dwa", "{n} pięć"),
            ["pl: a: missing variable {n} in “dwa”"],
        ),
    ],
)
def test_every_mistake_is_named(tmp_path: Path, english: str, polish: str, found: list[str]):
    assert problems(tmp_path, english, polish) == found


def test_a_rule_that_never_chooses_a_form_is_named(tmp_path: Path):
    polish = texts(tmp_path, "pl", "", "nplurals=3; plural=(n != 1);")
    catalog = Catalog({EN: texts(tmp_path, "en", ""), PL: polish})
    assert [str(problem) for problem in check(catalog)] == ["pl: Plural-Forms: the rule does not choose among 3 forms"]


def test_what_is_not_translated_is_said_in_english(tmp_path: Path):
    catalog = Catalog({EN: texts(tmp_path, "en", one("a", "Hello {name}")), PL: texts(tmp_path, "pl", "")})
    assert catalog.say("a", {"name": "Ola"}, PL) == "Hello Ola"


def test_a_language_without_a_catalog_is_answered_in_english(tmp_path: Path):
    catalog = Catalog({EN: texts(tmp_path, "en", one("a", "Hello"))})
    assert catalog.say("a", {}, Language("de")) == "Hello"


def test_words_of_a_customer_are_never_read_as_variables(tmp_path: Path):
    catalog = Catalog({EN: texts(tmp_path, "en", one("a", "Hello {name}"))})
    assert catalog.say("a", {"name": "{password.__class__}"}, EN) == "Hello {password.__class__}"


@pytest.mark.parametrize(("key", "complaint"), [("b", "no catalog has the text b"), ("a", "variable 'name'")])
def test_what_cannot_be_said_is_an_error_and_not_a_gap(tmp_path: Path, key: str, complaint: str):
    catalog = Catalog({EN: texts(tmp_path, "en", one("a", "Hello {name}"))})
    with pytest.raises(Unsayable, match=complaint):
        catalog.say(key, {}, EN)


def test_a_missing_catalog_is_named(tmp_path: Path):
    with pytest.raises(BrokenCatalog, match=r"messages\.po: No such file"):
        read_catalog(tmp_path)


def test_a_broken_line_is_named(tmp_path: Path):
    with pytest.raises(BrokenCatalog, match=r"messages\.po:6: "):
        texts(tmp_path, "en", "hello\n")


def test_a_broken_plural_rule_is_named(tmp_path: Path):
    with pytest.raises(BrokenCatalog, match="Plural-Forms"):
        texts(tmp_path, "en", "", "nplurals=2; plural=(n !! 1);")


def test_bytes_that_are_no_text_are_named(tmp_path: Path):
    path = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(b'msgid "a"\nmsgstr "\xff"\n')
    with pytest.raises(BrokenCatalog, match="not UTF-8"):
        read_texts(tmp_path, "en")
