"""When those who look after the desk are told of a trouble of its own, and that it is over: each once, grouped on a bad day. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from core.engine.alarms import Seen
from core.engine.pulse import DATABASE
from core.engine.vitals import Vital
from core.model.alarms import Rung, ToldAlarms
from core.model.alerts import ALERTS, Alert, AlertLine
from core.model.figures import LaneRow
from core.model.rows import DeadLetter
from core.model.view import Lasting, Moment, Text, text
from handoff import alarm_texts
from handoff.alarm_texts import Said
from handoff.board.upkeep.health import LaneKind, kind_of

LETTERS = "letters"
APART = timedelta(seconds=30)  # what comes together on a bad day is one post
CALM = timedelta(minutes=1)  # so long a trouble must be away to be over: one that flutters is one
FORGOTTEN = timedelta(days=1)  # nobody has spoken of it since the last start: it may have left the settings
MAILS = timedelta(hours=1)  # a mail server may well let one that it does not know wait for half an hour
MOST = 10  # troubles of one post


class Trouble(NamedTuple):
    """`late`: it has lasted for so long that somebody must know."""

    since: datetime
    said: Said
    late: bool = True


@dataclass(frozen=True)
class Alarming:
    """As `core.engine.alarms.Alarming`. `waits`: how long a lane, or what came in, may wait; `away`: how long a connection may
    be away. `zone` (IANA) is the desk's; `board`: where the board is, for a browser; empty where nobody knows.
    """

    waits: timedelta
    away: timedelta
    zone: str
    board: str = ""

    def look(self, seen: Seen, told: ToldAlarms, now: datetime) -> tuple[Alert | None, ToldAlarms]:
        troubles = dict(self._troubles(seen, now))
        ringing = {name: _gone(name, rung, troubles, now) for name, rung in told.ringing.items()}
        told = replace(told, ringing=ringing)
        if told.at and now - told.at < APART:
            return None, told
        begun = {name: trouble for name, trouble in troubles.items() if trouble.late and name not in ringing}
        ended = {name: rung for name, rung in ringing.items() if _is_over(name, rung, seen, now)}
        letters = _concerning(seen.letters)
        unknown = [letter for letter in letters if letter.id not in told.letters]
        lines = [*self._restored(seen, told), *map(_said, begun.values())]
        if unknown:
            lines.append(_letters(unknown, letters))
        over = [*_ended(ended, seen), *_answered(told, letters)]
        after = _after(told, begun, ended, letters, seen)
        if not lines and not over:
            return None, after
        return self._alert(lines, over), replace(after, at=now)

    def database(self, since: datetime, why: str, now: datetime) -> Alert:
        said = alarm_texts.connection(DATABASE, _lasting(since, now), why)
        return self._alert([said] if said else [], [])

    # --- what there is
    def _troubles(self, seen: Seen, now: datetime) -> Iterator[tuple[str, Trouble]]:
        yield from self._connections(seen.vitals, now)
        yield from self._lanes(seen.lanes, now)
        if seen.undone_since and now - seen.undone_since > self.waits:
            lasted = _lasting(seen.undone_since, now)
            said = Said(text("alarms.inbox", count=seen.undone, lasted=lasted), text("alarms.inbox.do"))
            yield "inbox", Trouble(seen.undone_since, said)

    def _connections(self, vitals: Sequence[Vital], now: datetime) -> Iterator[tuple[str, Trouble]]:
        """Of several processes' the one that has been away for longest. That the database is away is told past it, by its process."""
        away = sorted((vital for vital in vitals if not vital.well), key=lambda vital: vital.since, reverse=True)
        for name, vital in {vital.name: vital for vital in away}.items():
            said = alarm_texts.connection(name, _lasting(vital.since, now), vital.why)
            if said:
                yield name, Trouble(vital.since, said, late=name != DATABASE and now - vital.since >= self.away)

    def _lanes(self, lanes: Sequence[LaneRow], now: datetime) -> Iterator[tuple[str, Trouble]]:
        late = defaultdict[LaneKind, list[LaneRow]](list)
        for lane in lanes:
            kind = kind_of(lane.lane)
            if now - lane.oldest > (max(self.waits, MAILS) if kind == "email" else self.waits):
                late[kind].append(lane)
        for kind, rows in late.items():
            first = min(rows, key=lambda row: row.oldest)
            said = alarm_texts.lanes(kind, len(rows), _lasting(first.oldest, now), first.reason or "…")
            yield f"lanes/{kind}", Trouble(first.oldest, said)

    def _restored(self, seen: Seen, told: ToldAlarms) -> list[Said]:
        if seen.restored is None or seen.restored.at == told.restored:
            return []
        at, until = (Moment(when, self.zone) for when in (seen.restored.backup_at, seen.restored.at))
        return [Said(text("alarms.restored", at=at, until=until), text("alarms.restored.do"))]

    # --- what is said
    def _alert(self, lines: Sequence[Said], over: Sequence[Text]) -> Alert:
        shown = [AlertLine(each) for said in lines[:MOST] for each in said]
        shown += [AlertLine(each) for each in over[:MOST]]
        hidden = len(lines[MOST:]) + len(over[MOST:])
        if hidden:
            shown.append(AlertLine(text("alarms.more", count=hidden)))
        link = f"{self.board}/health" if self.board else ""
        return Alert(text("alarms.title", new=len(lines), over=len(over)), tuple(shown), link)


