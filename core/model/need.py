"""A need: what is known of a request when the ways to a person are chosen for it."""

from typing import Literal

import msgspec

from core.model.ids import Language

Topic = Literal["", "order", "item", "report", "dispute"]


class Need(msgspec.Struct, frozen=True):
    """`about` is empty for a quick question. `items`: how many items or orders the request is about.

    `evidence`: photos or files came with it. `follow_up`: it asks after an earlier request. `zone`: the customer's own
    (IANA), if it is known.
    """

    language: Language
    about: Topic = ""
    items: int = 0
    evidence: bool = False
    follow_up: bool = False
    zone: str = ""
