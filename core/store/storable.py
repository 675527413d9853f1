"""What the databases can keep of a text."""

import re
from typing import TypeVar

T = TypeVar("T")

_HALF = re.compile("[\ud800-\udfff]")


def storable(value: T) -> T | str:
    """A text with U+FFFD for NUL, which PostgreSQL cannot keep, and for half characters, which no database can."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "\ufffd") if "\0" in value else value
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text)
    return text
