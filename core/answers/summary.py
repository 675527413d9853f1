"""What a card says of a long conversation: the words of a model that nothing speaks against, else how it began."""

from collections.abc import Sequence
from typing import Protocol

from core.model.handoff import CaseOpening, Summary
from core.model.rows import Message
from core.model.spoken import LAST, spoken

LINES = 8  # more than these are more than a screen, and so are more
CHARACTERS = 1_500  # than these

_FIRST = 2  # messages of people that are shown where no model is asked; the last ones stand on the card anyway
_SHOWN = 220  # characters of each


class Model(Protocol):
    async def summarise(self, opening: CaseOpening) -> str:
        """A few sentences in the staff's language; empty where there are none that may be shown. Never raises, and is never late."""


class Summaries:
    """With a model it is asked for each long conversation; what it writes is marked as a machine's."""

    def __init__(self, model: Model | None = None) -> None:
        self._model = model

    async def summary(self, opening: CaseOpening) -> Summary | None:
        """None for a conversation that can be read at a glance, and where without a model the last messages are all there are."""
        if not is_long(opening.transcript):
            return None
        said = await self._model.summarise(opening) if self._model else ""
        if said:
            return Summary(said, by_machine=True)
        began = beginning(opening.transcript)
        return Summary(began) if began else None


def talk(transcript: Sequence[Message]) -> list[Message]:
    """What customer, assistant and agents said to each other, without notes."""
    return [each for each in spoken(transcript) if each.author != "note"]


def is_long(transcript: Sequence[Message]) -> bool:
    said = talk(transcript)
    return sum(each.text.count("\n") + 1 for each in said) > LINES or sum(len(each.text) for each in said) > CHARACTERS


def beginning(transcript: Sequence[Message]) -> str:
    """The first words of people; a gap shows where some are left out. Empty where they are among the last ones."""
    before = spoken(transcript)[:-LAST]
    first = [each for each in before if each.author in ("customer", "agent")][:_FIRST]
    if not first:
        return ""
    return "\n".join([*map(_line, first), *([] if first[-1] is before[-1] else ["…"])])


def _line(message: Message) -> str:
    words = " ".join(message.text.split())
    shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
    return f"{message.name}: {shown}" if message.name else shown
