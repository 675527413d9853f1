"""What is remembered of a desk that goes on from a backup, and what it comes back as."""

from datetime import datetime

import msgspec

RESTORED = "restored"  # the name under which it is kept that, and from when, the desk was restored


class Restored(msgspec.Struct, frozen=True):
    """`backup_at`: what happened after it is not here; `at`: when it was restored. Both UTC.

    `looked_up`: what waited to go out at the backup and is asked after before it goes out once more; `set_aside`: what
    customers may have read long since, and is a dead letter now; `jumped`: by how much the numbers of the inbox went on.
    """

    backup_at: datetime
    at: datetime
    looked_up: int
    set_aside: int
    jumped: int
