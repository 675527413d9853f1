"""An offer: one way to a person, as it stands for this customer now."""

from datetime import datetime
from typing import Literal

from core.model.value import Part
from core.model.view import Text

Field = Literal["message", "email", "phone", "slot"]


class Eta(Part, frozen=True):
    """When a person will answer, in minutes of the clock from now, rounded up."""

    low_minutes: int
    high_minutes: int


class Offer(Part, frozen=True):
    """A contact method with its reason in words.

    `reason` says why it is or is not to be had now, `promise` what the customer may expect once it is chosen; `code` names
    the reason for programs. `live`: the person answers in this chat, so the customer waits here. `needs`: what must be
    known before it can open. `opens_at` (UTC) is when the hours of a method that is not `available` begin, where that is
    known, `eta` when one that is will be answered, and `wait` the same in words.
    """

    method: str
    available: bool
    live: bool
    reason: Text
    promise: Text
    needs: tuple[Field, ...] = ()
    opens_at: datetime | None = None
    code: str = ""
    eta: Eta | None = None
    wait: Text | None = None
