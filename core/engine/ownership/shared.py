"""One of several processes of a desk: it agrees with the others by a beat a second on who does what, through leases in the store."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

from core.engine.ownership.assignment import shares
from core.engine.ownership.holding import Lanes, NoLanes
from core.engine.ownership.holdings import Holdings
from core.engine.ownership.names import in_short
from core.engine.ownership.singles import while_held
from core.model.errors import Transient
from core.model.lease import Lease, Member, alone, deciding, sending
from core.model.slots import SLOTS
from core.ports import Clock, Store, Transaction

log = logging.getLogger(__name__)

BEAT = 1.0  # seconds
LEASE = timedelta(seconds=5)  # from each beat on; so long nobody else does the work of a process that died
MARGIN = 0.5  # seconds before its end from which a lease is not believed in: clocks do not run quite alike
PATIENCE = 3.0  # seconds that one beat may take
GIVING_BACK = 20.0  # seconds for what is under way in a slot that another process should have

NAMES = {"decide": [deciding(slot) for slot in range(SLOTS)], "send": [sending(slot) for slot in range(SLOTS)]}
SENDING = {name: slot for slot, name in enumerate(NAMES["send"])}


_NO_LANES = NoLanes()


class Agreed(NamedTuple):
    """`wanted`: what this process should have of all there is; `held`: what it has."""

    wanted: frozenset[str]
    held: list[Lease]


class Shared:
    """As `core.ports.Ownership`, by the tables that all processes of the desk have in common.

    `id` is another one after each start. A lease counts from before the store was asked for it, so that its end is known
    here before it comes there. `store` may be a connection of its own, so that a beat never waits behind the work.
    """

    def __init__(
        self, store: Store, clock: Clock, id: str, roles: Sequence[str], ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._clock = clock
        self._id = id
        self._roles = tuple(roles)
        self._ticks = ticks
        self._holdings = Holdings(ticks)
        self.serves()
        self._singles: set[str] = set()
        self._gained = asyncio.Event()
        self._news = asyncio.Event()
        self._turn = asyncio.Lock()  # an answer that is heard after a later one would tell of what is not held any more
        self._failing = False
        self._senders = 1

    def senders(self) -> int:
        """How many processes send, as of the last beat."""
        return self._senders

    def serves(self, lanes: Lanes = _NO_LANES, opened: Callable[[], None] = lambda: None) -> None:
        """Who hears of slots that come and go; and what is called when there is something new to be decided."""
        self._lanes = lanes
        self._opened = opened

    # --- what it may do
    def slots(self, of: Literal["decide", "send"]) -> list[int]:
        return [slot for slot, name in enumerate(NAMES[of]) if self.lease(name)]

    def lease(self, name: str) -> Lease | None:
        return self._holdings.lease(name)

    async def alone(self, task: str, work: Callable[[], Awaitable[None]]) -> None:
        """Ends when the work ends by itself; what it raises is raised here."""
        name = alone(task)
        self._singles.add(name)
        ended = False
        try:
            while not ended:
                while not self.lease(name):
                    await self._news.wait()
                ended = await while_held(work, lambda: self._holdings.left(name), lambda: self._news.wait())
        finally:
            self._singles.discard(name)

    def _tell(self) -> None:
        """Those who wait for what this process may do."""
        self._lanes.go_on()
        self._news.set()
        self._news = asyncio.Event()

    # --- agreeing with the others
    async def run(self) -> None:
        """For ever. What it holds runs out by itself where it ends without `leave`."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._beats())
            group.create_task(self._openings())

    async def _beats(self) -> None:
        while True:
            began = self._ticks()
            await self.beat()
            await asyncio.sleep(max(0.0, BEAT - (self._ticks() - began)))

    async def _openings(self) -> None:
        while True:
            await self._gained.wait()
            try:
                await self.open()
            except Transient as error:
                log.error("what waits in new slots is not known yet: %s", error)
                await asyncio.sleep(BEAT)

    async def beat(self) -> None:
        """Agree once. While the store fails, what is held runs out."""
        try:
            async with self._turn, asyncio.timeout(PATIENCE):
                await self._beat()
            if self._failing:
                log.warning("the store answers again")
            self._failing = False
        except (Transient, TimeoutError) as error:
            if not self._failing:
                log.error("what this process may do runs out: %s", str(error) or "the store does not answer")
            self._failing = True
        self._tell()

    async def _beat(self) -> None:
        asked = self._ticks()
        agreed = await self._store.transact(self._agree)
        self._lose(self._holdings.learn(agreed.held, asked + LEASE.total_seconds() - MARGIN))
        self._holdings.aim(agreed.wanted)
        self._open([lease for lease in self._holdings.closed() if lease.name in self._singles])
        if self._holdings.closed():
            self._gained.set()
        await self._give_back()

    async def _agree(self, tx: Transaction) -> Agreed:
        now = self._clock.now()
        wanted = self._wanted(await tx.members.seen(Member(self._id, self._roles, now), LEASE))
        kept = await tx.leases.prolong(self._id, LEASE, now)
        missing = sorted(wanted - {lease.name for lease in kept})
        return Agreed(wanted, kept + (await tx.leases.take(missing, self._id, LEASE, now) if missing else []))

    def _wanted(self, members: Iterable[Member]) -> frozenset[str]:
        """Its share of the slots, and what it offers to do alone."""
        members = list(members)
        self._senders = sum("sender" in member.roles for member in members)
        decides = (deciding(slot) for slot in shares(members, "worker").get(self._id, ()))
        sends = (sending(slot) for slot in shares(members, "sender").get(self._id, ()))
        return frozenset({*decides, *sends, *self._singles})

    async def open(self) -> None:
        """Begin with what is new; first what its last holder left is taken up, so that nothing overtakes it. Raises Transient."""
        self._gained.clear()
        new = self._holdings.closed()
        if new:
            await self._lanes.open([SENDING[name] for name in self._holdings.names() if name in SENDING])
            self._open(new)
            self._tell()
            self._opened()

    def _open(self, leases: Sequence[Lease]) -> None:
        if leases:
            log.info("from now on this process has: %s", in_short([lease.name for lease in leases]))
        self._holdings.open(leases)

    # --- what it does not have any more
    def _lose(self, names: Sequence[str]) -> None:
        if names:
            log.warning("another process has, or may have had, what this one held: %s", in_short(names))
        self._close(names)

    async def _give_back(self) -> None:
        """What another process should have, once nothing of it is under way here."""
        if leaving := self._holdings.leaving():
            busy = {sending(slot) for slot in self._lanes.busy()}  # a decision under way is guarded to its end
            names = [name for name, since in leaving.items() if name not in busy or since > GIVING_BACK]
            if names:
                await self._release(names)

    async def _release(self, names: Sequence[str]) -> None:
        await self._store.transact(lambda tx: tx.leases.release(names, self._id))
        self._holdings.drop(names)
        self._close(names)

    def _close(self, names: Sequence[str]) -> None:
        self._lanes.close([SENDING[name] for name in names if name in SENDING])

    async def retire(self) -> None:
        """Take nothing any more, and give everything back: what is under way, once it is finished."""
        self._roles = ()
        self._singles.clear()
        await self.beat()

    async def leave(self) -> None:
        """Give everything back at once, so that nobody waits for its end. For after `run` and all work. Raises Transient."""
        async with self._turn:
            await self._release(self._holdings.names())
            await self._store.transact(lambda tx: tx.members.left(self._id))
