"""A simulated chat desk: two weeks of customers and agents with rush hours, on which a model of the wait can be measured.

It is made to differ from such a model: chats are a mixture of quick and hard questions, agents differ in speed and get
slower with every chat beside, days differ, agents come late, go early, take breaks unannounced and overlook a chat, and the
customers' patience is no constant rate. All moments are minutes since Monday, midnight.
"""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Literal, Protocol

HOUR, DAY = 60, 1440
OPEN = {0: (9, 21), 1: (9, 21), 2: (9, 21), 3: (9, 21), 4: (9, 21), 5: (10, 17)}  # by weekday; closed on Sunday
SHIFT = 8  # hours
RUSH = {9: 1.1, 10: 1.6, 11: 1.6, 12: 1.1, 13: 0.8, 14: 0.8, 15: 0.8, 16: 0.9, 17: 0.8, 18: 0.9, 19: 1.6, 20: 1.1}
LANGUAGES = {"nl": 30, "en": 28, "de": 12, "fr": 10, "es": 7, "it": 5, "pl": 4, "pt": 2, "zh": 2}
TOPICS = ((45, 5.0, 0.7), (40, 11.0, 0.8), (15, 26.0, 0.9))  # share, median minutes, spread of the logarithm


@dataclass(frozen=True)
class Desk:
    """A desk's size. `hourly`: customers in an ordinary hour. `later`: how much longer chats take in the second week."""

    name: str
    agents: int  # in each of the two shifts of a day
    hourly: float
    later: float = 1.0


@dataclass(eq=False)
class Customer:
    number: int
    language: str
    came: float
    state: Literal["waits", "taken", "answered", "gave up", "turned away"] = "waits"


@dataclass(eq=False)
class Agent:
    languages: frozenset[str]
    speed: float
    starts: float = 0.0  # as scheduled
    stops: float = 0.0
    on_duty: bool = False
    since: float = 0.0  # on or off duty
    chats: dict[Customer, float] = field(default_factory=dict)
    capacity: int = 3


class Watcher(Protocol):
    """Who sees what the desk's software would see."""

    def comes(self, world: "World", customer: Customer) -> bool:
        """Whether the customer is let into the queue; they are not in it yet."""

    def leaves(self, world: "World", customer: Customer) -> None:
        """The customer was answered, gave up, or was turned away at closing time."""

    def picked_up(self, minutes: float) -> None:
        """A chat, so long after it was handed over."""

    def ended(self, minutes: float) -> None:
        """A chat, after so long."""

    def went(self, worked: float, within: bool) -> None:
        """An agent went off duty after so long, `within` the shift."""

    def returned(self, minutes: float) -> None:
        """An agent is back on duty after so long."""


