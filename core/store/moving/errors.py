"""Why a desk's data is not moved; in each case the source is as it was, and the target holds nothing of it.

DeskError
+-- MoveRefused    before the first row: the desk runs, the target is used already, the two do not fit
+-- MoveFailed     what arrived is not what left
"""

from core.model.errors import DeskError


class MoveRefused(DeskError):
    """Nothing has been copied. The message says what to do."""


class MoveFailed(DeskError):
    """Rows were copied and then dropped again: the message says of which table, and how the two differ."""
