"""A request as its customer sees it in their list: which case it is, how it stands, and what they may do."""

from datetime import datetime
from typing import Literal

import msgspec

from core.model.dispute import Stage
from core.model.ids import CaseCode

Way = Literal["email", "callback", "live_chat", "dispute"]

Standing = (
    Literal[
        "owed",  # we answer by `at`, as far as a time was told
        "answered",  # the last word is the team's
        "booked",  # we call at `at`
        "soon",  # we call as soon as we can, by `at`
        "talked",  # we have called, and finish it
        "queued",  # for a live chat
        "chatting",  # with `agent`
        "waiting_for_you",  # a dispute's stage where this party is asked, as all of its others
        "closed",  # at `at`, where that is known
    ]
    | Stage
)


class RequestLine(msgspec.Struct, frozen=True):
    """`about`: the customer's own words, or the order that it is about. `at` (UTC) is read in `zone` (IANA).

    `steps`: what may be done in the chat, by the names that the way's own buttons have.
    """

    case: CaseCode
    way: Way
    standing: Standing
    opened_at: datetime
    about: str = ""
    at: datetime | None = None
    zone: str = ""
    agent: str = ""
    steps: tuple[str, ...] = ()
