"""`frontdesk explain`: every event of a conversation with the stages and effects, decided once more to prove them."""

import asyncio

import msgspec

from bots.cli.desk_store import desk_store
from bots.settings import Settings
from core.flow.decide import decide
from core.model import codec
from core.model.ids import CaseCode, ConversationId
from core.model.rows import Decided
from core.ports import Store


def explain(settings: Settings, name: str) -> int:
    return asyncio.run(_explain(settings, name))


async def _explain(settings: Settings, name: str) -> int:
    async with desk_store(settings) as store:
        conversation = await _find(store, name)
        rows = await store.transact(lambda tx: tx.decisions.of(conversation))
    if not rows:
        print(f"There is no conversation {name}. Conversations are named like telegram:1001, cases like FD-7K2M9P.")
        return 1
    differing = [row for row in rows if not _print(row)]
    if differing:
        print(f"{len(differing)} of {len(rows)} decisions come out differently with the present code.")
        return 1
    print(f"All {len(rows)} decisions come out the same when they are decided again.")
    return 0


async def _find(store: Store, name: str) -> ConversationId:
    found = await store.transact(lambda tx: tx.cases.conversation(CaseCode(name.upper())))
    return found or ConversationId(name)


def _print(row: Decided) -> bool:
    """Whether deciding it again gives the same."""
    again = decide(row.before, row.event, row.facts)
    same = again.conversation == row.after and again.effects == row.effects
    print(f"#{row.inbox_id}  {row.facts.now:%Y-%m-%d %H:%M:%S} UTC  {_line(row.event)}")
    print(f"    facts    {_line(row.facts)}")
    print(f"    before   turn {row.before.turn}, {_line(row.before.stage)}")
    print(f"    after    turn {row.after.turn}, {_line(row.after.stage)}")
    for index, effect in enumerate(row.effects):
        print(f"    effect   {row.inbox_id}.{index} {_line(effect)}")
    if not same:
        print(f"    DIFFERS  {_line(again.conversation.stage)} {[_line(effect) for effect in again.effects]}")
    print()
    return same


def _line(value: msgspec.Struct) -> str:
    """A value in one line, its class first, what is empty left out."""
    fields = msgspec.json.decode(codec.encode(value))
    name = fields.pop("is", type(value).__name__)
    kept = {key: one for key, one in fields.items() if one not in ("", [], {}, None, False)}
    return f"{name} {msgspec.json.encode(kept).decode()}" if kept else name
