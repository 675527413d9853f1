"""What a process holds, as its log says it: slots by their number, for nobody reads a hundred names."""

from collections.abc import Sequence

_SLOTS = {"decide/": "to decide", "send/": "to send"}  # as `core.model.lease` names them
_ALONE = "alone/"


def in_short(names: Sequence[str]) -> str:
    """ "32 slots to decide, 32 slots to send, polling"."""
    counts = {said: sum(name.startswith(kind) for name in names) for kind, said in _SLOTS.items()}
    slots = [f"{count} slot{'s' if count > 1 else ''} {said}" for said, count in counts.items() if count]
    return ", ".join(slots + sorted(name.removeprefix(_ALONE) for name in names if name.startswith(_ALONE)))
