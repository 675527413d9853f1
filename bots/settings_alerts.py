"""Settings of what the staff are told of the desk as a whole: warnings and the daily digest, and what troubles the desk itself."""

import re
from datetime import time
from typing import Literal

from pydantic import Field, field_validator

from bots.settings_section import Section

Kind = Literal["claim", "reply", "callback", "email", "dispute"]
KINDS: tuple[Kind, ...] = ("claim", "reply", "callback", "email", "dispute")


class AlertsSettings(Section):
    """`channel`: where they are posted, by its name or id; empty: nowhere. Times are those of hours.zone.

    `digest_at`: when yesterday is summed up; empty: never. Nothing is posted in the `quiet` hours; what is still true is told at
    their end. `kinds`: of which promises the staff are warned.
    """

    channel: str = ""
    digest_at: str = "08:30"
    quiet: str = "22:00-07:00"
    kinds: tuple[Kind, ...] = KINDS

    @field_validator("digest_at")
    @classmethod
    def _digest_at(cls, value: str) -> str:
        if value and _time(value) is None:
            raise ValueError("write a time of the day such as 08:30, or nothing for no digest")
        return value

    @field_validator("quiet")
    @classmethod
    def _quiet(cls, value: str) -> str:
        if value and None in map(_time, _ends(value)):
            raise ValueError("write two times of the day such as 22:00-07:00, or nothing for no quiet hours")
        return value

    @property
    def digest_time(self) -> time | None:
        return _time(self.digest_at)

    @property
    def quiet_hours(self) -> tuple[time, time] | None:
        """From the first up to the second, which may be on the next day."""
        begins, ends = map(_time, _ends(self.quiet))
        return (begins, ends) if begins is not None and ends is not None else None


class AlarmSettings(Section):
    """Alarms are about the desk itself. They are posted where alerts are; without that channel in the one for disputes, else in
    the support channel. `email`: who gets them by mail too. `waits`: seconds that a lane may wait; `away`: that a connection
    may be away.
    """

    email: str = ""
    waits: float = Field(600.0, ge=30)
    away: float = Field(60.0, ge=1)

    @field_validator("email")
    @classmethod
    def _email(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
            raise ValueError("write an address such as operator@shop.example, or nothing for no mails")
        return value


def _ends(value: str) -> tuple[str, str]:
    begins, _, ends = value.partition("-")
    return begins.strip(), ends.strip()


def _time(value: str) -> time | None:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value.strip(), re.ASCII)
    return time(int(found[1]), int(found[2])) if found else None
