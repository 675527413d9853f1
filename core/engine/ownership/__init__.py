"""What this process does of the desk's work: all of it, or the slots that it holds of what several processes share."""

from core.engine.ownership.alone import ALONE, NOBODY_ELSE, Alone
from core.engine.ownership.holding import Lanes, fenced
from core.engine.ownership.shared import Shared

__all__ = ["ALONE", "NOBODY_ELSE", "Alone", "Lanes", "Shared", "fenced"]
