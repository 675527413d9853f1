"""What `frontdesk check` says of the database and of Redis: where they are, how fast they answer, and what is not as it should be."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bots.cli.desk_store import desk_store
from bots.settings import Settings
from core.model.errors import DeskError

if TYPE_CHECKING:
    import asyncpg

_WITHIN = 5.0  # seconds
_ASKED = 9  # times, to say how fast
_SLOW = 0.002  # seconds: a decision asks the database some 25 times


class MachineWrong(DeskError):
    """Not reached, or not as a desk needs it; with what to do."""


async def database(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """Whether it is well ("ok"), worth a note or "wrong", and in which words."""
    file = settings.database_file()
    if file is None:
        async for found in _postgres(settings):
            yield found
        return
    yield "ok", f"{file}{await _letters(settings)}" if file.exists() else f"{file} will be made at the first start"


async def _postgres(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    place = settings.database.place
    async with _connected(settings) as connection:
        version = connection.get_server_version()
        lasting = await _lasting(lambda: connection.fetchval("SELECT 1"))
        durable = await connection.fetchval("SHOW fsync")
        most, here = await _room(connection)
        made = await connection.fetchval("SELECT to_regclass('schema_version') IS NOT NULL")
    letters = await _letters(settings) if made else "; its tables will be made at the first start"
    yield "ok", f"{place}, PostgreSQL {version.major}.{version.minor}, answers in {_ms(lasting)}{letters}"
    if durable != "on":
        yield "wrong", f"{place} has fsync {durable}: a power cut would lose what customers wrote. Set fsync = on"
    if lasting > _SLOW:
        yield "note", f"it is far away: each decision asks it some 25 times, {_ms(25 * lasting)} in all"
    if most < settings.database.connections:
        yield (
            "wrong",
            f"it lets {most} connections in, and one process may open {settings.database.connections}: raise "
            "max_connections, or lower DATABASE_CONNECTIONS",
        )
    elif here:
        yield (
            "note",
            f"{here} connections of {most} are open now; each process opens up to {settings.database.connections}",
        )


async def _room(connection: "asyncpg.Connection[asyncpg.Record]") -> tuple[int, int]:
    """How many connections there may be for such as us, and how many desks have now."""
    most = await connection.fetchval(
        "SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
    )
    here = await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'frontdesk'")
    return most, here


@asynccontextmanager
async def _connected(settings: Settings) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """Raises MachineWrong, never with the password."""
    import asyncpg

    try:
        connection = await asyncpg.connect(
            settings.database.url.get_secret_value(),
            timeout=_WITHIN,
            command_timeout=_WITHIN,
            server_settings={"application_name": "frontdesk check"},
        )
    except asyncpg.PostgresError as error:
        raise MachineWrong(f"{settings.database.place}: {error.args[0]}. Check DATABASE_URL") from None
    except (OSError, TimeoutError, ValueError, asyncpg.InterfaceError) as error:
        raise MachineWrong(_unreached(settings.database.place, error, "DATABASE_URL")) from None
    try:
        yield connection
    finally:
        await connection.close()


def _unreached(place: str, error: Exception, setting: str) -> str:
    return f"{place} is not reached ({type(error).__name__}). Check {setting} and the network"


async def _letters(settings: Settings) -> str:
    async with desk_store(settings) as store:
        letters = await store.transact(lambda tx: tx.audit.dead_letters(1000))
    return f", {len(letters)} dead letters (frontdesk dead-letters lists them)" if letters else ""


async def redis(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """Nothing where there is none and none is needed."""
    if not settings.redis.url.get_secret_value():
        if settings.database.is_shared:
            yield (
                "note",
                "none: processes look for each other's work once a second. Set REDIS_URL to have them told at once",
            )
        return
    yield "ok", await _redis(settings)
    if not settings.database.is_shared:
        yield (
            "note",
            "of no use beside a file, which has one process. Set DATABASE_URL=postgresql://... or leave REDIS_URL out",
        )


async def _redis(settings: Settings) -> str:
    from redis.asyncio import Redis
    from redis.exceptions import AuthenticationError, RedisError

    place = settings.redis.place
    client: Redis = Redis.from_url(
        settings.redis.url.get_secret_value(), protocol=3, socket_timeout=_WITHIN, socket_connect_timeout=_WITHIN
    )
    try:
        lasting = await _lasting(client.ping)
        told = await client.info("server")
    except AuthenticationError:
        raise MachineWrong(f"{place} does not take the password. Check REDIS_URL") from None
    except (RedisError, OSError, TimeoutError) as error:
        raise MachineWrong(_unreached(place, error, "REDIS_URL")) from None
    finally:
        await client.aclose()
    return f"{place}, {_version(told)}, answers in {_ms(lasting)}"


def _version(told: dict[str, Any]) -> str:
    name = "Valkey" if "valkey_version" in told else "Redis"
    return f"{name} {told.get('valkey_version') or told['redis_version']}"


async def _lasting(ask: Callable[[], Awaitable[object]]) -> float:
    """Seconds, in the middle of several."""
    return median([await _once(ask) for _ in range(_ASKED)])


async def _once(ask: Callable[[], Awaitable[object]]) -> float:
    began = perf_counter()
    await ask()
    return perf_counter() - began


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
