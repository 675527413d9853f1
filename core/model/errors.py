"""The errors of the desk: whose fault, whether a repeat can help, and what the person reads.

DeskError
+-- Transient            a repeat can help; the lane waits and tries again
|   +-- Limited          the platform says how long to wait, and for which destination
|   +-- Uncertain        no answer came: it may have happened, so the repeat is marked in the audit
+-- Final                no repeat can help; the conversation hears of it as EffectFailed
|   +-- Blocked          the person does not want our messages
|   +-- Refused          the platform does not take this message
|   +-- Gone             the destination exists no more, or we may not reach it
+-- Unreadable           what came in cannot be understood: it goes to the dead letters
"""

from typing import Literal

Fault = Literal["blocked", "refused", "gone", "exhausted"]


class DeskError(Exception):
    """`str(error)` is for operators: what happened, in one line, without secrets or customers' words."""


class Transient(DeskError):
    """The server was not reached or is in trouble."""


class Limited(Transient):
    """`retry_after` in seconds; `scope` is what is limited: the one lane, or all lanes that share the limit key."""

    def __init__(self, reason: str, retry_after: float, scope: Literal["lane", "key"] = "lane") -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.scope: Literal["lane", "key"] = scope


class Uncertain(Transient):
    """The request went out and no answer came."""


class Final(DeskError):
    """A repeat would fail again."""

    fault: Fault = "refused"


class Blocked(Final):
    fault: Fault = "blocked"


class Refused(Final):
    fault: Fault = "refused"


class Gone(Final):
    fault: Fault = "gone"


class Unreadable(DeskError):
    """An incoming item that no rule can read."""
