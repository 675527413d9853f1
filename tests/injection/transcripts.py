"""Conversations in which a stranger's words stand where customers, agents, mails and file names have theirs."""

from collections.abc import Callable
from datetime import UTC, datetime

from core.model.ids import ConversationId
from core.model.rows import Message

_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_ANNA = ConversationId("telegram:1001")
_PAGES = 12  # messages, so that it is long enough to be summed up


def _line(text: str, author: str = "customer", name: str = "Anna") -> Message:
    return Message(_ANNA, 1, author, name, text, _NOON)  # type: ignore[arg-type]


SPEAKERS: dict[str, Callable[[str], Message]] = {
    "customer": _line,
    "agent": lambda words: _line(f"Our customer writes: {words}", "agent", "Tom"),
    "mail": lambda words: _line(f"Subject: refund\n\n{words}\n\n> quoted"),
    "file name": lambda words: _line(f"[document] {words}.pdf"),
}


def spoken_by(speaker: str, words: str) -> list[Message]:
    chatter = [_line(f"Message number {number}") for number in range(_PAGES)]
    return [_line("Where is my parcel? I would like my money back."), SPEAKERS[speaker](words), *chatter]
