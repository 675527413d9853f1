"""The people of an invented desk: who is there when, and what becomes of those who wish for a person."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from core.engine.case_codes import ALPHABET, LENGTH, PREFIX
from core.model.figures import End, HandoffRow, SpellRow, Why
from core.model.ids import AgentId, CaseCode, ConversationId, Language
from core.model.offer import Eta

AT_ONCE = 2  # chats of one agent
_MINUTE = timedelta(minutes=1)


class Member(NamedTuple):
    """`days`: of the week, Monday 0; `hours`: the first and the last of the shift, on the clock of the desk."""

    id: AgentId
    languages: tuple[str, ...]
    days: tuple[int, ...]
    hours: tuple[int, int]


TEAM = (
    Member(AgentId("U0TOM"), ("nl", "en"), (0, 1, 2, 3, 4), (8, 16)),
    Member(AgentId("U0ZOFIA"), ("pl", "en"), (0, 1, 2, 3, 4), (8, 16)),
    Member(AgentId("U0MAREK"), ("pl",), (0, 1, 2, 4, 5), (12, 20)),
    Member(AgentId("U0LOTTE"), ("nl", "en"), (0, 1, 3, 4, 6), (14, 22)),
    Member(AgentId("U0KASIA"), ("pl", "en"), (0, 2, 3, 4, 6), (14, 22)),
    Member(AgentId("U0JAMES"), ("en",), (1, 2, 3, 4, 5), (10, 18)),
    Member(AgentId("U0BRAM"), ("nl",), (0, 2, 4, 5, 6), (9, 17)),
    Member(AgentId("U0OLA"), ("pl", "nl", "en"), (5, 6, 0), (12, 22)),
)


class Wish(NamedTuple):
    """Somebody wishes for a person."""

    at: datetime
    conversation: ConversationId
    language: Language
    topic: str
    why: Why


# --- who is there
def spells(until: datetime, days: int, zone: ZoneInfo, rng: Random) -> list[SpellRow]:
    """Shifts with a break, a few minutes early or late; they end with the fortnight."""
    first = until.astimezone(zone).date() - timedelta(days=days)
    found = [spell for day in range(days + 1) for spell in _on(first + timedelta(days=day), zone, rng)]
    begun = [spell for spell in found if spell.began_at < until and _ends(spell) > until - timedelta(days=days)]
    return [replace(spell, ended_at=min(_ends(spell), until)) for spell in begun]


def _on(day: date, zone: ZoneInfo, rng: Random) -> Iterator[SpellRow]:
    for member in TEAM:
        if day.weekday() in member.days:
            yield from _shift(member, day, zone, rng)


def _shift(member: Member, day: date, zone: ZoneInfo, rng: Random) -> Iterator[SpellRow]:
    begin, end = (datetime.combine(day, time(hour), zone).astimezone(UTC) for hour in member.hours)
    begin, end = begin + rng.randint(-5, 12) * _MINUTE, end + rng.randint(-10, 10) * _MINUTE
    pause = begin + (end - begin) * rng.uniform(0.4, 0.6)
    back = pause + rng.randint(20, 45) * _MINUTE
    yield SpellRow(member.id, member.languages, begin, _whole(pause))
    yield SpellRow(member.id, member.languages, _whole(back), end)


def _ends(spell: SpellRow) -> datetime:
    assert spell.ended_at
    return spell.ended_at


def _before(at: datetime | None, until: datetime) -> datetime | None:
    return at if at and at <= until else None


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)


# --- what becomes of wishes
class Desk:
    """Serves wishes in the order in which they come."""

    def __init__(self, there: Sequence[SpellRow], until: datetime, zone: ZoneInfo, rng: Random) -> None:
        self._until = until
        self._zone = zone
        self._rng = rng
        self._spells = {member.id: [spell for spell in there if spell.agent == member.id] for member in TEAM}
        self._free = {member.id: [datetime.min.replace(tzinfo=UTC)] * AT_ONCE for member in TEAM}

    def serve(self, wishes: Iterable[Wish]) -> list[HandoffRow]:
        """All that had begun by the end; of live chats those that were over by then."""
        rows = [row for wish in sorted(wishes) for row in self._serve(wish)]
        served = [self._known(row) for row in rows if row.asked_at < self._until]
        return sorted((row for row in served if row.method != "live_chat" or row.ended_at), key=_order)

    def _serve(self, wish: Wish) -> list[HandoffRow]:
        row = HandoffRow(self._code(), wish.conversation, "email", wish.language, wish.topic, wish.why, wish.at)
        if wish.topic == "report":
            return [self._dispute(replace(row, method="dispute"))]
        agent = self._soonest(wish)
        if agent is None:
            return [self._call(row) if self._rng.random() < 0.2 else self._mail(row)]
        way = self._rng.random()
        if way < 0.16:
            return [self._mail(row)]
        return [self._call(row)] if way < 0.28 else self._chats(replace(row, method="live_chat"), *agent)

    def _code(self) -> CaseCode:
        signs = "".join(self._rng.choice(ALPHABET) for _ in range(LENGTH - 1))
        return CaseCode(f"{PREFIX}-{self._rng.choice(ALPHABET[8:])}{signs}")

    def _soonest(self, wish: Wish) -> tuple[AgentId, datetime] | None:
        """Who can take it first of those who speak the language, where anybody is there now."""
        speakers = [member.id for member in TEAM if wish.language in member.languages]
        if not any(self._spell(id, wish.at) for id in speakers):
            return None
        times = [(max(wish.at, min(self._free[id])), id) for id in speakers]
        able = [(at, id) for at, id in times if self._spell(id, at)]
        return min(able)[::-1] if able else None

    def _spell(self, agent: AgentId, at: datetime) -> SpellRow | None:
        held = (spell for spell in self._spells[agent] if spell.began_at <= at < (spell.ended_at or self._until))
        return next(held, None)

    def _chats(self, row: HandoffRow, agent: AgentId, free: datetime) -> list[HandoffRow]:
        """One, or a second one with the same agent who opens it again; nobody waits longer than they have patience."""
        claimed = _whole(free + self._spread(40, 1.0) * timedelta(seconds=1))
        row = self._promise(row, claimed)
        gone = _whole(row.asked_at + 2 * _MINUTE + self._rng.expovariate(1 / 9) * _MINUTE)
        if gone < claimed:
            return [replace(row, ended_at=gone, end="abandoned")]
        if self._rng.random() < 0.02:
            return [replace(row, ended_at=_whole(row.asked_at + (claimed - row.asked_at) * 0.8), end="moved")]
        first = self._chat(row, agent, claimed)
        if self._rng.random() > 0.02 or first.ended_at is None:
            return [first]
        again = _whole(first.ended_at + self._rng.uniform(5, 90) * _MINUTE)
        opened = replace(row, why="agent", asked_at=again, told=None, due=None)
        return [first, self._chat(opened, agent, again)]

    def _promise(self, row: HandoffRow, claimed: datetime) -> HandoffRow:
        minutes = (claimed + _MINUTE - row.asked_at) / _MINUTE * self._spread(1.05, 0.4)
        told = Eta(max(1, int(minutes * 0.7)), max(2, ceil(minutes * 1.3)))
        return replace(row, told=told, due=row.asked_at + told.high_minutes * _MINUTE)

    def _chat(self, row: HandoffRow, agent: AgentId, claimed: datetime) -> HandoffRow:
        answered = claimed + self._rng.randint(15, 110) * timedelta(seconds=1)
        ended = _whole(answered + self._spread(16, 0.7) * _MINUTE)
        slots = self._free[agent]
        slots[slots.index(min(slots))] = ended
        end = self._end(solved=80, closed=14, moved=6)
        return replace(row, agent=agent, claimed_at=claimed, answered_at=answered, ended_at=ended, end=end)

    def _call(self, row: HandoffRow) -> HandoffRow:
        """Within an hour of the time that was chosen."""
        slot = self._opening(row.asked_at + self._rng.randint(1, 6) * timedelta(hours=1))
        row, agent = replace(row, method="callback", due=slot + timedelta(hours=1)), self._speaker(row.language)
        called = _whole(slot + self._rng.triangular(0, 80, 20) * _MINUTE)
        end = self._end(solved=84, failed=11, cancelled=5)
        if end == "cancelled":
            return replace(row, ended_at=row.asked_at + (slot - row.asked_at) / 2, end=end)
        reached = called if end == "solved" else None
        ended = called + self._rng.randint(3, 15) * _MINUTE
        return replace(row, agent=agent, claimed_at=called - _MINUTE, answered_at=reached, ended_at=ended, end=end)

    def _mail(self, row: HandoffRow) -> HandoffRow:
        due = self._opening(row.asked_at + timedelta(hours=8))
        high = ceil((due - row.asked_at) / _MINUTE)
        answered = _whole(row.asked_at + (due - row.asked_at) * min(self._spread(0.55, 0.5), 3))
        ended = _whole(answered + self._spread(9, 1.0) * timedelta(hours=1))
        end = self._end(solved=70, closed=30)
        return replace(
            row,
            told=Eta(high // 3, high),
            due=due,
            claimed_at=answered,
            answered_at=answered,
            ended_at=ended,
            end=end,
        )

    def _dispute(self, row: HandoffRow) -> HandoffRow:
        claimed = _whole(row.asked_at + self._spread(14, 0.6) * timedelta(hours=1))
        answered = _whole(claimed + self._spread(6, 0.5) * timedelta(hours=1))
        ended = _whole(answered + self._spread(60, 0.4) * timedelta(hours=1))
        due, agent, end = (
            row.asked_at + timedelta(hours=48),
            self._speaker(row.language),
            self._end(solved=75, closed=25),
        )
        return replace(row, due=due, agent=agent, claimed_at=claimed, answered_at=answered, ended_at=ended, end=end)

    def _opening(self, at: datetime) -> datetime:
        """That time, or nine in the morning of the day when the desk is open next."""
        local = at.astimezone(self._zone)
        if 9 <= local.hour < 21:
            return at
        day = local.date() + timedelta(days=local.hour >= 21)
        nine = datetime.combine(day, time(9), self._zone).astimezone(UTC)
        return nine + self._rng.randint(0, 90) * _MINUTE

    def _speaker(self, language: Language) -> AgentId:
        return self._rng.choice([member.id for member in TEAM if language in member.languages])

    def _end(self, **weights: int) -> End:
        (end,) = self._rng.choices(list(weights), list(weights.values()))
        return end  # type: ignore[return-value]  # the weights are named as the ends are

    def _spread(self, median: float, sigma: float) -> float:
        return median * self._rng.lognormvariate(0, sigma)

    def _known(self, row: HandoffRow) -> HandoffRow:
        """Without what had not happened by the end."""
        claimed, answered, ended = (_before(at, self._until) for at in (row.claimed_at, row.answered_at, row.ended_at))
        end, agent = (row.end if ended else ""), (row.agent if claimed else "")
        return replace(row, agent=agent, claimed_at=claimed, answered_at=answered, ended_at=ended, end=end)


def _order(row: HandoffRow) -> tuple[datetime, str]:
    return row.asked_at, row.case
