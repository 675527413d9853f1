"""`frontdesk backup`: all of the desk's data in one file, while the desk runs."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path
from time import monotonic

from bots.backup.manifest import Manifest
from bots.backup.writing import back_up
from bots.cli.desk_store import desk_store
from bots.cli.move import Lines
from bots.cli.operator import account
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.model.errors import DeskError

_DONE = """{target} holds the desk as of {at:%Y-%m-%d %H:%M:%S} UTC ({size:,.1f} MB; files: {files:,}), made in {seconds:,.0f} s.
Put it where this machine's end is not its end, and nobody reads it who may not read your customers' words.
Your settings and secrets are not in it. On an empty machine: frontdesk restore {name}"""


def backup(settings: Settings, place: Path) -> int:
    """`place`: a file, or a folder for one that is called by its time. Raises DeskError, and then there is no such file."""
    began, clock = monotonic(), SystemClock()
    target = place / _name(clock.now()) if place.is_dir() else place
    database = settings.database_file() or settings.database.url.get_secret_value()
    manifest = asyncio.run(back_up(database, settings.desk.data, target, clock, Lines()))
    asyncio.run(_note(settings, target, clock.now()))
    print(_words(manifest, target, monotonic() - began))
    return 0


async def _note(settings: Settings, target: Path, now: datetime) -> None:
    """Whoever has it has all customers' words. It is made of a database that takes nothing more, too."""
    try:
        async with desk_store(settings, beside=True) as store:
            await store.transact(lambda tx: tx.audit.note("backup", "", f"{target}, by the operator {account()}", now))
    except DeskError as error:
        print(f"The audit does not say that this backup was made: {error}", file=sys.stderr)


def _name(now: datetime) -> str:
    return f"frontdesk-{now:%Y%m%dT%H%M%SZ}.tar"


def _words(manifest: Manifest, target: Path, seconds: float) -> str:
    size = target.stat().st_size / 2**20
    files = len(manifest.files)
    return _DONE.format(target=target, at=manifest.at, files=files, size=size, seconds=seconds, name=target.name)
