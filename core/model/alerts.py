"""What the staff are told of the desk as a whole: warnings before a promise breaks and when it has, and what a day came to."""

from datetime import date, datetime
from typing import Literal

import msgspec

from core.model.ids import ConversationId
from core.model.value import Value
from core.model.view import Text

ALERTS = ConversationId("alerts")  # the stream to which alerts belong; no conversation has this name


class AlertLine(Value, frozen=True):
    """A line of an alert. `case`: the one that it is about, if it is about one; `link` is where that is looked at, if anywhere."""

    text: Text
    case: str = ""
    link: str = ""


class Alert(Value, frozen=True):
    """Tell the staff in their channel for alerts. `link`: where more of it is seen; empty: nowhere."""

    title: Text
    lines: tuple[AlertLine, ...] = ()
    link: str = ""


class Warned(msgspec.Struct, frozen=True):
    """The staff were told that a promise that is `due` then is about to break, or broken."""

    standing: Literal["soon", "broken"]
    due: datetime


class Told(msgspec.Struct, frozen=True):
    """What the staff were told already: of which promises, by their names, and up to which day, if of any.

    `count`: of alerts; `at`: when they were warned last.
    """

    warned: dict[str, Warned] = {}
    day: date | None = None
    count: int = 0
    at: datetime | None = None
