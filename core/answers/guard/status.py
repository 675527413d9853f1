"""The rule "status": a help centre does not know where the customer's own order, payment or account stands.

"Your parcel has been shipped" therefore passes only where a source says so word for word, as the facts of an order do.
Conditions ("once your parcel has been shipped") and what happens in general pass.
"""

import re
from collections.abc import Iterator
from functools import cache

from core.answers.guard.clauses import clauses, statements, whole_words
from core.answers.guard.lists import alternatives, table
from core.answers.guard.sources import Written

_NUMBERED = re.compile(r"(?<!\w)(?:[a-z]{1,6}-?)?\d[\d-]{4,}(?!\w)")  # an order by its number is always somebody's own
SHORT = 3  # words; "Shipped.", "Status: paid" and the like
SHORT_HAN = 6  # characters


def status(answer: Written) -> Iterator[str]:
    if answer.language not in table("statuses"):
        return
    for unit in answer.own:
        if unit.rstrip("*_ ").endswith(("?", "？")):
            continue  # asks, and states nothing
        stated = [each for each in statements(unit, "statuses", answer.language) if _states(each, answer.language)]
        if stated or _is_bare(unit, answer.language):
            yield f"{(stated or [unit])[0][:120]!r}"


def _states(clause: str, language: str) -> bool:
    own, past, now = _patterns(language)
    whose = own.search(clause) or _NUMBERED.search(clause)
    return bool(whose and (past.search(clause) or now.search(clause)))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Whose it is; "has been shipped" in either order; "is shipped" at the end."""
    own, has, now, state, done = (
        whole_words(alternatives("statuses", language, entry), language)
        for entry in ("own", "has", "is", "state", "done")
    )
    far, back = ("{0,4}", "{0}") if language == "zh" else ("{0,40}?", "{0,20}?")
    past = rf"{done}|{has}.{far}{state}|{state}.{back}{has}"
    return re.compile(own), re.compile(past), re.compile(rf"{now}(?: \S+)? {state}\Z")


def _is_bare(unit: str, language: str) -> bool:
    """Nothing but a status, perhaps after a label."""
    parts = clauses(unit)
    last = parts[-1] if parts else ""
    short = len(last) <= SHORT_HAN if language == "zh" else len(last.split()) <= SHORT
    return len(parts) in (1, 2) and short and bool(_bare(language).fullmatch(last))


@cache
def _bare(language: str) -> re.Pattern[str]:
    state = alternatives("statuses", language, "state")
    return re.compile(rf"(?:已经?)?{state}(?:了)?" if language == "zh" else rf"(?:\S+ )?{state}")
