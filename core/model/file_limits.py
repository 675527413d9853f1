"""How large files may be on their way, in bytes, and how long the words under one, in characters: in one place, with sources."""

from typing import NamedTuple

MB = 1024 * 1024  # as Telegram's own servers count


class FileLimit(NamedTuple):
    """At most so many bytes. `source`: where it is written down."""

    bytes: int
    source: str

    @property
    def megabytes(self) -> int:
        return self.bytes // MB


FROM_TELEGRAM = FileLimit(20 * MB, "https://core.telegram.org/bots/api#getfile")
TO_TELEGRAM = FileLimit(50 * MB, "https://core.telegram.org/bots/api#sending-files")
PHOTO_TO_TELEGRAM = FileLimit(10 * MB, "https://core.telegram.org/bots/api#sendphoto")

LONGEST_CAPTION = 1_024  # characters after parsing, https://core.telegram.org/bots/api#sendphoto
