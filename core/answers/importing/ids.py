"""Gives each article an id that stays: the one of the last import, or else a short name made of its title or address."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from core.answers.importing.found import FoundArticle

LONGEST = 60  # characters

Key = tuple[str, str]  # scope and key: one article, in all its languages

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "þ": "th", "ð": "d"})


def slug(text: str) -> str:
    """Lower case, a-z, 0-9 and hyphens, cut between words; empty for a text in another script."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]


def give_ids(articles: Iterable[FoundArticle], known: Mapping[Key, str]) -> dict[Key, str]:
    """The id of each (scope, key); `known` are those of earlier imports.

    Translations share one. The name is that of the original, of English, or of the first.
    """
    first: dict[Key, FoundArticle] = {}
    for article in sorted(articles, key=lambda each: (not each.original, each.language != "en", each.scope, each.key)):
        first.setdefault((article.scope, article.key), article)
    ids = {key: known[key] for key in first if key in known}
    used = set(known.values())
    for key in sorted(first.keys() - ids.keys()):
        ids[key] = _free(first[key], used)
        used.add(ids[key])
    return ids


def _free(article: FoundArticle, used: set[str]) -> str:
    number = slug(article.key)[-LONGEST // 2 :].strip("-")
    name = slug(article.name) or f"article-{number}"
    candidates = [name, f"{name}-{number}", *(f"{name}-{count}" for count in range(2, len(used) + 3))]
    return next(each for each in candidates if each not in used)
