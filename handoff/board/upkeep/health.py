"""How the desk itself is: what waits to go out and why, what was given up, what models cost, and what it is connected to. Pure."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args

from core.engine.vitals import Vital
from core.model.figures import Closure, LaneRow, ProcessRow
from core.model.rows import DeadLetter, Spent

LaneKind = Literal["telegram", "slack", "email", "assistant", "shop", "files", "other"]
"""Where lanes lead: to customers' chats, to staff's threads, to mailboxes; to whoever answers, translates or suggests, to the shop,
to where files are passed on."""

LANE_KINDS: tuple[LaneKind, ...] = get_args(LaneKind)

_KINDS: Mapping[str, LaneKind] = {
    "telegram": "telegram",
    "staff": "slack",
    "signs": "slack",
    "slack": "slack",
    "email": "email",
    "mail": "email",
    "ticket": "email",
    "ask": "assistant",
    "suggest": "assistant",
    "translate": "assistant",
    "look": "shop",
    "measures": "shop",
    "files": "files",
    "evidence": "files",
}

OVERDUE = timedelta(seconds=30)  # so long nothing waits while all is well
DAYS = 7  # of what models cost


class Looked(NamedTuple):
    """What the store says. `in_an_hour`, `in_a_day`: effects of that time that failed for good."""

    undone: int
    undone_since: datetime | None
    lanes: Sequence[LaneRow]
    in_an_hour: int
    in_a_day: int
    letters: Sequence[DeadLetter]
    closures: Sequence[Closure]
    spent: Mapping[date, Spent]
    processes: Sequence[ProcessRow] = ()


class Storage(NamedTuple):
    """Bytes: of the database, and that are free on its disk."""

    database: int
    free: int


class Queue(NamedTuple):
    """What waits for destinations of one kind: in how many lanes, how much in all, and since when the oldest."""

    kind: LaneKind
    lanes: int
    waiting: int
    oldest: datetime | None
    late: bool = False


class Held(NamedTuple):
    """A lane whose first has to wait, or was tried in vain. `until`: none where it may be tried again now."""

    kind: LaneKind
    lane: str
    waiting: int
    oldest: datetime
    attempts: int
    until: datetime | None
    reason: str


class Letter(NamedTuple):
    """A dead letter as the board shows it; `what`: the class of the effect, or where it came in."""

    kind: Literal["inbox", "outbox"]
    id: str
    what: str
    conversation: str
    reason: str
    at: datetime


class Spending(NamedTuple):
    """What models cost, in the currency of the settings. `share` of the budget: none where there is no limit."""

    today: Spent
    budget: float | None
    share: float | None
    days: tuple[tuple[date, Spent], ...]


class Process(NamedTuple):
    """`decides`, `sends`: how many slots of the work it has; `alone`: what it does for all. `told`: whether it says how it is."""

    id: str
    roles: tuple[str, ...]
    decides: int
    sends: int
    alone: tuple[str, ...]
    told: bool


class HealthBoard(NamedTuple):
    """`troubles`: how many things somebody should look at. `processes`: only where there are several."""

    connections: tuple[Vital, ...]
    undone: int
    undone_since: datetime | None
    queues: tuple[Queue, ...]
    held: tuple[Held, ...]
    in_an_hour: int
    in_a_day: int
    letters: tuple[Letter, ...]
    closures: tuple[Closure, ...]
    spending: Spending
    storage: Storage | None
    troubles: int
    processes: tuple[Process, ...] = ()


def health(
    looked: Looked,
    vitals: Iterable[Vital],
    budget: float | None,
    storage: Storage | None,
    now: datetime,
    unheard: Container[str] = (),
) -> HealthBoard:
    """`unheard`: processes of whose connections nothing is known."""
    connections = tuple(vitals)
    queues, spending = queues_of(looked.lanes, now), _spending(looked.spent, budget, now)
    troubles = (
        len({vital.name for vital in connections if not vital.well})
        + sum(queue.late for queue in queues)
        + len(looked.letters)
        + (spending.share is not None and spending.share >= 1)
        + is_late(looked.undone_since, now)
    )
    return HealthBoard(
        connections=connections,
        undone=looked.undone,
        undone_since=looked.undone_since,
        queues=queues,
        held=held_of(looked.lanes, now),
        in_an_hour=looked.in_an_hour,
        in_a_day=looked.in_a_day,
        letters=tuple(map(letter_of, looked.letters)),
        closures=tuple(closure for closure in looked.closures if closure.holds(now)),
        spending=spending,
        storage=storage,
        troubles=troubles,
        processes=_processes(looked.processes, unheard),
    )


def _processes(rows: Sequence[ProcessRow], unheard: Container[str]) -> tuple[Process, ...]:
    if len(rows) < 2:
        return ()
    return tuple(
        Process(
            row.id,
            row.roles,
            decides=sum(name.startswith("decide/") for name in row.holds),
            sends=sum(name.startswith("send/") for name in row.holds),
            alone=tuple(name.removeprefix("alone/") for name in row.holds if name.startswith("alone/")),
            told=row.id not in unheard,
        )
        for row in rows
    )


def kind_of(lane: str) -> LaneKind:
    return _KINDS.get(lane.partition(":")[0], "other")


def queues_of(lanes: Iterable[LaneRow], now: datetime) -> tuple[Queue, ...]:
    """One for each kind, also where nothing waits; "other" only where there is any."""
    by = defaultdict[LaneKind, list[LaneRow]](list)
    for row in lanes:
        by[kind_of(row.lane)].append(row)
    return tuple(_queue(kind, by[kind], now) for kind in LANE_KINDS if kind != "other" or by[kind])


def _queue(kind: LaneKind, rows: Sequence[LaneRow], now: datetime) -> Queue:
    oldest = min((row.oldest for row in rows), default=None)
    return Queue(kind, len(rows), sum(row.waiting for row in rows), oldest, is_late(oldest, now))


def is_late(since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since > OVERDUE


def held_of(lanes: Iterable[LaneRow], now: datetime) -> tuple[Held, ...]:
    """The longest to wait first."""
    held = (
        Held(
            kind_of(row.lane),
            row.lane,
            row.waiting,
            row.oldest,
            row.attempts,
            row.not_before if row.not_before > now else None,
            row.reason,
        )
        for row in lanes
        if row.not_before > now or row.reason
    )
    return tuple(sorted(held, key=lambda each: (each.oldest, each.lane)))


def letter_of(letter: DeadLetter) -> Letter:
    """Never with what somebody wrote in it."""
    what = _class_in(letter.what) if letter.kind == "outbox" else letter.conversation.partition(":")[0]
    return Letter(letter.kind, letter.id, what, letter.conversation, letter.reason, letter.at)


def _class_in(stored: str) -> str:
    """Of a stored effect: its tag stands first in it."""
    tag = stored.partition('"is":"')[2].partition('"')[0]
    return tag if tag.isidentifier() else "?"


def _spending(spent: Mapping[date, Spent], budget: float | None, now: datetime) -> Spending:
    today = spent.get(now.date(), Spent())
    days = tuple(
        (now.date() - timedelta(days=ago), spent.get(now.date() - timedelta(days=ago), Spent())) for ago in range(DAYS)
    )
    if budget is None:
        return Spending(today, None, None, days)
    return Spending(today, budget, today.cost / budget if budget else 1.0, days)
