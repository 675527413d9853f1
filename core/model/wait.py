"""How long a customer waits for a person, in the chat or by mail, as far as the desk can say."""

from datetime import datetime

import msgspec

from core.model.offer import Eta


class Wait(msgspec.Struct, frozen=True):
    """The place in the queue (1: next) and the time; no `eta` where nothing can be promised.

    `said`: the model's own low and high ends in minutes, before they were put right and rounded. `changed`: so much that
    somebody who was told another time is to be told this one.
    """

    position: int
    eta: Eta | None = None
    said: tuple[float, float] = (0.0, 0.0)
    changed: bool = False


class MailWait(msgspec.Struct, frozen=True):
    """When a mail that is asked now is answered: most are `by` then (UTC), which is told.

    `said`: the model's own low and high ends in minutes of work, before they were put right and rounded.
    """

    by: datetime
    eta: Eta
    said: tuple[float, float] = (0.0, 0.0)
