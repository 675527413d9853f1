"""What is asked of an answer source, with what is known about who asks."""

import msgspec

from core.model.ids import Language


class Question(msgspec.Struct, frozen=True):
    """`before`: what the customer asked earlier in the conversation, oldest first. `customer` and `conversation`: whose
    budget it counts against. `audience` ("buyer" or "seller") and `topic` narrow the search where they are known.
    """

    text: str
    language: Language
    before: tuple[str, ...] = ()
    customer: str = ""
    conversation: str = ""
    audience: str = ""
    topic: str = ""
