"""A desk's data out of one database into another, whole or not at all."""

from core.store.moving.move import Moved, Progress, move
from core.store.moving.places import source_at, target_at

__all__ = ["Moved", "Progress", "move", "source_at", "target_at"]
