"""What is typed instead of pressing a button on a callback's card. Pure."""

import re
from typing import Literal

from bots.slack.typed.terms import Called, Wrong, extra, needs
from core.model.ids import CaseCode
from handoff.callback_card import Press

_WORDS = re.compile(r"(claim|reached|not[ _-]?reached|done)\b[:,.]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_PRESSES: dict[str, Press] = {"claim": "claim", "reached": "reached", "done": "done"}


def read_call(case: CaseCode | Literal[""], rest: str) -> Called | Wrong:
    """`rest`: what was typed beside "call" and the case."""
    found = _WORDS.fullmatch(rest)
    if found is None:
        return extra("call", rest)
    press = _PRESSES.get(found[1].casefold(), "not_reached")
    note = found[2]
    if note and press != "done":
        return extra("call", note)
    return Called(case, press, note) if case else needs("call")
