"""A customer's wish to have their data or to have it erased, and what is known where one says it."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.privacy import Kept, Subject

Wanted = Literal["export", "erase"]


class DataWish(msgspec.Struct, frozen=True):
    """What a customer wants, since `at`. `sign_in`: they shall show who they are first; `confirm`: they shall say that they mean it."""

    wanted: Wanted
    at: datetime
    step: Literal["sign_in", "confirm"]


class DataNotice(msgspec.Struct, frozen=True):
    """What customers are told of their data. How long it is kept, in seconds, after what it belongs to is over; the host of the
    `model` that answers, empty where none does; and the address of the shop's own notice, empty where there is none.
    """

    transcripts: int
    tickets: int
    disputes: int
    documents: int
    calls: int
    model: str = ""
    url: str = ""


class DataFacts(msgspec.Struct, frozen=True):
    """What is known where a customer asks about their data. `subject`: all that is theirs, as far as they may have it.

    `kept`: what an erasure would leave for now. `erasing`: one has been asked for, and is not done. `shared`: another chat of
    the account was somebody else's too, who has not shown who they are.
    """

    notice: DataNotice
    subject: Subject
    kept: tuple[Kept, ...] = ()
    erasing: bool = False
    shared: bool = False
