"""Brings the mails of one IMAP folder into the inbox: what came meanwhile, then each as it comes; a mail is read only once kept.

Where the mails that were taken end is remembered as UIDVALIDITY and UID (RFC 3501, 2.3.1.1). Where that is not known, or the
server has numbered its mails anew, the unread ones count: a mail that was taken before is known in the inbox.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from functools import partial
from itertools import chain, repeat
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from bots.mail.imap_mailbox import Mailbox, MailboxTrouble, MailRefused
from bots.mail.imap_thread import OneThread
from bots.mail.incoming import BEGINNING, LARGEST, Take
from core.model import codec
from core.model.errors import Transient
from core.ports import Clock, Store, Vitals
from core.ports.unwatched import UNWATCHED

log = logging.getLogger(__name__)

T = TypeVar("T")

VITAL = "imap"
GROWING = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0)  # seconds between two tries to connect; the last one again and again
RENEW = 300.0  # seconds of one IDLE: many networks forget a silent connection sooner than the 30 minutes of RFC 2177
POLL = 60.0  # seconds between two looks where the server has no IDLE
TRIES = 3  # connections that may break at the same mail, before those after it are taken
LEFT_AGAIN = 3600.0  # seconds until a mail that was left is tried again


class _Place(msgspec.Struct, frozen=True):
    """Up to where mails are taken; `left` could not be fetched and stay unread on the server."""

    validity: int
    last: int
    left: tuple[int, ...] = ()


class ImapInbox:
    """`url` as in `Mailbox`. `run` goes on until it is cancelled, whatever the server does."""

    def __init__(
        self,
        url: str,
        take: Take,
        store: Store,
        clock: Clock,
        *,
        pauses: tuple[float, ...] = GROWING,
        renew: float = RENEW,
        poll: float = POLL,
        vitals: Vitals = UNWATCHED,
    ) -> None:
        self._url = url
        self._take = take
        self._store = store
        self._clock = clock
        self._pauses = pauses
        self._renew = renew
        self._poll = poll
        self._vitals = vitals
        self._kept = f"imap:{_name(url)}"
        self._broken: dict[int, int] = {}  # how often the connection broke at a mail
        self._left_again = 0.0
        self._said = ""
        self._pause_anew()

    def renew(self, url: str) -> None:
        """For the next connection; the mailbox is the same one."""
        self._url = url

    async def run(self) -> None:
        while True:
            try:
                await self._connected()
            except Transient as error:
                self._say(str(error))
                await asyncio.sleep(next(self._next_pause))

    def _calm(self) -> None:
        """A round went well."""
        self._vitals.well(VITAL)
        self._pause_anew()
        if self._said:
            log.warning("over: %s", self._said)
        self._said = ""

    def _pause_anew(self) -> None:
        self._next_pause = chain(self._pauses, repeat(self._pauses[-1]))

    def _say(self, trouble: str) -> None:
        """Each trouble once, loudly, then quietly until it is over."""
        self._vitals.ill(VITAL, trouble)
        log.log(logging.DEBUG if trouble == self._said else logging.ERROR, "mail coming in: %s", trouble)
        self._said = trouble

    async def _connected(self) -> None:
        """One connection to its end, which is an error or a cancellation."""
        box, thread = Mailbox(self._url), OneThread("imap")
        try:
            await thread.run(box.open)
            while True:
                await _Round(self, box, thread).run()
                self._calm()
                if box.can_idle:
                    await thread.run(lambda: box.idle(self._renew))
                else:
                    await asyncio.sleep(self._poll)
        finally:
            box.drop()
            thread.close(box.discard)

    async def place(self, validity: int) -> _Place | None:
        """Up to where mails are taken; None where the server's numbers mean other mails than ours."""
        kept = await self._store.transact(lambda tx: tx.keep.get(self._kept))
        place = codec.decode(kept, _Place) if kept else None
        return place if place and place.validity == validity else None

    async def put(self, place: _Place) -> None:
        await self._store.transact(lambda tx: tx.keep.put(self._kept, codec.encode(place)))

    def left_are_due(self) -> bool:
        """At the first round, and then each hour."""
        now = asyncio.get_running_loop().time()
        due = now >= self._left_again
        if due:
            self._left_again = now + LEFT_AGAIN
            self._broken.clear()
        return due

    def breaks_again(self, uid: int) -> None:
        """The connection broke at this mail."""
        self._broken[uid] = self._broken.get(uid, 0) + 1

    def breaks_always(self, uid: int) -> bool:
        return self._broken.get(uid, 0) >= TRIES

    async def take(self, raw: bytes, full_size: int) -> None:
        await self._take(raw, full_size)

    async def note_left(self, uid: int, why: str) -> None:
        log.error("a mail (UID %d) stays unread on the server and is tried again each hour: %s", uid, why)
        now = self._clock.now()
        await self._store.transact(lambda tx: tx.audit.note("mail not fetched", "", f"UID {uid}: {why}", now))


