"""A language that a customer may choose, as its speakers call it."""

import msgspec

from core.model.ids import Language


class Tongue(msgspec.Struct, frozen=True):
    """`name` is the language's own name for itself: "Polski"."""

    code: Language
    name: str


class Switched(msgspec.Struct, frozen=True, tag=True, tag_field="is"):
    """To be said with the next message: the language has followed the customer's words, and the way back."""

    before: Tongue


class NotOurs(msgspec.Struct, frozen=True, tag=True, tag_field="is"):
    """To be said with the next message: the customer's language is none of ours, and which ones are."""

    ours: tuple[Tongue, ...]


Notice = Switched | NotOurs
