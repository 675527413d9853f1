"""What is asked of a translator, and what comes of it."""

from typing import Literal

import msgspec

from core.model.ids import Language


class Wording(msgspec.Struct, frozen=True):
    """Somebody's words. `customer` and `conversation`: whose budget it counts against. `reader`: who is to read them."""

    text: str
    source: Language
    target: Language
    customer: str = ""
    conversation: str = ""
    reader: Literal["agent", "customer"] = "agent"


class Rendering(msgspec.Struct, frozen=True):
    """The words in the other language. With a `failure` there are none that may be shown.

    `same`: they are in that language already. `doubts`: what is not the same in both, for the operator's eyes.
    """

    text: str = ""
    same: bool = False
    doubts: tuple[str, ...] = ()
    failure: str = ""
