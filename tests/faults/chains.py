"""One run of a scenario that is killed step after step: each restart is a recovery, and each recovery meets the next kill."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle
from pathlib import Path
from traceback import format_exception
from typing import NamedTuple

from bots.playground.faults import Fault, Faults, Moment, Seen
from tests.faults.oracle import check, drained
from tests.faults.product import Start
from tests.faults.scenarios import BY_NAME
from tests.faults.stage import Stage, staged
from tests.faults.wrong import Wrong

POLLED = ("telegram", "getUpdates")
# What a start asks for too: the panel of those on duty is drawn anew, and Slack tells of it.
DRAWN = {("slack", "chat.update"), ("slack-events", "ack")}
# Asked at every start, or for nobody's eyes: no steps of a way.
SET_UP = {
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setMyProfilePhoto",
    "deleteWebhook",
    "sendChatAction",
    "auth.test",
    "conversations.list",
    "conversations.members",
    "conversations.history",
    "conversations.replies",
    "users.info",
    "usergroups.list",
    "apps.connections.open",
}
MOST_WORDS = 5_000  # about what was wrong
FOR_GOOD = 1_000_000  # a fault waits for a request that has the moment: a command of a mail has no answer of its own


class Kind(StrEnum):
    """Of steps, which chains meet apart: else a kill at each would meet only those that every start begins with."""

    DONE = "done"
    DRAWN = "drawn"
    POLLED = "polled"


def kind(server: str, method: str) -> Kind | None:
    """None: of no step."""
    if method in SET_UP:
        return None
    if (server, method) == POLLED:
        return Kind.POLLED
    return Kind.DRAWN if (server, method) in DRAWN else Kind.DONE


@dataclass(frozen=True, kw_only=True)
class KillAtAStep(Fault):
    of: Kind

    def matches(self, server: str, method: str) -> bool:
        return kind(server, method) is self.of


@dataclass(frozen=True, kw_only=True)
class KillAtANewStep(Fault):
    """`known`: where it was killed before."""

    known: frozenset[str]

    def matches(self, server: str, method: str) -> bool:
        seen = Seen(server, method)
        return _is_step(seen) and _name(seen) not in self.known


class Chain(NamedTuple):
    """`gaps`: how many steps pass between a start and the next kill, in turn; so each step is the one at some time.

    `recoveries`: at which requests of the next starts, of whatever kind, it dies again. Without gaps it is killed once at each
    step that is not like one before.
    """

    name: str
    moment: Moment
    gaps: tuple[int, ...] = ()
    of: Kind = Kind.DONE
    recoveries: tuple[int, ...] = ()

    def kills(self, faults: Faults) -> Iterator[Fault]:
        """One for each start, for ever."""
        while not self.gaps:
            known = frozenset(_name(seen) for seen, _ in faults.killed)
            yield KillAtANewStep(times=FOR_GOOD, kill=self.moment, known=known)
        again = cycle(self.recoveries)
        for gap in cycle(self.gaps):
            yield KillAtAStep(nth=gap + 1, times=FOR_GOOD, kill=self.moment, of=self.of)
            if self.recoveries:
                yield Fault(nth=next(again), times=FOR_GOOD, kill=Moment.BEFORE)
                yield Fault(nth=next(again), times=FOR_GOOD, kill=self.moment)


# Some lives must be long enough for what is done in one: three commands for a mail, five requests for a file, ten for an album.
RAMP = (0, 1, 0, 1, 2, 0, 1, 4, 0, 1, 0, 9)
NO_KILL = Chain("counted", Moment.BEFORE, (FOR_GOOD,))  # no way has so many steps
CHAINS = (
    Chain("before each kind", Moment.BEFORE),
    Chain("after each kind", Moment.AFTER),
    Chain("behind each kind", Moment.ANSWERED),
    Chain("before", Moment.BEFORE, RAMP),
    Chain("after", Moment.AFTER, RAMP),
    Chain("answered", Moment.ANSWERED, RAMP),
    Chain("before what is drawn", Moment.BEFORE, (2, 4, 7), Kind.DRAWN),
    Chain("after what is drawn", Moment.AFTER, (2, 4, 7), Kind.DRAWN),
    Chain("before a poll", Moment.BEFORE, (1, 2), Kind.POLLED),
    Chain("after a poll", Moment.AFTER, (1, 2), Kind.POLLED),
    Chain("twice in recovery, before", Moment.BEFORE, RAMP, recoveries=(11, 4, 6, 1, 8, 13)),
    Chain("twice in recovery, after", Moment.AFTER, RAMP, recoveries=(2, 9, 5, 12, 7, 3, 10, 4)),
    Chain("twice in recovery, answered", Moment.ANSWERED, RAMP, recoveries=(3, 8, 13, 1, 6, 10)),
)
BY_CHAIN = {chain.name: chain for chain in (NO_KILL, *CHAINS)}


class Outcome(NamedTuple):
    """Of one chain. `steps`: the requests of the way, by kind. `met`: at which kinds of them it was killed, and when in their
    lives. `wrong`: the kind of what was wrong, "" if nothing was; `words`: what.
    """

    scenario: str
    store: str
    chain: str
    steps: Mapping[str, int] = {}
    met: frozenset[tuple[str, Moment]] = frozenset()
    kills: int = 0
    doubled: int = 0
    seconds: float = 0.0
    wrong: str = ""
    words: str = ""


async def run(folder: Path, start: Start, names: tuple[str, str, str], settings: dict[str, str]) -> Outcome:
    """`names`: of the scenario, of the store and of the chain."""
    scenario, chain = BY_NAME[names[0]], BY_CHAIN[names[2]]
    outcome = Outcome(*names)
    async with staged(folder, start, **{**scenario.settings, **settings}) as stage:
        try:
            await stage.product.start()
            await stage.product.ready()
            await scenario.before(stage)
            stage.faults.seen.clear()
            with killed(stage, chain):
                stories = await scenario.way(stage)
                await drained(stage)
            outcome = outcome._replace(doubled=await check(stage, stories))
            await scenario.after(stage)
        except Wrong as error:
            outcome = outcome._replace(wrong=type(error).__name__, words=str(error)[:MOST_WORDS])
        except (AssertionError, TimeoutError, ValueError, LookupError) as error:
            outcome = outcome._replace(wrong="Otherwise", words="".join(format_exception(error))[-MOST_WORDS:])
        return outcome._replace(kills=stage.product.kills, steps=steps(stage), met=met(stage))


@contextmanager
def killed(stage: Stage, chain: Chain) -> Iterator[None]:
    """While the block runs, once in each life."""
    kills = chain.kills(stage.faults)

    def next_kill() -> None:
        stage.faults.clear()
        if kill := next(kills, None):
            stage.faults.add(kill)

    next_kill()
    stage.product.on_start.append(next_kill)
    yield
    stage.product.on_start.remove(next_kill)
    stage.faults.clear()


def steps(stage: Stage) -> Counter[str]:
    """What it asked of the world, but for what every start asks."""
    return Counter(_name(each) for each in stage.faults.seen if _is_step(each))


def met(stage: Stage) -> frozenset[tuple[str, Moment]]:
    return frozenset((_name(each), moment) for each, moment in stage.faults.killed if _is_step(each))


def _is_step(seen: Seen) -> bool:
    return kind(seen.server, seen.method) in (Kind.DONE, Kind.DRAWN)


def _name(seen: Seen) -> str:
    return f"{seen.server} {seen.method}"
