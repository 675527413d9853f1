"""`frontdesk dead-letters`: what was given up, newest first, with the reasons."""

import asyncio
from pathlib import Path

from bots.settings import Settings
from core.store.sqlite import SqliteStore

MOST = 100


def dead_letters(settings: Settings) -> int:
    return asyncio.run(_list(settings.desk.data / "desk.db"))


async def _list(path: Path) -> int:
    store = SqliteStore.open(path, read_only=True)
    try:
        letters = await store.transact(lambda tx: tx.audit.dead_letters(MOST))
    finally:
        await store.close()
    for letter in letters:
        print(f"{letter.at:%Y-%m-%d %H:%M:%S} UTC  {letter.kind} {letter.id}  {letter.conversation}  {letter.reason}")
    print(_count(len(letters)))
    return 0


def _count(letters: int) -> str:
    match letters:
        case 0:
            return "There are no dead letters."
        case 1:
            return "1 dead letter."
        case _:
            return f"{letters} dead letters."
