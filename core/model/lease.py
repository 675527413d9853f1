"""What a process holds for a time: a slot of the work, or something that only one process may do."""

from datetime import datetime, timedelta

import msgspec

LIVES = timedelta(seconds=10)  # a process that was not seen for so long has ended


class Lease(msgspec.Struct, frozen=True):
    """`epoch` grows whenever a lease gets another holder: who slept through its end is known by an old one."""

    name: str
    epoch: int


class Member(msgspec.Struct, frozen=True):
    """A process of the desk that lives. `roles`: what it does, of "intake", "worker", "sender", "board"."""

    id: str
    roles: tuple[str, ...]
    seen_at: datetime


ALWAYS = Lease("", 0)  # held by a process that shares with nobody


def deciding(slot: int) -> str:
    """The name of the lease under which the streams of a slot are decided."""
    return f"decide/{slot}"


def sending(slot: int) -> str:
    """The name of the lease under which the lanes of a slot are sent."""
    return f"send/{slot}"


def alone(task: str) -> str:
    """The name of the lease of what only one process may do."""
    return f"alone/{task}"
