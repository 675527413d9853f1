"""The team's saved replies: found by a few words, in the customer's language, with what is known of the case filled in."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from core.answers.articles import Article
from core.answers.help_centre import HelpCentre
from core.language.prose import prose
from core.language.spec import ENGLISH

VARIABLES = ("customer", "agent", "case", "order")
"""What may stand in braces: how the customer and the agent are called, and the codes of the case and the order."""

_VARIABLE = re.compile(r"\{([A-Za-z_]\w*)\}")


class SavedReply(msgspec.Struct, frozen=True):
    """One reply in one language; `text` is plain, with its variables in braces."""

    id: str
    language: str
    title: str
    text: str


class Filled(NamedTuple):
    """`missing`: the variables that nothing is known of; they stand in `text` as they were."""

    text: str
    missing: tuple[str, ...]


class Replies:
    """Those of a folder, as Markdown articles. A reply that the asked language lacks is given in English."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._known: dict[tuple[str, str], Article] = {}
        self._index = HelpCentre(())
        self.update(articles)

    def update(self, articles: Iterable[Article]) -> None:
        known = tuple(articles)
        self._index.update(known)
        self._known = {(article.id, article.language): article for article in known}

    def best(self, words: str, language: str, limit: int = 5) -> tuple[SavedReply, ...]:
        """Best first; staff may search in the customer's language and in English. Without words, the first by title."""
        if not words.strip():
            return self.all(language)[:limit]
        ids = self._found(words, language) or self._named(words)
        replies = (self.one(id, language) for id in ids)
        return tuple(reply for reply in replies if reply)[:limit]

    def named(self, name: str, language: str) -> tuple[SavedReply, ...]:
        """Those that are called so, by their id or in any language; else those in whose names all of these words are."""
        wanted = " ".join(name.casefold().split())
        called = [id for (id, _), article in self._known.items() if wanted in (id.casefold(), article.title.casefold())]
        replies = (self.one(id, language) for id in dict.fromkeys(called or self._named(name)))
        return tuple(reply for reply in replies if reply)

    def all(self, language: str) -> tuple[SavedReply, ...]:
        """By title."""
        replies = (self.one(id, language) for id in dict.fromkeys(id for id, _ in self._known))
        return tuple(sorted((reply for reply in replies if reply), key=lambda reply: reply.title.casefold()))

    def one(self, id: str, language: str) -> SavedReply | None:
        article = self._known.get((id, language)) or self._known.get((id, ENGLISH))
        return SavedReply(article.id, article.language, article.title, prose(article.body)) if article else None

    def _found(self, words: str, language: str) -> list[str]:
        hits = [hit for each in dict.fromkeys((language, ENGLISH)) for hit in self._index.search(words, each)]
        return list(dict.fromkeys(hit.article.id for hit in sorted(hits, key=lambda hit: -hit.score)))

    def _named(self, words: str) -> list[str]:
        """Half a word finds too, in what a reply is called."""
        wanted = words.casefold().split()
        names = ((id, f"{id} {article.title}".casefold()) for (id, _), article in self._known.items())
        return list(dict.fromkeys(id for id, name in names if all(word in name for word in wanted)))


def filled(text: str, values: Mapping[str, str]) -> Filled:
    """What was filled in is not read again: a customer may call themselves as they like."""
    missing = tuple(dict.fromkeys(name for name in _VARIABLE.findall(text) if not values.get(name)))
    return Filled(_VARIABLE.sub(lambda found: values.get(found[1]) or found[0], text), missing)


def unknown_variables(text: str) -> tuple[str, ...]:
    """What stands in braces and will never be filled in."""
    return tuple(dict.fromkeys(name for name in _VARIABLE.findall(text) if name not in VARIABLES))