def _said(trouble: Trouble) -> Said:
    return trouble.said


def _gone(name: str, rung: Rung, troubles: Mapping[str, Trouble], now: datetime) -> Rung:
    if name in troubles:
        return replace(rung, gone_at=None)
    return rung if rung.gone_at else replace(rung, gone_at=now)


def _is_over(name: str, rung: Rung, seen: Seen, now: datetime) -> bool:
    calm = CALM if _is_known_to_be_well(name, seen) else FORGOTTEN
    return rung.gone_at is not None and now - rung.gone_at >= calm


def _is_known_to_be_well(name: str, seen: Seen) -> bool:
    """Of a connection nothing is known from a start until its next use: a mail server that was away may still be."""
    if name == "inbox" or name.startswith("lanes/"):
        return True
    return not seen.unheard and any(vital.name == name and vital.well for vital in seen.vitals)


def _ended(ended: Mapping[str, Rung], seen: Seen) -> Iterator[Text]:
    """What is only forgotten is not said to be over."""
    for name, rung in ended.items():
        said = alarm_texts.over(name, _lasting(rung.since, rung.gone_at or rung.since))
        if said and _is_known_to_be_well(name, seen):
            yield said


def _concerning(letters: Sequence[DeadLetter]) -> list[DeadLetter]:
    """But for alerts and alarms that did not arrive: to ring for these would never end."""
    return [letter for letter in letters if letter.conversation != ALERTS]


def _letters(unknown: Sequence[DeadLetter], letters: Sequence[DeadLetter]) -> Said:
    what = text("alarms.letters", count=len(unknown), all=len(letters), why=_reason(unknown[0]))
    return Said(what, text("alarms.letters.do"))


def _reason(letter: DeadLetter) -> str:
    """Of a mistake of ours its kind alone: in its words a customer's may stand, which have no business in this channel."""
    kind = letter.reason.partition(":")[0]
    return kind if kind.isidentifier() and kind.endswith(("Error", "Exception")) else letter.reason


def _answered(told: ToldAlarms, letters: Sequence[DeadLetter]) -> list[Text]:
    over = alarm_texts.over(LETTERS, Lasting(0)) if told.letters and not letters else None
    return [over] if over else []


def _after(
    told: ToldAlarms,
    begun: Mapping[str, Trouble],
    ended: Mapping[str, Rung],
    letters: Sequence[DeadLetter],
    seen: Seen,
) -> ToldAlarms:
    ringing = {name: rung for name, rung in told.ringing.items() if name not in ended}
    return replace(
        told,
        ringing=ringing | {name: Rung(trouble.since) for name, trouble in begun.items()},
        letters=tuple(letter.id for letter in letters),
        restored=seen.restored.at if seen.restored else told.restored,
    )


def _lasting(since: datetime, now: datetime) -> Lasting:
    return Lasting(max(1, int((now - since).total_seconds())))
