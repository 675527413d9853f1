"""When the staff are warned that a promise is about to break or broken, each once, and when a day is summed up. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from core.model.alert_facts import Day, DayRows, Owed
from core.model.alerts import Alert, AlertLine, Told, Warned
from core.model.ids import AgentId
from core.model.view import LanguageNames, Lasting, Text, text
from handoff.digest import digest_of
from handoff.sla import Kind, Promise, first_to_break, promises, standing

MOST_LINES = 10  # of one post; who is told of more does not read them
APART = timedelta(seconds=30)  # on a busy evening, what comes together is one post
REMEMBERED = timedelta(days=2)  # after it was due: a promise that was gone for a moment is not told of again


class Quiet(NamedTuple):
    """From the one time of the day up to the other, which may be on the next day; the same twice: never."""

    begins: time
    ends: time

    def holds(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


NEVER = Quiet(time(0), time(0))


@dataclass(frozen=True)
class Alerting:
    """As `core.ports.Alerting`. `zone` (IANA) is the desk's; `claim` and `reply`: how long a customer waits for an agent, and for
    an agent's next word, at most. `board`: where the board is, for a browser; empty where nobody knows.
    """

    zone: str
    claim: timedelta
    reply: timedelta
    kinds: tuple[Kind, ...]
    quiet: Quiet = NEVER
    digest_at: time | None = None
    board: str = ""

    # --- warnings
    def warn(self, owed: Owed, told: Told, now: datetime) -> tuple[Alert | None, Told]:
        """What the staff are to be told now, if anything, and all that they have been told then."""
        found = [promise for promise in self._promised(owed) if promise.kind in self.kinds]
        there = {name_of(promise): promise for promise in first_to_break(found)}
        warned = {name: each for name, each in told.warned.items() if name in there or each.due > now - REMEMBERED}
        if self._is_quiet(now) or (told.at and now - told.at < APART):
            return None, replace(told, warned=warned)
        news = {name: _warning(promise, now) for name, promise in there.items()}
        new = {name: each for name, each in news.items() if each and _is_new(each, warned.get(name))}
        if not new:
            return None, replace(told, warned=warned)
        alert = self._warning_of([there[name] for name in new], owed, now)
        return alert, replace(told, warned=warned | new, at=now)

    def _promised(self, owed: Owed) -> list[Promise]:
        return promises(owed.chats, owed.callbacks, owed.tickets, owed.disputes, claim=self.claim, reply=self.reply)

    def _warning_of(self, news: Sequence[Promise], owed: Owed, now: datetime) -> Alert:
        late = sum(standing(promise, now) == "broken" for promise in news)
        names = {duty.agent.id: duty.agent.name for duty in owed.staff}
        lines = [self._line(promise, names, now) for promise in news[:MOST_LINES]]
        if len(news) > MOST_LINES:
            lines.append(AlertLine(text("alerts.more", count=len(news) - MOST_LINES)))
        return Alert(text("alerts.warning", late=late, soon=len(news) - late), tuple(lines), self.board)

    def _line(self, promise: Promise, names: dict[AgentId, str], now: datetime) -> AlertLine:
        agent = names.get(AgentId(promise.agent), promise.agent)
        link = f"{self.board}/cases/{promise.case}" if self.board else ""
        return AlertLine(said_of(promise, agent, now), promise.case, link)

    # --- the day
    def day(self, told: Told, now: datetime) -> tuple[Day | None, Told]:
        """The day that is to be summed up now, if any: yesterday, once. A desk that has just begun tells of no day before it."""
        if self.digest_at is None:
            return None, told
        local = now.astimezone(ZoneInfo(self.zone))
        its_time = local.time() >= self.digest_at
        yesterday = local.date() - timedelta(days=1)
        if told.day is None:
            return None, replace(told, day=yesterday)
        if told.day >= yesterday or not its_time or self._is_quiet(now):
            return None, told
        return self._day_of(yesterday), replace(told, day=yesterday)

    def digest(self, day: Day, rows: DayRows) -> Alert:
        return digest_of(day, rows, self.zone, self.board)

    def _day_of(self, day: date) -> Day:
        """From midnight to midnight: 23 to 25 hours."""
        zone = ZoneInfo(self.zone)
        begins, ends = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
        return Day(day, begins.astimezone(ZoneInfo("UTC")), ends.astimezone(ZoneInfo("UTC")))

    def _is_quiet(self, now: datetime) -> bool:
        return self.quiet.holds(now.astimezone(ZoneInfo(self.zone)).time())


def name_of(promise: Promise) -> str:
    """One that is put off is another promise; but a place in the queue is the same, however its time is reckoned anew."""
    when = promise.since if promise.kind == "claim" else promise.due
    return f"{promise.kind}/{promise.case}/{when.isoformat()}"


def _warning(promise: Promise, now: datetime) -> Warned | None:
    """None while all is well."""
    stands = standing(promise, now)
    return None if stands == "fine" else Warned(stands, promise.due)


def _is_new(warning: Warned, before: Warned | None) -> bool:
    """Who was told that it is broken need not hear that it is about to be."""
    return before is None or (before.standing == "soon" and warning.standing == "broken")


def said_of(promise: Promise, agent: str, now: datetime) -> Text:
    language = LanguageNames((promise.language,))
    over = now >= promise.due
    left = Lasting(max(1, int(abs((promise.due - now).total_seconds()))))
    waited = Lasting(int((now - promise.since).total_seconds()))
    match promise.kind:
        case "claim" if over:
            return text("alerts.claim.late", language=language, waited=waited)
        case "claim":
            return text("alerts.claim.soon", language=language, left=left)
        case "reply" if over:
            return text("alerts.reply.late", language=language, agent=agent, waited=waited)
        case "reply":
            return text("alerts.reply.soon", language=language, agent=agent, left=left)
        case "callback" if over:
            return text("alerts.callback.late", language=language, late=left)
        case "callback":
            return text("alerts.callback.soon", language=language, left=left)
        case "email" if over:
            return text("alerts.email.late", language=language, late=left)
        case "email":
            return text("alerts.email.soon", language=language, left=left)
        case "dispute" if over:
            return text("alerts.dispute.late", late=left)
        case "dispute":
            return text("alerts.dispute.soon", left=left)
