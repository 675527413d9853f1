"""A simulated e-mail desk: weeks of mails around the clock and a team that works through them within its hours.

It is made to differ from the model that is measured on it: people fall ill, mornings after closed days are full, days
differ, some mails wait for somebody else's word, and not everybody takes the oldest mail.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count

from handoff.hours import Hours, Slot, worked

EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
HOURS = Hours("Europe/Amsterdam", ((Slot(time(9), time(17, 30)),),) * 5 + ((), ()), EASTER)
DAY = 510.0  # working minutes
START = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)  # a Monday, at the opening; three weeks later clocks change
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Team:
    name: str
    people: int
    daily: float  # mails in 24 hours of an ordinary day
    slow: float = 0.0  # share of mails in a second language, of which more than half wait for somebody who reads it


@dataclass(eq=False)
class Mail:
    came: datetime
    slow: bool = False  # in the second language
    ahead: int = 0  # mails that were open when it came
    answered: float | None = None  # working minutes since START


class MailDesk:
    """Runs in working minutes since START: what comes while it is closed comes at the opening."""

    def __init__(self, team: Team, seed: int, days: int) -> None:
        self.now = 0.0
        self._team, self._chance, self._days = team, random.Random(seed), days
        self._events: list[tuple[float, int, Callable[[], Mail | None]]] = []
        self._numbers = count()
        self._waiting: list[Mail] = []
        self._idle: list[float] = []  # the ends of the days of those who have nothing to do
        self._open = 0

    def run(self) -> Iterator[Mail]:
        """Every mail twice, in order: when it comes, and when it is answered."""
        for came in self._arrivals():
            self._at(worked(HOURS, START, came) / MINUTE, partial(self._come, Mail(came, self._is_slow())))
        for day in range(self._days):
            present = sum(self._chance.random() < 0.92 for _ in range(self._team.people))  # the others are ill
            for _ in range(present):
                self._at(day * DAY, partial(self._take, (day + 1) * DAY))
        while self._events:
            self.now, _, event = heapq.heappop(self._events)
            if mail := event():
                yield mail

    def _is_slow(self) -> bool:
        return self._team.slow > 0 and self._chance.random() < self._team.slow

    def _at(self, when: float, event: Callable[[], Mail | None]) -> None:
        heapq.heappush(self._events, (when, next(self._numbers), event))

    def _arrivals(self) -> Iterator[datetime]:
        moment, crowd = START, 1.0
        while worked(HOURS, START, moment) < self._days * DAY * MINUTE:
            if moment.hour == 0:
                crowd = self._chance.lognormvariate(0, 0.2) * (0.6 if moment.weekday() >= 5 else 1)
            night = 0.2 if moment.hour < 6 else 1.3
            hourly = self._team.daily / 24 * crowd * night
            offset = 0.0
            while (offset := offset + self._chance.expovariate(hourly / 60)) < 60:
                yield moment + offset * MINUTE
            moment += 60 * MINUTE

    def _come(self, mail: Mail) -> Mail:
        mail.ahead = self._open
        self._open += 1
        self._waiting.append(mail)
        if self._idle:
            self._at(self.now, partial(self._take, self._idle.pop()))
        return mail

    def _take(self, end: float) -> None:
        """Somebody takes a mail, if their day is not over: mostly the oldest."""
        if self.now >= end:
            return
        if not self._waiting:
            self._idle.append(end)
            return
        mail = self._waiting.pop(
            self._chance.randrange(min(8, len(self._waiting))) if self._chance.random() < 0.15 else 0
        )
        done = self.now + self._chance.lognormvariate(2.2, 0.8)
        asks = self._chance.lognormvariate(5, 0.7) if self._chance.random() < (0.6 if mail.slow else 0.12) else 0.0
        self._at(done, partial(self._take, end))
        self._at(done + asks, partial(self._answer, mail))

    def _answer(self, mail: Mail) -> Mail:
        self._open -= 1
        mail.answered = self.now
        return mail
