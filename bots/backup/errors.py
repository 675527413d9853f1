"""Why there is no backup, or why a desk is not restored; in each case nothing of it is left, and nothing else has changed.

DeskError
+-- BackupFailed     it could not be written: the disk is full, the place cannot be written
+-- BackupBroken     it is not what was written: cut short, changed, or no backup at all
+-- RestoreRefused   there is a desk already, or no place for one
"""

from core.model.errors import DeskError


class BackupFailed(DeskError):
    """The message says of which place, and what to do."""


class BackupBroken(DeskError):
    """The message says what does not fit."""


class RestoreRefused(DeskError):
    """Nothing was touched. The message says what to do."""
