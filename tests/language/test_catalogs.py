"""The catalogs themselves: complete, consistent, and just the texts that the code says."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from core.language.catalog import Catalog, read_catalog
from core.language.check import check, variables
from core.language.names import name_of
from core.language.po import locales_folder
from core.language.spec import ENGLISH, LANGUAGES
from core.language.texts import Entry, Texts
from core.model.ids import Language

ROOT = Path(__file__).parents[2]
CATALOG = read_catalog()

# Families of which a renderer puts the key together, each with what it is chosen by.
CHOSEN = {
    "command.": "the name of a command in the messenger's list",
    "mail.transcript.": "who wrote the line",
    "dispute.": "where a dispute stands, what was decided of it, or why something cannot be done",
    "advice.not.": "why it would be wrong to write to the other party first",
    "board.nav.": "the page",
    "board.role.": "what somebody may do",
    "remedy.": "the kind of a body outside the shop, or what must be the case to go there",
}


class Said(NamedTuple):
    """A text that the code names: text("key", name=...), or catalog.say("key", {"name": ...}, language)."""

    where: str
    key: str
    names: frozenset[str]


@cache
def said() -> tuple[Said, ...]:
    paths = (path for folder in ("core", "handoff", "bots") for path in sorted((ROOT / folder).rglob("*.py")))
    pages = sorted((ROOT / "handoff" / "board" / "templates").glob("*.html"))
    calls = [call for path in paths for call in said_in(path)]
    return (*calls, *(call for path in pages for call in said_on(path)))


def said_on(page: Path) -> Iterator[Said]:
    """In a template: t("key", name=...)."""
    for found in re.finditer(r"""\bt\("([a-z_.0-9]+[a-z_0-9])"([^)]*)""", page.read_text("utf-8")):
        yield Said(page.name, found[1], frozenset(re.findall(r"(\w+)\s*=", found[2])))


def said_in(path: Path) -> Iterator[Said]:
    tree = ast.parse(path.read_text("utf-8"))
    names = says_texts(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        where = f"{path.relative_to(ROOT)}:{call.lineno}"
        if isinstance(call.func, ast.Name) and call.func.id in names:
            assert isinstance(call.args[0], ast.Constant), f"{where}: the key must stand in the call, to be checked"
            yield Said(where, call.args[0].value, parameters(call))
        elif isinstance(call.func, ast.Attribute) and call.func.attr in ("say", "_say") and names_key(call):
            yield Said(where, call.args[0].value, parameters(call))


def says_texts(tree: ast.Module) -> set[str]:
    """Other modules may have a function called `text` that says nothing of ours."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "core.model.view")
    return {name.asname or name.name for node in imports for name in node.names if name.name == "text"}


def names_key(call: ast.Call) -> bool:
    key = call.args[0] if call.args else None
    return isinstance(key, ast.Constant) and bool(re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", str(key.value)))


def parameters(call: ast.Call) -> frozenset[str]:
    keywords = {keyword.arg or "**" for keyword in call.keywords}
    dicts = (argument for argument in call.args[1:2] if isinstance(argument, ast.Dict))
    return frozenset(keywords | {key.value for each in dicts for key in each.keys if isinstance(key, ast.Constant)})


def test_nothing_is_wrong_with_any_text():
    assert [str(problem) for problem in check(CATALOG)] == []


def test_every_text_that_the_code_says_is_in_english():
    missing = [call for call in said() if call.key not in CATALOG.texts[ENGLISH].entries]
    assert missing == []


def test_every_text_gets_the_variables_that_it_shows():
    entries = CATALOG.texts[ENGLISH].entries
    wrong = [call for call in said() if call.key in entries and not variables(entries[call.key]) <= call.names]
    assert wrong == []


def test_no_text_is_never_said():
    keys = {call.key for call in said()}
    unused = [key for key in CATALOG.texts[ENGLISH].entries if key not in keys and not key.startswith(tuple(CHOSEN))]
    assert unused == []


@pytest.mark.parametrize("language", [row.code for row in LANGUAGES if row.catalog])
def test_each_key_stands_once(language: Language):
    po = (locales_folder() / language / "LC_MESSAGES" / "messages.po").read_text("utf-8")
    keys = re.findall(r'^msgid "(.+)"$', po, re.MULTILINE)
    assert sorted(keys) == sorted(set(keys))


def test_the_folders_are_the_languages_of_the_table():
    folders = {folder.name for folder in locales_folder().iterdir() if folder.is_dir()}
    assert folders == {row.code for row in LANGUAGES if row.catalog}


@pytest.mark.parametrize(
    ("language", "assistant", "person"),
    [
        ("en", "AI", "person"),
        ("es", "IA", "persona"),
        ("it", "IA", "persona"),
        ("fr", "IA", "personne"),
        ("nl", "AI", "medewerker"),
        ("de", "KI", "Mensch"),
        ("zh", "AI", "人工客服"),
        ("pt", "IA", "pessoa"),
        ("pl", "AI", "człowiek"),
        ("sv", "AI", "människa"),
        ("da", "AI", "menneske"),
    ],
)
def test_the_first_line_says_that_an_ai_answers_and_that_a_person_can_be_asked_for(language, assistant, person):
    for key in ("greeting", "bot.description", "bot.short_description"):
        said = CATALOG.say(key, {}, Language(language))
        assert assistant in said, key
        assert person.casefold() in said.casefold(), key


@pytest.mark.parametrize(
    ("key", "most"),
    [("button.cancel", 40), ("command.start", 256), ("bot.short_description", 120), ("bot.description", 512)],
)
def test_what_the_messenger_would_cut_off_is_found(key: str, most: int):
    english = CATALOG.texts[ENGLISH]
    found = [
        check(Catalog({ENGLISH: Texts({**english.entries, key: Entry(("x" * length,))}, english.plural)}))
        for length in (most, most + 1)
    ]
    assert [[problem.key for problem in problems] for problems in found] == [[], [key]]


@pytest.mark.parametrize(
    ("minutes", "polish"),
    [
        (0, "Klient czeka na odpowiedź już 0 minut."),
        (1, "Klient czeka na odpowiedź już minutę."),
        (3, "Klient czeka na odpowiedź już 3 minuty."),
        (5, "Klient czeka na odpowiedź już 5 minut."),
        (12, "Klient czeka na odpowiedź już 12 minut."),
        (22, "Klient czeka na odpowiedź już 22 minuty."),
    ],
)
def test_polish_counts_in_three_forms(minutes: int, polish: str):
    assert CATALOG.say("staff.customer_waits", {"minutes": minutes}, Language("pl")) == polish


@pytest.mark.parametrize(
    ("code", "reader", "name"),
    [
        ("pl", "en", "Polish"),
        ("en", "nl", "Engels"),
        ("nl", "pl", "niderlandzki"),
        ("tlh", "en", "Klingon"),
        ("xx", "en", "xx"),
    ],
)
def test_languages_have_names_in_each_language(code: str, reader: str, name: str):
    assert name_of(code, Language(reader)) == name
