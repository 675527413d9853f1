"""Shows that lanes use what the platforms allow, and not more: `python -m benchmarks.limits [--quick]`.

A desk was stopped while 200 customers' chats and 200 threads of staff had messages waiting. It is started against the
playground's Telegram and Slack, which keep their limits: 30 messages a second over all and 1 in each chat, 1 a second in each
channel. Some chats and one channel are held back for a while: they are answered 429, with the seconds to wait.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.played import Servers, running, until
from bots.playground.slack.errors import RateLimited
from bots.playground.slack.limits import Limits as SlackLimits
from bots.playground.slack.limits import Rates as SlackRates
from bots.playground.telegram.limits import Limits, Rates
from bots.slack.outgoing import lane as staff_lane
from core.engine.clock import SystemClock
from core.model.effects import Post, Say
from core.model.ids import Address, ConversationId, EffectId, Language
from core.model.posts import Relay
from core.model.rows import NewEffect
from core.model.view import View, Words
from core.store.sqlite import SqliteStore

REACHED = 0.97  # of what is allowed, at least
SPARE = 1.0  # seconds by which a chat's next message may come later than its turn, however busy the machine is
FIRST_CHAT = 5_000


class Plan(NamedTuple):
    """How many chats wait with how many messages each, and how many are `held` back for so many `seconds`.

    `channels`, the last of which is held back as well, have `threads` each, with a post waiting in each of them.
    """

    chats: int = 200
    messages: int = 9
    held: int = 10
    seconds: float = 15.0
    channels: int = 4
    threads: int = 50

    def is_held(self, who: str) -> bool:
        return who in {str(FIRST_CHAT + number) for number in range(self.held)}


QUICK = Plan(chats=60, messages=4, held=3, seconds=2.0, channels=2, threads=6)


class Try(NamedTuple):
    """A message that was to be sent: when (seconds), where, and whether it was; else it was answered 429."""

    at: float
    where: str
    taken: bool


class Figures(NamedTuple):
    """`goodput`: of what is allowed over all or in a channel, 0 to 1. `refused`: how often each place was answered 429.

    `late`: the longest that a chat which was not held back waited for its next message beyond a whole round of all.
    """

    telegram: float
    slack: tuple[float, ...]
    refused: dict[str, int]
    late: float

    def hold(self, plan: Plan) -> bool:
        """Whether all that is required is reached: no place is refused twice, and none that was not held back."""
        reached = min(self.telegram, *self.slack) >= REACHED
        return (
            reached and len(self.refused) == plan.held + 1 and set(self.refused.values()) == {1} and self.late <= SPARE
        )


class WatchedChats(Rates):
    """Telegram's limits, with a list of what they said. From the first message on the chats in `held` are held back."""

    def __init__(self, tries: list[Try], held: Sequence[int], seconds: float) -> None:
        super().__init__(Limits(), time.monotonic)
        self._tries, self._to_hold, self._seconds = tries, held, seconds

    def retry_after(self, chat_id: int) -> int:
        for held in () if self._tries else self._to_hold:
            self.hold(held, self._seconds)
        wait = super().retry_after(chat_id)
        self._tries.append(Try(time.monotonic(), str(chat_id), wait == 0))
        return wait


class WatchedChannels(SlackRates):
    """Slack's limits, likewise, of posts in `queues`, of which the last is held back."""

    def __init__(self, tries: list[Try], queues: Sequence[str], seconds: float) -> None:
        super().__init__(SlackLimits(), time.monotonic)
        self._tries, self._queues, self._seconds = tries, queues, seconds

    def spend(self, method: str, channel: str) -> None:
        if method != "chat.postMessage" or channel not in self._queues:
            super().spend(method, channel)
            return
        if not self._tries:
            self.hold(self._queues[-1], self._seconds)
        try:
            super().spend(method, channel)
        except RateLimited:
            self._tries.append(Try(time.monotonic(), channel, False))
            raise
        self._tries.append(Try(time.monotonic(), channel, True))


