"""Writes into the audit what an operator did at a terminal, beside a running desk."""

import sys

from bots.cli.desk_store import desk_store
from bots.cli.operator import account
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.model.errors import DeskError

READ = "operator: read"  # the audit's word for who looked at what customers wrote


async def note(settings: Settings, kind: str, what: str, about: str = "") -> None:
    """`about`: the conversation, if it is about one. A database that takes nothing more keeps nobody from looking; it is said."""
    try:
        async with desk_store(settings, beside=True) as store:
            now = SystemClock().now()
            await store.transact(lambda tx: tx.audit.note(kind, about, f"{what}, by the operator {account()}", now))
    except DeskError as error:
        print(f"The audit does not say that this was done: {error}", file=sys.stderr)
