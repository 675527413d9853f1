"""The desk's figures for Prometheus (https://prometheus.io/docs/concepts/metric_types): what is now, and what has been counted.

No label names a customer, an agent or a case, and each has few values: languages are those of the desk, all others "other".
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, get_args

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.engine.vitals import Vital
from core.model.alert_facts import Owed
from core.model.figures import Closure, LaneRow, ProcessRow
from core.model.ids import Language
from core.model.people import Duty
from core.model.rows import ChatRow, Spent
from core.model.slots import SLOTS
from handoff.alarm_texts import KNOWN
from handoff.board.room import Rules, languages_of
from handoff.board.upkeep.health import Queue, held_of, queues_of
from handoff.board.upkeep.metrics_counted import Counted
from handoff.sla import Kind, promises, standing

METHODS = ("live_chat", "callback", "email", "dispute")
CLOSABLE = ("live_chat", "callback")
ROLES = ("intake", "worker", "sender", "board")
NOTHING = timedelta(0)  # of chats no promise is asked here
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Now(NamedTuple):
    """How things stand. `undone_since`: since when the oldest that came in waits to be decided. `letters`: how many dead ones.

    `alarms`: the names of the troubles of which those who look after the desk were told, and that are not over.
    """

    at: datetime
    owed: Owed
    lanes: Sequence[LaneRow]
    undone: int
    undone_since: datetime | None
    letters: int
    spent: Spent
    closures: Sequence[Closure]
    vitals: Sequence[Vital]
    processes: Sequence[ProcessRow] = ()
    alarms: Collection[str] = ()


class _Snapshot(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    def collect(self) -> Iterator[Metric]:
        yield from self._families


def exposed(now: Now, counted: Counted, rules: Rules) -> bytes:
    """In Prometheus' text format."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Snapshot(families(now, counted, rules)))
    return generate_latest(registry)


def families(now: Now, counted: Counted, rules: Rules) -> Iterator[Metric]:
    yield from _waits(now, rules)
    yield from _people(now, rules)
    yield _promises(now, rules)
    yield from _queues(now)
    yield from _model(now, rules)
    yield _connections(now.vitals)
    yield _gauge("alarm", "Whether it was told of (1) and is not over", "name", _ringing(now.alarms))
    yield from _processes(now)
    closed = {each.method for each in now.closures if each.holds(now.at)}
    yield _gauge(
        "closed", "Whether a supervisor has closed it", "method", {each: int(each in closed) for each in CLOSABLE}
    )
    yield from counted.families()


# --- who waits


def _waits(now: Now, rules: Rules) -> Iterator[Metric]:
    waiting = GaugeMetricFamily("frontdesk_waiting", "Customers who wait for a person", labels=("method", "language"))
    longest = GaugeMetricFamily(
        "frontdesk_longest_wait_seconds", "How long the first of them has waited", labels=("method", "language")
    )
    since = {(method, language): list[datetime]() for method in METHODS for language in _languages(rules)}
    for way, spoken, when in _everybody(now.owed):
        since[way, _known(spoken, rules)].append(when)
    for (method, language), moments in since.items():
        waiting.add_metric((method, language), len(moments))
        longest.add_metric((method, language), _age(min(moments, default=None), now.at))
    yield waiting
    yield longest


def _everybody(owed: Owed) -> Iterator[tuple[str, Language, datetime]]:
    """Who waits, in which way, and since when; a call that has its time since that, and before it not at all."""
    for chat in owed.chats:
        if chat.claimed_at is None:
            yield "live_chat", chat.language, chat.queued_at
    for promise in promises((), owed.callbacks, owed.tickets, owed.disputes, claim=NOTHING, reply=NOTHING):
        yield promise.kind, promise.language, promise.since


def _languages(rules: Rules) -> tuple[str, ...]:
    return (*rules.languages, "other")


def _known(language: str, rules: Rules) -> str:
    return language if language in rules.languages else "other"


# --- who is there


def _people(now: Now, rules: Rules) -> Iterator[Metric]:
    agents = Counter("there" if duty.there else "away" if duty.on_duty else "off" for duty in now.owed.staff)
    yield _gauge(
        "agents",
        "Agents by whether they are there",
        "state",
        {state: agents[state] for state in ("there", "away", "off")},
    )
    there = [duty for duty in now.owed.staff if duty.there]
    live = [chat for chat in now.owed.chats if chat.claimed_at]
    chats = Counter(_known(chat.language, rules) for chat in live)
    yield _gauge("live_chats", "Chats that agents have", "language", {each: chats[each] for each in _languages(rules)})
    yield _by_language("agents_there", "Agents who are there and take chats in it", rules, there, lambda _: 1)
    yield _by_language("chat_capacity", "Chats that they have at once at most", rules, there, _capacity(rules))
    yield _by_language("chat_capacity_free", "Chats that they could take now", rules, there, _free(rules, live))


