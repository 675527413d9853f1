"""What of a transcript was said by somebody: without the desk's own lines, presses and commands."""

from collections.abc import Sequence

from core.model.rows import Message

LAST = 10  # such lines are shown to whoever takes a case over; what was said before them is summed up


def spoken(transcript: Sequence[Message]) -> list[Message]:
    return [line for line in transcript if _says_something(line)]


def _says_something(line: Message) -> bool:
    """What we say by rote helps nobody, and neither do presses, which have no id of their own, and commands."""
    words = line.text.strip()
    pressed = line.author == "customer" and (words.startswith("/") or (words.startswith("[") and not line.ref))
    return bool(words) and line.author != "desk" and not pressed
