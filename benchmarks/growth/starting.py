"""How long a desk that has grown takes from the start of its process until customers are heard, and until its lanes go on."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.growth.filling import customer
from benchmarks.growth.messages import processor_seconds
from benchmarks.played import ALWAYS_OPEN, Servers, running, until
from core.engine.clock import SystemClock
from core.model.effects import Say
from core.model.ids import Address, EffectId, Language, conversation_at
from core.model.rows import NewEffect
from core.model.view import View, Words
from core.store.sqlite import SqliteStore

WAITING = 5_000  # messages that were not sent when the desk was stopped
PATIENCE = 60.0  # seconds


class Started(NamedTuple):
    """Seconds from the start of the process until it first asks for what customers wrote, and until it first sends.

    `processor`: seconds of one that it needed for both; `memory` in MB.
    """

    heard: float
    sent: float
    processor: float
    memory: float


async def started(folder: Path, conversations: int, run: int) -> Started:
    """Of a desk with all these conversations open, each with its timer, at the rates that it keeps to by itself."""
    servers = Servers()
    places = await servers.start()
    rows = [_waiting(customer(number % conversations), run, number) for number in range(WAITING)]
    for row in rows:
        servers.telegram.customer(int(row.lane.partition(":")[2])).chat.started = True
    await _leave(folder, rows)
    began = time.perf_counter()
    async with running(folder, places | ALWAYS_OPEN) as desk:
        heard, sent = await asyncio.gather(_since(began, servers, "getUpdates"), _since(began, servers, "sendMessage"))
        found = Started(heard, sent, processor_seconds(desk.pid), memory(desk.pid))
        await _since(began, servers, "chat.postMessage")  # it has reached all that it is connected to
    await servers.stop()
    return found


async def _since(began: float, servers: Servers, method: str) -> float:
    await until(lambda: any(seen.method == method for seen in servers.faults.seen), PATIENCE)
    return time.perf_counter() - began


def _waiting(chat: int, run: int, number: int) -> NewEffect:
    to = Address("telegram", str(chat))
    says = Say(to, View((Words(f"message {number}"),)), Language("en"))
    return NewEffect(EffectId(f"{chat}-{run}-{number}.0"), conversation_at(to), str(to), says, 0)


async def _leave(folder: Path, rows: Sequence[NewEffect]) -> None:
    """As a desk that was stopped leaves them."""
    store = SqliteStore.open(folder / "desk.db")
    await store.transact(lambda tx: tx.outbox.add(rows, SystemClock().now()))
    await store.close()


def memory(pid: int) -> float:
    """Of a process, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6
