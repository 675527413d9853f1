"""Which process should have which slots: computed by each for itself from who lives, with the same outcome. Pure."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from core.model.lease import Member
from core.model.slots import SLOTS


def shares(members: Iterable[Member], role: str) -> dict[str, tuple[int, ...]]:
    """The slots of each process that has the role, by its id; each slot is exactly one process's.

    The same for every role, so that processes with the same roles have the same slots.
    """
    return _shares(tuple(sorted({member.id for member in members if role in member.roles})))


@lru_cache(maxsize=8)
def _shares(ids: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Rendezvous hashing (Thaler and Ravishankar, 1998): the highest score has a slot. But none has more than its equal share:

    with so few slots chance alone would give one of two processes two thirds of the work. So when one joins or leaves,
    a few slots may also move between those who stay.
    """
    owners: dict[int, str] = {}
    room = dict.fromkeys(ids, -(-SLOTS // len(ids)) if ids else 0)
    for _, id, slot in sorted(((_score(slot, id), id, slot) for slot in range(SLOTS) for id in ids), reverse=True):
        if slot not in owners and room[id]:
            owners[slot] = id
            room[id] -= 1
    return {id: tuple(slot for slot in range(SLOTS) if owners[slot] == id) for id in ids}


def _score(slot: int, id: str) -> bytes:
    return blake2b(f"{slot}/{id}".encode(), digest_size=8).digest()
