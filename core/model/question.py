"""What is asked of an answer source, with what is known about who asks."""

import msgspec

from core.model.ids import Language
from core.model.shop import About, CustomerId


class Question(msgspec.Struct, frozen=True):
    """`before`: what the customer asked earlier in the conversation, oldest first. `customer` and `conversation`: whose
    budget it counts against. `person` is who is signed in, and `about` the order or item of theirs that is asked about:
    both come from the core, never from text. `audience` ("buyer" or "seller") and `topic` narrow the search where they are known.
    """

    text: str
    language: Language
    before: tuple[str, ...] = ()
    customer: str = ""
    conversation: str = ""
    audience: str = ""
    topic: str = ""
    person: CustomerId | None = None
    about: About | None = None
