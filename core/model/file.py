"""A file on its way between a customer and staff."""

import msgspec


class File(msgspec.Struct, frozen=True):
    """`reference`: channel and by which name the channel gives it out, "telegram:<file_id>"; empty: it cannot be had.

    `name`: what its sender calls it. `kind`: what it is in the sender's channel ("photo", "voice message") or its media type.
    `size`: bytes, 0 if that is not said.
    """

    reference: str
    name: str = ""
    kind: str = ""
    size: int = 0