class World:
    """The desk at `now`: who waits, in order, and who works."""

    def __init__(self, desk: Desk, watcher: Watcher, seed: int) -> None:
        self.now = 0.0
        self.queue: list[Customer] = []
        self._desk, self._watcher, self._chance = desk, watcher, random.Random(seed)
        self._numbers = count()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._staff = [self._hire(number) for number in range(2 * desk.agents)]
        self._slowness = 1.0

    def run(self, days: range) -> None:
        for day in days:
            if day % 7 in OPEN:
                self._plan(day)
        while self._events:
            self.now, _, event = heapq.heappop(self._events)
            event()
            self._hand_over()

    def at(self, when: float, event: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when, next(self._numbers), event))

    def agents(self) -> Iterator[Agent]:
        """Who is on duty, or will come within the hour as the schedule says."""
        for agent in self._staff:
            if agent.on_duty or self.now < agent.starts < self.now + HOUR:
                yield agent

    def _hire(self, number: int) -> Agent:
        """Everybody speaks English or Dutch, and every language has somebody in each shift where the desk is big enough."""
        others = [language for language in LANGUAGES if language not in ("nl", "en")]
        shift = number % self._desk.agents
        learnt = {others[(shift * 2) % len(others)], others[(shift * 2 + 1) % len(others)]}
        own = {"nl", "en"} if shift % 3 else {"en"}
        return Agent(frozenset(own | learnt), self._chance.lognormvariate(0, 0.2))

    def _plan(self, day: int) -> None:
        opens, closes = (day * DAY + hour * HOUR for hour in OPEN[day % 7])
        slowness = self._chance.lognormvariate(0, 0.12) * (self._desk.later if day >= 7 else 1)
        self.at(opens, partial(setattr, self, "_slowness", slowness))
        self.at(closes + 30, self._close)
        for number, agent in enumerate(self._staff):
            early = number < self._desk.agents
            starts = opens if early else max(opens, closes - SHIFT * HOUR)
            if self._chance.random() < 0.95:  # else ill
                self.at(opens - 1, partial(self._schedule, agent, starts, min(starts + SHIFT * HOUR, closes)))
        for moment in self._arrivals(day, opens, closes):
            self.at(moment, self._come)

    def _arrivals(self, day: int, opens: float, closes: float) -> Iterator[float]:
        busy = self._chance.lognormvariate(0, 0.12)
        outage = self._chance.uniform(opens, closes) if self._chance.random() < 0.3 else 0.0
        moment = float(opens)
        most = 3.2 * self._desk.hourly * busy
        while (moment := moment + self._chance.expovariate(most / HOUR)) < closes:
            crowd = RUSH[int(moment % DAY // HOUR)] * (2 if 0 <= moment - outage < 40 else 1)
            if self._chance.random() < crowd / 3.2:
                yield moment

    def _schedule(self, agent: Agent, starts: float, stops: float) -> None:
        agent.starts, agent.stops = starts, stops
        self.at(starts + self._chance.expovariate(1 / 3), partial(self._start, agent))
        self.at(stops - self._chance.uniform(0, 5), partial(self._go, agent, within=False))

    def _start(self, agent: Agent) -> None:
        agent.on_duty, agent.since = True, self.now
        self.at(self.now + self._chance.expovariate(1 / 150), partial(self._rest, agent))

    def _rest(self, agent: Agent) -> None:
        if agent.on_duty:
            self._go(agent, within=True)
            self.at(self.now + self._chance.lognormvariate(2.4, 0.6), partial(self._return, agent))

    def _go(self, agent: Agent, within: bool) -> None:
        if agent.on_duty:
            self._watcher.went(self.now - agent.since, within)
            agent.on_duty, agent.since = False, self.now

    def _return(self, agent: Agent) -> None:
        if self.now < agent.stops:
            self._watcher.returned(self.now - agent.since)
            self._start(agent)

    def _come(self) -> None:
        language = self._chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        customer = Customer(next(self._numbers), language, self.now)
        if self._watcher.comes(self, customer):
            self.queue.append(customer)
            hasty = self._chance.random() < 0.05
            patience = self._chance.expovariate(1) if hasty else self._chance.lognormvariate(3.6, 0.8)
            self.at(self.now + patience, partial(self._leave, customer, "gave up"))

    def _leave(self, customer: Customer, state: Literal["gave up", "turned away"]) -> None:
        if customer.state == "waits":
            customer.state = state
            self.queue.remove(customer)
            self._watcher.leaves(self, customer)

    def _hand_over(self) -> None:
        """Everyone who waits, in order, goes to the least busy agent who speaks the language and has room."""
        with_room = [agent for agent in self._staff if _has_room(agent)]
        for customer in tuple(self.queue) if with_room else ():
            free = [agent for agent in with_room if _has_room(agent) and customer.language in agent.languages]
            if free:
                self._hand(customer, min(free, key=lambda agent: (len(agent.chats), len(agent.languages))))

    def _hand(self, customer: Customer, agent: Agent) -> None:
        self.queue.remove(customer)
        customer.state = "taken"
        agent.chats[customer] = self.now
        if self._chance.random() < 0.02:
            self.at(self.now + 2, partial(self._overlooked, customer, agent))
            return
        pickup = self._chance.lognormvariate(-0.7, 0.7)
        self.at(self.now + pickup, partial(self._answer, customer, pickup))
        self.at(self.now + pickup + self._length(agent), partial(self._end, customer, agent))

    def _overlooked(self, customer: Customer, agent: Agent) -> None:
        """Who does not take a chat in time is put off duty, and the customer keeps the place."""
        del agent.chats[customer]
        customer.state = "waits"
        self.queue.append(customer)
        self.queue.sort(key=lambda each: each.number)
        self._rest(agent)

    def _length(self, agent: Agent) -> float:
        _, median, spread = self._chance.choices(TOPICS, [share for share, _, _ in TOPICS])[0]
        beside = 1 + 0.1 * (len(agent.chats) - 1)
        return median * self._chance.lognormvariate(0, spread) * agent.speed * self._slowness * beside

    def _answer(self, customer: Customer, pickup: float) -> None:
        customer.state = "answered"
        self._watcher.picked_up(pickup)
        self._watcher.leaves(self, customer)

    def _end(self, customer: Customer, agent: Agent) -> None:
        self._watcher.ended(self.now - agent.chats.pop(customer))

    def _close(self) -> None:
        for customer in tuple(self.queue):
            self._leave(customer, "turned away")


def _has_room(agent: Agent) -> bool:
    return agent.on_duty and len(agent.chats) < agent.capacity
