"""What can be wrong after a run, and the comparison of what people should see with what they see.

Wrong
|-- Lost        what must have arrived is not there
|-- Doubled     it is there twice, outside the declared windows
|-- Reordered
|-- Leaked      somebody else's
|-- InLimbo     left undone, or without anybody or anything that goes on with it
"""

from collections.abc import Sequence


class Wrong(AssertionError):
    """What was found, in the words of those who look."""


class Lost(Wrong):
    pass


class Doubled(Wrong):
    pass


class Reordered(Wrong):
    pass


class Leaked(Wrong):
    pass


class InLimbo(Wrong):
    pass


def compare(expected: Sequence[str], shown: Sequence[str], where: object) -> None:
    """Each of the words once, in this order, and nothing else. Raises Lost, Doubled or Reordered."""
    missing = [words for words in expected if not any(words in each for each in shown)]
    if missing:
        raise Lost(f"{missing}\n{where}")
    if len(shown) > len(expected):
        raise Doubled(f"{len(shown)} instead of {len(expected)}: {list(shown)}\n{where}")
    if len(shown) < len(expected):
        raise Lost(f"{len(expected) - len(shown)} of {list(expected)}\n{where}")
    if not all(words in each for words, each in zip(expected, shown, strict=True)):
        raise Reordered(f"{list(shown)}\n{where}")
