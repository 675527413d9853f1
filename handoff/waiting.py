"""How long a customer waits for a person in the chat: place and range, by the queue, the agents and what chats took. Pure.

The coming hour is played through in `PATHS` ways at once. What is uncertain (how long a chat still takes, who gives up, who
takes a break, how good the measured times are) is drawn from fixed quantiles, so that the same desk gives the same range.
All lengths are minutes, all moments minutes from now.
"""

from collections.abc import Sequence
from math import ceil, inf, isfinite

import msgspec
import numpy as np

from handoff.calibration import HIGH, LOW, Range
from handoff.lengths import PATHS, Array, Draws, Indices, Lengths, Rate, Times

_CHATS, _PATIENCE = 170, 340  # the first rows of the queue's draws: one more ahead changes nothing for those before


class Pace(msgspec.Struct, frozen=True):
    """What the desk's work is known to be like; without history, a guess.

    `handling`: from handing a chat to an agent until its end. `pickup`: from handing it over to the first word.
    `leaving`: customers who gave up, in the minutes that all of them waited. `breaks`: agents who went off duty amid their
    shift, in the minutes that all of them were on duty. `away`: how long they were off.
    """

    handling: Times = Times.guess(10, 0.9, 6)
    pickup: Times = Times.guess(0.7, 0.8, 6)
    leaving: Rate = Rate(1, 60)
    breaks: Rate = Rate(1, 180)
    away: Times = Times.guess(12, 0.6, 6)


class Serving(msgspec.Struct, frozen=True):
    """An agent who takes chats: `chats` are the minutes that each of theirs has run.

    They take new ones from `starts` on (0: now) and none after `stops`, as the schedule says.
    """

    languages: frozenset[str]
    capacity: int
    chats: tuple[float, ...] = ()
    starts: float = 0.0
    stops: float = inf


class Place(msgspec.Struct, frozen=True):
    """The place in the queue (1: next), and the wait; none where nine in ten cannot be promised an answer at all."""

    position: int
    wait: Range | None


def place(language: str, ahead: Sequence[str], agents: Sequence[Serving], pace: Pace) -> Place:
    """The wait of a customer of `language` behind others, given by their languages in order.

    The position counts those ahead whom an agent has to answer first who could answer this customer.
    """
    fitting = [agent for agent in agents if language in agent.languages]
    shared = frozenset[str]().union(*(agent.languages for agent in fitting))
    position = 1 + sum(other in shared for other in ahead)
    if not any(agent.capacity for agent in fitting):
        return Place(position, None)
    waits = np.sort(_play(language, ahead, agents, pace))
    low, high = (float(waits[ceil(share * PATHS) - 1]) for share in (LOW, HIGH))
    return Place(position, Range(low, high) if isfinite(high) else None)


def _play(language: str, ahead: Sequence[str], agents: Sequence[Serving], pace: Pace) -> Array:
    """The customer's wait on each path. Everyone takes, in order, the first slot of theirs that gets free.

    Who comes later takes nothing away: an agent who can answer the earlier customer answers them first.
    """
    draws = Draws()
    pickup = Lengths(pace.pickup, draws).whole(1, draws)[0]
    handling = Lengths(pace.handling, draws)
    slots = _Slots(agents, handling, pace, draws)
    lengths = handling.whole(len(ahead), Draws(_CHATS))
    patience = pace.leaving.first(len(ahead), Draws(_PATIENCE))
    for other, gives_up, length in zip(ahead, patience, lengths, strict=True):
        slots.take(other, gives_up, length)
    waits: Array = slots.free(language) + pickup
    return waits


class _Slots:
    """The agents' places for chats: a row each, with the moment on each path when it is free; inf: its agent goes before."""

    def __init__(self, agents: Sequence[Serving], handling: Lengths, pace: Pace, draws: Draws) -> None:
        self._agents = sorted(agents, key=lambda agent: len(agent.languages))  # of two, who speaks fewer takes the chat
        self._leaves = pace.breaks.first(len(agents), draws)
        self._returns = self._leaves + Lengths(pace.away, draws).whole(len(agents), draws)
        self._stops = np.array([agent.stops for agent in self._agents])
        rests = handling.rest(np.array([minutes for agent in self._agents for minutes in agent.chats], float), draws)
        ends = np.split(rests, np.cumsum([len(agent.chats) for agent in self._agents])[:-1])
        rows = [_room(agent, its) for agent, its in zip(self._agents, ends, strict=True)]
        self._owners = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
        self._free = self._open(np.concatenate(rows), self._owners[:, None], np.arange(PATHS))
        self._rows = dict[str, Indices]()

    def free(self, language: str) -> Array:
        """When the first slot gets free that serves a language."""
        first: Array = np.min(self._free[self._serving(language)], axis=0, initial=inf)
        return first

    def take(self, language: str, gives_up: Array, length: Array) -> None:
        """The first slot that gets free is taken for `length`, on the paths where the customer is still there."""
        rows, every = self._serving(language), np.arange(PATHS)
        if not len(rows):
            return
        first = rows[np.argmin(self._free[rows], axis=0)]
        when = self._free[first, every]
        after = self._open(when + length, self._owners[first], every)
        self._free[first, every] = np.where(when < gives_up, after, when)

    def _serving(self, language: str) -> Indices:
        if language not in self._rows:
            serving = np.array([language in agent.languages for agent in self._agents])
            self._rows[language] = np.flatnonzero(serving[self._owners])
        return self._rows[language]

    def _open(self, when: Array, owners: Indices, every: Indices) -> Array:
        """The moment from which an agent takes the next chat, once there is room for it."""
        leaves, returns = self._leaves[owners, every], self._returns[owners, every]
        back = np.where((when >= leaves) & (when < returns), returns, when)
        return np.where(back < self._stops[owners], back, inf)


def _room(agent: Serving, ends: Array) -> Array:
    """The moments at which an agent can take a chat, a row for each that they may have beside others, by their chats' ends."""
    idle = np.zeros((max(0, agent.capacity - len(ends)), PATHS))
    busy = np.sort(ends, axis=0)[max(0, len(ends) - agent.capacity) :]
    return np.maximum(np.concatenate((idle, busy)), agent.starts)
