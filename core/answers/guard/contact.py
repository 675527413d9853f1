"""The rules "phone", "email" and "link": whatever can be dialled, written to or followed stands in a source exactly."""

from collections.abc import Callable, Iterator

from core.answers.guard.contacts import Contacts, contacts, contacts_of
from core.answers.guard.sources import Written, plain


def phone(answer: Written) -> Iterator[str]:
    return _missing(answer, "\n".join(answer.own), lambda found: found.phones)


def email(answer: Written) -> Iterator[str]:
    return _missing(answer, "\n".join(answer.own), lambda found: found.emails)


def link(answer: Written) -> Iterator[str]:
    """Those of the whole answer: a link is never right because its sentence is. Nobody who means well spells one out."""
    yield from _missing(answer, plain(answer.text), lambda found: found.links)
    yield from (f"{each[:120]!r} is spelled out" for each in sorted(contacts("\n".join(answer.own)).spelled))


def _missing(answer: Written, text: str, of: Callable[[Contacts], frozenset[str]]) -> Iterator[str]:
    known = frozenset().union(*(of(contacts_of(source)) for source in answer.sources))
    yield from (f"{found[:120]!r} stands in no cited source" for found in sorted(of(contacts(text)) - known))