class _Round:
    """One look for mails, and the taking of those that are found, in their order."""

    def __init__(self, inbox: ImapInbox, box: Mailbox, thread: OneThread) -> None:
        self._inbox = inbox
        self._box = box
        self._thread = thread

    async def run(self) -> None:
        place = await self._inbox.place(self._box.validity)
        left = place.left if place and self._inbox.left_are_due() else ()
        place = await self._later(place) if place else await self._all_unread()
        for uid in left:
            place = await self._one(uid, place)

    async def _later(self, place: _Place) -> _Place:
        for uid in await self._call(partial(self._box.after, place.last)):
            place = await self._one(uid, place)
        return place

    async def _all_unread(self) -> _Place:
        """Where to go on is known only at the end: after a kill in between, those that are unread then are left to take."""
        place = _Place(self._box.validity, self._box.next_uid - 1)
        for uid in await self._call(self._box.unseen):
            place = _with(place, uid, left=not await self._taken(uid))
        await self._inbox.put(place)
        return place

    async def _one(self, uid: int, place: _Place) -> _Place:
        after = _with(place, uid, left=not await self._taken(uid))
        await self._inbox.put(after)
        return after

    async def _taken(self, uid: int) -> bool:
        """False for a mail that the server does not give, or that breaks us or the connection: it must not stop the others."""
        if self._inbox.breaks_always(uid):
            return False
        try:
            await self._fetch_and_take(uid)
        except MailRefused as error:
            await self._inbox.note_left(uid, str(error))
            return False
        except MailboxTrouble as error:
            self._inbox.breaks_again(uid)
            if self._inbox.breaks_always(uid):
                await self._inbox.note_left(uid, str(error))
            raise
        except Transient:
            raise  # the store, not the mail
        except Exception as error:  # the edge of the channel: one poison mail must not mute anybody
            log.exception("a mail (UID %d) failed by a mistake of ours", uid)
            await self._inbox.note_left(uid, type(error).__name__)
            return False
        return True

    async def _fetch_and_take(self, uid: int) -> None:
        size = await self._call(lambda: self._box.size(uid))
        if size is None:
            return
        most = LARGEST if size <= LARGEST else BEGINNING
        raw = await self._call(lambda: self._box.raw(uid, most))
        if raw is None:
            return
        await self._inbox.take(raw, size if most == BEGINNING else 0)
        await self._call(lambda: self._box.mark_seen(uid))

    async def _call(self, call: Callable[[], T]) -> T:
        return await self._thread.run(call)


def _with(place: _Place, uid: int, *, left: bool) -> _Place:
    others = tuple(each for each in place.left if each != uid)
    return _Place(place.validity, max(place.last, uid), (*others, uid) if left else others)


def _name(url: str) -> str:
    """Of the folder, without the password: a new one does not make it another."""
    parts = urlsplit(url)
    return hashlib.sha256(f"{parts.username}@{parts.hostname}:{parts.port}{parts.path}".encode()).hexdigest()[:16]
