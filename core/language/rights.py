"""Whether a message asks for the customer's own data, for their erasure, or what is kept, and says nothing else."""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from core.language.concepts import Concepts, tried_in
from core.language.remembered import remembered
from core.model.ids import Language

FOLDER = Path(__file__).parent / "rights"
LONGEST = 160  # characters; who says more wants more
LONGEST_ELSEWHERE = 60  # characters of a wish in another language than the customer's and English

Right = Literal["", "export", "erase", "about"]
"""To have one's data, to have them erased, or to be told what is kept."""

# `data` are the customer's own; `erase` and `send` say what shall be done with them, and `get` does where neither is said. `about`
# asks what is kept, or names the whole matter; `fillers` may stand around all others.
_Concept = Literal["data", "erase", "send", "get", "about", "fillers"]


@remembered(2_000)  # many customers write the same
def right_asked_for(text: str, language: Language) -> Right:
    """Read in the customer's language first, then in English, then in the others. Only a message that is nothing but the wish
    counts: "delete my account" or "my data is wrong" is a question like any other.
    """
    if len(text) > LONGEST or not text.strip():
        return ""
    rights = (_right(text, _concepts(spoken)) for spoken in tried_in(text, language, _languages(), LONGEST_ELSEWHERE))
    return next(filter(None, rights), "")


def _right(text: str, concepts: Concepts) -> Right:
    """Who wants both is shown both ways."""
    found = concepts.find(text) if concepts.knows(text) else None
    if found is None or not found.is_all():
        return ""
    to_erase, to_send = found.has("erase"), found.has("send")
    if found.has("data") and to_erase != to_send:
        return "erase" if to_erase else "export"
    if found.has("data") and found.has("get") and not to_erase:
        return "export"
    return "about" if found.has("about") else ""


def warm_up(language: Language) -> None:
    """Load its words."""
    _concepts(language)


@cache
def _concepts(language: Language) -> Concepts:
    """Raises msgspec.ValidationError for a file with an unknown concept."""
    phrases = msgspec.toml.decode((FOLDER / f"{language}.toml").read_bytes(), type=dict[_Concept, str])
    return Concepts({str(concept): listed for concept, listed in phrases.items()}, language, forgiving=False)


@cache
def _languages() -> tuple[Language, ...]:
    return tuple(Language(path.stem) for path in sorted(FOLDER.glob("*.toml")))
