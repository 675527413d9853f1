"""Reads the help centre: a folder of Markdown articles, each with optional front matter."""

import difflib
import re
from datetime import date
from pathlib import Path
from typing import Literal, cast

import msgspec

from core.answers.errors import BrokenArticle, Problem
from core.answers.front_matter import Field, FrontMatter, read_front_matter
from core.answers.orders import order_to_a_machine
from core.answers.tokens import LANGUAGES

MAX_BYTES = 1_000_000

Audience = Literal["buyer", "seller", "both"]
_AUDIENCES = ("buyer", "seller", "both")

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+)$", re.MULTILINE)


class Article(msgspec.Struct, frozen=True, gc=False):
    """One article in one language; `body` is its Markdown without front matter, comments and title heading, never blank."""

    id: str
    language: str
    title: str
    body: str
    audience: Audience = "both"
    topic: str = ""
    address: str = ""
    updated: date | None = None
    aliases: tuple[str, ...] = ()


def read_help_centre(folder: Path) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """All articles of `<folder>/<language>/<id>.md`, and what is wrong with the files that are left out."""
    articles: dict[tuple[str, str], Article] = {}
    problems: list[Problem] = []
    paths = _markdown_files(folder)
    if not paths:
        problems.append(Problem(folder, 1, "no articles here: name a folder that holds <language>/<id>.md"))
    for path in paths:
        try:
            article = read_article(path)
            _refuse_second(path, article, articles)
            articles[article.language, article.id] = article
        except BrokenArticle as broken:
            problems += broken.problems
    return tuple(articles.values()), tuple(problems)


def read_article(path: Path) -> Article:
    """Without front matter the first heading is the title, the file's name the id, the folder's name the language.

    Raises BrokenArticle with everything that is wrong with the file.
    """
    return parse_article(path, _text(path))


def parse_article(path: Path, text: str) -> Article:
    """The article that `text` would be in the file `path`. Raises BrokenArticle."""
    matter = read_front_matter(path, text)
    body = _without_comments(matter.body)
    fields = _Fields(path, matter)
    title = fields.text("title") or _first_heading(body)
    article = Article(
        id=fields.text("id", path.stem, r"\S{1,100}", "a name without spaces, of at most 100 characters"),
        language=fields.text("language", path.parent.name, r"[a-z]{2,3}", "a language's code such as en or nl"),
        title=title,
        body=_without_title(body, title),
        audience=cast("Audience", fields.text("audience", "both", "|".join(_AUDIENCES), "buyer, seller or both")),
        topic=fields.text("topic"),
        address=fields.text("address", "", r"(https?://\S+)?", "an address that starts with https://"),
        updated=fields.date("updated"),
        aliases=fields.texts("aliases"),
    )
    fields.check_names()
    fields.check_folder(article)
    fields.check_content(article)
    _refuse_orders(path, text)
    if fields.problems:
        raise BrokenArticle(sorted(fields.problems, key=lambda problem: problem.line))
    return article


def _refuse_orders(path: Path, text: str) -> None:
    """Comments are looked at too: who wrote the order wrote the rest of the article."""
    if order := order_to_a_machine(text):
        line, words = order
        raise BrokenArticle([Problem(path, line, f"this speaks to a machine and not to customers: {words[:80]!r}")])


def _markdown_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.md")) if not _is_hidden(path.relative_to(folder))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _refuse_second(path: Path, article: Article, articles: dict[tuple[str, str], Article]) -> None:
    if (article.language, article.id) in articles:
        which = f"{article.id} in {article.language}"
        raise BrokenArticle([Problem(path, 1, f"a second article {which}: give one of the two another id")])


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except OSError as error:
        raise BrokenArticle([Problem(path, 1, f"the file cannot be read: {error.strerror}")]) from error
    if raw is None:
        raise BrokenArticle([Problem(path, 1, "the file is larger than 1 MB: split the article")])
    return _decoded(path, raw).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BrokenArticle([Problem(path, line, "this is not UTF-8: save the file as UTF-8")]) from error


def _without_comments(body: str) -> str:
    """Comments are the authors' notes to each other. Not by a regular expression: those stall on many unclosed ones."""
    kept, position = [], 0
    while (start := body.find("<!--", position)) >= 0 and (end := body.find("-->", start)) >= 0:
        kept.append(body[position:start])
        position = end + len("-->")
    return "".join(kept) + body[position:]


def _first_heading(body: str) -> str:
    found = _HEADING.search(body)
    return _heading_text(found[1]) if found else ""


def _without_title(body: str, title: str) -> str:
    """The title stands above every quotation, so a heading that repeats it at the top would be read twice."""
    body = body.strip("\n")
    found = _HEADING.match(body)
    return body[found.end() :].strip("\n") if found and _heading_text(found[1]) == title else body


def _heading_text(line: str) -> str:
    """Without the closing #s, which stand after a space: "Selling ##", but "About C#"."""
    text = line.strip().rstrip("#")
    return text.strip() if text.endswith((" ", "\t")) else line.strip()


class _Fields:
    """Reads the front matter's fields one by one and collects what is wrong with them."""

    def __init__(self, path: Path, matter: FrontMatter) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._matter = matter

    def text(self, name: str, default: str = "", pattern: str = ".*", wanted: str = "one line of text") -> str:
        field = self._matter.fields.get(name, Field("", 1))
        value = field.value or default
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        self._refuse(field.line, f"{name} must be {wanted}, not {_shown(value)}")
        return default

    def texts(self, name: str) -> tuple[str, ...]:
        field = self._matter.fields.get(name, Field((), 1))
        if isinstance(field.value, str) and field.value:
            self._refuse(field.line, f"{name} must be a list: one line each, starting with -")
        return tuple(filter(None, field.value)) if isinstance(field.value, tuple) else ()

    def date(self, name: str) -> date | None:
        value = self.text(name)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self._refuse(self._line(name), f"{name} must be a date such as 2026-09-01, not {_shown(value)}")
            return None

    def check_names(self) -> None:
        """Unknown fields are other programs' own; one that is nearly ours is a slip of the pen."""
        for name, field in self._matter.fields.items():
            near = difflib.get_close_matches(name.casefold(), _NAMES, n=1, cutoff=0.8)
            if near and name not in _NAMES:
                self._refuse(field.line, f"{name} is not a field: write {near[0]}")

    def check_folder(self, article: Article) -> None:
        folder = self._path.parent.name
        if folder in LANGUAGES and folder != article.language:
            advice = f"move the file to {article.language}/ or write language: {folder}"
            self._refuse(
                self._line("language"), f"the article says {article.language} in the folder {folder}: {advice}"
            )

    def check_content(self, article: Article) -> None:
        if not article.title:
            self._refuse(self._line("title"), "the article has no title: write title: ... or a first line # ...")
        if not article.body.strip():
            self._refuse(self._matter.body_line, "the article is empty: write its text below the front matter")

    def _line(self, name: str) -> int:
        return self._matter.fields.get(name, Field("", 1)).line

    def _refuse(self, line: int, message: str) -> None:
        self.problems.append(Problem(self._path, line, message))


_NAMES = tuple(name for name in Article.__struct_fields__ if name != "body")


def _shown(value: str | tuple[str, ...]) -> str:
    return repr(value[:80]) if isinstance(value, str) else "a list"
