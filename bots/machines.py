"""What the processes of a desk have in common, as the settings say: the database, the nerves between them, who holds what."""

import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bots.database import open_store
from bots.settings import Settings
from core.engine.limits import Limits
from core.engine.ownership import ALONE, Alone, Shared
from core.engine.vitals import KnownVitals
from core.nerves.in_process import InProcess
from core.nerves.kept_notices import KeptNotices
from core.nerves.link import RedisLink
from core.nerves.notices import RedisNotices
from core.nerves.places import RedisPlaces
from core.nerves.rates import RedisRates
from core.nerves.redis_nerves import RedisNerves
from core.nerves.shares import RatesByShare
from core.ports import Clock, Nerves, Rates, Store
from core.ports.nerves import SharedPlaces

BEATING = 2  # connections that are only for saying that this process lives

Loop = tuple[str, Callable[[], Awaitable[None]]]


@dataclass(frozen=True)
class Machines:
    """`loops` keep what is between the processes going."""

    roles: tuple[str, ...]
    store: Store
    ownership: Alone | Shared
    nerves: Nerves
    rates: Rates
    places: SharedPlaces | None
    loops: tuple[Loop, ...]


async def machines(settings: Settings, clock: Clock, vitals: KnownVitals, doors: AsyncExitStack) -> Machines:
    """Opens the store; what else is opened here closes with `doors`. Raises StoreBroken with what to do."""
    roles, store = settings.desk.roles, await open_store(settings, spared=BEATING)
    if not settings.database.is_shared:
        return Machines(roles, store, ALONE, InProcess(), Limits(), None, ())
    desk = await desk_id(store)
    beats = await _for_beats(settings)
    doors.push_async_callback(beats.close)
    name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"
    ownership = Shared(beats, clock, name, roles)
    url, telling = settings.redis.url.get_secret_value(), ("the vitals", vitals.run)
    if not url:
        vitals.share(name, KeptNotices(store))
        shares = RatesByShare(Limits(), ownership.senders)
        return Machines(roles, store, ownership, InProcess(deaf=True), shares, None, (telling,))
    link = RedisLink(url, desk, vitals)
    doors.push_async_callback(link.close)
    vitals.share(name, RedisNotices(link))
    nerves = RedisNerves(link)
    loops: tuple[Loop, ...] = (("Redis", link.run), ("the nerves", nerves.run), telling)
    rates = RedisRates(link, Limits(), ownership.senders)
    return Machines(roles, store, ownership, nerves, rates, RedisPlaces(link, "answers"), loops)


async def _for_beats(settings: Settings) -> Store:
    """So that no beat waits behind the work for a connection."""
    from core.store.postgres import PostgresStore  # asyncpg takes a tenth of a second to load

    return await PostgresStore.open(settings.database.url.get_secret_value(), connections=BEATING)


async def desk_id(store: Store) -> str:
    """Tells this desk's Message-IDs, and its keys in Redis, from every other's."""
    made = secrets.token_hex(4)
    return await store.transact(lambda tx: tx.keep.first("desk_id", made))