class World:
    """The servers, and what they were asked."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chats: list[Try] = []
        self.posts: list[Try] = []
        self.servers = Servers(lifted=False)
        self.telegram, self.slack = self.servers.telegram, self.servers.slack
        self.queues = [self.slack.channel(f"queue-{number}").id for number in range(plan.channels)]
        held = range(FIRST_CHAT, FIRST_CHAT + plan.held)
        self.telegram.account.rates = WatchedChats(self.chats, held, plan.seconds)
        self.slack.api.rates = WatchedChannels(self.posts, self.queues, plan.seconds)

    async def waiting(self) -> list[NewEffect]:
        """What the desk has still to send, as its outbox has it: the first of each chat, then the second of each, and so on."""
        for number in range(self.plan.chats):
            self.telegram.customer(FIRST_CHAT + number).chat.started = True
        said = [
            _said(FIRST_CHAT + number, turn) for turn in range(self.plan.messages) for number in range(self.plan.chats)
        ]
        return said + [post for each in range(self.plan.channels) for post in await self._posts(each)]

    async def _posts(self, number: int) -> list[NewEffect]:
        tom, channel = self.slack.agent("Tom", "U0TOM"), self.slack.channel(f"queue-{number}")
        threads = [await tom.writes(channel, f"case {thread}") for thread in range(self.plan.threads)]
        return [_posted(channel.id, ts, place) for place, ts in enumerate(threads)]

    @property
    def is_done(self) -> bool:
        plan = self.plan
        said, posted = len(_taken(self.chats)), len(_taken(self.posts))
        return said >= plan.chats * plan.messages and posted >= plan.channels * plan.threads

    def figures(self) -> Figures:
        free = [each for each in self.chats if not self.plan.is_held(each.where)]
        until = max(each.at for each in free)
        allowed, channel = Limits().total_per_second, SlackLimits().post_per_channel_per_second
        refused = [each.where for each in (*self.chats, *self.posts) if not each.taken]
        return Figures(
            _rate([each for each in _taken(self.chats) if each.at <= until]) / allowed,
            tuple(_rate(_taken([post for post in self.posts if post.where == each])) / channel for each in self.queues),
            {where: refused.count(where) for where in refused},
            _late(_taken(free), self.plan.chats / allowed),
        )


def _said(chat: int, turn: int) -> NewEffect:
    to = Address("telegram", str(chat))
    says = Say(to, View((Words(f"message {turn}"),)), Language("en"))
    return NewEffect(EffectId(f"{chat}.{turn}"), ConversationId(str(to)), str(to), says, 0)


def _posted(channel: str, ts: str, number: int) -> NewEffect:
    talk = ConversationId(f"telegram:{channel}{number}")
    post = Post(Address("slack", f"{channel}/{ts}"), Relay("Anna", f"word {number}"))
    return NewEffect(EffectId(f"{channel}{number}.0"), talk, staff_lane(talk, post), post, 0)


def _taken(tries: Sequence[Try]) -> list[Try]:
    return [each for each in tries if each.taken]


def _rate(taken: Sequence[Try]) -> float:
    """A second, from the first to the last."""
    return (len(taken) - 1) / (taken[-1].at - taken[0].at)


def _late(taken: Sequence[Try], turn: float) -> float:
    by_chat: dict[str, list[float]] = {}
    for each in taken:
        by_chat.setdefault(each.where, []).append(each.at)
    return max(later - sooner for times in by_chat.values() for sooner, later in pairwise(times)) - turn


async def measure(plan: Plan) -> Figures:
    """Seconds pass: as many as the limits want for what waits."""
    world = World(plan)
    places = await world.servers.start()
    with tempfile.TemporaryDirectory() as folder:
        await _leave(Path(folder), await world.waiting())
        async with running(Path(folder), places):
            await until(lambda: world.is_done, 60 + 2 * plan.chats * plan.messages / 30 + 2 * plan.threads)
    await world.servers.stop()
    return world.figures()


async def _leave(folder: Path, rows: Sequence[NewEffect]) -> None:
    """As a desk that was stopped leaves them."""
    store = SqliteStore.open(folder / "desk.db")
    await store.transact(lambda tx: tx.outbox.add(rows, SystemClock().now()))
    await store.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="seconds instead of a minute")
    plan = QUICK if parser.parse_args().quick else Plan()
    figures = asyncio.run(measure(plan))
    print(f"Telegram, {plan.chats} chats waiting: {figures.telegram:.1%} of 30 a second over all")
    print(
        f"Slack, {plan.threads} threads in each channel: {', '.join(f'{each:.1%}' for each in figures.slack)} of 1 a second"
    )
    places, most = len(figures.refused), max(figures.refused.values(), default=0)
    print(f"answered 429: {places} places, each at most {most} times; held back were {plan.held + 1}")
    print(f"a chat that was not held back waited at most {figures.late:.2f} s beyond its turn")
    return 0 if figures.hold(plan) else 1


if __name__ == "__main__":
    sys.exit(main())
