"""Which part of the work a stream or a lane belongs to, so that several processes can share the work out."""

from zlib import crc32

SLOTS = 64  # so that a dozen processes get about equal shares; stored with each row, so never to be changed


def slot_of(stream: str) -> int:
    """0 to SLOTS - 1: of a stream of the inbox, the same on every machine."""
    return crc32(stream.encode()) % SLOTS


def slot_of_lane(lane: str, stream: str) -> int:
    """Of a lane of the outbox in which a row of this stream waits.

    A lane that is the stream's own ("ask:telegram:1001") goes with the stream, so that one process has both.
    """
    return slot_of(stream if stream in lane else lane)
