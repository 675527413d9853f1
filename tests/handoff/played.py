"""A case played through: its clock goes on, its timer goes off, and what its customer is told is read."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from typing import Any

from core.language.catalog import read_catalog
from core.model.effects import Note, Wake
from core.model.events import Woke

AMSTERDAM = "Europe/Amsterdam"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock in Amsterdam
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CATALOG = read_catalog()


class Played(ABC):
    """`do` answers what the customer reads, in English; `wait` what they read meanwhile."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.file: Any = None
        self.timer: Wake | None = None
        self.news: list[Any] = []
        self.notes: list[str] = []

    @abstractmethod
    def decided(self, event: Any) -> tuple[Any, tuple[object, ...]]:
        """The file after it, and what is to be done."""

    @abstractmethod
    def read(self, news: Any) -> list[str]: ...

    def do(self, *events: Any) -> list[str]:
        before = len(self.news)
        for event in events:
            self.file, effects = self.decided(event)
            for effect in effects:
                self._carry_out(effect)
        return [said for news in self.news[before:] for said in self.read(news)]

    def _carry_out(self, effect: object) -> None:
        match effect:
            case Wake():
                self.timer = effect
            case Note(kind=kind):
                self.notes.append(kind)
            case _:
                raise AssertionError(f"nobody carries out {effect}")

    def wait(self, length: timedelta) -> list[str]:
        until, said = self.now + length, list[str]()
        while self.timer and self.timer.at <= until:
            timer, self.timer = self.timer, None
            self.now = max(self.now, timer.at)
            said += self.do(Woke(timer.reason, timer.turn))
        self.now = until
        return said

    @property
    def state(self) -> str:
        return self.file.state if self.file else "none"
