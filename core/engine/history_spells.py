"""Writes down when agents were there: on duty, and not away."""

from datetime import datetime

from msgspec.structs import replace

from core.model.figures import SpellRow
from core.model.people import Duty
from core.ports import Transaction


async def keep_spell(tx: Transaction, before: Duty | None, after: Duty, now: datetime) -> None:
    """One ends with them going, or with other languages, with which the next one begins. `before`: none for who is new here."""
    was, is_there = before is not None and before.there, after.there
    same = before is not None and before.languages == after.languages
    if was == is_there and (same or not is_there):
        return
    if was and (spell := await tx.spells.open_of(after.agent.id)):
        await tx.spells.put(replace(spell, ended_at=now))
    if is_there:
        await tx.spells.put(SpellRow(after.agent.id, after.languages, now))


async def begin_spells(tx: Transaction, now: datetime) -> None:
    """Of those who are there when it begins to be counted."""
    for duty in await tx.staff.all():
        await keep_spell(tx, None, duty, now)
