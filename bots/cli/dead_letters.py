"""`frontdesk dead-letters`: what was given up, newest first, with the reasons."""

import asyncio

from bots.cli.desk_store import desk_store
from bots.settings import Settings

MOST = 100


def dead_letters(settings: Settings) -> int:
    return asyncio.run(_list(settings))


async def _list(settings: Settings) -> int:
    async with desk_store(settings) as store:
        letters = await store.transact(lambda tx: tx.audit.dead_letters(MOST))
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
