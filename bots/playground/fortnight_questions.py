"""What the customers of an invented fortnight ask, what they get, and who of them wishes for a person."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bots.playground.fortnight_staff import Wish
from core.model.figures import AskedRow, Told, Why
from core.model.ids import ConversationId, Language

_T = TypeVar("_T")

ZONE = ZoneInfo("Europe/Amsterdam")
_A_DAY = 215  # visits on an ordinary day, of nearly one and a half questions each
_DAYS = (1.35, 1.05, 1.0, 1.0, 0.95, 0.75, 0.9)  # from Monday on
_HOURS = (1, 1, 0, 0, 0, 1, 2, 4, 6, 8, 9, 9, 9, 8, 7, 7, 8, 10, 13, 12, 10, 8, 5, 3)
_LANGUAGES = {"pl": 45, "nl": 30, "en": 25}
_TOLD: dict[Told, float] = {
    "answered": 56,
    "careful": 12,
    "order": 9,
    "abstained": 14,
    "person": 7,
    "danger": 0.6,
    "failed": 1.4,
}
_HELPFUL = {
    "answered": (34, 9),
    "careful": (24, 20),
    "order": (38, 4),
}  # percent who say so, and who say that it did not
_HANDED = {
    "answered": 3,
    "careful": 5,
    "order": 5,
    "abstained": 55,
    "person": 86,
    "danger": 95,
    "failed": 45,
}  # percent
_WHY: dict[Told, Why] = {"abstained": "unanswered", "person": "wished", "danger": "danger", "failed": "failed"}
_WISHES: dict[str, tuple[str, ...]] = {
    "pl": ("Chcę rozmawiać z człowiekiem", "konsultant proszę", "połącz z obsługą"),
    "nl": ("Ik wil een medewerker spreken", "mens graag", "kan ik iemand spreken?"),
    "en": ("I want to talk to a person", "agent please", "can I speak to somebody?"),
}


class _Subject(NamedTuple):
    topic: str
    asked: dict[str, list[str]]
    article: dict[str, str]
    weight: int


@cache
def _subjects(kind: str) -> tuple[_Subject, ...]:
    """Of the questions that the help centre answers ("known"), and of those that it does not ("gap")."""
    stored: dict[str, list[dict[str, Any]]] = tomllib.loads(
        (files("bots.playground") / "fortnight.toml").read_text("utf-8")
    )
    return tuple(
        _Subject(each["topic"], each["asked"], each.get("article", {}), each.get("weight", 1)) for each in stored[kind]
    )


def questions(until: datetime, days: int, rng: Random) -> tuple[list[AskedRow], list[Wish]]:
    """Questions in their order, and wishes in none."""
    asked: list[AskedRow] = []
    wishes: list[Wish] = []
    for number, at in enumerate(_visits(until, days, rng), 1):
        visit = _Visit(ConversationId(f"telegram:{7_000_000 + number}"), Language(_one_of(_LANGUAGES, rng)), rng)
        visit.come(at)
        if rng.random() < 0.06:
            visit.come_again(at + timedelta(hours=rng.uniform(20, 120)))
        asked += visit.asked
        wishes += visit.wishes
    known = sorted((row for row in asked if row.at < until), key=lambda row: (row.at, row.conversation))
    numbered = [replace(row, id=f"sample-{number}") for number, row in enumerate(known, 1)]
    return numbered, [wish for wish in wishes if wish.at < until]


def _visits(until: datetime, days: int, rng: Random) -> list[datetime]:
    first = until - timedelta(days=days)
    hours = [first + timedelta(hours=hour) for hour in range(days * 24)]
    times = [hour + timedelta(seconds=rng.randrange(3600)) for hour in hours for _ in range(_poisson(_rate(hour), rng))]
    return sorted(at.replace(microsecond=0) for at in times)


def _rate(hour: datetime) -> float:
    local = hour.astimezone(ZONE)
    return _A_DAY * _DAYS[local.weekday()] * _HOURS[local.hour] / sum(_HOURS)


def _poisson(mean: float, rng: Random) -> int:
    """How often something happens within an hour that happens `mean` times in one."""
    count, at = 0, rng.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + rng.expovariate(1.0)
    return count


class _Visit:
    """A customer asks until an answer will do, or a person is wished for."""

    def __init__(self, conversation: ConversationId, language: Language, rng: Random) -> None:
        self._conversation, self._language, self._rng = conversation, language, rng
        self.asked: list[AskedRow] = []
        self.wishes: list[Wish] = []

    def come(self, at: datetime) -> None:
        if self._rng.random() < 0.05:  # without a question
            self._wish(at, self._rng.choice(("", "order", "item", "report")), "wished")
            return
        while not self._ask(at) and self._rng.random() < 0.35:
            at += timedelta(seconds=self._rng.randint(40, 400))

    def come_again(self, at: datetime) -> None:
        """With the same question as last."""
        if self.asked:
            last, at = self.asked[-1], at.replace(microsecond=0)
            self.asked.append(replace(last, at=at, helpful=None, handed=False))

    def _ask(self, at: datetime) -> bool:
        """Whether it led to a person."""
        told = _one_of(_TOLD, self._rng)
        kind = "gap" if told == "abstained" else "known"
        subject = self._rng.choices(_subjects(kind), [each.weight for each in _subjects(kind)])[0]
        text = self._rng.choice(subject.asked[self._language] if told != "person" else _WISHES[self._language])
        article = subject.article[self._language] if told in ("answered", "careful") else ""
        helpful = self._opinion(told)
        handed = self._rng.random() * 100 < (60 if helpful is False else _HANDED[told])
        topic = "order" if told == "order" else subject.topic
        row = AskedRow("", self._conversation, at, self._language, topic, text, told, article, helpful, handed)
        self.asked.append(row)
        if handed:
            why: Why = "disliked" if helpful is False else _WHY.get(told, "wished")
            reports = topic in ("order", "item") and self._rng.random() < 0.12
            self._wish(at + timedelta(seconds=self._rng.randint(15, 150)), "report" if reports else topic, why)
        return handed

    def _opinion(self, told: Told) -> bool | None:
        yes, no = _HELPFUL.get(told, (0, 0))
        said = self._rng.random() * 100
        return True if said < yes else False if said < yes + no else None

    def _wish(self, at: datetime, topic: str, why: Why) -> None:
        self.wishes.append(Wish(at, self._conversation, self._language, topic, why))


def _one_of(weights: Mapping[_T, float], rng: Random) -> _T:
    return rng.choices(list(weights), list(weights.values()))[0]
