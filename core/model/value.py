"""The common root of stored values: frozen, compared by content, and tagged with their class in JSON."""

import msgspec


class Value(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="is", tag=True):
    """A value that may be stored: queued effects and inbox rows outlive a deploy, so every field added later needs a default.

    What is at its default is not written, here and in the other large stored values; so a default never changes.
    """
