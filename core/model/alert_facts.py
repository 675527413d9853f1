"""What alerts are made of: all that is owed to customers now, and what was written down of a day."""

from datetime import date, datetime
from typing import NamedTuple

from core.model.callback import CallbackFile
from core.model.dispute_file import DisputeFile
from core.model.figures import AskedRow, HandoffRow
from core.model.ids import Language
from core.model.people import Duty
from core.model.rows import ChatRow, RatingRow
from core.model.ticket import TicketFile


class Owed(NamedTuple):
    """All that customers were promised and that is not over, and the `staff`, by their ids in it."""

    chats: list[ChatRow]
    callbacks: list[CallbackFile]
    tickets: list[TicketFile]
    disputes: list[DisputeFile]
    staff: list[Duty]


class Day(NamedTuple):
    """A day of the desk's own: from its first moment up to that of the next (UTC)."""

    date: date
    since: datetime
    until: datetime


class OpenQuestion(NamedTuple):
    """What the help centre did not answer, as most people asked it, masked, and how often."""

    text: str
    language: Language
    times: int


class DayRows(NamedTuple):
    """What was written down of a day; `handoffs` are the ways to a person that were asked for in it, `open` the most frequent first."""

    asked: list[AskedRow]
    handoffs: list[HandoffRow]
    ratings: list[RatingRow]
    open: list[OpenQuestion]
