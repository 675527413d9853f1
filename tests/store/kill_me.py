"""A desk in small, to be killed: takes items in, decides them, and prints each key that the store called durable.

Usage: kill_me.py DATABASE RUN
"""

import asyncio
import sys
from datetime import UTC, datetime

from core.model.effects import Note
from core.model.ids import ConversationId, EffectId
from core.model.rows import NewEffect, Received
from core.ports import Transaction
from core.store.sqlite import SqliteStore


def tell(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


async def take_in(store: SqliteStore, run: str, caller: int) -> None:
    for number in range(10**6):
        keys = [f"{run}.{caller}.{number}.{half}" for half in "ab"]
        items = [Received(key, "core", f"stream{caller}", "{}") for key in keys]
        await store.transact(lambda tx, items=items: tx.inbox.add(items, datetime.now(UTC)))
        tell(*keys)


async def decide(tx: Transaction) -> None:
    now = datetime.now(UTC)
    for row in await tx.inbox.next(5, now):
        await tx.inbox.settle(row.id, "done")
        await tx.outbox.add(
            [NewEffect(EffectId(f"{row.id}.0"), ConversationId(row.stream), "lane", Note(row.key), turn=0)], now
        )


async def work(store: SqliteStore) -> None:
    while True:
        await store.transact(decide)


async def main(path: str, run: str) -> None:
    store = SqliteStore.open(path)
    tell("open")
    await asyncio.gather(work(store), *(take_in(store, run, caller) for caller in range(8)))


asyncio.run(main(sys.argv[1], sys.argv[2]))
