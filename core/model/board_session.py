"""Somebody at the board's page, from signing in to signing out."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.people import Agent


class BoardSession(msgspec.Struct, frozen=True):
    """`digest`: SHA-256, in hex, of what the browser holds; the thing itself is stored nowhere. Times are UTC.

    `way`: through the staff's messenger, or by a link that works once. `role`, and `member` (an agent), are what was found at
    `looked_up_at`. `email`: as the messenger had proven it at the sign-in, empty where it had not.
    """

    digest: str
    agent: Agent
    way: Literal["messenger", "link"]
    role: Literal["viewer", "supervisor", "operator"]
    member: bool
    email: str
    began_at: datetime
    seen_at: datetime
    looked_up_at: datetime
