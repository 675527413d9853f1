"""The rule "figure": each amount, number, date, time and period stands in a cited source, and is said of the same thing."""

import re
from collections.abc import Iterator

from core.answers.guard.contacts import contacts
from core.answers.guard.readings import figures_of, readings
from core.answers.guard.said_of import said_of_another
from core.answers.guard.sources import Written, plain
from core.answers.guard.units import list_numbers

_NUMBER_OF_THEIRS = re.compile(r"(?<!\w)#?(?:[A-Za-z]{1,6}-?)?\d[\d-]{4,}(?!\w)")  # of an order, an invoice, a parcel


def figure(answer: Written) -> Iterator[str]:
    """Numbers that only count the answer's list items say nothing, nor does an order number that the customer typed.

    Other figures of the question are not the answer's to repeat: "is it 5 days?" would make "yes, 5 days" true.
    """
    known = frozenset().union(*map(figures_of, answer.sources))
    theirs = frozenset(_NUMBER_OF_THEIRS.findall(plain(answer.question)))
    for unit in answer.own:
        said = _NUMBER_OF_THEIRS.sub(lambda found: ";" if found[0] in theirs else found[0], contacts(unit).rest)
        figures = tuple(readings(said, answer.language))
        missing = [
            f"{written[:60]!r} ({form}) stands in no cited source"
            for written, form in figures
            if not _stands(form, known)
        ]
        yield from missing
        if figures and not missing:
            yield from said_of_another(said, figures, answer)
    yield from (f"{number!r} numbers no item of a list" for number in _stray(answer))


def _stands(form: str, known: frozenset[str]) -> bool:
    """All that is said ("&"), each in one of the ways in which it can be read ("|")."""
    return all(not known.isdisjoint(each.split("|")) for each in form.split("&"))


def _stray(answer: Written) -> Iterator[str]:
    """List numbers that neither begin with 1 nor count on, on lines that are not a source's."""
    last = 0
    for number, rest in list_numbers(answer.text):
        if number not in (1, last + 1) and any(plain(rest).startswith(unit) for unit in answer.own):
            yield f"{number}."
        last = number
