"""The common root of stored values: frozen, compared by content, and tagged with their class in JSON."""

import msgspec


class Value(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="is", tag=True):
    """A value that may be stored: queued effects and inbox rows outlive a deploy, so every field added later needs a default.

    What is at its default is not written, here and in the other large stored values; so a default never changes.
    """


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of stored values that is always of one class, so that it needs no tag; as `Value` otherwise."""