def _by_language(
    name: str, says: str, rules: Rules, there: Sequence[Duty], worth: Callable[[Duty], int]
) -> GaugeMetricFamily:
    """Who speaks several is counted in each."""
    values = {
        str(language): sum(worth(duty) for duty in there if language in languages_of(duty.languages, rules))
        for language in rules.languages
    }
    return _gauge(name, says, "language", values)


def _capacity(rules: Rules) -> Callable[[Duty], int]:
    return lambda duty: duty.capacity or rules.capacity


def _free(rules: Rules, live: Sequence[ChatRow]) -> Callable[[Duty], int]:
    has = Counter(chat.agent for chat in live)
    return lambda duty: max(0, _capacity(rules)(duty) - has[duty.agent.id])


# --- what works


def without_store(vitals: Sequence[Vital]) -> bytes:
    """All that can be said while the store says nothing."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Snapshot([_connections(vitals)]))
    return generate_latest(registry)


def _ringing(alarms: Collection[str]) -> dict[str, float]:
    return {name: int(name in alarms) for name in KNOWN}


def _connections(vitals: Sequence[Vital]) -> Metric:
    """Of several processes' the one that is worst off."""
    up: dict[str, float] = {}
    for vital in vitals:
        up[vital.name] = min(up.get(vital.name, 1), int(vital.well))
    return _gauge("connection_up", "Whether it works (1) or not (0)", "connection", up)


def _processes(now: Now) -> Iterator[Metric]:
    """Of a desk of one process nothing: whether that one lives is seen by whether it answers."""
    if not now.processes:
        return
    roles = Counter(role for process in now.processes for role in process.roles)
    yield _gauge("processes", "Processes that live, by what they do", "role", {each: roles[each] for each in ROLES})
    held = Counter(name.partition("/")[0] for process in now.processes for name in process.holds)
    slots = {kind: held[kind] for kind in ("decide", "send")}
    yield _gauge("slots_held", f"Parts of the work, of {SLOTS}, that a process has", "to", slots)


# --- what was promised


def _promises(now: Now, rules: Rules) -> Metric:
    family = GaugeMetricFamily(
        "frontdesk_promises", "Promises to customers by how they stand", labels=("kind", "standing")
    )
    owed = now.owed
    stands = Counter(
        (promise.kind, standing(promise, now.at))
        for promise in promises(
            owed.chats, owed.callbacks, owed.tickets, owed.disputes, claim=rules.claim, reply=rules.reply
        )
    )
    for kind in get_args(Kind):
        for how in ("fine", "soon", "broken"):
            family.add_metric((kind, how), stands[kind, how])
    return family


# --- what waits to go out


def _queues(now: Now) -> Iterator[Metric]:
    queues = queues_of(now.lanes, now.at)
    held = Counter(each.kind for each in held_of(now.lanes, now.at))
    yield _of_queues("queue_depth", "What waits to go out", queues, lambda queue: queue.waiting)
    yield _of_queues(
        "queue_age_seconds", "Since when the oldest waits", queues, lambda queue: _age(queue.oldest, now.at)
    )
    yield _of_queues("lanes_held", "Destinations that wait after a failure", queues, lambda queue: held[queue.kind])
    yield GaugeMetricFamily("frontdesk_inbox_undone", "What came in and is not decided yet", value=now.undone)
    yield GaugeMetricFamily(
        "frontdesk_inbox_age_seconds", "Since when the oldest of it waits", value=_age(now.undone_since, now.at)
    )
    yield GaugeMetricFamily("frontdesk_dead_letters", "What was given up and nobody has answered", value=now.letters)


def _of_queues(name: str, says: str, queues: Iterable[Queue], value: Callable[[Queue], float]) -> GaugeMetricFamily:
    return _gauge(name, says, "to", {queue.kind: value(queue) for queue in queues})


# --- what models cost


def _model(now: Now, rules: Rules) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "frontdesk_model_cost_today", "In the currency of the prices, by the day in UTC", value=now.spent.cost
    )
    yield GaugeMetricFamily("frontdesk_model_answers_today", "What a model was asked today", value=now.spent.answers)
    if rules.budget is not None:
        yield GaugeMetricFamily("frontdesk_model_budget", "What models may cost in a day", value=rules.budget)


def _gauge(name: str, says: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"frontdesk_{name}", says, labels=(label,))
    for value, number in values.items():
        family.add_metric((value,), number)
    return family


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
