"""The common root of stored values: frozen, compared by content, and tagged with their class in JSON."""

import msgspec


class Value(msgspec.Struct, frozen=True, tag_field="is", tag=True):
    """A value that may be stored: queued effects and inbox rows outlive a deploy, so every field added later needs a default."""
