"""What those who look after the desk were told of its troubles, so that each is told once, and once when it is over."""

from datetime import datetime

import msgspec

ALARMS = "alarms"  # the name under which it is kept


class Rung(msgspec.Struct, frozen=True):
    """They were told of it. `since`: when the trouble began; `gone_at`: since when it is not seen any more, where it is not."""

    since: datetime
    gone_at: datetime | None = None


class ToldAlarms(msgspec.Struct, frozen=True):
    """`ringing`: troubles by their names; `letters`: the ids of the dead letters that they know of and nobody has answered.

    `restored`: the restoring that they know of; `count`: of posts; `at`: when the last one was.
    """

    ringing: dict[str, Rung] = {}
    letters: tuple[str, ...] = ()
    restored: datetime | None = None
    count: int = 0
    at: datetime | None = None
