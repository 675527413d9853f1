"""Chooses what of a source becomes an article of ours: one version for each language, each with its id and its file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
import yaml

from core.answers.articles import MAX_BYTES, parse_article
from core.answers.errors import BrokenArticle
from core.answers.importing.found import Found, FoundArticle, LeftOut
from core.answers.importing.ids import Key, give_ids
from core.answers.importing.languages import distance
from core.answers.importing.markdown import one_line


class Chosen(msgspec.Struct, frozen=True):
    """A file as it is to stand in the folder; `name` is its path there."""

    name: str
    scope: str
    key: str
    content: bytes


def choose(
    found: Found, known: Mapping[Key, str], language: str = ""
) -> tuple[tuple[Chosen, ...], tuple[LeftOut, ...]]:
    """`known` are the ids that earlier imports gave; `language` leaves out all others."""
    left_out: list[LeftOut] = []
    articles = _best_versions(_wanted(found.articles, language, left_out), left_out)
    ids = give_ids(articles, known)
    chosen: list[Chosen] = []
    for article in articles:
        name = f"{article.language}/{ids[article.scope, article.key]}.md"
        content = render(article)
        if problem := _problem(name, content):
            left_out.append(LeftOut(_called(article), problem, "broken"))
        else:
            chosen.append(Chosen(name, article.scope, article.key, content))
    return tuple(chosen), tuple(left_out)


def render(article: FoundArticle) -> bytes:
    """The file: front matter, and the text below it."""
    fields = {
        "title": one_line(article.title),
        "address": article.address if re.fullmatch(r"https?://\S+", article.address) else "",
        "updated": article.updated,
        "topic": one_line(article.topic),
        "aliases": [one_line(alias) for alias in article.aliases],
    }
    given = {name: value for name, value in fields.items() if value}
    matter = yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=100_000)
    return f"---\n{matter}---\n\n{article.markdown}\n".encode()


def _wanted(articles: Iterable[FoundArticle], language: str, left_out: list[LeftOut]) -> Iterator[FoundArticle]:
    for article in articles:
        if not article.language:
            reason = f"{article.locale or 'its language'} is none of the desk's languages"
        elif language and article.language != language:
            reason = f"it is in another language than {language}"
        elif not article.markdown.strip():
            reason = "it has no text"
        else:
            yield article
            continue
        left_out.append(LeftOut(_called(article), reason, "skipped"))


def _best_versions(articles: Iterable[FoundArticle], left_out: list[LeftOut]) -> list[FoundArticle]:
    best: dict[tuple[str, str, str], FoundArticle] = {}
    for article in sorted(articles, key=lambda each: (distance(each.locale, each.language), each.locale, each.address)):
        first = best.setdefault((article.scope, article.key, article.language), article)
        if first is not article:
            reason = f"a second version in {article.language}: that of {first.locale or first.address} is taken"
            left_out.append(LeftOut(_called(article), reason, "skipped"))
    return sorted(best.values(), key=lambda each: (each.scope, each.key, each.language))


def _problem(name: str, content: bytes) -> str:
    """What the desk would say of the file, if it could not read it."""
    if len(content) > MAX_BYTES:
        return f"it is larger than {MAX_BYTES / 1e6:g} MB: split the article"
    try:
        parse_article(Path(name), content.decode())
    except BrokenArticle as broken:
        return broken.problems[0].message
    return ""


def _called(article: FoundArticle) -> str:
    return f"{article.locale or article.language} {article.title!r} {article.address}".strip()
