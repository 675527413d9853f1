"""`frontdesk backup`: all of the desk's data in one file, while the desk runs."""

import asyncio
from datetime import datetime
from pathlib import Path
from time import monotonic

from bots.backup.manifest import Manifest
from bots.backup.writing import back_up
from bots.cli.move import Lines
from bots.cli.noting import note
from bots.settings import Settings
from core.engine.clock import SystemClock

_DONE = """{target} holds the desk as of {at:%Y-%m-%d %H:%M:%S} UTC ({size:,.1f} MB; files: {files:,}), made in {seconds:,.0f} s.
Put it where this machine's end is not its end, and nobody reads it who may not read your customers' words.
Your settings and secrets are not in it. On an empty machine: frontdesk restore {name}"""


def backup(settings: Settings, place: Path) -> int:
    """`place`: a file, or a folder for one that is called by its time. Raises DeskError, and then there is no such file."""
    began, clock = monotonic(), SystemClock()
    target = place / _name(clock.now()) if place.is_dir() else place
    database = settings.database_file() or settings.database.url.get_secret_value()
    manifest = asyncio.run(back_up(database, settings.desk.data, target, clock, Lines()))
    asyncio.run(note(settings, "backup", str(target)))  # whoever has it has all customers' words
    print(_words(manifest, target, monotonic() - began))
    return 0


def _name(now: datetime) -> str:
    return f"frontdesk-{now:%Y%m%dT%H%M%SZ}.tar"


def _words(manifest: Manifest, target: Path, seconds: float) -> str:
    size = target.stat().st_size / 2**20
    files = len(manifest.files)
    return _DONE.format(target=target, at=manifest.at, files=files, size=size, seconds=seconds, name=target.name)
