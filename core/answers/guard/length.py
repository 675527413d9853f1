"""The rule "length": an answer says something, and fits into one message."""

from collections.abc import Iterator

from core.answers.guard.sources import Written

LIMIT = 4000  # characters; Telegram's message takes 4096


def length(answer: Written) -> Iterator[str]:
    if not any(map(str.isalnum, answer.text)):
        yield "the answer says nothing"
    if len(answer.text) > LIMIT:
        yield f"{len(answer.text)} characters: at most {LIMIT}"
