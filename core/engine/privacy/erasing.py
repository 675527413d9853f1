"""Carries out what customers, operators and supervisors ask to have erased: each step durable, and harmless twice.

What waits to be sent may go first, for some seconds. Then one transaction removes the customer from the database; from there on
nothing of theirs can be posted, so the posts in Slack and the files on the disk that it names are removed after it, as often as
it takes. At last the erasure names nobody, and who asked in a chat is told there.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from msgspec.structs import replace

from core.engine.privacy.finding import Found, find, find_rest
from core.engine.privacy.wiping import wipe
from core.engine.routes import Routes
from core.flow.privacy import stays
from core.model.effects import Say
from core.model.errors import DeskError, Limited, Transient
from core.model.ids import ConversationId, EffectId
from core.model.privacy import Erasure, Leftovers
from core.model.rows import NewEffect, OutboxRow
from core.model.view import Line, View, text
from core.ports import Clock, KeptFiles, StaffPosts, Store, Transaction
from core.ports.store import Scrubbing

log = logging.getLogger(__name__)

LOOKS = 1.0  # seconds between two looks
MAY_GO = 10.0  # seconds that what waits to be sent has, such as the word that the erasure begins
MAY_END = 40.0  # seconds for a send that is under way: no call outside lasts longer
PAUSES = (2.0, 10.0, 60.0, 300.0)  # seconds after a step that could not be done; the last one for ever
DELIVERED_AGAIN = timedelta(hours=24)  # so long a platform may bring again what it brought
LATER = timedelta(hours=1)  # between two looks at what was kept
_SWEPT = timedelta(days=30)  # a desk that stood still for longer leaves some keys


class Eraser:
    """One process of a desk runs it. `put` takes what is to be sent, `changed` tells the pages of the board and other processes."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        routes: Routes,
        posts: StaffPosts,
        files: KeptFiles,
        put: Callable[[Sequence[OutboxRow]], None],
        changed: Callable[[], None] = lambda: None,
        *,
        may_go: float = MAY_GO,
        may_end: float = MAY_END,
    ) -> None:
        self._store, self._clock, self._routes = store, clock, routes
        self._posts, self._files = posts, files
        self._put, self._changed = put, changed
        self._may_go, self._may_end = may_go, may_end
        self._failed: dict[int, int] = {}  # tries of each erasure that came to nothing, one after the other
        self._not_before: dict[int, float] = {}  # by this loop's clock
        self._looked_later: float | None = None
        self._unclean = True  # an earlier process may have ended just before

    async def run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(LOOKS)

    async def look(self) -> int:
        """Carry out what is asked for, the oldest first; how many were carried out to the end."""
        ended = 0
        if self._unclean:
            await self._scrub()
        for erasure in await self._store.transact(lambda tx: tx.erasures.undone()):
            if self._not_before.get(erasure.id, 0.0) <= _ticks():
                ended += await self._one(erasure)
        if self._looked_later is None or _ticks() - self._looked_later >= LATER.total_seconds():
            await self.look_later()
            self._looked_later = _ticks()
        return ended

    async def _one(self, erasure: Erasure) -> bool:
        try:
            await self.erase(erasure)
        except DeskError as error:  # the edge of this loop: one that cannot go on delays no other
            self._put_off(erasure, error)
            return False
        self._failed.pop(erasure.id, None)
        self._not_before.pop(erasure.id, None)
        return True

    def _put_off(self, erasure: Erasure, error: DeskError) -> None:
        tries = self._failed.get(erasure.id, 0)
        pause = error.retry_after if isinstance(error, Limited) else PAUSES[min(tries, len(PAUSES) - 1)]
        self._failed[erasure.id] = tries if isinstance(error, Limited) else tries + 1
        self._not_before[erasure.id] = _ticks() + pause
        level = logging.INFO if isinstance(error, Limited) else logging.ERROR
        log.log(level, "erasure %d goes on in %.0f s: %s", erasure.id, pause, error)

    # --- its steps
    async def erase(self, erasure: Erasure) -> None:
        """Whatever was done before is not done again. Raises DeskError where a step has to wait."""
        if erasure.left is None:
            await self._let_go(erasure)
            erasure = await self._wiped(erasure)
            self._changed()
        await self._remove(erasure.left or Leftovers())
        await self._scrub()
        await self._end(erasure)
        log.info("erasure %d is done", erasure.id)

    async def _let_go(self, erasure: Erasure) -> None:
        """Until nothing waits: what was begun may end, all else is dropped after a while."""
        begun = _ticks()
        while True:
            waiting, under_way = await self._store.transact(lambda tx: self._waiting(tx, erasure))
            passed = _ticks() - begun
            if not waiting or passed >= self._may_end or (passed >= self._may_go and not under_way):
                return
            if passed >= self._may_go:
                await self._store.transact(lambda tx: self._drop(tx, erasure))
            await asyncio.sleep(min(0.2, self._may_go / 10))

    async def _waiting(self, tx: Transaction, erasure: Erasure) -> tuple[int, int]:
        found, now = await find(tx, erasure.subject), self._clock.now()
        counts = [await tx.wiping.waiting(stream, now) for stream in found.streams]
        return sum(waiting for waiting, _ in counts), sum(under_way for _, under_way in counts)

    async def _drop(self, tx: Transaction, erasure: Erasure) -> None:
        found, now = await find(tx, erasure.subject), self._clock.now()
        for stream in found.streams:
            await tx.wiping.drop_waiting(stream, now)

    async def _wiped(self, erasure: Erasure) -> Erasure:
        async def work(tx: Transaction) -> Erasure:
            current = await tx.erasures.get(erasure.id)
            if current and current.left is not None:  # another process was faster
                return current
            found = await find(tx, erasure.subject)
            gone = await wipe(tx, found, name_of(erasure), self._clock.now())
            await tx.erasures.wiped(erasure, found.left, found.kept)
            who = erasure.by.id if erasure.by.kind == "supervisor" else ""
            await tx.audit.note("data erased", name_of(erasure), _detail(erasure, found), self._clock.now(), who)
            log.info("erasure %d: %d rows", erasure.id, gone.total())
            return replace(erasure, left=found.left, kept=found.kept)

        return await self._store.transact(work)

    async def _remove(self, left: Leftovers) -> None:
        for case, evidence in left.evidence:
            await self._files.forget_evidence(case, evidence)
        await self._files.forget_mails(left.mails)
        for thread in left.threads:
            await self._posts.take_away(thread)
        await self._posts.take_alerts_back(left.alerts)
        await self._posts.redraw_pages()

    async def _scrub(self) -> None:
        """Where somebody reads the database right now, it is done at the next look."""
        self._unclean = isinstance(self._store, Scrubbing)
        if isinstance(self._store, Scrubbing):
            try:
                await self._store.scrub()
            except Transient as error:
                log.info("what was removed is overwritten a little later: %s", error)
            else:
                self._unclean = False

    async def _end(self, erasure: Erasure) -> None:
        async def work(tx: Transaction) -> list[OutboxRow]:
            now = self._clock.now()
            current = await tx.erasures.get(erasure.id)
            if current is None or current.state == "done":
                return []
            for thread in (erasure.left or Leftovers()).threads:  # what agents wrote there meanwhile
                await tx.wiping.thread(thread, name_of(erasure))
            await tx.erasures.done(erasure, now)
            return await tx.outbox.add(self._word(erasure), now)

        self._put(await self._store.transact(work))
        await self._scrub()
        self._changed()

    def _word(self, erasure: Erasure) -> list[NewEffect]:
        if erasure.to is None:
            return []
        lines = [text("privacy.done"), *map(stays, erasure.kept)]
        said = Say(erasure.to, View(tuple(map(Line, lines))), erasure.language)
        stream = ConversationId(name_of(erasure))
        lane = self._routes.performer(said).lane(said, ConversationId(str(erasure.to)))
        return [NewEffect(EffectId(f"{stream}.0"), stream, lane, said, 0)]

    # --- later
    async def look_later(self) -> None:
        """What was kept goes once nothing keeps it; the keys of what came in go once nothing brings it again."""
        now = self._clock.now()
        for erasure in await self._store.transact(lambda tx: tx.erasures.keeping()):
            await self._store.transact(partial(self._rest, erasure))
        for erasure in await self._store.transact(lambda tx: tx.erasures.done_since(now - _SWEPT)):
            if erasure.done_at and erasure.done_at <= now - DELIVERED_AGAIN:
                await self._store.transact(partial(_forget_keys, erasure))

    async def _rest(self, erasure: Erasure, tx: Transaction) -> None:
        """Of those that were kept only, for the same person may have come back: what is new was never asked to be erased."""
        found = await find_rest(tx, erasure)
        if found.disputes:
            await wipe(tx, found, name_of(erasure), self._clock.now())
            await tx.erasures.wiped(erasure, found.left, found.kept)
        elif found.kept != erasure.kept:
            await tx.erasures.done(replace(erasure, kept=found.kept), self._clock.now())


async def _forget_keys(erasure: Erasure, tx: Transaction) -> None:
    await tx.wiping.emptied(name_of(erasure))


def name_of(erasure: Erasure) -> str:
    """What stands in the place of the customer."""
    return f"erased:{erasure.id}"


def _detail(erasure: Erasure, found: Found) -> str:
    by = erasure.by
    who = " ".join(filter(None, (by.kind, by.id, by.name))) if by.kind != "customer" else by.kind
    kept = ", ".join(f"{each.case}: {each.reason}" for each in found.kept)
    return f"by the {who}" + (f"; kept {kept}" if kept else "")


def _ticks() -> float:
    return asyncio.get_running_loop().time()
