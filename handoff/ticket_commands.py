"""What the team says to the desk in a mail: commands on lines of their own, before or after the words for the customer. Pure."""

import re
import unicodedata
from typing import Literal, NamedTuple

from core.model.ids import CaseCode

Command = Literal["close", "note", "split", "merge"]
TOLD = "#close, #note, #split, #merge FD-…"  # to the team, in each mail

_COMMANDS: dict[str, Command] = {"close": "close", "solved": "close", "note": "note", "split": "split"}
_ENDS = re.compile(r"[\s.!]+$")
_ALONE = re.compile(r"#([^\W\d_]\w*)")
_MERGE = re.compile(r"#merge\s+(?:FD)?\s*[-\u2010-\u2015]?\s*([0-9A-Z]{4,10})", re.IGNORECASE)
_MEANT = re.compile(r"#(close|solved|note|split|merge)\b", re.IGNORECASE)


class Order(NamedTuple):
    """`case`: of the ticket to merge into, as it is written elsewhere: "FD-7K2M9P"."""

    command: Command
    case: CaseCode = CaseCode("")


class Commanded(NamedTuple):
    """`words`: what is left for the customer. `unknown`: a line that looks like a command and is none."""

    words: str
    orders: tuple[Order, ...] = ()
    unknown: str = ""

    @property
    def commands(self) -> set[Command]:
        return {order.command for order in self.orders}

    @property
    def into(self) -> CaseCode | None:
        """The ticket that this one shall be merged into."""
        return next((order.case for order in self.orders if order.command == "merge"), None)


def read(text: str) -> Commanded:
    """`text`: what was written anew. A `#word` within it, or beside others on its line, is only words."""
    lines = text.strip().splitlines()
    orders: list[Order] = []
    for end in (0, -1):
        while lines and (found := _order(lines[end])):
            orders.append(found)
            del lines[end]
            lines = "\n".join(lines).strip().splitlines()
    return Commanded("\n".join(lines), tuple(orders), _unknown(lines))


def merges_into(text: str) -> CaseCode | None:
    """The ticket that a mail of the team wants its own merged into; none where it wants nothing of the kind."""
    return read(text).into


def _order(line: str) -> Order | None:
    said = _plain(line)
    merge = _MERGE.fullmatch(said)
    if merge:
        return Order("merge", CaseCode(f"FD-{merge[1].upper()}"))
    alone = _ALONE.fullmatch(said)
    command = _COMMANDS.get(alone[1].lower()) if alone else None
    return Order(command) if command else None


def _unknown(lines: list[str]) -> str:
    """A slip of the pen on the first line, or a command with more than belongs to it: no customer is to read it."""
    if not lines:
        return ""
    first, last = _plain(lines[0]), _plain(lines[-1])
    if _ALONE.fullmatch(first) or _MEANT.match(first):
        return first
    return last if _MEANT.match(last) else ""


def _plain(line: str) -> str:
    """Some keyboards have wide letters, and some people end every line with a stop."""
    return _ENDS.sub("", unicodedata.normalize("NFKC", line).strip())
