"""Runs of one way that are each killed several times, at every so many-th request: a start takes a moment, a way has many.

All runs together meet every request before it, and what must happen once also after it and after its answer. Of what a
fresh start asks for, and of how news come in, other tests tell.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pytest

from bots.playground.faults import Fault, Moment
from tests.faults.stage import Stage

Step = tuple[str, str]  # a server and its method

HEARD: Step = ("slack-events", "ack")
NEWS: frozenset[Step] = frozenset({HEARD, ("telegram", "getUpdates")})
MOST = 20  # kills of one run


@dataclass(frozen=True)
class Steps:
    """All that a way asks of the world, and how often.

    `once`: what would show twice, or cost money, if it were done twice. `again`: what may be done again; then it is all the
    same when in its course the process dies. `heard`: news at which it dies too, before and after it acknowledges them.
    """

    once: Mapping[Step, int]
    again: Mapping[Step, int]
    heard: frozenset[Step] = frozenset()

    def at(self, moment: Moment) -> Collection[Step]:
        match moment:
            case Moment.BEFORE:
                return {*self.once, *self.again, *self.heard}
            case Moment.AFTER:
                return {*self.once, *self.heard}
            case Moment.ANSWERED:  # an acknowledgement has no answer
                return self.once

    def runs(self, apart: Mapping[Moment, int]) -> Iterator[object]:
        """A test's parameters, each the kills of one run. `apart`: so many requests lie between two of them."""
        for moment, between in apart.items():
            for first, kills in enumerate(several(self.at(moment), moment, between), 1):
                yield pytest.param(kills, id=f"{moment}-{first}")

    def are_all_that_was_asked(self, stage: Stage, but: Collection[Step] = ()) -> None:
        """Each so often, and nothing else but news and these."""
        asked = Counter((each.server, each.method) for each in stage.faults.seen)
        its = {step: times for step, times in asked.items() if step not in NEWS.union(but)}
        assert its == {**self.once, **self.again}, its


@dataclass(frozen=True, kw_only=True)
class KillAtAStep(Fault):
    steps: Collection[Step]

    def matches(self, server: str, method: str) -> bool:
        return (server, method) in self.steps


def several(steps: Collection[Step], moment: Moment, between: int) -> Iterator[list[Fault]]:
    """The kills of each run at these steps, at every so many-th of their requests."""
    for first in range(1, between + 1):
        numbers = range(first, first + between * MOST, between)
        yield [KillAtAStep(nth=nth, kill=moment, steps=steps) for nth in numbers]


def killed_at_each(stage: Stage, kills: list[Fault]) -> None:
    """From now on."""
    for kill in kills:
        stage.faults.add(kill)
