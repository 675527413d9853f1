"""Compares the help centre's languages with each other: what is missing, what is outdated, and what says something else."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from core.answers.articles import Article
from core.answers.figures import figures
from core.answers.tokens import all_words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

ORIGINAL = "en"
ALIASES = range(3, 6)

_LINK_TARGET = re.compile(r"(?<=\])\((\S+?)\)")


def untranslated(articles: Iterable[Article], languages: Iterable[str] = ()) -> dict[str, list[str]]:
    """The ids of English articles that each language with any article lacks, and each of `languages`; none left out."""
    ids = _ids_by_language(articles)
    wanted = sorted({*languages, *ids} - {ORIGINAL})
    missing = {language: sorted(ids.get(ORIGINAL, set()) - ids.get(language, set())) for language in wanted}
    return {language: lacking for language, lacking in missing.items() if lacking}


def outdated(articles: Sequence[Article]) -> list[tuple[Article, Article]]:
    """Translations with their originals that were updated after them. Undated ones are not known to be old."""
    return [
        (article, original)
        for article, original in _with_originals(articles)
        if article.updated and original.updated and article.updated < original.updated
    ]


def inconsistencies(articles: Sequence[Article]) -> Iterator[tuple[Article, str]]:
    """What a translation says otherwise than its original, and what no article should have, each with its article."""
    for article, original in _with_originals(articles):
        yield from ((article, difference) for difference in differences(article, original))
    for article in articles:
        yield from ((article, fault) for fault in _faults(article, articles))
    yield from _names_of_two(articles)


def differences(article: Article, original: Article) -> Iterator[str]:
    """What `article` says otherwise than `original`, of which it is the translation."""
    for field in ("audience", "topic", "updated"):
        here, there = getattr(article, field), getattr(original, field)
        if here != there:
            yield f"{field} is {here or 'empty'}, in the original {there or 'empty'}"
    yield from _compared("figures", _figures(article), _figures(original))
    yield from _compared("links", _links(article), _links(original))
    if (here := _shape(article.body)) != (there := _shape(original.body)):
        yield f"built as {', '.join(here)}, the original as {', '.join(there)}"


def _faults(article: Article, articles: Sequence[Article]) -> Iterator[str]:
    if len(article.aliases) not in ALIASES:
        yield f"{len(article.aliases)} aliases: write {ALIASES.start} to {ALIASES.stop - 1}"
    known = {each.address for each in articles if each.language == article.language}
    ours = {_host(each.address) for each in articles}
    for address in _LINK_TARGET.findall(article.body):
        if _host(address) in ours and address not in known:
            yield f"no article in {article.language} has the address {address}"


def _names_of_two(articles: Sequence[Article]) -> Iterator[tuple[Article, str]]:
    """A title or alias that stands a second time within its language."""
    taken: dict[tuple[str, ...], str] = {}
    for article in articles:
        for name in (article.title, *article.aliases):
            key = (article.language, *(word.stem for word in all_words(name, article.language)))
            if key in taken:
                yield article, f"{name!r} stands in {taken[key]} too"
            taken.setdefault(key, article.id)


def _compared(what: str, here: Counter[str], there: Counter[str]) -> Iterator[str]:
    if lacking := there - here:
        yield f"{what} of the original that are not here: {_listed(lacking)}"
    if more := here - there:
        yield f"{what} that are not in the original: {_listed(more)}"


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{each} ({times} times)" if times > 1 else each for each, times in sorted(counted.items()))


def _figures(article: Article) -> Counter[str]:
    """Of the title and the text, without the numbers of steps and without addresses."""
    text = re.sub(r"^\s*\d+[.)] ", "", _LINK_TARGET.sub("", f"{article.title}\n{article.body}"), flags=re.MULTILINE)
    return figures(text, article.language)


def _links(article: Article) -> Counter[str]:
    """Where links lead, with the language left out of the address."""
    return Counter(address.replace(f"/{article.language}/", "/") for address in _LINK_TARGET.findall(article.body))


def _host(address: str) -> str:
    return "/".join(address.split("/")[:3])


def _shape(body: str) -> tuple[str, ...]:
    """Paragraphs, headings, and lists with the number of their items, from top to bottom."""
    tokens = _markdown().parse(body)
    shape: list[str] = []
    for token in tokens:
        if token.level == 0 and token.nesting >= 0:
            shape.append(token.type.removesuffix("_open").replace("_", " "))
        elif token.level == 1 and token.type == "list_item_open":
            name, _, count = shape[-1].partition(" of ")
            shape[-1] = f"{name} of {int(count or 0) + 1}"
    return tuple(shape)


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # heavy things are loaded at the first use

    return MarkdownIt("commonmark").enable("table").disable("inline")


def _ids_by_language(articles: Iterable[Article]) -> dict[str, set[str]]:
    ids: dict[str, set[str]] = {}
    for article in articles:
        ids.setdefault(article.language, set()).add(article.id)
    return ids


def _with_originals(articles: Collection[Article]) -> list[tuple[Article, Article]]:
    originals = {article.id: article for article in articles if article.language == ORIGINAL}
    return [
        (article, originals[article.id])
        for article in articles
        if article.language != ORIGINAL and article.id in originals
    ]
