"""What the core needs of the handoff to alert staff."""

from datetime import datetime
from typing import Protocol

from core.model.alert_facts import Day, DayRows, Owed
from core.model.alerts import Alert, Told


class Alerting(Protocol):
    """`handoff.alerts`, handed in by the composition root, for core does not import handoff. Pure."""

    def warn(self, owed: Owed, told: Told, now: datetime) -> tuple[Alert | None, Told]:
        """What the staff are to be told of what is owed, if anything, and all that they have been told then."""

    def day(self, told: Told, now: datetime) -> tuple[Day | None, Told]:
        """The day that is to be summed up now, if any, and what has been told then."""

    def digest(self, day: Day, rows: DayRows) -> Alert: ...
